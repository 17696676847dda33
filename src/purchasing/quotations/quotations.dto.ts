import {
  BooleanField,
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UnitCostField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { NOT_COMPARABLE, versioned } from '../../master-data/index.js';
import { QUOTATION_REQUEST } from './quotation-request.machine.js';

/** Lines of one request, and suppliers who are asked. */
export const MAX_QUOTATION_LINES = 200;
const MAX_SUPPLIERS = 50;

class QuotationLineInput {
  @UuidField() product_id!: string;
  @QuantityField({ description: 'Pieces of the stock unit.' }) quantity!: number;
  @StringField({ optional: true, nullable: true, min: 1, max: 2000, example: 'Width 150 cm' })
  description?: string | null;
  @DateField({ optional: true, nullable: true, example: '2027-02-14' }) needed_by?: string | null;
}

export class QuotationRequestInput {
  @StringField({ min: 1, max: 200, example: 'Plush for the spring collection' }) title!: string;
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @DateField({ optional: true, nullable: true, example: '2027-01-20', description: 'Not past.' })
  reply_by?: string | null;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
  @ListField(QuotationLineInput, { min: 1, max: MAX_QUOTATION_LINES }) lines!: QuotationLineInput[];
  @ValuesField('uuid', { min: 1, max: MAX_SUPPLIERS, description: 'Suppliers who are asked.' })
  supplier_ids!: string[];
}

class QuotationReplyLineInput {
  @IntegerField({ min: 1, description: 'A line of the request.' }) line_no!: number;
  @UnitCostField({ example: '45000.000000', description: 'For one of the unit.' }) price!: string;
  @UuidField({ optional: true, description: "The product's purchase unit, else its stock unit, when not given." })
  unit_id?: string;
  @CodeField({
    optional: true,
    max: 3,
    example: 'IDR',
    description: "The supplier's usual currency, else that of the company, when not given.",
  })
  currency_code?: string;
  @QuantityField({ optional: true, description: 'The least that is sold, in the unit of the price; 1 when not given.' })
  min_quantity?: number;
  @QuantityField({ optional: true, description: 'Orders are multiples of this; 1 when not given.' })
  order_multiple?: number;
  @IntegerField({ optional: true, nullable: true, max: 3650, example: 14 }) lead_time_days?: number | null;
  @DateField({ optional: true, nullable: true, example: '2027-03-31', description: 'The last day; not past.' })
  valid_until?: string | null;
  @StringField({ optional: true, nullable: true, min: 1, max: 2000 }) notes?: string | null;
}

export class QuotationReplyInput {
  @UuidField({ description: 'One of the suppliers who were asked.' }) supplier_id!: string;
  @ListField(QuotationReplyLineInput, {
    min: 1,
    max: MAX_QUOTATION_LINES,
    description: 'What he asks line by line; a line that he replied to before is replied to anew.',
  })
  lines!: QuotationReplyLineInput[];
}

class AwardLineInput {
  @IntegerField({ min: 1, description: 'A line of the request.' }) line_no!: number;
  @UuidField({ description: 'Whose reply is chosen.' }) supplier_id!: string;
}

export class QuotationAwardInput {
  @ListField(AwardLineInput, { min: 1, max: MAX_QUOTATION_LINES }) lines!: AwardLineInput[];
}

export class QuotationReasonInput {
  @StringField({ min: 1, max: 2000, example: 'Asked too late' }) reason!: string;
}

class QuotationRequestColumns {
  @CodeField({ example: 'RFQ-000042' }) number!: string;
  @UuidField() company_id!: string;
  @StringField({ example: 'Plush for the spring collection' }) title!: string;
  @DateField({ nullable: true }) reply_by!: string | null;
  @TextField({ nullable: true }) notes!: string | null;
  @EnumField(QUOTATION_REQUEST.states) state!: string;
  @IntegerField({ min: 0 }) line_count!: number;
  @IntegerField({ min: 0 }) supplier_count!: number;
  @IntegerField({ min: 0, description: 'Suppliers who have replied to at least one line.' }) replied_count!: number;
  @IntegerField({ min: 0, description: 'Lines of which a reply was chosen.' }) chosen_count!: number;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class QuotationRequestHeadDto extends versioned(QuotationRequestColumns) {}

class QuotationReplyDto {
  @UuidField() id!: string;
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @UuidField() unit_id!: string;
  @CodeField({ example: 'M' }) unit_code!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @UnitCostField() price!: string;
  @QuantityField() min_quantity!: number;
  @QuantityField() order_multiple!: number;
  @IntegerField({ nullable: true, example: 14 }) lead_time_days!: number | null;
  @DateField({ nullable: true }) valid_until!: string | null;
  @TextField({ nullable: true }) notes!: string | null;
  @BooleanField({ example: false }) is_chosen!: boolean;
  @UuidField({ nullable: true, description: 'The price of the supplier that the chosen reply became.' })
  supplier_price_id!: string | null;
  @TimestampField() updated_at!: string;
}

class QuotationRequestLineDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @TextField({ nullable: true }) description!: string | null;
  @QuantityField() quantity!: number;
  @DateField({ nullable: true }) needed_by!: string | null;
  @ListField(QuotationReplyDto, { max: MAX_SUPPLIERS }) replies!: QuotationReplyDto[];
}

class AskedSupplierDto {
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @StringField({ example: 'Kain Jaya' }) supplier_name!: string;
}

export class QuotationRequestDto extends QuotationRequestHeadDto {
  @ListField(QuotationRequestLineDto, { max: MAX_QUOTATION_LINES }) lines!: QuotationRequestLineDto[];
  @ListField(AskedSupplierDto, { max: MAX_SUPPLIERS }) suppliers!: AskedSupplierDto[];
}

class ComparedReplyDto {
  @UuidField() reply_id!: string;
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @UnitCostField() price!: string;
  @IntegerField({ nullable: true, example: 14 }) lead_time_days!: number | null;
  @QuantityField({ nullable: true, description: 'What to order, in the unit of the price.' })
  order_quantity!: number | null;
  @QuantityField({ nullable: true, description: 'The same in stock units; null where that is not a whole number.' })
  stock_quantity!: number | null;
  @DecimalField({ scale: 6, digits: 50, nullable: true, example: '45000.000000', description: 'Of one stock unit.' })
  price_per_stock_unit!: string | null;
  @DecimalField({ scale: 2, digits: 50, nullable: true, example: '1350000.00' }) amount!: string | null;
  @DecimalField({ scale: 2, digits: 50, nullable: true, example: '1350000.00', description: 'In the one currency.' })
  compared_amount!: string | null;
  @EnumField(NOT_COMPARABLE, { nullable: true, example: null, description: 'Why it cannot be compared.' })
  not_comparable!: string | null;
  @BooleanField({ example: false, description: 'Past the day until which it holds.' }) is_expired!: boolean;
  @BooleanField({ example: false }) is_chosen!: boolean;
}

class ComparedLineDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @QuantityField() quantity!: number;
  @ListField(ComparedReplyDto, {
    max: MAX_SUPPLIERS,
    description: 'Cheapest for all of the line first; those that cannot be compared last.',
  })
  replies!: ComparedReplyDto[];
}

export class QuotationComparisonDto {
  @UuidField() request_id!: string;
  @CodeField({ max: 3, example: 'IDR', description: 'Of the company.' }) currency_code!: string;
  @DateField({ description: 'Whose exchange rates are taken: today.' }) date!: string;
  @ListField(ComparedLineDto, { max: MAX_QUOTATION_LINES }) lines!: ComparedLineDto[];
}

export class QuotationListQuery extends ListQuery {
  @ValuesField('string', { optional: true, max: 4, example: ['sent'], description: 'States, separated by commas.' })
  state?: string[];
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true, description: 'Those that this supplier was asked.' }) supplier_id?: string;
  @UuidField({ optional: true, description: 'Those that ask for this product.' }) product_id?: string;
}
