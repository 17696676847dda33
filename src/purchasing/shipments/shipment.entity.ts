import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { PurchaseShipmentState } from './shipment.machine.js';

/** Goods of one or several orders on their way to a warehouse. */
@Entity({ schema: 'erp', name: 'purchase_shipments' })
export class PurchaseShipment extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('text') state!: PurchaseShipmentState;
  @Column('text', { nullable: true }) carrier!: string | null;
  @Column('text', { nullable: true }) tracking_number!: string | null;
  @Column('date', { nullable: true }) expected_on!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** Pieces of an order line in a shipment. */
@Entity({ schema: 'erp', name: 'purchase_shipment_lines' })
export class PurchaseShipmentLine {
  @PrimaryColumn('uuid') shipment_id!: string;
  @PrimaryColumn('uuid') order_line_id!: string;
  @Column('integer') line_no!: number;
  @Column('bigint') quantity!: number;
  @Column('bigint') received_quantity!: number;
}

/** Where a shipment was, and when. */
@Entity({ schema: 'erp', name: 'purchase_shipment_milestones' })
export class PurchaseShipmentMilestone {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') shipment_id!: string;
  @Column('text') kind!: string;
  @Column('date') happened_on!: string;
  @Column('text', { nullable: true }) remarks!: string | null;
  @Column('uuid') created_by!: string;
  @Column('timestamptz') created_at!: string;
}
