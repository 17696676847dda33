import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { InvoiceState } from './invoice.machine.js';
import type { InvoiceKind, Side } from './sides.js';

/** What a supplier demands or a customer owes, or the opposite of it. */
@Entity({ schema: 'erp', name: 'invoices' })
export class Invoice extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('text') side!: Side;
  @Column('text') kind!: InvoiceKind;
  @Column('text', { nullable: true }) number!: string | null;
  @Column('uuid', { nullable: true }) supplier_id!: string | null;
  @Column('uuid', { nullable: true }) customer_id!: string | null;
  @Column('text', { nullable: true }) external_number!: string | null;
  @Column('date') invoice_date!: string;
  @Column('date') entry_date!: string;
  @Column('date') due_date!: string;
  @Column('uuid', { nullable: true }) payment_terms_id!: string | null;
  @Column('text') currency_code!: string;
  @Column('numeric') rate!: string;
  @Column('numeric') net_amount!: string;
  @Column('numeric') tax_amount!: string;
  @Column('numeric') total_amount!: string;
  @Column('numeric') base_total!: string;
  @Column('numeric') allocated_amount!: string;
  @Column('numeric') allocated_base!: string;
  @Column('text') state!: InvoiceState;
  @Column('boolean') is_held!: boolean;
  @Column('text', { nullable: true }) hold_reason!: string | null;
  @Column('uuid', { nullable: true }) held_by!: string | null;
  @Column('timestamptz', { nullable: true }) held_at!: string | null;
  @Column('text', { nullable: true }) release_reason!: string | null;
  @Column('uuid', { nullable: true }) released_by!: string | null;
  @Column('timestamptz', { nullable: true }) released_at!: string | null;
  @Column('uuid', { nullable: true }) corrects_id!: string | null;
  @Column('text', { nullable: true }) source_kind!: string | null;
  @Column('uuid', { nullable: true }) source_id!: string | null;
  @Column('text', { nullable: true }) memo!: string | null;
  @Column('uuid', { nullable: true }) control_account_id!: string | null;
  @Column('uuid', { nullable: true }) entry_id!: string | null;
  @Column('uuid', { nullable: true }) reversal_entry_id!: string | null;
  /** These three are made by the database from the others. */
  @Column('numeric') open_amount!: string;
  @Column('numeric') open_base!: string;
  @Column('text') status!: string;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** What is invoiced, on which account. */
@Entity({ schema: 'erp', name: 'invoice_lines' })
export class InvoiceLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') invoice_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') account_id!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('numeric') quantity!: string;
  @Column('uuid', { nullable: true }) unit_id!: string | null;
  @Column('numeric') unit_price!: string;
  @Column('numeric') discount_percent!: string;
  @Column('numeric') net_amount!: string;
  @Column('uuid', { nullable: true }) tax_code_id!: string | null;
  @Column('numeric', { nullable: true }) tax_rate!: string | null;
  @Column('uuid', { nullable: true }) tax_account_id!: string | null;
  @Column('numeric') tax_amount!: string;
  @Column('numeric') base_net!: string;
  @Column('numeric') base_tax!: string;
  @Column('uuid', { nullable: true }) department_id!: string | null;
  @Column('uuid', { nullable: true }) source_line_id!: string | null;
}
