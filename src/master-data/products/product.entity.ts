import { Column, Entity } from 'typeorm';
import { RecordColumns } from '../records/record.entity.js';

/** Something the factory buys, makes, keeps or sells. */
@Entity({ schema: 'erp', name: 'products' })
export class Product extends RecordColumns {
  @Column('text') sku!: string;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('text') type!: string;
  @Column('uuid', { nullable: true }) category_id!: string | null;
  @Column('uuid') unit_id!: string;
  @Column('uuid', { nullable: true }) purchase_unit_id!: string | null;
  @Column('uuid', { nullable: true }) sales_unit_id!: string | null;
  @Column('text') costing_method!: string;
  @Column('numeric') standard_cost!: string;
  @Column('numeric') list_price!: string;
  @Column('integer') lead_time_days!: number;
  @Column('bigint') safety_stock!: number;
  @Column('bigint') reorder_point!: number;
  @Column('text') reorder_policy!: string;
  @Column('text') lot_sizing!: string;
  @Column('bigint', { nullable: true }) lot_size!: number | null;
  @Column('bigint', { nullable: true }) lot_minimum!: number | null;
  @Column('bigint', { nullable: true }) lot_maximum!: number | null;
  @Column('integer', { nullable: true }) lot_period_days!: number | null;
  @Column('text') tracking!: string;
  @Column('text') pick_strategy!: string;
  @Column('integer') space_units!: number;
  @Column('integer', { nullable: true }) shelf_life_days!: number | null;
  @Column('text', { nullable: true }) barcode!: string | null;
  @Column('boolean') is_manufactured!: boolean;
  @Column('boolean') is_purchased!: boolean;
  @Column('boolean') is_sold!: boolean;
}
