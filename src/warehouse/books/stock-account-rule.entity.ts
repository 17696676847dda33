import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { StockLeg } from './stock-legs.js';

/** On which account a leg of stock's value goes. */
@Entity({ schema: 'erp', name: 'stock_account_rules' })
export class StockAccountRule extends VersionedColumns {
  @Column('uuid', { nullable: true }) company_id!: string | null;
  @Column('text') leg!: StockLeg;
  @Column('text', { nullable: true }) location_type!: string | null;
  @Column('text', { nullable: true }) source_type!: string | null;
  @Column('text', { nullable: true }) adjustment_type!: string | null;
  @Column('text', { nullable: true }) product_type!: string | null;
  @Column('uuid', { nullable: true }) category_id!: string | null;
  @Column('uuid', { nullable: true }) product_id!: string | null;
  @Column('text', { nullable: true }) role!: string | null;
  @Column('uuid', { nullable: true }) account_id!: string | null;
  @Column('boolean') is_active!: boolean;
}
