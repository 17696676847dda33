import {
  BooleanField,
  CodeField,
  EnumField,
  IntegerField,
  ListField,
  MoneyField,
  QuantityField,
  StringField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';
import { CLOSING_ITEMS, MAX_SAMPLES } from './closing-limits.js';

const ANY = -Number.MAX_SAFE_INTEGER;

export class ClosingSampleDto {
  @UuidField({ nullable: true, description: 'The document, the source in progress or the product; null for a month.' })
  id!: string | null;
  @StringField({ example: 'TO-000042', description: 'Its number, code or month.' }) label!: string;
  @StringField({ nullable: true, example: 'in_transit', description: 'Its state, or what is odd about it.' }) detail!:
    string | null;
}

export class ClosingItemDto {
  @EnumField(CLOSING_ITEMS) code!: string;
  @StringField({ example: 'Transfer orders in transit at the end of the month' }) title!: string;
  @BooleanField({ example: false, description: 'Whether the month cannot be closed hard because of it.' })
  blocks!: boolean;
  @IntegerField({ min: 0, example: 1, description: 'How many there are; none, and all is well.' }) count!: number;
  @ListField(ClosingSampleDto, { max: MAX_SAMPLES, description: 'The first few.' }) samples!: ClosingSampleDto[];
}

export class ClosingAreaDto {
  @UuidField() area_id!: string;
  @CodeField({ example: 'MAIN' }) area_code!: string;
  @IntegerField({ min: 0, description: 'Products that lay there.' }) products!: number;
  @QuantityField({ min: ANY }) quantity!: number;
  @MoneyField({ signed: true }) value!: string;
}

export class ClosingDto {
  @UuidField() period_id!: string;
  @EnumField(['open', 'soft_closed', 'hard_closed']) state!: string;
  @TimestampField({ description: 'The last moment of the month.' }) at!: string;
  @BooleanField({
    example: false,
    description: 'Whether the figures are those frozen at the hard closing; else they are those of the ledger now.',
  })
  frozen!: boolean;
  @QuantityField({ min: ANY, description: 'Of all areas.' }) quantity!: number;
  @MoneyField({ signed: true, description: 'Of all areas.' }) value!: string;
  @ListField(ClosingAreaDto, { max: 10_000, description: 'By valuation area, as of that moment.' })
  areas!: ClosingAreaDto[];
  @ListField(ClosingItemDto, { max: CLOSING_ITEMS.length, description: 'What closing would miss.' })
  items!: ClosingItemDto[];
}

export class ClosingRecordDto {
  @IntegerField({ min: 1, description: 'How often the month had been closed hard by then, this time included.' })
  closing_no!: number;
  @BooleanField({ description: 'Whether the month is closed with these figures now.' }) in_force!: boolean;
  @TimestampField({ description: 'The last moment of the month.' }) closed_through!: string;
  @QuantityField({ min: ANY }) quantity!: number;
  @MoneyField({ signed: true }) value!: string;
  @UuidField({ nullable: true }) created_by!: string | null;
  @TimestampField() created_at!: string;
}
