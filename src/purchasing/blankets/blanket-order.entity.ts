import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { BlanketOrderState } from './blanket-order.machine.js';

/** What is agreed with a supplier for a time, in one currency. */
@Entity({ schema: 'erp', name: 'purchase_blanket_orders' })
export class BlanketOrder extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') supplier_id!: string;
  @Column('text') currency_code!: string;
  @Column('date') valid_from!: string;
  @Column('date') valid_until!: string;
  @Column('text', { nullable: true }) reference!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('text') state!: BlanketOrderState;
  @Column('uuid', { nullable: true }) activated_by!: string | null;
  @Column('timestamptz', { nullable: true }) activated_at!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** Pieces of a product at a price for one of its stock unit. */
@Entity({ schema: 'erp', name: 'purchase_blanket_lines' })
export class BlanketLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') blanket_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') product_id!: string;
  @Column('bigint') quantity!: number;
  @Column('numeric') unit_price!: string;
}

/** Which order line calls off which line of a blanket order. */
@Entity({ schema: 'erp', name: 'purchase_call_offs' })
export class CallOff {
  @PrimaryColumn('uuid') order_line_id!: string;
  @Column('uuid') blanket_line_id!: string;
}
