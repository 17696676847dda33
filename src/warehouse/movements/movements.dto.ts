import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  MoneyField,
  ObjectField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UnitCostField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { LineUnitDto, QuantityInput } from '../line-units/index.js';
import { LotOnLineInput, MAX_SERIALS, SerialRangeInput } from '../lots/lots.dto.js';
import { LateLineDto } from '../periods/late-facts.dto.js';
import { MOVEMENT_TYPES } from '../stock/movement-draft.js';
import type { WhenClosed } from '../stock/movement-draft.js';
import { WhenClosedField } from '../stock/when-closed.field.js';

const MAX_LINES = 1000;
const LATE = 'Of a late fact: its lines that took value out of stock, beside what they would have been worth then.';

class MovementInput {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;

  @StringField({
    optional: true,
    nullable: true,
    max: 200,
    example: 'DN-2026-0142',
    description: 'Your own words for the document behind it.',
  })
  reference?: string | null;

  @TextField({ optional: true, nullable: true, example: 'Delivered with two days of delay' }) reason?: string | null;

  @TimestampField({
    optional: true,
    nullable: true,
    description:
      'When it happened, if that was earlier. Refused in the future and in a closed stock period; the cost stays that of today.',
  })
  effective_at?: string | null;

  @WhenClosedField()
  when_closed?: WhenClosed | null;
}

class LineInput extends QuantityInput {
  @UuidField() product_id!: string;
  @UuidField({ optional: true, nullable: true, description: 'For products that are tracked by lot.' }) lot_id?:
    string | null;
}

/** Ways to name the lot of stock that comes in before there is one. */
class IncomingLineInput extends LineInput {
  @ObjectField(LotOnLineInput, {
    optional: true,
    nullable: true,
    description: 'Instead of `lot_id`: the lot by its code, made when it is not there.',
  })
  lot?: LotOnLineInput | null;

  @ValuesField('string', {
    optional: true,
    nullable: true,
    min: 1,
    max: MAX_SERIALS,
    example: ['SN-0001', 'SN-0002'],
    description: 'Instead of `lot_id`: one serial number for each piece; the line becomes one for each.',
  })
  serials?: string[] | null;

  @ObjectField(SerialRangeInput, {
    optional: true,
    nullable: true,
    example: null,
    description: 'Instead of `serials`, for numbers that follow one another.',
  })
  serial_range?: SerialRangeInput | null;
}

export class ReceiptLineInput extends IncomingLineInput {
  @UuidField({ description: 'Where it is put.' }) to_location_id!: string;

  @UnitCostField({
    optional: true,
    nullable: true,
    description: 'Value = round(quantity * unit_cost, 2); for one of the unit that the line counts in.',
  })
  unit_cost?: string | null;

  @MoneyField({ optional: true, nullable: true, description: 'The value outright, instead of a unit cost.' }) value?:
    string | null;
}

export class ReceiptInput extends MovementInput {
  @UuidField({ optional: true, description: "Where it comes from; the company's supplier side when not given." })
  from_location_id?: string;

  @ListField(ReceiptLineInput, {
    min: 1,
    max: MAX_LINES,
    description: 'A line without cost is valued at the average, or at the standard cost where there is no stock yet.',
  })
  lines!: ReceiptLineInput[];
}

class TakenLineInput extends LineInput {
  @UuidField({ optional: true, description: 'Where it is taken from.' }) from_location_id?: string;

  @UuidField({
    optional: true,
    description: 'Instead: taken from anywhere in this location, place by place. May become several lines.',
  })
  pick_within?: string;

  @UuidField({
    optional: true,
    nullable: true,
    description: 'The source whose reservations of the product are used up first.',
  })
  reserved_for?: string | null;
}

export class IssueLineInput extends TakenLineInput {}

export class IssueInput extends MovementInput {
  @UuidField({ optional: true, description: "Where it goes; the company's customer side when not given." })
  to_location_id?: string;
  @ListField(IssueLineInput, { min: 1, max: MAX_LINES }) lines!: IssueLineInput[];
}

export class TransferLineInput extends TakenLineInput {
  @UuidField({ description: 'Where it is put.' }) to_location_id!: string;
}

export class TransferInput extends MovementInput {
  @ListField(TransferLineInput, { min: 1, max: MAX_LINES }) lines!: TransferLineInput[];
}

export class AdjustmentLineInput extends IncomingLineInput {
  @UuidField() location_id!: string;
  @EnumField(['increase', 'decrease']) direction!: 'increase' | 'decrease';

  @UnitCostField({
    optional: true,
    nullable: true,
    description: 'For an increase, for one of the unit that the line counts in; the average when not given.',
  })
  unit_cost?: string | null;
}

export class AdjustmentInput extends MovementInput {
  @StringField({ min: 1, max: 2000, example: 'Two pieces found behind the rack' }) declare reason: string;
  @ListField(AdjustmentLineInput, { min: 1, max: MAX_LINES }) lines!: AdjustmentLineInput[];
}

