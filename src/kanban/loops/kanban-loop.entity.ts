import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { LoopCardState } from './loop-card.machine.js';
import type { LoopState } from './loop.machine.js';
import type { DocumentType, LoopKind, SignalOrigin } from './loops-limits.js';

/** A product that a place uses, and how its containers come back full. */
@Entity({ schema: 'erp', name: 'kanban_loops' })
export class KanbanLoop extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('text') kind!: LoopKind;
  @Column('uuid') product_id!: string;
  @Column('uuid', { nullable: true }) department_id!: string | null;
  @Column('uuid') to_location_id!: string;
  @Column('uuid', { nullable: true }) supplier_id!: string | null;
  @Column('uuid', { nullable: true }) from_location_id!: string | null;
  @Column('uuid', { nullable: true }) source_department_id!: string | null;
  @Column('uuid', { nullable: true }) calendar_id!: string | null;
  @Column('bigint') container_quantity!: number;
  @Column('text') demand_source!: string;
  @Column('numeric', { nullable: true }) daily_demand!: string | null;
  @Column('integer', { nullable: true }) demand_days!: number | null;
  @Column('numeric') lead_time_days!: string;
  @Column('numeric') safety_percent!: string;
  @Column('integer') min_cards!: number;
  @Column('integer') max_cards!: number;
  @Column('bigint', { nullable: true }) trigger_quantity!: number | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('text') state!: LoopState;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** One container of a loop, as the card that hangs on it. */
@Entity({ schema: 'erp', name: 'kanban_loop_cards' })
export class LoopCard extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') loop_id!: string;
  @Column('text') state!: LoopCardState;
  @Column('boolean') is_leaving!: boolean;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** That a card is empty, the document that fills it, and what came of it. */
@Entity({ schema: 'erp', name: 'kanban_signals' })
export class LoopSignal {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') loop_id!: string;
  @Column('uuid') card_id!: string;
  @Column('text') origin!: SignalOrigin;
  @Column('bigint') quantity!: number;
  @Column('date') due_on!: string;
  @Column('text', { nullable: true }) document_type!: DocumentType | null;
  @Column('uuid', { nullable: true }) document_id!: string | null;
  @Column('text', { nullable: true }) document_number!: string | null;
  @Column('text', { nullable: true }) reference!: string | null;
  @Column('text', { nullable: true }) blocked_code!: string | null;
  @Column('text', { nullable: true }) blocked_reason!: string | null;
  @Column('timestamptz') tried_at!: string;
  @Column('timestamptz', { nullable: true }) scanned_at!: string | null;
  @Column('timestamptz', { nullable: true }) ordered_at!: string | null;
  @Column('timestamptz', { nullable: true }) received_at!: string | null;
  @Column('timestamptz', { nullable: true }) withdrawn_at!: string | null;
  @Column('bigint') received_quantity!: number;
  /** Follows from the times; the database writes it. */
  @Column('text') state!: string;
  @Column('uuid', { nullable: true }) signalled_by!: string | null;
}
