import {
  BooleanField,
  CodeField,
  DateField,
  DecimalField,
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
  UnitCostField,
  UnitQuantityField,
  UuidField,
  ValuesField,
  patchOf,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { SalesLineInput } from '../lines/sales-line.dto.js';
import { SALES_ORDER } from './sales-order.machine.js';
import { MAX_SALES_LINES } from './sales-orders-limits.js';
import { PRICE_SOURCES, SUPPLY_MODES } from './sales-words.js';

export class SalesOrderLineInput extends SalesLineInput {
  @UuidField({ optional: true, nullable: true, description: 'Where it ships from; as the order when not given.' })
  warehouse_id?: string | null;
  @DateField({
    optional: true,
    nullable: true,
    example: '2026-02-16',
    description: 'When it is promised; by what can be promised at the confirmation, when not given.',
  })
  promised_on?: string | null;
  @EnumField(SUPPLY_MODES, {
    optional: true,
    description: 'From stock (when not given), made to order, or bought to order.',
  })
  supply?: string;
  @DateField({
    optional: true,
    nullable: true,
    example: null,
    description: 'Stock is held from this day on; from the confirmation when not given.',
  })
  reserve_on?: string | null;
}

export class SalesOrderWords {
  @DateField({ optional: true, description: 'Today when not given.' }) ordered_on?: string;
  @StringField({
    optional: true,
    nullable: true,
    max: 200,
    example: 'PO-4711',
    description: 'What the customer calls the order.',
  })
  customer_reference?: string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Terms of payment; the days of the customer when not given.',
  })
  payment_terms_id?: string | null;
  @StringField({
    optional: true,
    nullable: true,
    max: 200,
    example: 'Toko Bahagia',
    description: "The customer's when not given.",
  })
  ship_to_name?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Jl. Braga 12, Bandung' }) ship_to_address?: string | null;
  @StringField({ optional: true, nullable: true, max: 200, example: 'DAP Bandung' }) delivery_terms?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Deliver before noon' }) notes?: string | null;
  @MoneyField({
    optional: true,
    example: '25000.00',
    description: 'What the customer pays for the transport, without tax.',
  })
  freight_amount?: string;
}

export class SalesOrderInput extends SalesOrderWords {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @UuidField() customer_id!: string;
  @UuidField({ optional: true, description: "Where the goods leave; the company's first warehouse when not given." })
  warehouse_id?: string;
  @CodeField({
    optional: true,
    max: 3,
    example: 'IDR',
    description: "The customer's, else the company's, when not given.",
  })
  currency_code?: string;
  @ListField(SalesOrderLineInput, { min: 1, max: MAX_SALES_LINES }) lines!: SalesOrderLineInput[];
}

export class SalesOrderPatch extends patchOf(SalesOrderWords) {
  @ListField(SalesOrderLineInput, {
    optional: true,
    min: 1,
    max: MAX_SALES_LINES,
    description: 'Instead of all lines that there are.',
  })
  lines?: SalesOrderLineInput[];
}

