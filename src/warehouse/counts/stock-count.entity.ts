import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { StockCountState } from './stock-count.machine.js';

/** One counting of a place and what lies below it. */
@Entity({ schema: 'erp', name: 'stock_counts' })
export class StockCount extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('uuid') location_id!: string;
  @Column('text') mode!: 'live' | 'freeze';
  @Column('text') state!: StockCountState;
  @Column('integer') round!: number;
  @Column('uuid', { nullable: true }) category_id!: string | null;
  @Column('uuid', { nullable: true, array: true }) product_ids!: string[] | null;
  @Column('numeric') tolerance_percent!: string;
  @Column('numeric', { nullable: true }) tolerance_value!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('timestamptz', { nullable: true }) started_at!: string | null;
  @Column('uuid', { nullable: true }) approved_by!: string | null;
  @Column('timestamptz', { nullable: true }) approved_at!: string | null;
  @Column('timestamptz', { nullable: true }) posted_at!: string | null;
  @Column('uuid', { nullable: true }) movement_id!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** A product and lot in one place: what the books said, what was found. */
@Entity({ schema: 'erp', name: 'stock_count_lines' })
export class StockCountLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') count_id!: string;
  @Column('uuid') product_id!: string;
  @Column('uuid') location_id!: string;
  @Column('uuid', { nullable: true }) lot_id!: string | null;
  @Column('bigint') book_quantity!: number;
  @Column('bigint', { nullable: true }) counted_quantity!: number | null;
  @Column('bigint', { nullable: true }) variance_quantity!: number | null;
  @Column('text') state!: string;
  @Column('boolean') is_unexpected!: boolean;
}

/** What one person found. */
@Entity({ schema: 'erp', name: 'stock_count_entries' })
export class StockCountEntry {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') line_id!: string;
  @Column('integer') round!: number;
  @Column('bigint') quantity!: number;
  @Column('bigint') book_quantity!: number;
  @Column('uuid') created_by!: string;
  @Column('timestamptz') created_at!: string;
}
