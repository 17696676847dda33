import {
  BooleanField,
  CodeField,
  DecimalField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  PercentField,
  QuantityField,
  StringField,
  TextField,
  UuidField,
} from '../../kernel/http/index.js';
import type { FieldOptions } from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { INSPECTION_KINDS, SEVERITIES } from '../severities.js';
import type { InspectionKind } from '../severities.js';
import { INSPECTION_PLAN_MACHINE } from './inspection-plan.machine.js';
import type { InspectionPlanState } from './inspection-plan.machine.js';
import { SAMPLINGS } from './sampling.js';
import type { Sampling } from './sampling.js';

const WHILE_OPEN = ['leave', 'hold', 'quarantine'] as const;

/** A measured value or a limit: `numeric(19,6)` as a decimal text. */
export function MeasureField(options: FieldOptions = {}): PropertyDecorator {
  return DecimalField({ example: '18.05', ...options, scale: 6, digits: 13, signed: true });
}

export class PlanSampleInput {
  @QuantityField({ example: 281 }) lot_from!: number;
  @QuantityField({ example: 500 }) lot_to!: number;
  @QuantityField({ example: 50 }) sample_size!: number;
  @QuantityField({ min: 0, example: 1, description: 'So many defective pieces are still accepted.' })
  acceptance_number!: number;
  @QuantityField({ example: 2, description: 'From so many on it is rejected: one more than the acceptance number.' })
  rejection_number!: number;
}

export class PlanCharacteristicInput {
  @IntegerField({ min: 1 }) characteristic_no!: number;
  @StringField({ min: 1, max: 200, example: 'Diameter' }) name!: string;
  @EnumField(['measured', 'attribute'], { description: 'A value within limits, or pass and fail.' })
  type!: 'measured' | 'attribute';
  @StringField({ optional: true, nullable: true, min: 1, max: 32, example: 'mm' }) unit?: string | null;
  @MeasureField({ optional: true, nullable: true, example: '18.00' }) nominal?: string | null;
  @MeasureField({ optional: true, nullable: true, example: '17.90', description: 'The smallest value that passes.' })
  lower_limit?: string | null;
  @MeasureField({ optional: true, nullable: true, example: '18.10', description: 'The largest value that passes.' })
  upper_limit?: string | null;
  @IntegerField({
    optional: true,
    nullable: true,
    max: 6,
    example: 2,
    description: 'Places after the point that it is measured with.',
  })
  decimals?: number | null;
  @EnumField(SEVERITIES, { example: 'major', description: 'How much it matters when it fails.' }) severity!: string;
  @BooleanField({
    optional: true,
    description: 'Must be entered for every sample before acceptance; true when not given.',
  })
  is_mandatory?: boolean;
}

export class InspectionPlanInput {
  @UuidField({ optional: true, nullable: true, description: 'For one product; or a category instead.' })
  product_id?: string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'For all products of a category and those below it that have no plan of their own.',
  })
  category_id?: string | null;
  @EnumField(INSPECTION_KINDS) kind!: InspectionKind;
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 64,
    example: 'SEWING',
    description: 'The operation, named as on lines of a bill; for `in_process`, and only there.',
  })
  operation?: string | null;
  @CodeField({ max: 32, example: 'A' }) revision!: string;
  @EnumField(SAMPLINGS, { description: 'Every piece, a fixed number, a percentage (rounded up), or by the table.' })
  sampling!: Sampling;
  @QuantityField({ optional: true, nullable: true, description: 'For `fixed`.' }) sample_quantity?: number | null;
  @PercentField({ optional: true, nullable: true, description: 'For `percent`.' }) sample_percent?: string | null;
  @QuantityField({
    optional: true,
    min: 0,
    description: 'So many defective pieces are still accepted; 0 when not given. A table has its own.',
  })
  acceptance_number?: number;
  @BooleanField({ optional: true, description: 'Blocks what comes next until it is accepted; false when not given.' })
  is_gate?: boolean;
  @EnumField(WHILE_OPEN, {
    optional: true,
    description:
      'Received stock until it is accepted, for gates: left alone, its lot put on hold, or put into quarantine. What has no lot goes into quarantine instead of on hold.',
  })
  while_open?: (typeof WHILE_OPEN)[number];
  @TextField({ optional: true, nullable: true, example: 'ISO 2859-1, level II, AQL 1.0' }) notes?: string | null;
  @ListField(PlanSampleInput, { optional: true, max: 100, description: 'For `table`: ranges that do not overlap.' })
  samples?: PlanSampleInput[];
  @ListField(PlanCharacteristicInput, { optional: true, max: 200 }) characteristics?: PlanCharacteristicInput[];
}

class InspectionPlanColumns {
  @UuidField({ nullable: true }) product_id!: string | null;
  @UuidField({ nullable: true }) category_id!: string | null;
  @CodeField({ example: 'BTN-18-BLK', description: 'Of the product or the category.' }) subject_code!: string;
  @EnumField(INSPECTION_KINDS) kind!: InspectionKind;
  @StringField({ nullable: true, example: 'SEWING' }) operation!: string | null;
  @CodeField({ max: 32, example: 'A' }) revision!: string;
  @EnumField(INSPECTION_PLAN_MACHINE.states) state!: InspectionPlanState;
  @EnumField(SAMPLINGS) sampling!: Sampling;
  @QuantityField({ nullable: true }) sample_quantity!: number | null;
  @PercentField({ nullable: true }) sample_percent!: string | null;
  @QuantityField({ min: 0 }) acceptance_number!: number;
  @BooleanField() is_gate!: boolean;
  @EnumField(WHILE_OPEN) while_open!: (typeof WHILE_OPEN)[number];
  @TextField({ nullable: true }) notes!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class InspectionPlanHeadDto extends versioned(InspectionPlanColumns) {}

export class InspectionCharacteristicDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1 }) characteristic_no!: number;
  @StringField({ example: 'Diameter' }) name!: string;
  @EnumField(['measured', 'attribute']) type!: 'measured' | 'attribute';
  @StringField({ nullable: true, example: 'mm' }) unit!: string | null;
  @MeasureField({ nullable: true, example: '18.000000' }) nominal!: string | null;
  @MeasureField({ nullable: true, example: '17.900000' }) lower_limit!: string | null;
  @MeasureField({ nullable: true, example: '18.100000' }) upper_limit!: string | null;
  @IntegerField({ nullable: true, max: 6, example: 2 }) decimals!: number | null;
  @EnumField(SEVERITIES) severity!: string;
  @BooleanField() is_mandatory!: boolean;
}

export class InspectionPlanDto extends InspectionPlanHeadDto {
  @ListField(PlanSampleInput) samples!: PlanSampleInput[];
  @ListField(InspectionCharacteristicDto) characteristics!: InspectionCharacteristicDto[];
}

export class InspectionPlanListQuery extends ListQuery {
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) category_id?: string;
  @EnumField(INSPECTION_KINDS, { optional: true }) kind?: string;
  @EnumField(INSPECTION_PLAN_MACHINE.states, { optional: true }) state?: string;
  @StringField({ optional: true, min: 1, max: 64 }) operation?: string;
}

export class ActivatePlanInput {
  @BooleanField({ optional: true, description: 'The revision that is active now gives way.' }) supersede?: boolean;
  @TextField({ optional: true, nullable: true }) reason?: string | null;
}

export class ObsoletePlanInput {
  @TextField({ optional: true, nullable: true }) reason?: string | null;
}
