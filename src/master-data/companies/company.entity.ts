import { Column, Entity } from 'typeorm';
import { RecordColumns } from '../records/record.entity.js';

/** A legal entity that owns stock and documents. */
@Entity({ schema: 'erp', name: 'companies' })
export class Company extends RecordColumns {
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) legal_name!: string | null;
  @Column('text', { nullable: true }) tax_number!: string | null;
  @Column('text', { nullable: true }) address!: string | null;
  @Column('text') currency_code!: string;
  @Column('uuid', { nullable: true }) calendar_id!: string | null;
  @Column('text') valuation_scope!: string;
}
