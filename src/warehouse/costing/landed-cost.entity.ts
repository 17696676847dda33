import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { LandedCostState } from './landed-cost.machine.js';

/** A cost, or a difference of an invoice, that belongs to receipts and came later than they. */
@Entity({ schema: 'erp', name: 'landed_costs' })
export class LandedCost extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('text') kind!: 'landed_cost' | 'price_difference';
  @Column('text') basis!: 'value' | 'quantity' | 'weight';
  @Column('numeric') amount!: string;
  @Column('numeric') stock_value!: string;
  @Column('numeric') variance_value!: string;
  @Column('text', { nullable: true }) reference!: string | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text') state!: LandedCostState;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** The share of one receipt line. */
@Entity({ schema: 'erp', name: 'landed_cost_lines' })
export class LandedCostLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') landed_cost_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') ledger_line_id!: string;
  @Column('uuid') movement_id!: string;
  @Column('uuid') product_id!: string;
  @Column('uuid') area_id!: string;
  @Column('numeric') weight!: string;
  @Column('numeric') amount!: string;
  @Column('numeric') stock_value!: string;
}
