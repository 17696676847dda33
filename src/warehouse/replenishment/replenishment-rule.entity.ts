import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';

/** How much of a product a bin holds ready for picking. */
@Entity({ schema: 'erp', name: 'replenishment_rules' })
export class ReplenishmentRule extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('uuid') location_id!: string;
  @Column('uuid') product_id!: string;
  @Column('bigint') minimum!: number;
  @Column('bigint') maximum!: number;
  @Column('bigint') multiple!: number;
  @Column('uuid', { nullable: true }) source_location_id!: string | null;
  @Column('boolean') is_active!: boolean;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}
