import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { WorkOrderState } from './work-order.machine.js';

/** One operation of a released order, with what its routing and work centre said at the release. */
@Entity({ schema: 'erp', name: 'work_orders' })
export class WorkOrder {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') number!: string;
  @Column('uuid') order_id!: string;
  @Column('uuid') operation_id!: string | null;
  @Column('integer') operation_no!: number;
  @Column('text') name!: string;
  @Column('boolean') is_last!: boolean;
  @Column('uuid') company_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('uuid') department_id!: string | null;
  @Column('uuid') work_centre_id!: string;
  @Column('text') kind!: 'internal' | 'subcontract';
  @Column('uuid') supplier_id!: string | null;
  @Column('numeric') price_per_piece!: string | null;
  @Column('integer') setup_minutes!: number;
  @Column('integer') run_minutes!: number;
  @Column('bigint') run_quantity!: number;
  @Column('integer') places!: number | null;
  @Column('bigint') overlap_quantity!: number | null;
  @Column('boolean') quality_gate!: boolean;
  @Column('text') instruction!: string | null;
  @Column('integer') capacity!: number;
  @Column('integer') people_per_place!: number;
  @Column('numeric') efficiency_percent!: string;
  @Column('numeric') labour_rate!: string;
  @Column('numeric') machine_rate!: string;
  @Column('numeric') overhead_percent!: string;
  @Column('bigint') planned_quantity!: number;
  @Column('bigint') planned_minutes!: number;
  @Column('bigint') planned_machine_minutes!: number;
  @Column('bigint') planned_labour_minutes!: number;
  @Column('numeric') planned_cost!: string;
  @Column('timestamptz') planned_start!: string | null;
  @Column('timestamptz') planned_finish!: string | null;
  @Column('text') state!: WorkOrderState;
  @Column('bigint') good_quantity!: number;
  @Column('bigint') rejected_quantity!: number;
  @Column('bigint') lost_quantity!: number;
  @Column('bigint') rework_quantity!: number;
  @Column('bigint') machine_minutes!: number;
  @Column('bigint') labour_minutes!: number;
  @Column('numeric') conversion_cost!: string;
  @Column('timestamptz') started_at!: string | null;
  @Column('timestamptz') paused_at!: string | null;
  @Column('bigint') paused_ms!: number;
  @Column('timestamptz') completed_at!: string | null;
  @Column('timestamptz') cancelled_at!: string | null;
  @Column('integer') version!: number;
  @Column('timestamptz') created_at!: string;
  @Column('timestamptz') updated_at!: string;
}
