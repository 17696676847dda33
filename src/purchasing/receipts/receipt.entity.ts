import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What came at one time, of one or several orders. */
@Entity({ schema: 'erp', name: 'purchase_receipts' })
export class PurchaseReceipt {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('uuid', { nullable: true }) shipment_id!: string | null;
  @Column('uuid', { nullable: true }) movement_id!: string | null;
  @Column('text', { nullable: true }) delivery_note!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('timestamptz') received_at!: string;
  @Column('uuid') created_by!: string;
  @Column('timestamptz') created_at!: string;
}

/** Pieces of an order line that came, ledger line by ledger line. */
@Entity({ schema: 'erp', name: 'purchase_receipt_lines' })
export class PurchaseReceiptLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') receipt_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') order_line_id!: string;
  @Column('uuid', { nullable: true }) ledger_line_id!: string | null;
  @Column('uuid') product_id!: string;
  @Column('uuid', { nullable: true }) lot_id!: string | null;
  @Column('uuid', { nullable: true }) location_id!: string | null;
  @Column('bigint') quantity!: number;
  @Column('boolean') is_rejected!: boolean;
  @Column('text', { nullable: true }) rejection_reason!: string | null;
  @Column('numeric') amount!: string;
  @Column('numeric') value!: string;
  @Column('bigint') returned_quantity!: number;
  @Column('numeric') returned_amount!: string;
  @Column('numeric') returned_value!: string;
  @Column('bigint') put_away_quantity!: number;
}
