import {
  BooleanField,
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  ObjectField,
  QuantityField,
  StringField,
  UnitCostField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { SIZING_METHODS } from './lot-sizing.js';
import type { SizingMethod } from './lot-sizing.js';
import { MAX_SUGGESTIONS } from './reordering-limits.js';

const WAREHOUSE = 'Without one, the company as a whole; who is limited to warehouses names one.';

export class ReorderSuggestionListQuery extends ListQuery {
  @UuidField({ optional: true, description: WAREHOUSE }) warehouse_id?: string;
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @UuidField({ optional: true }) product_id?: string;
}

export class ReorderPlaceQuery {
  @UuidField({ optional: true, description: WAREHOUSE }) warehouse_id?: string;
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
}

export class ReorderPointQuery extends ReorderPlaceQuery {
  @UuidField({ optional: true }) product_id?: string;
  @IntegerField({
    optional: true,
    min: 1,
    max: 3650,
    example: 90,
    description: 'Whole days of use looked at; 90 when not given.',
  })
  days?: number;
  @IntegerField({
    optional: true,
    max: 3650,
    example: 30,
    description: 'Days that an order is to last; 30 when not given.',
  })
  review_days?: number;
}

export class SuggestedOfferDto {
  @UuidField() supplier_price_id!: string;
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @UuidField() unit_id!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @UnitCostField({ example: '12500.000000' }) price!: string;
  @IntegerField({ nullable: true, example: 14 }) lead_time_days!: number | null;
  @QuantityField({ nullable: true, description: 'What to order, in the unit of the price.' }) order_quantity!:
    number | null;
  @QuantityField({ nullable: true, description: 'The same in stock units.' }) stock_quantity!: number | null;
  @DecimalField({ scale: 2, digits: 50, nullable: true, example: '6300000.00' }) amount!: string | null;
}

export class ReorderSuggestionDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @CodeField({ example: 'M' }) unit_code!: string;
  @IntegerField({ example: 7 }) lead_time_days!: number;
  @QuantityField({ min: 0, example: 10 }) safety_stock!: number;
  @QuantityField({ min: 0, example: 30 }) reorder_point!: number;
  @QuantityField({ min: 0, example: 30, description: 'At or below it more is ordered.' }) reorder_level!: number;
  @DateField({ description: 'Today and the lead time.' }) horizon!: string;
  @QuantityField({ min: 0, example: 40, description: 'On hand, neither held nor reserved.' }) free!: number;
  @QuantityField({ min: 0, example: 20, description: 'Expected until the horizon, approved orders included.' })
  supply!: number;
  @QuantityField({ min: 0, example: 35, description: 'Wanted until the horizon.' }) demand!: number;
  @QuantityField({
    min: 0,
    example: 0,
    description: 'Free pieces that expire before the horizon, and which nobody wants.',
  })
  expiring!: number;
  @QuantityField({ min: -Number.MAX_SAFE_INTEGER, example: 25 }) projected!: number;
  @QuantityField({ example: 6 }) suggested_quantity!: number;
  @IntegerField({ min: 1, max: Number.MAX_SAFE_INTEGER, description: 'In so many orders.' }) orders!: number;
  @EnumField(SIZING_METHODS, { description: 'Methods that need demand by period are taken as lot for lot here.' })
  method!: SizingMethod;
  @EnumField(['make', 'buy', 'none'], { description: 'None: the product is neither made nor bought.' }) source!: string;
  @DateField() order_on!: string;
  @DateField({ description: "When it is there if ordered today: by the supplier's lead time, else the product's." })
  expected_on!: string;
  @DateField({ nullable: true, description: 'The first day on which stock falls below the safety stock without it.' })
  needed_on!: string | null;
  @BooleanField({ example: false, description: 'It is needed before it can be there.' }) is_late!: boolean;
  @ObjectField(SuggestedOfferDto, {
    nullable: true,
    description: 'The cheapest offer, for a product that is bought; for those who may see prices.',
  })
  supplier!: SuggestedOfferDto | null;
  @ValuesField('string', { description: 'The arithmetic, one step a line.' }) explanation!: string[];
}

export class ReorderPointSuggestionDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @IntegerField({ example: 7 }) lead_time_days!: number;
  @QuantityField({ min: 0, example: 5 }) safety_stock!: number;
  @QuantityField({ min: 0, example: 20, description: 'As the product has it now.' }) current_reorder_point!: number;
  @QuantityField({ min: 0, example: 270, description: 'Issued and used up in those days, less what came back.' })
  used!: number;
  @DecimalField({ scale: 4, digits: 16, example: '3.0000' }) average_daily_use!: string;
  @QuantityField({ min: 0, example: 21 }) lead_time_use!: number;
  @QuantityField({ min: 0, example: 26, description: 'Use over the lead time and the safety stock.' })
  reorder_point!: number;
  @QuantityField({ min: 0, example: 116, description: 'The reorder point and use over the review days.' })
  maximum!: number;
  @ValuesField('string', { description: 'The arithmetic, one step a line.' }) explanation!: string[];
}

export class ReorderPointSuggestionsDto {
  @UuidField() company_id!: string;
  @UuidField({ nullable: true }) warehouse_id!: string | null;
  @IntegerField({ min: 1, example: 90 }) days!: number;
  @IntegerField({ example: 30 }) review_days!: number;
  @BooleanField({ example: false, description: 'Whether there are more than 10,000 products.' }) truncated!: boolean;
  @ListField(ReorderPointSuggestionDto, { max: MAX_SUGGESTIONS, description: 'By stock keeping unit.' })
  rows!: ReorderPointSuggestionDto[];
}
