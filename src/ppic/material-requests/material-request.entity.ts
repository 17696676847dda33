import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { MaterialRequestState } from './material-request.machine.js';

/** Material that the floor asks the warehouse for. */
@Entity({ schema: 'erp', name: 'material_requests' })
export class MaterialRequest extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('uuid', { nullable: true }) department_id!: string | null;
  @Column('uuid', { nullable: true }) order_id!: string | null;
  @Column('uuid', { nullable: true }) work_order_id!: string | null;
  @Column('text', { nullable: true }) purpose!: string | null;
  @Column('date', { nullable: true }) needed_by!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('text') state!: MaterialRequestState;
  @Column('uuid', { nullable: true }) approved_by!: string | null;
  @Column('timestamptz', { nullable: true }) approved_at!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** A product that is asked for, with what became of it. */
@Entity({ schema: 'erp', name: 'material_request_lines' })
export class MaterialRequestLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') request_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') product_id!: string;
  @Column('boolean') is_component!: boolean;
  @Column('bigint') quantity!: number;
  @Column('bigint', { nullable: true }) approved_quantity!: number | null;
  @Column('text', { nullable: true }) approval_reason!: string | null;
  @Column('bigint') issued_quantity!: number;
  @Column('bigint') returned_quantity!: number;
  @Column('text', { nullable: true }) remarks!: string | null;
}

/** A ledger line that took or brought back pieces of a request. */
@Entity({ schema: 'erp', name: 'material_request_moves' })
export class MaterialRequestMove {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') line_id!: string;
  @Column('text') kind!: 'issue' | 'return';
  @Column('uuid') movement_id!: string;
  @Column('uuid') ledger_line_id!: string;
  @Column('uuid', { nullable: true }) posting_id!: string | null;
  @Column('uuid', { nullable: true }) returns_move_id!: string | null;
  @Column('uuid') location_id!: string;
  @Column('uuid', { nullable: true }) lot_id!: string | null;
  @Column('bigint') quantity!: number;
  @Column('numeric') value!: string;
}
