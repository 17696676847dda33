import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrderState } from './manufacturing-order.machine.js';

/** An order to make a quantity of one product by one bill. Product, bill, quantity and warehouse are frozen with the approval. */
@Entity({ schema: 'erp', name: 'manufacturing_orders' })
export class ManufacturingOrder {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('uuid') department_id!: string | null;
  @Column('uuid') product_id!: string;
  @Column('uuid') bom_id!: string;
  @Column('uuid') routing_id!: string | null;
  @Column('uuid') subcontractor_id!: string | null;
  @Column('numeric') subcontract_price!: string | null;
  @Column('text') state!: OrderState;
  @Column('text') priority!: string;
  @Column('bigint') planned_quantity!: number;
  @Column('bigint') good_quantity!: number;
  @Column('bigint') rejected_quantity!: number;
  @Column('bigint') lost_quantity!: number;
  @Column('date') planned_start_date!: string | null;
  @Column('date') due_date!: string | null;
  @Column('text') batch_number!: string | null;
  @Column('uuid') sales_order_line_id!: string | null;
  @Column('uuid') output_location_id!: string;
  @Column('uuid') reject_location_id!: string;
  @Column('numeric') planned_unit_cost!: string | null;
  @Column('text') notes!: string | null;
  @Column('integer') version!: number;
  @Column('uuid') created_by!: string | null;
}
