import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { Side } from '../invoices/sides.js';
import type { PaymentState } from './payment.machine.js';

/** Money that goes to a supplier or comes from a customer. */
@Entity({ schema: 'erp', name: 'payments' })
export class Payment extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('text') side!: Side;
  @Column('text', { nullable: true }) number!: string | null;
  @Column('uuid', { nullable: true }) supplier_id!: string | null;
  @Column('uuid', { nullable: true }) customer_id!: string | null;
  @Column('text') method!: string;
  @Column('uuid') account_id!: string;
  @Column('boolean') is_refund!: boolean;
  @Column('date') payment_date!: string;
  @Column('text') currency_code!: string;
  @Column('numeric') rate!: string;
  @Column('numeric') amount!: string;
  @Column('numeric') base_amount!: string;
  @Column('numeric') allocated_amount!: string;
  @Column('numeric') allocated_base!: string;
  @Column('text', { nullable: true }) reference!: string | null;
  @Column('text', { nullable: true }) memo!: string | null;
  @Column('text') state!: PaymentState;
  @Column('uuid', { nullable: true }) control_account_id!: string | null;
  @Column('uuid', { nullable: true }) entry_id!: string | null;
  @Column('uuid', { nullable: true }) reversal_entry_id!: string | null;
  /** Made by the database from the others, as is the next. */
  @Column('numeric') open_amount!: string;
  @Column('numeric') open_base!: string;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** What a payment or credit note pays of an invoice. */
@Entity({ schema: 'erp', name: 'payment_allocations' })
export class PaymentAllocation {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') invoice_id!: string;
  @Column('uuid', { nullable: true }) payment_id!: string | null;
  @Column('uuid', { nullable: true }) credit_note_id!: string | null;
  @Column('numeric') amount!: string;
  @Column('numeric') invoice_base!: string;
  @Column('numeric') source_base!: string;
  @Column('date') allocated_on!: string;
  @Column('uuid', { nullable: true }) entry_id!: string | null;
  @Column('date', { nullable: true }) undone_on!: string | null;
  @Column('uuid', { nullable: true }) undo_entry_id!: string | null;
  @Column('uuid', { nullable: true }) undone_by!: string | null;
}
