import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  MoneyField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';
import { OutputLotsInput } from '../orders/production.dto.js';
import { WORK_ORDER } from './work-order.machine.js';

const MOST_MINUTES = 10_000_000;

/** What one shift made at a work order. Lots are those of what the last operation puts into stock. */
export class WorkOrderEntryInput extends OutputLotsInput {
  @DateField({ optional: true, description: 'Today when not given; not in the future.' }) production_date?: string;
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 64,
    example: null,
    description: "A shift of the work centre's calendar, where that has shifts.",
  })
  shift?: string | null;
  @QuantityField({ min: 0, default: 0, example: 40, description: 'Go on to the next operation, or into stock.' })
  good_quantity!: number;
  @QuantityField({
    min: 0,
    default: 0,
    example: 1,
    description: 'Not to be made good here: of the last operation they go on hold; before it nothing is left of them.',
  })
  rejected_quantity!: number;
  @CodeField({ optional: true, nullable: true, max: 32, example: 'DEFECT' }) rejected_reason_code?: string | null;
  @QuantityField({ min: 0, default: 0, example: 2, description: 'Stay here to be done again.' })
  rework_quantity!: number;
  @CodeField({ optional: true, nullable: true, max: 32, example: 'REDO' }) rework_reason_code?: string | null;
  @QuantityField({ min: 0, default: 0, example: 0 }) lost_quantity!: number;
  @CodeField({ optional: true, nullable: true, max: 32, example: null }) lost_reason_code?: string | null;
  @QuantityField({
    min: 0,
    default: 0,
    example: 0,
    description: 'How many of these pieces had waited here to be done again.',
  })
  reworked_quantity!: number;
  @IntegerField({
    max: MOST_MINUTES,
    optional: true,
    nullable: true,
    example: 460,
    description:
      'Of all places together. Neither of the two times: what the plan says for these pieces; one: the other by the people of a place.',
  })
  machine_minutes?: number | null;
  @IntegerField({
    max: MOST_MINUTES,
    optional: true,
    nullable: true,
    example: 920,
    description: 'Of all people together.',
  })
  labour_minutes?: number | null;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
  @TimestampField({
    optional: true,
    description: 'When stock moved; now when not given. Not in the future, not in a closed stock period.',
  })
  effective_at?: string;
}

export class WorkOrderEntryDto {
  @UuidField() id!: string;
  @UuidField() work_order_id!: string;
  @StringField({ example: 'MO-000123-20' }) work_order_number!: string;
  @IntegerField({ min: 1, description: 'Counted within the work order.' }) entry_no!: number;
  @DateField() production_date!: string;
  @StringField({ nullable: true, example: 'Morning' }) shift!: string | null;
  @QuantityField({ min: 0, example: 40 }) good_quantity!: number;
  @QuantityField({ min: 0, example: 1 }) rejected_quantity!: number;
  @StringField({ nullable: true, example: 'DEFECT' }) rejected_reason_code!: string | null;
  @QuantityField({ min: 0, example: 2 }) rework_quantity!: number;
  @StringField({ nullable: true, example: 'REDO' }) rework_reason_code!: string | null;
  @QuantityField({ min: 0, example: 0 }) lost_quantity!: number;
  @StringField({ nullable: true, example: null }) lost_reason_code!: string | null;
  @QuantityField({ min: 0, example: 0 }) reworked_quantity!: number;
  @IntegerField({ example: 460 }) machine_minutes!: number;
  @IntegerField({ example: 920 }) labour_minutes!: number;
  @BooleanField({ description: 'Nobody told the time: it is that of the plan.' }) is_standard_time!: boolean;
  @MoneyField() labour_cost!: string;
  @MoneyField() machine_cost!: string;
  @MoneyField() overhead_cost!: string;
  @MoneyField() subcontract_cost!: string;
  @BooleanField({ description: 'Written by a report or the completion of the whole order.' }) is_automatic!: boolean;
  @TextField({ nullable: true }) notes!: string | null;
  @UuidField({ nullable: true, description: 'What moved in stock for it, among the reports of the order.' })
  posting_id!: string | null;
  @TimestampField({ nullable: true }) reversed_at!: string | null;
  @UuidField({ nullable: true }) reversed_by!: string | null;
  @TextField({ nullable: true }) reversal_reason!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
  @TimestampField() created_at!: string;
  @EnumField(WORK_ORDER.states, { description: 'Of the work order.' }) state!: string;
  @IntegerField({ min: 1, description: "The work order's version." }) version!: number;
}
