import {
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  QuantityField,
  StringField,
  UnitCostField,
  UuidField,
  patchOf,
} from '../../kernel/http/index.js';
import { versioned } from '../records/record.dto.js';
import { NOT_COMPARABLE } from './supplier-offers.js';

export class SupplierPriceInput {
  @UuidField() supplier_id!: string;
  @UuidField() product_id!: string;
  @UuidField({
    optional: true,
    description:
      "Unit of the price; the product's purchase unit, else its stock unit, when not given. It may have no conversion to the stock unit yet.",
  })
  unit_id?: string;
  @CodeField({
    optional: true,
    max: 3,
    example: 'IDR',
    description: "The supplier's usual currency, else that of the caller's company, when not given.",
  })
  currency_code?: string;
  @QuantityField({
    optional: true,
    example: 100,
    description:
      'The break: the price holds from this quantity on. The lowest break is the minimum order. 1 when not given.',
  })
  min_quantity?: number;
  @QuantityField({ optional: true, example: 12, description: 'Orders are multiples of this; 1 when not given.' })
  order_multiple?: number;
  @UnitCostField({ example: '12500.000000' }) price!: string;
  @IntegerField({
    optional: true,
    nullable: true,
    max: 3650,
    example: 14,
    description: "The supplier's, else the product's, when null.",
  })
  lead_time_days?: number | null;
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 64,
    example: 'KJ-4410',
    description: 'What the supplier calls the product.',
  })
  supplier_sku?: string | null;
  @DateField({ optional: true, description: 'Today when not given.' }) valid_from?: string;
  @DateField({
    optional: true,
    nullable: true,
    example: '2026-12-31',
    description: 'The last day; null: until a later row.',
  })
  valid_to?: string | null;
}

export class SupplierPricePatch extends patchOf(SupplierPriceInput) {}

export class SupplierPriceDto extends versioned(SupplierPriceInput) {
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @CodeField({ example: 'FABRIC-BROWN' }) sku!: string;
  @CodeField({ example: 'M' }) unit_code!: string;
}

export class SupplierPriceListQuery extends ListQuery {
  @UuidField({ optional: true }) supplier_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) unit_id?: string;
  @DateField({ optional: true, description: 'Valid on this day.' }) valid_on?: string;
}

export class BestPriceQuery {
  @UuidField() product_id!: string;
  @QuantityField({ example: 500, description: 'In the stock unit.' }) quantity!: number;
  @DateField({ optional: true, description: 'Today when not given.' }) date?: string;
  @CodeField({
    optional: true,
    max: 3,
    example: 'IDR',
    description: "Currency to compare in; that of the caller's company when not given.",
  })
  currency_code?: string;
}

export class OfferDto {
  @UuidField() supplier_price_id!: string;
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @UuidField() unit_id!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @QuantityField({ example: 100 }) min_quantity!: number;
  @QuantityField({ example: 12 }) order_multiple!: number;
  @UnitCostField({ example: '12500.000000' }) price!: string;
  @IntegerField({ nullable: true, example: 14 }) lead_time_days!: number | null;
  @QuantityField({ nullable: true, example: 504, description: 'What to order, in the unit of the price.' })
  order_quantity!: number | null;
  @QuantityField({
    nullable: true,
    example: 504,
    description: 'The same in stock units; null where that is not a whole number.',
  })
  stock_quantity!: number | null;
  @DecimalField({
    scale: 6,
    digits: 50,
    nullable: true,
    example: '12500.000000',
    description: 'Price of one stock unit.',
  })
  price_per_stock_unit!: string | null;
  @DecimalField({ scale: 2, digits: 50, nullable: true, example: '6300000.00' }) amount!: string | null;
  @DecimalField({
    scale: 2,
    digits: 50,
    nullable: true,
    example: '6300000.00',
    description: 'The amount in the currency of comparison.',
  })
  compared_amount!: string | null;
  @EnumField(NOT_COMPARABLE, {
    nullable: true,
    example: null,
    description: 'Why the offer cannot be compared.',
  })
  not_comparable!: string | null;
}

export class BestPriceDto {
  @UuidField() product_id!: string;
  @QuantityField({ example: 500 }) quantity!: number;
  @DateField() date!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @ListField(OfferDto, { description: 'Cheapest first; offers that cannot be compared last.' }) offers!: OfferDto[];
}
