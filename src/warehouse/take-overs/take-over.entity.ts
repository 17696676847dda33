import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { TakeOverState } from './take-over.machine.js';

/** Consigned stock that became our own: what is owed to the supplier from then on. */
@Entity({ schema: 'erp', name: 'take_overs' })
export class TakeOver extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') supplier_id!: string;
  @Column('text') state!: TakeOverState;
  @Column('numeric') value!: string;
  @Column('uuid') issue_movement_id!: string;
  @Column('uuid') receipt_movement_id!: string;
  @Column('text', { nullable: true }) reference!: string | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}
