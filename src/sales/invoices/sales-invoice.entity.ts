import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { SalesInvoiceKind } from './sales-invoice-kinds.js';
import type { SalesInvoiceState } from './sales-invoice.machine.js';

/** What an invoice or credit note to a customer is for. */
@Entity({ schema: 'erp', name: 'sales_invoices' })
export class SalesInvoice extends VersionedColumns {
  @Column('uuid') invoice_id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') customer_id!: string;
  @Column('text') kind!: SalesInvoiceKind;
  @Column('text') state!: SalesInvoiceState;
  @Column('uuid', { nullable: true }) return_id!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** Which order line a line of an invoice is for. */
@Entity({ schema: 'erp', name: 'sales_invoice_lines' })
export class SalesInvoiceLine {
  @PrimaryColumn('uuid') invoice_line_id!: string;
  @Column('uuid') sales_invoice_id!: string;
  @Column('uuid') order_line_id!: string;
  @Column('uuid', { nullable: true }) delivery_line_id!: string | null;
  @Column('bigint') quantity!: number;
}

/** A line of an invoice for a whole order: freight, a deposit, or its deduction. */
@Entity({ schema: 'erp', name: 'sales_invoice_charges' })
export class SalesInvoiceCharge {
  @PrimaryColumn('uuid') invoice_line_id!: string;
  @Column('uuid') sales_invoice_id!: string;
  @Column('uuid') order_id!: string;
  @Column('text') kind!: 'freight' | 'deposit' | 'deduction';
  @Column('uuid', { nullable: true }) deducts_id!: string | null;
  @Column('numeric') amount!: string;
}
