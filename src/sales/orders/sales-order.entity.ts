import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { SalesOrderState } from './sales-order.machine.js';
import type { PriceSource, SupplyMode } from './sales-words.js';

/** What a customer has ordered, in one currency. */
@Entity({ schema: 'erp', name: 'sales_orders' })
export class SalesOrder extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') customer_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('text') currency_code!: string;
  @Column('numeric') rate!: string;
  @Column('text') state!: SalesOrderState;
  @Column('date') ordered_on!: string;
  @Column('text', { nullable: true }) customer_reference!: string | null;
  @Column('uuid', { nullable: true }) payment_terms_id!: string | null;
  @Column('integer') payment_terms_days!: number;
  @Column('text', { nullable: true }) ship_to_name!: string | null;
  @Column('text', { nullable: true }) ship_to_address!: string | null;
  @Column('text', { nullable: true }) delivery_terms!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('numeric') freight_amount!: string;
  @Column('numeric') freight_invoiced_amount!: string;
  @Column('numeric') net_amount!: string;
  @Column('numeric') tax_amount!: string;
  @Column('numeric') total_amount!: string;
  @Column('uuid', { nullable: true }) confirmed_by!: string | null;
  @Column('timestamptz', { nullable: true }) confirmed_at!: string | null;
  @Column('text', { nullable: true }) end_reason!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** A product on an order: at what price, for when, and what came of it. Quantities are pieces of the stock unit, unless they say otherwise. */
@Entity({ schema: 'erp', name: 'sales_order_lines' })
export class SalesOrderLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') order_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') product_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('uuid') unit_id!: string;
  @Column('numeric') unit_quantity!: string;
  @Column('bigint') quantity!: number;
  @Column('numeric') unit_price!: string;
  @Column('numeric', { nullable: true }) list_price!: string | null;
  @Column('text') price_source!: PriceSource;
  @Column('uuid', { nullable: true }) price_id!: string | null;
  @Column('numeric') discount_percent!: string;
  @Column('text', { nullable: true }) tax_code!: string | null;
  @Column('numeric') tax_percent!: string;
  @Column('numeric') net_amount!: string;
  @Column('numeric') tax_amount!: string;
  @Column('date', { nullable: true }) requested_on!: string | null;
  @Column('date', { nullable: true }) promised_on!: string | null;
  @Column('text') supply!: SupplyMode;
  @Column('date', { nullable: true }) reserve_on!: string | null;
  @Column('bigint') shipped_quantity!: number;
  @Column('bigint') returned_quantity!: number;
  @Column('bigint') reopened_quantity!: number;
  @Column('bigint') invoiced_quantity!: number;
  @Column('bigint') cancelled_quantity!: number;
  @Column('bigint') open_quantity!: number;
}
