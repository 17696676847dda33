import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  MoneyField,
  QuantityField,
  StringField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';
import { MAX_ROWS } from './history-limits.js';

export class AsOfQuery {
  @TimestampField({ description: 'The moment asked for.' }) at!: string;
  @EnumField(['effective', 'recorded'], {
    optional: true,
    description: 'As it happened (the default), late facts included; or as it was known at that moment.',
  })
  by?: 'effective' | 'recorded';
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({
    optional: true,
    description: 'In this location or below it. Value is shown by valuation area whatever is named here.',
  })
  below?: string;
}

export class StockThenDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @UuidField() location_id!: string;
  @CodeField({ example: 'Z1-A-3' }) location_code!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @QuantityField({
    min: -Number.MAX_SAFE_INTEGER,
    description: 'Below zero only where what entered was told later than what left.',
  })
  quantity!: number;
}

export class ValueThenDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @UuidField() area_id!: string;
  @CodeField({ example: 'MAIN' }) area_code!: string;
  @QuantityField({ min: -Number.MAX_SAFE_INTEGER }) quantity!: number;
  @MoneyField({ signed: true }) value!: string;
}

export class StockAsOfDto {
  @TimestampField() at!: string;
  @EnumField(['effective', 'recorded']) by!: string;
  @BooleanField({ example: false, description: 'Whether there is more than 10,000 rows.' }) truncated!: boolean;
  @ListField(StockThenDto, { max: MAX_ROWS }) rows!: StockThenDto[];
}

export class ValueAsOfDto {
  @TimestampField() at!: string;
  @EnumField(['effective', 'recorded']) by!: string;
  @BooleanField({ example: false }) truncated!: boolean;
  @MoneyField({ signed: true, description: 'Of all rows, those not shown included.' }) total_value!: string;
  @ListField(ValueThenDto, { max: MAX_ROWS }) rows!: ValueThenDto[];
}

export class AgeingQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) product_id?: string;
}

export class AgeingRowDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @UuidField() company_id!: string;
  @QuantityField() on_hand!: number;
  @MoneyField() value!: string;
  @QuantityField({ min: 0, description: 'Received at most 30 days ago.' }) days_0_30!: number;
  @QuantityField({ min: 0 }) days_31_90!: number;
  @QuantityField({ min: 0 }) days_91_180!: number;
  @QuantityField({ min: 0 }) days_181_365!: number;
  @QuantityField({ min: 0, description: 'Older than a year, or from before the books.' }) older!: number;
  @DateField({ nullable: true, description: 'When the oldest piece on hand was received.' }) oldest_on!: string | null;
}

export class SlowMoversQuery {
  @UuidField({ optional: true }) company_id?: string;
  @IntegerField({ optional: true, min: 1, max: 3650, example: 90, description: 'Days without an issue or use.' })
  days?: number;
}

export class SlowMoverDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @UuidField() company_id!: string;
  @QuantityField() on_hand!: number;
  @MoneyField() value!: string;
  @TimestampField({ nullable: true, description: 'When a piece last left for a customer or production.' })
  last_used_at!: string | null;
}
