import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What went back to a supplier at one time. */
@Entity({ schema: 'erp', name: 'purchase_returns' })
export class PurchaseReturn {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') supplier_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('uuid', { nullable: true }) movement_id!: string | null;
  @Column('text') reason!: string;
  @Column('text', { nullable: true }) reference!: string | null;
  @Column('timestamptz') returned_at!: string;
  @Column('uuid') created_by!: string;
  @Column('timestamptz') created_at!: string;
}

/** Pieces of a line of a receipt that went back, at what they came in at. */
@Entity({ schema: 'erp', name: 'purchase_return_lines' })
export class PurchaseReturnLine {
  @PrimaryColumn('uuid') return_id!: string;
  @PrimaryColumn('integer') line_no!: number;
  @Column('uuid') receipt_line_id!: string;
  @Column('uuid', { nullable: true }) ledger_line_id!: string | null;
  @Column('bigint') quantity!: number;
  @Column('boolean') is_reopened!: boolean;
  @Column('numeric') amount!: string;
  @Column('numeric') value!: string;
}
