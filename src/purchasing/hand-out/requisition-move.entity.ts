import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a requester said of goods that were put away for him. */
@Entity({ schema: 'erp', name: 'requisition_acceptances' })
export class RequisitionAcceptance {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') line_id!: string;
  @Column('bigint') accepted_quantity!: number;
  @Column('bigint') rejected_quantity!: number;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('uuid') created_by!: string;
  @Column('timestamptz') created_at!: string;
}

/** A ledger line that took or brought back pieces of a requisition. */
@Entity({ schema: 'erp', name: 'requisition_moves' })
export class RequisitionMove {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') line_id!: string;
  @Column('text') kind!: 'issue' | 'return';
  @Column('uuid') movement_id!: string;
  @Column('uuid') ledger_line_id!: string;
  @Column('uuid', { nullable: true }) returns_move_id!: string | null;
  @Column('uuid') location_id!: string;
  @Column('uuid', { nullable: true }) lot_id!: string | null;
  @Column('bigint') quantity!: number;
  @Column('numeric') value!: string;
  @Column('uuid') created_by!: string;
  @Column('timestamptz') created_at!: string;
}