export class ReturnLineInput extends QuantityInput {
  @UuidField({ description: 'The ledger line whose pieces come back, or go back to where they came from.' })
  returns_line_id!: string;
  @UuidField({ description: 'Where they are put, or taken from.' }) location_id!: string;
}

export class ReturnInput extends MovementInput {
  @StringField({ min: 1, max: 2000, example: 'Seam opened after a week' }) declare reason: string;
  @ListField(ReturnLineInput, { min: 1, max: MAX_LINES }) lines!: ReturnLineInput[];
}

export class ReversalInput {
  @StringField({ min: 1, max: 2000, example: 'Booked on the wrong product' }) reason!: string;
  @TimestampField({ optional: true, nullable: true, description: 'Now, when not given.' }) effective_at?: string | null;
  @WhenClosedField(
    '`first_open_period`: when `effective_at`, or else the movement that is taken back, lies in a closed month, it takes effect at the first moment of ' +
      'the first open month after it.',
  )
  when_closed?: WhenClosed | null;
}

export class MovementLineDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @QuantityField() quantity!: number;
  @UuidField() from_location_id!: string;
  @UuidField() to_location_id!: string;
  @MoneyField({ description: 'What moved along in value; nothing within one valuation area.' }) value!: string;
}

export class MovementHeadDto {
  @UuidField() id!: string;
  @CodeField({ example: 'SM-000000142' }) number!: string;
  @UuidField() company_id!: string;
  @EnumField(MOVEMENT_TYPES) type!: string;
  @StringField({ example: 'manual', description: 'The kind of document behind it.' }) source_type!: string;
  @UuidField({ description: 'That document; the movement itself when it was posted by hand.' }) source_id!: string;
  @StringField({ nullable: true, example: 'DN-2026-0142' }) reference!: string | null;
  @TextField({ nullable: true }) reason!: string | null;
  @UuidField({ nullable: true, description: 'The movement that this one takes back.' }) reverses_id!: string | null;
  @TimestampField({ description: 'When it happened; of a late fact, when it counts from.' }) effective_at!: string;
  @TimestampField({
    nullable: true,
    description:
      'Of a late fact: when it happened, in a month that was closed by then; of a reversal, when that happened which it takes back.',
  })
  occurred_at!: string | null;
  @TimestampField({ description: 'When it was posted.' }) recorded_at!: string;
  @UuidField() created_by!: string;
  @StringField() request_id!: string;
}

export class MovementDto extends MovementHeadDto {
  @ListField(MovementLineDto, { max: 10_000 }) lines!: MovementLineDto[];
  @ListField(LineUnitDto, { optional: true, max: 1000, description: 'What was said in units, when anything was.' })
  units?: LineUnitDto[];
  @ListField(LateLineDto, { optional: true, max: 10_000, description: LATE }) late?: LateLineDto[];
}

export class MovementDetailLineDto extends MovementLineDto {
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @UuidField({ nullable: true, description: 'The line that this one returns or takes back.' }) returns_line_id!:
    string | null;
  @CodeField({ example: 'SUPPLIER' }) from_location_code!: string;
  @CodeField({ example: 'Z1-A-3' }) to_location_code!: string;
}

export class MovementDetailDto extends MovementHeadDto {
  @UuidField({ nullable: true, description: 'The movement that takes this one back.' }) reversed_by_id!: string | null;
  @ListField(MovementDetailLineDto, { max: 10_000 }) lines!: MovementDetailLineDto[];
  @ListField(LineUnitDto, { max: 1000, description: 'What the document said in units of its own.' })
  units!: LineUnitDto[];
  @ListField(LateLineDto, { optional: true, max: 10_000, description: LATE }) late?: LateLineDto[];
}

export class MovementListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @EnumField(MOVEMENT_TYPES, { optional: true }) type?: string;
  @StringField({ optional: true, max: 63 }) source_type?: string;
  @UuidField({ optional: true }) source_id?: string;
  @UuidField({ optional: true, description: 'Movements of this product.' }) product_id?: string;
  @UuidField({ optional: true, description: 'Movements into or out of this location.' }) location_id?: string;
  @UuidField({ optional: true, description: 'Movements of this lot.' }) lot_id?: string;
  @DateField({ optional: true, description: 'Effective on this day or later.' }) effective_from?: string;
  @DateField({ optional: true, description: 'Effective on this day or earlier.' }) effective_to?: string;
  @BooleanField({ optional: true, description: 'Only late facts, or only those that are none.' }) is_late?: boolean;
  @DateField({ optional: true, description: 'Late facts that happened on this day or later.' }) occurred_from?: string;
  @DateField({ optional: true, description: 'Late facts that happened on this day or earlier.' }) occurred_to?: string;
}
