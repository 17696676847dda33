import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { ReworkState } from './rework-order.machine.js';

/** Rejected pieces that are made good. */
@Entity({ schema: 'erp', name: 'rework_orders' })
export class ReworkOrder extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('uuid', { nullable: true }) department_id!: string | null;
  @Column('uuid') product_id!: string;
  @Column('uuid', { nullable: true }) lot_id!: string | null;
  @Column('bigint') quantity!: number;
  @Column('uuid') from_location_id!: string;
  @Column('uuid') output_location_id!: string;
  @Column('uuid') reject_location_id!: string;
  @Column('uuid', { nullable: true }) manufacturing_order_id!: string | null;
  @Column('uuid', { nullable: true }) inspection_id!: string | null;
  @Column('uuid', { nullable: true }) work_centre_id!: string | null;
  @Column('integer') planned_labour_minutes!: number;
  @Column('integer') planned_machine_minutes!: number;
  @Column('text') reason!: string;
  @Column('text') state!: ReworkState;
  @Column('bigint') good_quantity!: number;
  @Column('bigint') scrapped_quantity!: number;
  @Column('bigint') rejected_quantity!: number;
  @Column('bigint') returned_quantity!: number;
  @Column('uuid', { nullable: true }) approved_by!: string | null;
  @Column('timestamptz', { nullable: true }) approved_at!: string | null;
  @Column('timestamptz', { nullable: true }) started_at!: string | null;
  @Column('timestamptz', { nullable: true }) completed_at!: string | null;
  @Column('uuid', { nullable: true }) verified_by!: string | null;
  @Column('timestamptz', { nullable: true }) verified_at!: string | null;
  @Column('uuid', { nullable: true }) verification_inspection_id!: string | null;
  @Column('timestamptz', { nullable: true }) cancelled_at!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** Material that a rework needs beside the rejected pieces. */
@Entity({ schema: 'erp', name: 'rework_order_materials' })
export class ReworkOrderMaterial {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') rework_order_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') product_id!: string;
  @Column('bigint') quantity!: number;
  /** Taken at the start, less what a cancellation put back. */
  @Column('bigint') issued_quantity!: number;
}

/** What came of some of the pieces. */
@Entity({ schema: 'erp', name: 'rework_reports' })
export class ReworkReport {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') rework_order_id!: string;
  @Column('integer') report_no!: number;
  @Column('bigint') good_quantity!: number;
  @Column('bigint') scrapped_quantity!: number;
  @Column('bigint') rejected_quantity!: number;
  @Column('uuid', { nullable: true }) scrapped_reason_id!: string | null;
  @Column('uuid', { nullable: true }) rejected_reason_id!: string | null;
  @Column('integer') labour_minutes!: number;
  @Column('integer') machine_minutes!: number;
  @Column('numeric') conversion_cost!: string;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('uuid', { nullable: true }) movement_id!: string | null;
}
