import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { RequisitionLineState } from './requisition-line.machine.js';
import type { Usage } from './usages.js';

/** A product that is asked for, with how far it is. Quantities are pieces of the product's stock unit. */
@Entity({ schema: 'erp', name: 'requisition_lines' })
export class RequisitionLine extends VersionedColumns {
  @Column('uuid') requisition_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') product_id!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('bigint') quantity!: number;
  @Column('numeric', { nullable: true }) estimated_price!: string | null;
  @Column('date', { nullable: true }) needed_by!: string | null;
  @Column('boolean') is_urgent!: boolean;
  @Column('text', { nullable: true }) urgency_reason!: string | null;
  @Column('uuid', { nullable: true }) suggested_supplier_id!: string | null;
  @Column('text') usage!: Usage;
  @Column('text', { nullable: true }) usage_reference!: string | null;
  @Column('text') state!: RequisitionLineState;
  @Column('bigint', { nullable: true }) approved_quantity!: number | null;
  @Column('text', { nullable: true }) review_reason!: string | null;
  @Column('uuid', { nullable: true }) reviewed_by!: string | null;
  @Column('timestamptz', { nullable: true }) reviewed_at!: string | null;
  @Column('bigint') given_up_quantity!: number;
  @Column('bigint') ordered_quantity!: number;
  @Column('bigint') confirmed_quantity!: number;
  @Column('bigint') shipped_quantity!: number;
  @Column('bigint') received_quantity!: number;
  @Column('bigint') put_away_quantity!: number;
  @Column('bigint') accepted_quantity!: number;
  @Column('bigint') rejected_quantity!: number;
  @Column('bigint') issued_quantity!: number;
  @Column('date', { nullable: true }) expected_on!: string | null;
}
