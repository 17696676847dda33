import { ApiProperty } from '@nestjs/swagger';
import {
  AnyField,
  BooleanField,
  CodeField,
  EnumField,
  IntegerField,
  ListField,
  ObjectField,
  QuantityField,
  StringField,
  TextField,
  UnitCostField,
  UuidField,
  patchOf,
} from '../../kernel/http/index.js';
import { RecordInput, RecordListQuery, deactivatable } from '../records/record.dto.js';

export const PRODUCT_TYPES = ['material', 'part', 'wip', 'finished_good', 'service'] as const;
export const COSTING_METHODS = ['moving_average', 'fifo', 'standard', 'specific'] as const;
export const REORDER_POLICIES = ['none', 'reorder_point', 'mrp'] as const;
export const LOT_SIZINGS = [
  'lot_for_lot',
  'fixed',
  'multiple',
  'min_max',
  'period',
  'eoq',
  'silver_meal',
  'wagner_whitin',
] as const;
export const TRACKINGS = ['none', 'lot', 'serial'] as const;
/** Which lot goes first: the one that expires first, the oldest, the newest. */
export const PICK_STRATEGIES = ['fefo', 'fifo', 'lifo'] as const;

export const MAX_BULK = 1000;
const stock = 'in the stock unit';

export class ProductInput extends RecordInput {
  @CodeField({ example: 'TEDDY-30', description: 'Unique whatever its case; kept as it is written.' }) sku!: string;
  @StringField({ min: 1, max: 200, example: 'Teddy bear 30 cm, brown' }) name!: string;
  @TextField({ optional: true, nullable: true, max: 4000, example: 'Sewn by hand, washable' }) description?:
    string | null;
  @EnumField(PRODUCT_TYPES, { example: 'finished_good' }) type!: string;
  @UuidField({ optional: true, nullable: true }) category_id?: string | null;
  @UuidField({ description: 'The stock unit: every quantity of the product is a whole number of it.' })
  unit_id!: string;
  @UuidField({ optional: true, nullable: true, description: 'Usual unit of purchase; the stock unit when null.' })
  purchase_unit_id?: string | null;
  @UuidField({ optional: true, nullable: true, description: 'Usual unit of sale; the stock unit when null.' })
  sales_unit_id?: string | null;
  @EnumField(COSTING_METHODS, {
    optional: true,
    description: 'Moving average when not given. `specific` needs lots or serials.',
  })
  costing_method?: string;
  @UnitCostField({ optional: true, example: '45000.000000' }) standard_cost?: string;
  @UnitCostField({
    optional: true,
    example: '89000.000000',
    description: 'For one stock unit, where no customer price list says otherwise.',
  })
  list_price?: string;
  @IntegerField({ optional: true, max: 3650, example: 7, description: 'Days to buy or make it.' })
  lead_time_days?: number;
  @QuantityField({ optional: true, min: 0, description: `Kept against surprises, ${stock}.` }) safety_stock?: number;
  @QuantityField({ optional: true, min: 0, description: `Available stock at which to reorder, ${stock}.` })
  reorder_point?: number;
  @EnumField(REORDER_POLICIES, { optional: true, example: 'mrp' }) reorder_policy?: string;
  @EnumField(LOT_SIZINGS, {
    optional: true,
    description: '`fixed` and `multiple` need lot_size, `min_max` both bounds, `period` lot_period_days.',
  })
  lot_sizing?: string;
  @QuantityField({ optional: true, nullable: true }) lot_size?: number | null;
  @QuantityField({ optional: true, nullable: true }) lot_minimum?: number | null;
  @QuantityField({ optional: true, nullable: true, example: 500 }) lot_maximum?: number | null;
  @IntegerField({ optional: true, nullable: true, min: 1, max: 3650, example: 7 }) lot_period_days?: number | null;
  @EnumField(TRACKINGS, { optional: true, description: 'Whether stock is kept by lot or by serial number.' })
  tracking?: string;
  @EnumField(PICK_STRATEGIES, {
    optional: true,
    example: 'fefo',
    description:
      'Which lot is proposed first: the one that expires first (fefo), the oldest (fifo) or the newest (lifo).',
  })
  pick_strategy?: string;
  @IntegerField({ optional: true, nullable: true, min: 1, max: 36_500, example: 365 }) shelf_life_days?: number | null;
  @IntegerField({
    optional: true,
    min: 1,
    max: 1_000_000,
    example: 2,
    description: 'Units of space that a piece takes where a location has a capacity; 1 when not given.',
  })
  space_units?: number;
  @CodeField({ optional: true, nullable: true, example: '8991234567890' }) barcode?: string | null;
  @BooleanField({ optional: true }) is_manufactured?: boolean;
  @BooleanField({ optional: true }) is_purchased?: boolean;
  @BooleanField({ optional: true }) is_sold?: boolean;
}

