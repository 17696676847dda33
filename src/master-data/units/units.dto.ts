import {
  CodeField,
  EnumField,
  IntegerField,
  ListQuery,
  QuantityField,
  StringField,
  UuidField,
  patchOf,
} from '../../kernel/http/index.js';
import { RecordInput, RecordListQuery, deactivatable, versioned } from '../records/record.dto.js';
import { ROUNDINGS } from './rounding.js';

/** What a unit measures. A general conversion stays within one of them. */
export const DIMENSIONS = ['count', 'mass', 'length', 'area', 'volume', 'time', 'other'] as const;

export class UnitInput extends RecordInput {
  @CodeField({ example: 'BOX', description: 'Short code, unique whatever its case.' }) code!: string;
  @StringField({ min: 1, max: 200, example: 'Box' }) name!: string;
  @EnumField(DIMENSIONS, { optional: true, description: 'Count when not given.' }) dimension?: string;
  @EnumField(ROUNDINGS, {
    optional: true,
    description:
      'What happens to a quantity converted into this unit that is no whole multiple of the increment; `exact`, the default, refuses it.',
  })
  rounding?: string;
  @IntegerField({
    optional: true,
    min: 1,
    max: 1_000_000_000,
    example: 1,
    description: 'The smallest step of this unit: what is converted into it is a multiple; 1 when not given.',
  })
  rounding_increment?: number;
}

export class UnitPatch extends patchOf(UnitInput) {}

export class UnitDto extends deactivatable(UnitInput) {}

export class UnitListQuery extends RecordListQuery {
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this code, in any case.' }) code?: string;
  @EnumField(DIMENSIONS, { optional: true }) dimension?: string;
}

export class UnitConversionInput {
  @UuidField({ description: 'One of this unit' }) from_unit_id!: string;
  @UuidField({ description: 'is numerator / denominator of this one.' }) to_unit_id!: string;
  @UuidField({ optional: true, nullable: true, description: 'Only for this product; for every product when null.' })
  product_id?: string | null;
  @QuantityField({ example: 12 }) numerator!: number;
  @QuantityField({ example: 1, default: 1 }) denominator!: number;
}

export class UnitConversionPatch {
  @QuantityField({ optional: true, example: 24 }) numerator?: number;
  @QuantityField({ optional: true, example: 1 }) denominator?: number;
}

export class UnitConversionDto extends versioned(UnitConversionInput) {
  @CodeField({ example: 'DZ' }) from_unit_code!: string;
  @CodeField({ example: 'EA' }) to_unit_code!: string;
  @CodeField({ nullable: true, example: 'TEDDY-30' }) sku!: string | null;
}

export class UnitConversionListQuery extends ListQuery {
  @UuidField({ optional: true }) from_unit_id?: string;
  @UuidField({ optional: true }) to_unit_id?: string;
  @UuidField({ optional: true, description: 'Conversions with this unit on either side.' }) unit_id?: string;
  @UuidField({ optional: true, description: "This product's own conversions." }) product_id?: string;
}

export class ConvertQuery {
  @QuantityField({ min: 0, example: 24, description: 'Whole number in the unit converted from.' }) quantity!: number;
  @UuidField() from_unit_id!: string;
  @UuidField() to_unit_id!: string;
  @UuidField({ optional: true, description: "With this product's own conversions." }) product_id?: string;
}

export class ConversionDto {
  @QuantityField({ min: 0, example: 24 }) quantity!: number;
  @UuidField() from_unit_id!: string;
  @UuidField() to_unit_id!: string;
  @UuidField({ nullable: true }) product_id!: string | null;
  @QuantityField({ min: 0, example: 2, description: 'The same quantity in the other unit.' }) converted!: number;
  @StringField({
    example: '0',
    description: 'By how much the rounding rule of that unit made it more or (below zero) less, as an exact fraction.',
  })
  difference!: string;
  @StringField({
    example: '1',
    description: 'One of the unit converted from is numerator / denominator of the other; whole numbers of any length.',
  })
  numerator!: string;
  @StringField({ example: '12' }) denominator!: string;
}

export class ReachableUnitDto {
  @UuidField() unit_id!: string;
  @CodeField({ example: 'BOX' }) code!: string;
  @StringField({ example: 'Box' }) name!: string;
  @StringField({ example: '24', description: 'One of this unit is numerator / denominator of the stock unit.' })
  numerator!: string;
  @StringField({ example: '1' }) denominator!: string;
}
