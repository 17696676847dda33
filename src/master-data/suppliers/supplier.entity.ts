import { Column, Entity } from 'typeorm';
import { RecordColumns } from '../records/record.entity.js';

/** Who the factory buys from. */
@Entity({ schema: 'erp', name: 'suppliers' })
export class Supplier extends RecordColumns {
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) legal_name!: string | null;
  @Column('text', { nullable: true }) tax_number!: string | null;
  @Column('text', { nullable: true }) email!: string | null;
  @Column('text', { nullable: true }) phone!: string | null;
  @Column('text', { nullable: true }) address!: string | null;
  @Column('text', { nullable: true }) currency_code!: string | null;
  @Column('integer') payment_terms_days!: number;
  @Column('integer', { nullable: true }) lead_time_days!: number | null;
}
