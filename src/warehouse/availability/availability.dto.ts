import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  ListField,
  ObjectField,
  QuantityField,
  StringField,
  UuidField,
} from '../../kernel/http/index.js';
import { MAX_PRODUCTS, NOT_COUNTED } from './availability-limits.js';
import type { NotCounted } from './availability-limits.js';

const SIGNED = { min: -Number.MAX_SAFE_INTEGER } as const;

class AvailabilityPlace {
  @UuidField({ optional: true, description: "Without one, all of the company's that the caller sees." })
  warehouse_id?: string;
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @DateField({ optional: true, example: '2999-12-24', description: 'The day of the promise; today when not given.' })
  at?: string;
}

export class AvailabilityAtQuery extends AvailabilityPlace {
  @UuidField() product_id!: string;
  @QuantityField({ optional: true, description: 'Pieces that are wanted: answers from when on they can be promised.' })
  quantity?: number;
}

export class AvailabilityLineInput {
  @UuidField() product_id!: string;
  @QuantityField({ optional: true, description: 'Pieces that are wanted.' }) quantity?: number;
}

export class AvailabilityQuestionInput extends AvailabilityPlace {
  @ListField(AvailabilityLineInput, { min: 1, max: MAX_PRODUCTS }) lines!: AvailabilityLineInput[];
}

export class LowestBalanceDto {
  @DateField() on!: string;
  @QuantityField({ ...SIGNED, description: 'Below zero: wanted, and not there.' }) balance!: number;
}

export class StockAvailabilityFiguresDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @CodeField({ example: 'M' }) unit_code!: string;
  @UuidField() company_id!: string;
  @UuidField({ nullable: true }) warehouse_id!: string | null;
  @QuantityField({ min: 0, example: 120 }) on_hand!: number;
  @QuantityField({
    min: 0,
    example: 20,
    description:
      'Of it, what nobody may be promised: in quarantine, scrap or transit, of others, of a lot on hold or past its day.',
  })
  held!: number;
  @QuantityField({ min: 0, example: 30, description: 'Of the rest, what hard reservations hold.' }) reserved!: number;
  @QuantityField({ min: 0, example: 70, description: 'On hand, neither held nor reserved.' }) free!: number;
  @QuantityField({ min: 0, example: 10, description: 'What soft reservations claim, whenever it is needed.' })
  soft_claims!: number;
  @QuantityField({
    min: 0,
    example: 50,
    description: 'Can be promised for today without taking it from a later demand.',
  })
  available_now!: number;
  @DateField({ example: '2999-12-24' }) at!: string;
  @QuantityField({ min: 0, example: 40, description: 'Expected until then, the day included.' })
  expected_receipts!: number;
  @QuantityField({ min: 0, example: 60, description: 'Wanted until then, the day included.' })
  expected_demands!: number;
  @QuantityField({ min: 0, example: 0, description: 'Free pieces whose last day comes before, and which nobody uses.' })
  expired!: number;
  @QuantityField({ ...SIGNED, example: 50, description: 'Free, plus receipts, less demands and what expires.' })
  projected!: number;
  @QuantityField({
    min: 0,
    example: 50,
    description: 'Can be promised for that day without taking it from a later demand.',
  })
  available_at!: number;
  @ObjectField(LowestBalanceDto, { description: 'The day from today on with the smallest balance.' })
  lowest!: LowestBalanceDto;
  @QuantityField({ nullable: true, example: 60, description: 'The quantity asked for.' }) quantity!: number | null;
  @DateField({
    nullable: true,
    description: 'From when on it can be promised; null: nothing that is known brings enough.',
  })
  earliest_date!: string | null;
}

export class ExpiringLotDto {
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @DateField({ nullable: true, description: 'Last day of the lot.' }) expires_on!: string | null;
  @QuantityField({ description: 'Free pieces of it.' }) quantity!: number;
}

export class ProjectedDayDto {
  @DateField() on!: string;
  @QuantityField({ min: 0 }) supply!: number;
  @QuantityField({ min: 0 }) demand!: number;
  @QuantityField({ min: 0 }) expired!: number;
  @QuantityField({ ...SIGNED }) balance!: number;
}

export class StockEventDto {
  @EnumField(['supply', 'demand']) direction!: string;
  @StringField({ example: 'manufacturing_output' }) kind!: string;
  @StringField({ example: 'manufacturing_order' }) source_type!: string;
  @UuidField() source_id!: string;
  @CodeField({ nullable: true, example: 'MO-000123' }) source_number!: string | null;
  @DateField({ nullable: true, description: 'The date of the document.' }) due_on!: string | null;
  @DateField({ nullable: true, description: 'The day as of which it counts; null: not counted.' }) on!: string | null;
  @QuantityField() quantity!: number;
  @BooleanField({ example: false, description: 'Its date has passed: it counts as of today.' }) overdue!: boolean;
  @EnumField(NOT_COUNTED, {
    nullable: true,
    example: null,
    description:
      'Held: has left the free stock already. Undated, planned (not released yet) or of a lot nobody may use: nobody is promised it.',
  })
  not_counted!: NotCounted | null;
  @BooleanField({ description: 'False: approved, and not released yet.' }) is_firm!: boolean;
  @BooleanField({ example: false }) is_held!: boolean;
  @DateField({ nullable: true, description: 'Last day of a lot that is on its way.' }) expires_on!: string | null;
  @BooleanField() is_lot_usable!: boolean;
}

export class StockAvailabilityDto extends StockAvailabilityFiguresDto {
  @ListField(ExpiringLotDto, { max: 100_000, description: 'Free stock that expires, the first first.' })
  lots!: readonly ExpiringLotDto[];
  @ListField(ProjectedDayDto, { max: 100_000, description: 'Every day on which something happens, and today.' })
  days!: readonly ProjectedDayDto[];
  @ListField(StockEventDto, { max: 100_000, description: 'What comes and goes, by document.' })
  events!: readonly StockEventDto[];
}
