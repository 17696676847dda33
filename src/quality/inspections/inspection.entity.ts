import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { InspectionState } from './inspection.machine.js';

/** Pieces of one product, and lot, that are looked at and then accepted or not. */
@Entity({ schema: 'erp', name: 'inspections' })
export class Inspection extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('uuid') location_id!: string;
  @Column('uuid', { nullable: true }) held_location_id!: string | null;
  @Column('uuid') plan_id!: string;
  @Column('text') kind!: string;
  @Column('text', { nullable: true }) operation!: string | null;
  @Column('uuid') product_id!: string;
  @Column('uuid', { nullable: true }) lot_id!: string | null;
  @Column('bigint') quantity!: number;
  @Column('bigint') sample_size!: number;
  @Column('bigint') acceptance_number!: number;
  @Column('boolean') is_gate!: boolean;
  @Column('boolean') holds_lot!: boolean;
  @Column('text') source_type!: string;
  @Column('uuid') source_id!: string;
  @Column('uuid', { nullable: true }) source_line_id!: string | null;
  @Column('uuid', { nullable: true }) reinspects_id!: string | null;
  @Column('text') state!: InspectionState;
  @Column('bigint', { nullable: true }) accepted_quantity!: number | null;
  @Column('bigint', { nullable: true }) rejected_quantity!: number | null;
  @Column('boolean') is_sorted!: boolean;
  @Column('boolean') is_concession!: boolean;
  @Column('text', { nullable: true }) disposition!: string | null;
  @Column('numeric', { nullable: true }) rejected_value!: string | null;
  @Column('uuid', { nullable: true }) scrap_movement_id!: string | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('timestamptz', { nullable: true }) started_at!: string | null;
  @Column('timestamptz', { nullable: true }) decided_at!: string | null;
  @Column('uuid', { nullable: true }) decided_by!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** What one characteristic of one piece of the sample was found to be. */
@Entity({ schema: 'erp', name: 'inspection_results' })
export class InspectionResult {
  @PrimaryColumn('uuid') inspection_id!: string;
  @PrimaryColumn('bigint') sample_no!: number;
  @PrimaryColumn('uuid') characteristic_id!: string;
  @Column('numeric', { nullable: true }) value!: string | null;
  @Column('boolean') passed!: boolean;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('uuid') recorded_by!: string;
  @Column('timestamptz') recorded_at!: string;
}

/** Pieces that are not good, and why. */
@Entity({ schema: 'erp', name: 'inspection_defects' })
export class InspectionDefect {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') inspection_id!: string;
  @Column('text') stage!: string;
  @Column('bigint', { nullable: true }) sample_no!: number | null;
  @Column('uuid') reason_id!: string;
  @Column('text') severity!: string;
  @Column('bigint') quantity!: number;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('uuid') recorded_by!: string;
  @Column('timestamptz') recorded_at!: string;
}
