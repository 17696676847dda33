import {
  CodeField,
  DecimalField,
  EnumField,
  BooleanField,
  IntegerField,
  ListField,
  ListQuery,
  PercentField,
  QuantityField,
  StringField,
  TextField,
  UuidField,
  ValuesField,
  patchOf,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { LoopSignalDto } from './loop-cards.dto.js';
import { KANBAN_LOOP } from './loop.machine.js';
import { DEMAND_SOURCES, LOOP_KINDS, MOST_LOOP_CARDS, SIGNALS_AT_ONCE } from './loops-limits.js';

class LoopFigures {
  @QuantityField({ example: 50, description: 'Pieces in one container, as one card stands for.' })
  container_quantity!: number;
  @EnumField(DEMAND_SOURCES, {
    description: 'stated: `daily_demand`. actual: what was used at the place in the last `demand_days` whole days.',
  })
  demand_source!: string;
  @DecimalField({
    scale: 6,
    digits: 13,
    optional: true,
    nullable: true,
    example: '120.000000',
    description: 'Pieces of a working day, when stated.',
  })
  daily_demand?: string | null;
  @IntegerField({ min: 1, max: 366, optional: true, nullable: true, example: 90 }) demand_days?: number | null;
  @DecimalField({
    scale: 4,
    digits: 3,
    min: '0.0001',
    max: '366',
    example: '2.5000',
    description: 'From the signal to the full container, in working days of the calendar.',
  })
  lead_time_days!: string;
  @PercentField({ max: '999.9999', optional: true, example: '20.0000', description: '0 when not given.' })
  safety_percent?: string;
  @IntegerField({ min: 1, max: MOST_LOOP_CARDS, optional: true, example: 2, description: '1 when not given.' })
  min_cards?: number;
  @IntegerField({ min: 1, max: MOST_LOOP_CARDS, example: 20 }) max_cards!: number;
  @QuantityField({
    min: 0,
    optional: true,
    nullable: true,
    example: 100,
    description:
      'A card is signalled when stock at the place, with what is to come, is at this or below. Null: only by scan.',
  })
  trigger_quantity?: number | null;
  @UuidField({ optional: true, nullable: true, description: 'Which days are worked; every day when not given.' })
  calendar_id?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Two bins at the bench' }) notes?: string | null;
}

export class LoopInput extends LoopFigures {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @EnumField(LOOP_KINDS, { example: 'transfer' }) kind!: string;
  @UuidField() product_id!: string;
  @UuidField({ optional: true, nullable: true, description: 'Who uses it; its board shows what the loop requests.' })
  department_id?: string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description: "Where it is used, with everything below; the place of the department's board when not given.",
  })
  to_location_id?: string | null;
  @UuidField({ optional: true, nullable: true, description: 'Of a supplier loop.' }) supplier_id?: string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Of a transfer loop: where it is picked within; the place that the board takes from when not given.',
  })
  from_location_id?: string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Of a production loop: the department that makes it, in the warehouse of the place.',
  })
  source_department_id?: string | null;
}

/** Kind, product and places stay: another of them is another loop. */
export class LoopPatch extends patchOf(LoopFigures) {}

class LoopColumns {
  @CodeField({ example: 'KL-000042' }) number!: string;
  @UuidField() company_id!: string;
  @EnumField(LOOP_KINDS) kind!: string;
  @EnumField(KANBAN_LOOP.states) state!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @CodeField({ nullable: true, example: 'SEWING' }) department_code!: string | null;
  @UuidField() to_location_id!: string;
  @CodeField({ example: 'WH-FLOOR' }) to_location_code!: string;
  @UuidField({ nullable: true }) supplier_id!: string | null;
  @UuidField({ nullable: true }) from_location_id!: string | null;
  @UuidField({ nullable: true }) source_department_id!: string | null;
  @UuidField({ nullable: true }) calendar_id!: string | null;
  @QuantityField({ example: 50 }) container_quantity!: number;
  @EnumField(DEMAND_SOURCES) demand_source!: string;
  @DecimalField({ scale: 6, digits: 13, nullable: true, example: '120.000000' }) daily_demand!: string | null;
  @IntegerField({ nullable: true }) demand_days!: number | null;
  @DecimalField({ scale: 4, digits: 3, example: '2.5000' }) lead_time_days!: string;
  @DecimalField({ scale: 4, digits: 3, example: '20.0000' }) safety_percent!: string;
  @IntegerField({ min: 1 }) min_cards!: number;
  @IntegerField({ min: 1 }) max_cards!: number;
  @QuantityField({ min: 0, nullable: true }) trigger_quantity!: number | null;
  @TextField({ nullable: true }) notes!: string | null;
  @IntegerField({ description: 'Cards in circulation.' }) cards!: number;
  @IntegerField() cards_full!: number;
  @IntegerField() cards_empty!: number;
  @IntegerField() cards_on_order!: number;
  @IntegerField({ description: 'Of those: marked to go out when they come back empty.' }) cards_leaving!: number;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class LoopDto extends versioned(LoopColumns) {}

export class LoopListQuery extends ListQuery {
  @EnumField(LOOP_KINDS, { optional: true }) kind?: string;
  @ValuesField('string', { optional: true, max: 4, example: ['active'], description: 'States, separated by commas.' })
  state?: string[];
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) department_id?: string;
  @UuidField({ optional: true }) to_location_id?: string;
  @UuidField({ optional: true }) supplier_id?: string;
}

