import {
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  IntegerField,
  ListField,
  QuantityField,
  StringField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';
import type { FieldOptions } from '../../kernel/http/index.js';
import { DAILY_GROUPS, DAILY_PERIODS, OEE_GROUPS, OEE_PERIODS, PLAN_GROUPS } from './floor-figures-limits.js';

const ROUNDING = 'In percent with four places, half away from zero';
const MOST_ROWS = 100_000;

/** A percentage that may be far above 100. */
const ShareField = (options: FieldOptions): PropertyDecorator =>
  DecimalField({ nullable: true, example: '87.5000', scale: 4, digits: 15, ...options });
const CountField = (options: FieldOptions = {}): PropertyDecorator => QuantityField({ min: 0, ...options });
const CostField = (description: string, example: string): PropertyDecorator =>
  DecimalField({
    nullable: true,
    scale: 2,
    digits: 18,
    signed: true,
    example,
    description: `${description}; null for who may not see costs.`,
  });

class FloorFiguresQuery {
  @DateField({ example: '2026-01-26', description: 'First day, in the time zone of the factory.' }) from!: string;
  @DateField({ example: '2026-01-31', description: 'Last day; at most 366 days in all.' }) to!: string;
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) department_id?: string;
  @UuidField({ optional: true }) work_centre_id?: string;
  @EnumField(['json', 'csv'], { optional: true }) format?: 'json' | 'csv';
}

export class OeeQuery extends FloorFiguresQuery {
  @StringField({ optional: true, min: 1, max: 64, example: 'Morning', description: 'Only the shift of this name.' })
  shift?: string;
  @EnumField(OEE_GROUPS, { default: 'work_centre', description: 'What a row is of.' })
  group_by!: (typeof OEE_GROUPS)[number];
  @EnumField(OEE_PERIODS, { default: 'range', description: 'How long a row is.' })
  period!: (typeof OEE_PERIODS)[number];
}

export class OeeRowDto {
  @UuidField({ nullable: true, description: 'Work centre, department or company; null: those without, or all.' })
  id!: string | null;
  @CodeField({ nullable: true, example: 'SEW-1' }) code!: string | null;
  @StringField({ nullable: true, example: 'Sewing line 1' }) name!: string | null;
  @DateField({ nullable: true, description: 'Of rows by day or shift.' }) production_date!: string | null;
  @StringField({ nullable: true, example: 'Morning', description: 'Of rows by shift.' }) shift!: string | null;
  @CountField({ example: 960, description: 'Minutes of the shifts up to now, of all places together.' })
  shift_minutes!: number;
  @CountField({ example: 60, description: 'Planned downtime within them.' }) planned_downtime_minutes!: number;
  @CountField({ example: 900, description: 'Shift minutes without planned downtime.' }) planned_minutes!: number;
  @CountField({ example: 90, description: 'Unplanned downtime within them.' }) downtime_minutes!: number;
  @CountField({ example: 810, description: 'Planned minutes without downtime.' }) running_minutes!: number;
  @DecimalField({
    scale: 4,
    digits: 18,
    example: '720.0000',
    description: 'What the pieces made take by the standard.',
  })
  standard_minutes!: string;
  @CountField({ example: 100, description: 'Pieces made, whatever became of them; each once.' }) made_quantity!: number;
  @CountField({ example: 95, description: 'Of these, good without being done again.' }) first_good_quantity!: number;
  @CountField({ example: 800, description: 'Machine time as the shifts told it, to compare.' })
  machine_minutes!: number;
  @ShareField({ example: '90.0000', description: `Running / planned minutes. ${ROUNDING}.` })
  availability_percent!: string | null;
  @ShareField({ example: '88.8889', description: `Standard / running minutes, above 100 as it is. ${ROUNDING}.` })
  performance_percent!: string | null;
  @ShareField({ example: '95.0000', description: `Good first time / made. ${ROUNDING}.` })
  quality_percent!: string | null;
  @ShareField({ example: '76.0000', description: `The exact product of the three. ${ROUNDING}.` })
  oee_percent!: string | null;
}

export class OeeDto {
  @ListField(OeeRowDto, { max: MOST_ROWS }) data!: OeeRowDto[];
  @ListField(OeeRowDto, { max: 1, description: 'Of all work centres together; empty where there are none.' })
  total!: OeeRowDto[];
}

class WorkQuery extends FloorFiguresQuery {
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true, description: 'Manufacturing order.' }) order_id?: string;
}

