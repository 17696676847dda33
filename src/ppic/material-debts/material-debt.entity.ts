import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MaterialDebtState } from './material-debt.machine.js';

/** Leave to work with pieces of a component that are not booked in stock yet, and what became of it. */
@Entity({ schema: 'erp', name: 'material_debts' })
export class MaterialDebt {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('uuid') order_id!: string;
  @Column('uuid') component_id!: string;
  @Column('uuid') product_id!: string;
  @Column('text') state!: MaterialDebtState;
  @Column('bigint') quantity!: number;
  @Column('bigint') used_quantity!: number;
  @Column('bigint') settled_quantity!: number;
  @Column('bigint') cancelled_quantity!: number;
  @Column('text') reason!: string;
  @Column('uuid') decided_by!: string | null;
  @Column('timestamptz') decided_at!: string | null;
  @Column('integer') version!: number;
  @Column('uuid') created_by!: string | null;
}
