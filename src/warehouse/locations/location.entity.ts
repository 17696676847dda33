import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';

/** A place where stock lies, or a virtual side that it comes from and goes to. */
@Entity({ schema: 'erp', name: 'locations' })
export class Location extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('uuid', { nullable: true }) warehouse_id!: string | null;
  @Column('uuid', { nullable: true }) parent_id!: string | null;
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('text') type!: string;
  @Column('text') path!: string;
  @Column('text', { nullable: true }) pick_strategy!: string | null;
  @Column('uuid', { nullable: true }) owner_supplier_id!: string | null;
  @Column('uuid', { nullable: true }) owner_customer_id!: string | null;
  @Column('boolean') is_owned!: boolean;
  @Column('bigint', { nullable: true }) capacity!: number | null;
  @Column('boolean') one_product_only!: boolean;
  @Column('boolean') is_receiving!: boolean;
  @Column('boolean') is_limited!: boolean;
  @Column('uuid', { nullable: true }) valuation_area_id!: string | null;
  @Column('boolean') is_virtual!: boolean;
  @Column('boolean') is_available!: boolean;
  @Column('boolean') is_active!: boolean;
  @Column('text', { nullable: true }) external_id!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}
