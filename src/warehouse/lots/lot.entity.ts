import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { LotState } from './lot.machine.js';

/** A lot of a product, or one serial number: then there is never more than one piece of it. */
@Entity({ schema: 'erp', name: 'lots' })
export class Lot extends VersionedColumns {
  @Column('uuid') product_id!: string;
  @Column('text') code!: string;
  @Column('text') state!: LotState;
  @Column('uuid', { nullable: true }) supplier_id!: string | null;
  @Column('text', { nullable: true }) supplier_lot!: string | null;
  @Column('date', { nullable: true }) manufactured_on!: string | null;
  @Column('date', { nullable: true }) expires_on!: string | null;
  @Column('jsonb') attributes!: Record<string, unknown>;
  @Column('text', { nullable: true }) external_id!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}
