import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';

/** A department's board: where it takes from, where it works, and how many cards each column may hold. null: as many as come. */
@Entity({ schema: 'erp', name: 'kanban_boards' })
export class KanbanBoard extends VersionedColumns {
  @Column('uuid') department_id!: string;
  @Column('uuid', { nullable: true }) from_location_id!: string | null;
  @Column('uuid', { nullable: true }) to_location_id!: string | null;
  @Column('integer', { nullable: true }) pending_limit!: number | null;
  @Column('integer', { nullable: true }) approved_limit!: number | null;
  @Column('integer', { nullable: true }) in_progress_limit!: number | null;
}
