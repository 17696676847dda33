import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { TransferOrderState } from './transfer-order.machine.js';

/** Stock on its way from one place to another. */
@Entity({ schema: 'erp', name: 'transfer_orders' })
export class TransferOrder extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') from_warehouse_id!: string;
  @Column('uuid') to_warehouse_id!: string;
  @Column('uuid') to_location_id!: string;
  @Column('uuid') transit_location_id!: string;
  @Column('text') state!: TransferOrderState;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('date', { nullable: true }) expected_on!: string | null;
  @Column('timestamptz', { nullable: true }) dispatched_at!: string | null;
  @Column('uuid', { nullable: true }) dispatch_movement_id!: string | null;
  @Column('timestamptz', { nullable: true }) closed_at!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** A product, once dispatched of one lot out of one place. */
@Entity({ schema: 'erp', name: 'transfer_order_lines' })
export class TransferOrderLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') transfer_order_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') product_id!: string;
  @Column('uuid', { nullable: true }) lot_id!: string | null;
  @Column('uuid') from_location_id!: string;
  @Column('bigint') quantity!: number;
  @Column('bigint') dispatched_quantity!: number;
  @Column('bigint') accepted_quantity!: number;
  @Column('bigint') damaged_quantity!: number;
  @Column('bigint') lost_quantity!: number;
}
