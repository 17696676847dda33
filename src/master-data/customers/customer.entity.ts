import { Column, Entity } from 'typeorm';
import { RecordColumns } from '../records/record.entity.js';

/** Who the factory sells to. */
@Entity({ schema: 'erp', name: 'customers' })
export class Customer extends RecordColumns {
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) legal_name!: string | null;
  @Column('text', { nullable: true }) tax_number!: string | null;
  @Column('text', { nullable: true }) email!: string | null;
  @Column('text', { nullable: true }) phone!: string | null;
  @Column('text', { nullable: true }) address!: string | null;
  @Column('text', { nullable: true }) currency_code!: string | null;
  @Column('integer') payment_terms_days!: number;
  @Column('numeric', { nullable: true }) credit_limit!: string | null;
}
