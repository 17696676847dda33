import {
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  ListQuery,
  PercentField,
  QuantityField,
  UnitCostField,
  UuidField,
  patchOf,
} from '../../kernel/http/index.js';
import { versioned } from '../records/record.dto.js';

export class CustomerPriceInput {
  @UuidField({ optional: true, nullable: true, description: 'Null: the list for every customer.' }) customer_id?:
    string | null;
  @UuidField() product_id!: string;
  @UuidField({
    optional: true,
    description: "Unit of the price; the product's sales unit, else its stock unit, when not given.",
  })
  unit_id?: string;
  @CodeField({
    optional: true,
    max: 3,
    example: 'IDR',
    description: "The customer's usual currency, else that of the caller's company, when not given.",
  })
  currency_code?: string;
  @QuantityField({
    optional: true,
    example: 1,
    description: 'The break: the price holds from this quantity on. 1 when not given.',
  })
  min_quantity?: number;
  @UnitCostField({ example: '89000.000000' }) price!: string;
  @PercentField({
    optional: true,
    example: '5.0000',
    description: 'Taken off before the amount of a line is rounded; 0 when not given.',
  })
  discount_percent?: string;
  @DateField({ optional: true, description: 'Today when not given.' }) valid_from?: string;
  @DateField({
    optional: true,
    nullable: true,
    example: '2026-12-31',
    description: 'The last day; null: until a later row.',
  })
  valid_to?: string | null;
}

export class CustomerPricePatch extends patchOf(CustomerPriceInput) {}

export class CustomerPriceDto extends versioned(CustomerPriceInput) {
  @CodeField({ nullable: true, example: 'TOKO-BAHAGIA' }) customer_code!: string | null;
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @CodeField({ example: 'EA' }) unit_code!: string;
}

export class CustomerPriceListQuery extends ListQuery {
  @UuidField({ optional: true }) customer_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) unit_id?: string;
  @DateField({ optional: true, description: 'Valid on this day.' }) valid_on?: string;
}

export class SalesPriceQuery {
  @UuidField() product_id!: string;
  @UuidField({ optional: true, description: 'Without one: the list for every customer.' }) customer_id?: string;
  @QuantityField({ example: 24, description: 'In `unit_id`.' }) quantity!: number;
  @UuidField({ optional: true, description: "The product's sales unit, else its stock unit, when not given." })
  unit_id?: string;
  @DateField({ optional: true, description: 'Today when not given.' }) date?: string;
  @CodeField({
    optional: true,
    max: 3,
    example: 'IDR',
    description: "The customer's currency, else that of the caller's company, when not given.",
  })
  currency_code?: string;
}

export const PRICE_SOURCES = ['customer_list', 'general_list', 'product_list_price'] as const;

export class SalesPriceDto {
  @UuidField() product_id!: string;
  @UuidField({ nullable: true }) customer_id!: string | null;
  @QuantityField({ example: 24 }) quantity!: number;
  @UuidField() unit_id!: string;
  @DateField() date!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @DecimalField({ scale: 6, digits: 50, example: '89000.000000', description: 'For one `unit_id`.' })
  unit_price!: string;
  @PercentField({ example: '5.0000', description: 'To be taken off, as the list says.' }) discount_percent!: string;
  @EnumField(PRICE_SOURCES) source!: string;
  @UuidField({ nullable: true, description: 'The row of the list; null for the list price of the product.' })
  customer_price_id!: string | null;
}
