import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { StockPeriodState } from './stock-period.machine.js';

/** A month of a company's stock. A month without a row is open. */
@Entity({ schema: 'erp', name: 'stock_periods' })
export class StockPeriod extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('date') month!: string;
  @Column('text') state!: StockPeriodState;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('timestamptz', { nullable: true }) closed_through!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}
