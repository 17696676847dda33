import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { DowntimeState } from './downtime.machine.js';

/** A work centre, or one of its places, stands still. */
@Entity({ schema: 'erp', name: 'downtimes' })
export class Downtime extends VersionedColumns {
  @Column('uuid') work_centre_id!: string;
  @Column('integer') place!: number | null;
  @Column('uuid') reason_id!: string;
  @Column('uuid') work_order_id!: string | null;
  @Column('text') state!: DowntimeState;
  @Column('timestamptz') started_at!: string;
  @Column('timestamptz') ended_at!: string | null;
  @Column('text') notes!: string | null;
}