export class ProductPatch extends patchOf(ProductInput) {}

export class FactorDto {
  @StringField({ example: '12', description: 'One of the unit is numerator / denominator stock units.' })
  numerator!: string;
  @StringField({ example: '1' }) denominator!: string;
}

export class ProductDto extends deactivatable(ProductInput) {
  @CodeField({ example: 'EA' }) unit_code!: string;
  @CodeField({ nullable: true, example: 'TOYS' }) category_code!: string | null;
  @CodeField({ nullable: true, example: 'DZ' }) purchase_unit_code!: string | null;
  @ObjectField(FactorDto, {
    nullable: true,
    description: 'Of the purchase unit; null while no conversion leads there.',
  })
  purchase_factor!: FactorDto | null;
  @CodeField({ nullable: true, example: 'EA' }) sales_unit_code!: string | null;
  @ObjectField(FactorDto, { nullable: true, description: 'Of the sales unit; null while no conversion leads there.' })
  sales_factor!: FactorDto | null;
}

export class ProductListQuery extends RecordListQuery {
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this SKU, in any case.' }) sku?: string;
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this barcode.' }) barcode?: string;
  @EnumField(PRODUCT_TYPES, { optional: true }) type?: string;
  @UuidField({ optional: true, description: 'In this category or anywhere below it.' }) category_id?: string;
  @UuidField({ optional: true, description: 'Offered by this supplier.' }) supplier_id?: string;
  @EnumField(TRACKINGS, { optional: true }) tracking?: string;
  @BooleanField({ optional: true }) is_manufactured?: boolean;
  @BooleanField({ optional: true }) is_purchased?: boolean;
  @BooleanField({ optional: true }) is_sold?: boolean;
}

export const BULK_MODES = ['atomic', 'partial'] as const;
export type BulkMode = (typeof BULK_MODES)[number];

export class BulkQuery {
  @EnumField(BULK_MODES, { default: 'atomic', description: 'atomic: all rows or none; partial: every good row.' })
  mode!: BulkMode;
}

export class ProductBulkInput {
  /** Checked row by row by the service, so that in partial mode a bad row does not keep the good ones out. */
  @AnyField()
  @ApiProperty({ type: ProductInput, isArray: true, minItems: 1, maxItems: MAX_BULK })
  items!: unknown;
}

export class FieldFaultDto {
  @StringField({ example: '/sku' }) pointer!: string;
  @StringField({ example: 'REQUIRED' }) code!: string;
  @StringField({ example: 'is required' }) message!: string;
}

export class BulkRowDto {
  @IntegerField({ description: 'Place of the row in `items`, from 0.' }) index!: number;
  @EnumField(['created', 'refused']) status!: string;
  @UuidField({ nullable: true }) id!: string | null;
  @StringField({ nullable: true, example: null, description: 'Code of the catalogue.' }) error_code!: string | null;
  @StringField({ nullable: true, example: null }) detail!: string | null;
  @ListField(() => FieldFaultDto, { description: 'The faults of the fields of a refused row.' })
  errors!: FieldFaultDto[];
}

export class BulkResultDto {
  @EnumField(BULK_MODES) mode!: string;
  @IntegerField({ example: 2 }) created!: number;
  @IntegerField({ example: 0 }) refused!: number;
  @ListField(BulkRowDto) results!: BulkRowDto[];
}