export class LoopCalculationDto {
  @UuidField() loop_id!: string;
  @CodeField({ example: 'KL-000042' }) number!: string;
  @EnumField(LOOP_KINDS) kind!: string;
  @EnumField(KANBAN_LOOP.states) state!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @EnumField(DEMAND_SOURCES, { description: 'Whether the demand is as stated or as used.' }) demand_source!: string;
  @IntegerField({ nullable: true, description: 'Days before today that were looked at.' }) demand_days!: number | null;
  @IntegerField({ nullable: true, description: 'Working days among them.' }) working_days!: number | null;
  @QuantityField({ min: 0, nullable: true, description: 'Pieces used in them, less what came back.' })
  used_quantity!: number | null;
  @StringField({ example: '120', description: 'Pieces of a working day, as an exact fraction.' }) daily_demand!: string;
  @DecimalField({ scale: 4, digits: 3, example: '2.5000' }) lead_time_days!: string;
  @StringField({ example: '300' }) demand_during_lead_time!: string;
  @DecimalField({ scale: 4, digits: 3, example: '20.0000' }) safety_percent!: string;
  @StringField({ example: '360' }) demand_with_safety!: string;
  @QuantityField({ example: 50 }) container_quantity!: number;
  @StringField({ example: '36/5', description: 'Containers before they are made whole.' }) containers!: string;
  @IntegerField({ min: 1 }) min_cards!: number;
  @IntegerField({ min: 1 }) max_cards!: number;
  @IntegerField({ example: 8 }) calculated_cards!: number;
  @IntegerField({ example: 6, description: 'In circulation and not marked to leave it.' }) circulating_cards!: number;
  @IntegerField({ example: 0, description: 'In circulation still, and marked to leave it.' }) leaving_cards!: number;
  @EnumField(['add', 'remove', 'none'], { description: 'What is suggested.' }) action!: string;
  @IntegerField({ example: 2, description: 'How many cards to add or remove.' }) suggested_change!: number;
  @ValuesField('string', {
    description: 'The arithmetic in plain words.',
    example: ['360 / 50 = 36/5, rounded up to 8'],
  })
  explanation!: string[];
}

export class ApplySuggestionInput {
  @IntegerField({
    min: 0,
    max: MOST_LOOP_CARDS,
    optional: true,
    example: 8,
    description: 'Cards that stay in circulation; as calculated when not given.',
  })
  cards?: number;
  @BooleanField({
    optional: true,
    example: false,
    description: 'Cards that are added are empty and signalled at once; full when not given.',
  })
  start_empty?: boolean;
}

export class LoopReasonInput {
  @TextField({ optional: true, nullable: true, example: 'Agreed with the department' }) reason?: string | null;
}

export class AppliedSuggestionDto {
  @IntegerField({ min: 1, description: 'Of the loop.' }) version!: number;
  @ValuesField('uuid', { description: 'New in circulation, or back in it.' }) added!: string[];
  @ValuesField('uuid', { description: 'Marked to leave no longer.' }) kept!: string[];
  @ValuesField('uuid', { description: 'Go out when they come back empty.' }) leaving!: string[];
  @IntegerField({ description: 'Cards that stay in circulation now.' }) circulating_cards!: number;
}

export class EvaluationDto {
  @ValuesField('uuid', { description: 'Loops of which something happened.' }) loop_ids!: string[];
  @IntegerField({ description: 'Cards that are full again, since their document is done.' }) received_cards!: number;
  @IntegerField({ description: 'Cards whose document came to nothing.' }) reopened_cards!: number;
  @ListField(LoopSignalDto, { max: 2 * SIGNALS_AT_ONCE, description: 'Signals that were made, or tried again.' })
  signals!: LoopSignalDto[];
  @BooleanField({ description: 'More is to be done than one evaluation does: ask again.' }) has_more!: boolean;
}

export class EvaluateInput {
  @UuidField({ optional: true, description: 'Only loops of this department.' }) department_id?: string;
}
