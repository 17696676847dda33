import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';

/** Why a work centre stands still. */
@Entity({ schema: 'erp', name: 'downtime_reasons' })
export class DowntimeReason extends VersionedColumns {
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('text') category!: string;
  @Column('boolean') is_active!: boolean;
}