export class PlannedActualQuery extends WorkQuery {
  @EnumField(PLAN_GROUPS, { default: 'work_order', description: 'What a row is of.' })
  group_by!: (typeof PLAN_GROUPS)[number];
}

export class PlannedActualRowDto {
  @UuidField({ nullable: true, description: 'Of what the row is; null: of a day, or those without a department.' })
  id!: string | null;
  @StringField({ nullable: true, example: 'MO-000123-20', description: 'Number, code or day.' }) key!: string | null;
  @StringField({ nullable: true, example: 'Sewing' }) name!: string | null;
  @StringField({ nullable: true, example: 'in_progress', description: 'Of a work order or order.' })
  state!: string | null;
  @CountField({ description: 'Work orders in the row.' }) work_orders!: number;
  @CountField({ description: 'Of these, completed.' }) completed!: number;
  @CountField({ description: 'Good pieces to make: of an order its own, else of its work orders.' })
  planned_quantity!: number;
  @CountField() good_quantity!: number;
  @CountField() rejected_quantity!: number;
  @CountField() lost_quantity!: number;
  @ShareField({ description: `Good / planned. ${ROUNDING}.` }) quantity_percent!: string | null;
  @CountField() planned_machine_minutes!: number;
  @CountField() machine_minutes!: number;
  @ShareField({ description: `Actual / planned. ${ROUNDING}.` }) machine_percent!: string | null;
  @CountField() planned_labour_minutes!: number;
  @CountField() labour_minutes!: number;
  @ShareField({ description: `Actual / planned. ${ROUNDING}.` }) labour_percent!: string | null;
  @CostField('Planned cost of the operations', '1200.00') planned_cost!: string | null;
  @CostField('Conversion cost so far', '1250.00') conversion_cost!: string | null;
  @CostField('Actual less planned', '50.00') cost_difference!: string | null;
  @TimestampField({ nullable: true, description: 'The earliest in the row.' }) planned_start!: string | null;
  @TimestampField({ nullable: true, description: 'The earliest in the row.' }) started_at!: string | null;
  @TimestampField({ nullable: true, description: 'The latest in the row.' }) planned_finish!: string | null;
  @TimestampField({ nullable: true, description: 'The latest in the row; null while anything is not completed.' })
  completed_at!: string | null;
  @IntegerField({
    nullable: true,
    min: -2_147_483_648,
    example: 35,
    description: 'Whole minutes on the clock after the planned finish; before it, when negative.',
  })
  late_minutes!: number | null;
}

export class PlannedActualDto {
  @ListField(PlannedActualRowDto, { max: MOST_ROWS }) data!: PlannedActualRowDto[];
}

export class DailyProductionQuery extends WorkQuery {
  @StringField({ optional: true, min: 1, max: 64, example: 'Morning', description: 'Only the shift of this name.' })
  shift?: string;
  @EnumField(DAILY_GROUPS, { default: 'department', description: 'What a row is of, within its day.' })
  group_by!: (typeof DAILY_GROUPS)[number];
  @EnumField(DAILY_PERIODS, { default: 'shift', description: 'A row for each shift of the day, or one for the day.' })
  period!: (typeof DAILY_PERIODS)[number];
}

export class DailyProductionRowDto {
  @DateField({ nullable: true, description: 'Null in the total.' }) production_date!: string | null;
  @StringField({ nullable: true, example: 'Morning' }) shift!: string | null;
  @UuidField({ nullable: true }) id!: string | null;
  @StringField({ nullable: true, example: 'SEW', description: 'Code, SKU or number.' }) key!: string | null;
  @StringField({ nullable: true, example: 'Sewing' }) name!: string | null;
  @CountField() good_quantity!: number;
  @CountField() rejected_quantity!: number;
  @CountField({ description: 'To be done again.' }) rework_quantity!: number;
  @CountField() lost_quantity!: number;
  @CountField({ description: 'How many of all these had been done before and were done again.' })
  reworked_quantity!: number;
  @CountField() machine_minutes!: number;
  @CountField() labour_minutes!: number;
  @ShareField({ description: `Good / all four. ${ROUNDING}.` }) good_percent!: string | null;
}

export class DailyProductionDto {
  @ListField(DailyProductionRowDto, { max: MOST_ROWS }) data!: DailyProductionRowDto[];
  @ListField(DailyProductionRowDto, { max: 1, description: 'Of all rows together; empty where there are none.' })
  total!: DailyProductionRowDto[];
}
