import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { Goods, Outcome } from './returned-lines.js';
import type { SalesReturnState } from './sales-return.machine.js';

/** What a customer may send back. */
@Entity({ schema: 'erp', name: 'sales_returns' })
export class SalesReturn extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') customer_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('text') state!: SalesReturnState;
  @Column('text') reason!: string;
  @Column('text', { nullable: true }) reference!: string | null;
  @Column('uuid', { nullable: true }) movement_id!: string | null;
  @Column('timestamptz', { nullable: true }) received_at!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** Pieces of a line of a delivery that may come back, and what comes of them. */
@Entity({ schema: 'erp', name: 'sales_return_lines' })
export class SalesReturnLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') return_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') delivery_line_id!: string;
  @Column('bigint') quantity!: number;
  @Column('text') outcome!: Outcome;
  @Column('text') goods!: Goods;
  @Column('uuid', { nullable: true }) lot_id!: string | null;
  @Column('uuid', { nullable: true }) to_location_id!: string | null;
}

/** Pieces of a line that came back, and by which ledger line. */
@Entity({ schema: 'erp', name: 'sales_return_pieces' })
export class SalesReturnPiece {
  @PrimaryColumn('uuid') return_line_id!: string;
  @PrimaryColumn('uuid') pick_id!: string;
  @Column('uuid') ledger_line_id!: string;
  @Column('bigint') quantity!: number;
  @Column('numeric') value!: string;
}
