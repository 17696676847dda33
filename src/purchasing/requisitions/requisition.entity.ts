import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { RequisitionState } from './requisition.machine.js';

/** What somebody wants to have bought, or given out of stock. Its state follows from its lines and is written by the database alone. */
@Entity({ schema: 'erp', name: 'requisitions' })
export class Requisition extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('uuid', { nullable: true }) department_id!: string | null;
  @Column('uuid') requested_by!: string;
  @Column('text', { nullable: true }) purpose!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('text') state!: RequisitionState;
  @Column('timestamptz', { nullable: true }) submitted_at!: string | null;
  @Column('text', { nullable: true }) origin!: string | null;
  @Column('text', { nullable: true }) origin_key!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}
