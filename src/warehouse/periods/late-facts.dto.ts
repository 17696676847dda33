import {
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListQuery,
  MoneyField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';

export const LATE_FACT_KINDS = ['quantity', 'value'] as const;
const ANY = -Number.MAX_SAFE_INTEGER;

/** A line of a late movement that took value out of stock: at today's cost, as every late fact. */
export class LateLineDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @QuantityField() quantity!: number;
  @MoneyField({ description: 'What left, at the cost of the day it was posted.' }) value!: string;
  @MoneyField({
    signed: true,
    nullable: true,
    description:
      'What the pieces would have been worth when they left, at the average of that moment; null where none lay there.',
  })
  value_then!: string | null;
  @MoneyField({ signed: true, nullable: true, description: 'value - value_then.' }) difference!: string | null;
}

export class LateFactDto {
  @UuidField({ description: 'The ledger line, or the value adjustment.' }) id!: string;
  @EnumField(LATE_FACT_KINDS) kind!: string;
  @UuidField() company_id!: string;
  @DateField({ example: '2026-01-01', description: 'First day of the closed month that it belongs to.' })
  month!: string;
  @TimestampField({ description: 'When it happened.' }) occurred_at!: string;
  @TimestampField({ description: 'When it counts from.' }) effective_at!: string;
  @TimestampField() recorded_at!: string;
  @StringField({ example: 'issue', description: 'Type of the movement, or of the value adjustment.' }) type!: string;
  @UuidField({ nullable: true, description: 'The late movement itself.' }) movement_id!: string | null;
  @CodeField({ nullable: true, example: 'SM-000000142' }) movement_number!: string | null;
  @UuidField({ nullable: true }) product_id!: string | null;
  @CodeField({ nullable: true, example: 'FAB-PLUSH-BRN' }) sku!: string | null;
  @QuantityField({ min: ANY, example: -3, description: 'What stock gained; nothing where it only moved.' })
  quantity!: number;
  @MoneyField({ signed: true, example: '-36.00', description: 'What stock gained.' }) value!: string;
  @UuidField({ nullable: true, description: 'The earlier movement that it takes back or adds value to.' })
  relates_to_movement_id!: string | null;
  @UuidField({ nullable: true, description: 'The ledger line of it.' }) relates_to_line_id!: string | null;
  @TextField({ nullable: true }) reason!: string | null;
  @UuidField() created_by!: string;
}

export class LateFactListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true, description: 'Those that belong to this stock period.' }) period_id?: string;
  @EnumField(LATE_FACT_KINDS, { optional: true }) kind?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true, description: 'Those that belong to this movement.' }) relates_to_movement_id?: string;
}

export class LateProductDto {
  @UuidField({ nullable: true }) product_id!: string | null;
  @CodeField({ nullable: true, example: 'FAB-PLUSH-BRN' }) sku!: string | null;
  @IntegerField({ min: 1, description: 'How many late facts.' }) facts!: number;
  @QuantityField({ min: ANY, example: -3, description: 'What stock gained by them together.' }) quantity!: number;
  @MoneyField({ signed: true, example: '-36.00' }) value!: string;
}
