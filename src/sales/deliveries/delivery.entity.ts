import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { SalesDeliveryState } from './delivery.machine.js';

/** Goods of one or several orders that leave one warehouse for one place of one customer together. */
@Entity({ schema: 'erp', name: 'sales_deliveries' })
export class SalesDelivery extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') customer_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('text') state!: SalesDeliveryState;
  @Column('text', { nullable: true }) ship_to_name!: string | null;
  @Column('text', { nullable: true }) ship_to_address!: string | null;
  @Column('date', { nullable: true }) planned_on!: string | null;
  @Column('text', { nullable: true }) carrier!: string | null;
  @Column('text', { nullable: true }) tracking_number!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('uuid', { nullable: true }) movement_id!: string | null;
  @Column('timestamptz', { nullable: true }) shipped_at!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** Pieces of an order line on a delivery. */
@Entity({ schema: 'erp', name: 'sales_delivery_lines' })
export class SalesDeliveryLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') delivery_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') order_line_id!: string;
  @Column('uuid') product_id!: string;
  @Column('bigint') quantity!: number;
  @Column('bigint') returned_quantity!: number;
}

/** From which bin and lot a line is taken. */
@Entity({ schema: 'erp', name: 'sales_delivery_picks' })
export class SalesDeliveryPick {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') delivery_line_id!: string;
  @Column('uuid') location_id!: string;
  @Column('uuid', { nullable: true }) lot_id!: string | null;
  @Column('bigint') quantity!: number;
  @Column('uuid', { nullable: true }) ledger_line_id!: string | null;
  @Column('numeric', { nullable: true }) value!: string | null;
  @Column('bigint') returned_quantity!: number;
}

/** A parcel or pallet of a delivery. */
@Entity({ schema: 'erp', name: 'sales_delivery_packages' })
export class SalesDeliveryPackage {
  @PrimaryColumn('uuid') delivery_id!: string;
  @PrimaryColumn('integer') package_no!: number;
  @Column('text', { nullable: true }) kind!: string | null;
  @Column('numeric', { nullable: true }) weight!: string | null;
  @Column('text', { nullable: true }) tracking_number!: string | null;
}
