import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';

/** Why pieces are not good, and how much that matters. */
@Entity({ schema: 'erp', name: 'defect_reasons' })
export class DefectReason extends VersionedColumns {
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('text') severity!: string;
  @Column('boolean') is_active!: boolean;
}
