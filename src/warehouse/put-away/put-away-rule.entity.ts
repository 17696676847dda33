import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';

/** Where something is put away in a warehouse. */
@Entity({ schema: 'erp', name: 'put_away_rules' })
export class PutAwayRule extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('integer') priority!: number;
  @Column('uuid', { nullable: true }) product_id!: string | null;
  @Column('uuid', { nullable: true }) category_id!: string | null;
  @Column('text', { nullable: true }) tracking!: string | null;
  @Column('text') strategy!: string;
  @Column('uuid') location_id!: string;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('boolean') is_active!: boolean;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}
