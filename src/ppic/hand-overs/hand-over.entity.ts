import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HandOverState } from './hand-over.machine.js';

/** Good pieces that one operation hands to the next, and what arrived there. */
@Entity({ schema: 'erp', name: 'work_order_hand_overs' })
export class WorkOrderHandOver {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') link_id!: string;
  @Column('uuid') entry_id!: string | null;
  @Column('text') state!: HandOverState;
  @Column('bigint') quantity!: number;
  @Column('bigint') accepted_quantity!: number | null;
  @Column('bigint') returned_quantity!: number | null;
  @Column('bigint') missing_quantity!: number | null;
  @Column('uuid') returned_reason_id!: string | null;
  @Column('uuid') missing_reason_id!: string | null;
  @Column('text') notes!: string | null;
  @Column('uuid') posting_id!: string | null;
  @Column('uuid') decided_by!: string | null;
  @Column('timestamptz') decided_at!: string | null;
  @Column('timestamptz') reversed_at!: string | null;
  @Column('integer') version!: number;
  @Column('uuid') created_by!: string | null;
  @Column('timestamptz') created_at!: string;
  @Column('timestamptz') updated_at!: string;
}