/** What a list says of an order. */
class SalesOrderColumns {
  @CodeField({ example: 'SO-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() customer_id!: string;
  @CodeField({ example: 'TOKO-BAHAGIA' }) customer_code!: string;
  @StringField({ example: 'Toko Bahagia' }) customer_name!: string;
  @UuidField() warehouse_id!: string;
  @CodeField({ example: 'WH' }) warehouse_code!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @DecimalField({
    scale: 6,
    digits: 19,
    example: '1.000000',
    description: "How many of the company's currency one of the order's is.",
  })
  rate!: string;
  @EnumField(SALES_ORDER.states) state!: string;
  @DateField() ordered_on!: string;
  @DateField({ nullable: true, description: 'The first day on which something is due that has not left.' }) due_on!:
    string | null;
  @BooleanField({ example: false, description: 'Something is past the day it was promised for.' }) is_late!: boolean;
  @StringField({ nullable: true, example: 'PO-4711' }) customer_reference!: string | null;
  @UuidField({ nullable: true }) payment_terms_id!: string | null;
  @IntegerField({ example: 30 }) payment_terms_days!: number;
  @StringField({ nullable: true, example: 'Toko Bahagia' }) ship_to_name!: string | null;
  @TextField({ nullable: true, example: 'Jl. Braga 12, Bandung' }) ship_to_address!: string | null;
  @StringField({ nullable: true, example: 'DAP Bandung' }) delivery_terms!: string | null;
  @TextField({ nullable: true }) notes!: string | null;
  @MoneyField({ description: 'The sum of the lines, after discounts.' }) net_amount!: string;
  @MoneyField({ example: '137.50' }) tax_amount!: string;
  @MoneyField({ example: '0.00' }) freight_amount!: string;
  @MoneyField({ example: '1387.50' }) total_amount!: string;
  @IntegerField({ min: 1, example: 3 }) line_count!: number;
  @IntegerField({ example: 2, description: 'Lines of which not all has left.' }) open_lines!: number;
  @UuidField({ nullable: true }) confirmed_by!: string | null;
  @TimestampField({ nullable: true }) confirmed_at!: string | null;
  @StringField({ nullable: true, max: 2000, description: 'Why it was cancelled, or closed.' }) end_reason!:
    string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class SalesOrderHeadDto extends versioned(SalesOrderColumns) {}

export class SalesOrderLineDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @StringField({ example: 'Teddy bear, 30 cm' }) product_name!: string;
  @TextField({ nullable: true }) description!: string | null;
  @UuidField() warehouse_id!: string;
  @CodeField({ example: 'WH' }) warehouse_code!: string;
  @UuidField() unit_id!: string;
  @CodeField({ example: 'EA' }) unit_code!: string;
  @UnitQuantityField({ description: 'In the unit that the price is for.' }) unit_quantity!: string;
  @QuantityField({ description: 'The same in pieces of the stock unit, as all quantities below.' }) quantity!: number;
  @UnitCostField({ example: '89000.000000' }) unit_price!: string;
  @UnitCostField({ nullable: true, description: 'What the price list said, for the same unit and currency.' })
  list_price!: string | null;
  @EnumField(PRICE_SOURCES, {
    description:
      "Where the price is from: said by hand, the customer's list, the list for everybody, the product, or a quotation.",
  })
  price_source!: string;
  @UuidField({ nullable: true, description: 'The row of the price list, or the line of the quotation.' }) price_id!:
    string | null;
  @PercentField({ example: '0.0000' }) discount_percent!: string;
  @CodeField({ nullable: true, max: 32, example: 'PPN-11' }) tax_code!: string | null;
  @PercentField({ example: '11.0000' }) tax_percent!: string;
  @MoneyField() net_amount!: string;
  @MoneyField({ example: '137.50' }) tax_amount!: string;
  @DateField({ nullable: true }) requested_on!: string | null;
  @DateField({ nullable: true }) promised_on!: string | null;
  @BooleanField({ example: false }) is_late!: boolean;
  @EnumField(SUPPLY_MODES) supply!: string;
  @DateField({ nullable: true, example: null }) reserve_on!: string | null;
  @QuantityField({ min: 0, description: 'Pieces of stock that are held for it now.' }) reserved_quantity!: number;
  @QuantityField({ min: 0, description: 'All that left, also what came back.' }) shipped_quantity!: number;
  @QuantityField({ min: 0, description: 'Of it: came back.' }) returned_quantity!: number;
  @QuantityField({ min: 0, description: 'Of that: owed to the customer again.' }) reopened_quantity!: number;
  @QuantityField({ min: 0, description: 'On posted invoices.' }) invoiced_quantity!: number;
  @QuantityField({ min: 0, description: 'Not waited for any more.' }) cancelled_quantity!: number;
  @QuantityField({ min: 0, description: 'Still to leave.' }) open_quantity!: number;
}

export class SalesOrderDto extends SalesOrderHeadDto {
  @ListField(SalesOrderLineDto, { max: MAX_SALES_LINES }) lines!: SalesOrderLineDto[];
}

export class SalesOrderListQuery extends ListQuery {
  @ValuesField('string', { optional: true, max: 6, example: ['confirmed'], description: 'States.' }) state?: string[];
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) customer_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true, description: 'Orders of this product.' }) product_id?: string;
  @DateField({ optional: true, description: 'Ordered on this day or later.' }) ordered_from?: string;
  @DateField({ optional: true, description: 'Ordered on this day or earlier.' }) ordered_to?: string;
  @BooleanField({ optional: true, description: 'Something is past the day it was promised for.' }) late?: boolean;
}
