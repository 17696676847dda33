import {
  AnyField,
  BooleanField,
  CodeField,
  DateField,
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
import { MAX_SALES_LINES } from '../orders/sales-orders-limits.js';
import { PRICE_SOURCES } from '../orders/sales-words.js';
import { SALES_QUOTATION } from './quotation.machine.js';

/** For how many days a quotation holds when nobody says until when. */
export const VALID_DAYS = 30;

class QuotationWords {
  @DateField({ optional: true, description: 'Today when not given.' }) quoted_on?: string;
  @DateField({ optional: true, example: '2027-03-31', description: `The last day; ${VALID_DAYS} days when not given.` })
  valid_until?: string;
  @StringField({ optional: true, nullable: true, max: 200, example: 'Inquiry of 3 March' }) customer_reference?:
    string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Terms of payment; the days of the customer when not given.',
  })
  payment_terms_id?: string | null;
  @StringField({ optional: true, nullable: true, max: 200, example: 'DAP Bandung' }) delivery_terms?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Samples are included' }) notes?: string | null;
  @MoneyField({ optional: true, example: '25000.00', description: 'For the transport, without tax.' })
  freight_amount?: string;
}

export class QuotationInput extends QuotationWords {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @UuidField() customer_id!: string;
  @CodeField({
    optional: true,
    max: 3,
    example: 'IDR',
    description: "The customer's, else the company's, when not given.",
  })
  currency_code?: string;
  @ListField(SalesLineInput, { min: 1, max: MAX_SALES_LINES }) lines!: SalesLineInput[];
}

export class QuotationPatch extends patchOf(QuotationWords) {
  @ListField(SalesLineInput, {
    optional: true,
    min: 1,
    max: MAX_SALES_LINES,
    description: 'Instead of all lines that there are.',
  })
  lines?: SalesLineInput[];
}

class QuotationColumns {
  @CodeField({ example: 'SQ-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() customer_id!: string;
  @CodeField({ example: 'TOKO-BAHAGIA' }) customer_code!: string;
  @StringField({ example: 'Toko Bahagia' }) customer_name!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @EnumField(SALES_QUOTATION.states) state!: string;
  @IntegerField({ min: 1, description: 'Grows with every revision of what was sent.' }) revision!: number;
  @DateField() quoted_on!: string;
  @DateField() valid_until!: string;
  @BooleanField({ example: false, description: 'It was sent, and its last day has passed.' }) is_expired!: boolean;
  @StringField({ nullable: true, example: 'Inquiry of 3 March' }) customer_reference!: string | null;
  @UuidField({ nullable: true }) payment_terms_id!: string | null;
  @IntegerField({ example: 30 }) payment_terms_days!: number;
  @StringField({ nullable: true, example: 'DAP Bandung' }) delivery_terms!: string | null;
  @TextField({ nullable: true }) notes!: string | null;
  @MoneyField({ description: 'The sum of the lines, after discounts.' }) net_amount!: string;
  @MoneyField({ example: '137.50' }) tax_amount!: string;
  @MoneyField({ example: '0.00' }) freight_amount!: string;
  @MoneyField({ example: '1387.50' }) total_amount!: string;
  @IntegerField({ min: 1, example: 3 }) line_count!: number;
  @TimestampField({ nullable: true, description: 'When the latest version was sent.' }) sent_at!: string | null;
  @StringField({ nullable: true, max: 2000, description: 'Why it was lost or cancelled.' }) end_reason!: string | null;
  @UuidField({ nullable: true, description: 'The order that it was won as.' }) order_id!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class QuotationHeadDto extends versioned(QuotationColumns) {}

export class QuotationLineDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @StringField({ example: 'Teddy bear, 30 cm' }) product_name!: string;
  @TextField({ nullable: true }) description!: string | null;
  @UuidField() unit_id!: string;
  @CodeField({ example: 'EA' }) unit_code!: string;
  @UnitQuantityField({ description: 'In the unit that the price is for.' }) unit_quantity!: string;
  @QuantityField({ description: 'The same in pieces of the stock unit.' }) quantity!: number;
  @UnitCostField({ example: '89000.000000' }) unit_price!: string;
  @UnitCostField({ nullable: true }) list_price!: string | null;
  @EnumField(PRICE_SOURCES) price_source!: string;
  @UuidField({ nullable: true }) price_id!: string | null;
  @PercentField({ example: '0.0000' }) discount_percent!: string;
  @CodeField({ nullable: true, max: 32, example: 'PPN-11' }) tax_code!: string | null;
  @PercentField({ example: '11.0000' }) tax_percent!: string;
  @MoneyField() net_amount!: string;
  @MoneyField({ example: '137.50' }) tax_amount!: string;
  @DateField({ nullable: true }) requested_on!: string | null;
}

export class QuotationDto extends QuotationHeadDto {
  @ListField(QuotationLineDto, { max: MAX_SALES_LINES }) lines!: QuotationLineDto[];
}

export class QuotationVersionDto {
  @IntegerField({ min: 1 }) revision!: number;
  @DateField() valid_until!: string;
  @MoneyField({ example: '1387.50' }) total_amount!: string;
  @UuidField() sent_by!: string;
  @TimestampField() sent_at!: string;
  @AnyField({ example: { number: 'SQ-000042', lines: [] }, description: 'Head and lines as they were sent.' })
  document!: unknown;
}

export class SalesQuotationListQuery extends ListQuery {
  @ValuesField('string', { optional: true, max: 5, example: ['sent'], description: 'States.' }) state?: string[];
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) customer_id?: string;
  @UuidField({ optional: true, description: 'Quotations of this product.' }) product_id?: string;
  @BooleanField({ optional: true, description: 'Sent, and past its last day.' }) expired?: boolean;
}

export class WinQuotationInput {
  @UuidField({ optional: true, description: "Where the goods leave; the company's first warehouse when not given." })
  warehouse_id?: string;
  @StringField({ optional: true, nullable: true, max: 200, example: 'PO-4711' }) customer_reference?: string | null;
}
