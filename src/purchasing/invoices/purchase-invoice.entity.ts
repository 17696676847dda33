import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { PurchaseInvoiceState } from './purchase-invoice.machine.js';

/** What became of the match of an invoice of a supplier. */
@Entity({ schema: 'erp', name: 'purchase_invoices' })
export class PurchaseInvoice extends VersionedColumns {
  @Column('uuid') invoice_id!: string;
  @Column('uuid') company_id!: string;
  @Column('text') state!: PurchaseInvoiceState;
  @Column('text', { nullable: true }) hold_reason!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** Which order line a line of an invoice is for. */
@Entity({ schema: 'erp', name: 'purchase_invoice_lines' })
export class PurchaseInvoiceLine {
  @PrimaryColumn('uuid') invoice_line_id!: string;
  @Column('uuid') purchase_invoice_id!: string;
  @Column('uuid') order_line_id!: string;
  @Column('bigint') quantity!: number;
  @Column('numeric') ordered_amount!: string;
  @Column('numeric') price_variance!: string;
  @Column('bigint') quantity_variance!: number;
}

/** How much difference between invoices and receipts of an order line is posted. */
@Entity({ schema: 'erp', name: 'purchase_price_variances' })
export class PurchasePriceVariance {
  @PrimaryColumn('uuid') order_line_id!: string;
  @Column('numeric') variance_value!: string;
}
