import {
  BooleanField,
  CodeField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  MoneyField,
  PercentField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UnitQuantityField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { DocumentUnitDto, InUnitInput } from '../line-units/index.js';
import { STOCK_COUNT_MACHINE } from './stock-count.machine.js';

export const COUNT_MODES = ['live', 'freeze'] as const;
export const LINE_STATES = ['open', 'counted', 'recount', 'agreed'] as const;
export const MAX_ENTRIES = 5000;

export class StockCountInput {
  @UuidField({ description: 'The place to count, with everything below it.' }) location_id!: string;
  @EnumField(COUNT_MODES, {
    optional: true,
    description:
      '`live` (the default): work goes on, each entry is held against the books of its moment. `freeze`: what is counted stands still until the end.',
  })
  mode?: (typeof COUNT_MODES)[number];
  @ValuesField('uuid', { optional: true, nullable: true, min: 1, max: 1000, description: 'Only these products.' })
  product_ids?: string[] | null;
  @UuidField({ optional: true, nullable: true, description: 'Only products of this category.' }) category_id?:
    string | null;
  @PercentField({
    optional: true,
    example: '1.0000',
    description: 'A difference up to this share of the books needs no second count.',
  })
  tolerance_percent?: string;
  @MoneyField({ optional: true, nullable: true, description: 'And only when it is worth no more than this.' })
  tolerance_value?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Half-year count of rack A' }) notes?: string | null;
}

class CountColumns {
  @CodeField({ example: 'SC-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() warehouse_id!: string;
  @UuidField() location_id!: string;
  @CodeField({ example: 'Z1-A' }) location_code!: string;
  @EnumField(COUNT_MODES) mode!: string;
  @EnumField(STOCK_COUNT_MACHINE.states) state!: string;
  @IntegerField({ min: 1, description: 'Grows with each recount.' }) round!: number;
  @UuidField({ nullable: true }) category_id!: string | null;
  @PercentField() tolerance_percent!: string;
  @MoneyField({ nullable: true }) tolerance_value!: string | null;
  @TextField({ nullable: true }) notes!: string | null;
  @IntegerField() lines!: number;
  @IntegerField({ description: 'Lines without an entry yet.' }) open_lines!: number;
  @IntegerField({ description: 'Lines to be counted again.' }) recount_lines!: number;
  @TimestampField({ nullable: true }) started_at!: string | null;
  @UuidField({ nullable: true }) approved_by!: string | null;
  @TimestampField({ nullable: true }) approved_at!: string | null;
  @TimestampField({ nullable: true }) posted_at!: string | null;
  @UuidField({ nullable: true, description: 'The movement that posted the differences; null when there were none.' })
  movement_id!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class StockCountDto extends versioned(CountColumns) {}

export class StockCountListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @EnumField(STOCK_COUNT_MACHINE.states, { optional: true }) state?: string;
}

export class CountLineDto {
  @UuidField() id!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @UuidField() location_id!: string;
  @CodeField({ example: 'Z1-A-3' }) location_code!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @EnumField(LINE_STATES) state!: string;
  @BooleanField({ example: false, description: 'Found where the books had nothing.' }) is_unexpected!: boolean;
}

export class CountDifferenceDto extends CountLineDto {
  @QuantityField({ min: 0, description: 'What the books said when the count began.' }) book_quantity!: number;
  @QuantityField({ min: 0, nullable: true }) counted_quantity!: number | null;
  @QuantityField({
    min: -Number.MAX_SAFE_INTEGER,
    nullable: true,
    example: -2,
    description: 'Counted, less what the books said at that moment.',
  })
  variance_quantity!: number | null;
  @MoneyField({ signed: true, nullable: true, example: '-12.50', description: 'At what a piece is worth now.' })
  variance_value!: string | null;
  @IntegerField({ description: 'People who have counted it.' }) people!: number;
  @ListField(DocumentUnitDto, { max: MAX_ENTRIES, description: 'What the last entry said in units of its own.' })
  units!: DocumentUnitDto[];
}

export class CountLinesQuery extends ListQuery {
  @EnumField(LINE_STATES, { optional: true }) state?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) location_id?: string;
}

export class CountEntryInput extends InUnitInput {
  @UuidField({ optional: true, nullable: true, description: 'A line of the count; or name product, place and lot.' })
  line_id?: string | null;
  @UuidField({ optional: true, nullable: true }) product_id?: string | null;
  @UuidField({ optional: true, nullable: true }) location_id?: string | null;
  @UuidField({ optional: true, nullable: true }) lot_id?: string | null;
  @QuantityField({ optional: true, min: 0, description: 'Pieces of the stock unit found.' }) quantity?: number;
  @UnitQuantityField({
    optional: true,
    nullable: true,
    description:
      'Instead: how many of the unit were found. Entries of one line in different units add up: 3 cartons and 5 loose pieces.',
  })
  unit_quantity?: string | null;
}

export class CountEntriesInput {
  @EnumField(['atomic', 'partial'], {
    optional: true,
    description:
      '`atomic` (the default): one fault and nothing is taken, the first 50 are shown. `partial`: what is right is taken, every other entry is in the answer.',
  })
  mode?: 'atomic' | 'partial';
  @ListField(CountEntryInput, { min: 1, max: MAX_ENTRIES }) entries!: CountEntryInput[];
}

export class RefusedEntryDto {
  @IntegerField({ description: 'Place in the list, from zero.' }) index!: number;
  @StringField({ example: 'line_id' }) field!: string;
  @StringField({ example: 'COUNTED_BY_SAME_PERSON' }) code!: string;
  @StringField({ example: 'You have counted this line already; somebody else counts it again.' }) message!: string;
}

export class CountEntriesResultDto {
  @IntegerField() taken!: number;
  @ListField(RefusedEntryDto, { max: MAX_ENTRIES }) refused!: RefusedEntryDto[];
  @ListField(DocumentUnitDto, {
    optional: true,
    max: MAX_ENTRIES,
    description: 'What was entered in units, when anything was.',
  })
  units?: DocumentUnitDto[];
}

export class FinishInput {
  @BooleanField({ optional: true, example: false, description: 'What nobody has entered was not there.' })
  uncounted_are_zero?: boolean;
}

export class ApproveInput {
  @BooleanField({
    optional: true,
    example: false,
    description: 'Also what differs by more than the tolerance and was not counted again.',
  })
  accept_differences?: boolean;
  @TextField({ optional: true, nullable: true, example: 'Checked with the foreman' }) reason?: string | null;
}

export class CountReasonInput {
  @TextField({ optional: true, nullable: true, example: 'Rack A was moved meanwhile' }) reason?: string | null;
}

export class PlanQuery {
  @UuidField({ description: 'A warehouse, or any place in one.' }) location_id!: string;
  @IntegerField({
    optional: true,
    min: 1,
    max: 3650,
    example: 365,
    description: 'Days of use that the classes come from.',
  })
  days?: number;
  @IntegerField({ optional: true, min: 1, max: 3650, example: 30, description: 'Days between counts of class A.' })
  a_days?: number;
  @IntegerField({ optional: true, min: 1, max: 3650, example: 90 }) b_days?: number;
  @IntegerField({ optional: true, min: 1, max: 3650, example: 180 }) c_days?: number;
  @BooleanField({ optional: true, description: 'Only what is due today.' }) due?: boolean;
}

export class PlanRowDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @EnumField(['A', 'B', 'C']) abc_class!: string;
  @MoneyField({ description: 'Value used in these days.' }) used_value!: string;
  @QuantityField({ min: 0 }) on_hand!: number;
  @TimestampField({ nullable: true, description: 'When a count of it here was last posted.' }) last_counted_at!:
    string | null;
  @BooleanField() is_due!: boolean;
}
