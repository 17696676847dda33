import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { InspectionPlanState } from './inspection-plan.machine.js';

/** How a product, or all of a category, is inspected. */
@Entity({ schema: 'erp', name: 'inspection_plans' })
export class InspectionPlan extends VersionedColumns {
  @Column('uuid', { nullable: true }) product_id!: string | null;
  @Column('uuid', { nullable: true }) category_id!: string | null;
  @Column('text') kind!: string;
  @Column('text', { nullable: true }) operation!: string | null;
  @Column('text') revision!: string;
  @Column('text') state!: InspectionPlanState;
  @Column('text') sampling!: string;
  @Column('bigint', { nullable: true }) sample_quantity!: number | null;
  @Column('numeric', { nullable: true }) sample_percent!: string | null;
  @Column('bigint') acceptance_number!: number;
  @Column('boolean') is_gate!: boolean;
  @Column('text') while_open!: string;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** A row of a plan's sampling table. */
@Entity({ schema: 'erp', name: 'inspection_plan_samples' })
export class InspectionPlanSample {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') plan_id!: string;
  @Column('bigint') lot_from!: number;
  @Column('bigint') lot_to!: number;
  @Column('bigint') sample_size!: number;
  @Column('bigint') acceptance_number!: number;
  @Column('bigint') rejection_number!: number;
}

/** What is looked at on each piece of the sample. */
@Entity({ schema: 'erp', name: 'inspection_characteristics' })
export class InspectionCharacteristic {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') plan_id!: string;
  @Column('integer') characteristic_no!: number;
  @Column('text') name!: string;
  @Column('text') type!: string;
  @Column('text', { nullable: true }) unit!: string | null;
  @Column('numeric', { nullable: true }) nominal!: string | null;
  @Column('numeric', { nullable: true }) lower_limit!: string | null;
  @Column('numeric', { nullable: true }) upper_limit!: string | null;
  @Column('integer', { nullable: true }) decimals!: number | null;
  @Column('text') severity!: string;
  @Column('boolean') is_mandatory!: boolean;
}
