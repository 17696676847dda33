import {
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  IntegerField,
  ListField,
  MoneyField,
  ObjectField,
  QuantityField,
  StringField,
  TimestampField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';

const percent = (description: string): PropertyDecorator =>
  DecimalField({ nullable: true, signed: true, digits: 15, scale: 2, example: '97.50', description });

export class SupplierPerformanceQuery {
  @DateField({ optional: true, description: 'First day; a year before the last one when not given.' }) from?: string;
  @DateField({ optional: true, description: 'Last day; today when not given.' }) to?: string;
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) supplier_id?: string;
}

export class SupplierPerformanceRowDto {
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @StringField({ example: 'Kain Jaya' }) supplier_name!: string;
  @IntegerField({ example: 40, description: 'Order lines that were due in the period, as they were asked for.' })
  lines_due!: number;
  @IntegerField({ example: 38, description: 'Of them: enough had come by that day.' }) lines_on_time!: number;
  @IntegerField({ example: 39, description: 'Of them: enough has come by now.' }) lines_in_full!: number;
  @percent('lines_on_time of lines_due.') on_time_percent!: string | null;
  @percent('lines_in_full of lines_due.') in_full_percent!: string | null;
  @QuantityField({ min: 0, description: 'Pieces that came in the period.' }) received_quantity!: number;
  @QuantityField({ min: 0, description: 'Of them: put aside when they came, or rejected by an inspection.' })
  rejected_quantity!: number;
  @QuantityField({ min: 0, description: 'Of them: went back.' }) returned_quantity!: number;
  @percent('Pieces that came and were not rejected, of those that came.') accepted_percent!: string | null;
  @MoneyField({
    description: 'What was ordered in the period where the price list had a price, in the currency of the company.',
  })
  ordered_amount!: string;
  @MoneyField({ signed: true, example: '-12.50', description: 'By how much that is more, or less, than by the list.' })
  price_variance!: string;
  @percent('The same of what the list says.') price_variance_percent!: string | null;
}

export class SupplierPerformanceDto {
  @DateField() from!: string;
  @DateField() to!: string;
  @ListField(SupplierPerformanceRowDto, { max: 100_000, description: 'By the code of the supplier.' })
  data!: SupplierPerformanceRowDto[];
}

export const TRACED_KINDS = [
  'requisition',
  'purchase_order',
  'purchase_order_change',
  'purchase_shipment',
  'purchase_receipt',
  'inspection',
  'purchase_return',
  'acceptance',
  'issue',
  'purchase_invoice',
  'payment',
] as const;

export class TracedDocumentDto {
  @EnumField(TRACED_KINDS) kind!: string;
  @UuidField() id!: string;
  @CodeField({ nullable: true, example: 'PO-000042' }) number!: string | null;
  @StringField({ nullable: true, example: 'partially_received' }) state!: string | null;
  @TimestampField({ description: 'When it was made.' }) at!: string;
  @ValuesField('uuid', { description: 'The documents it came of.' }) comes_of!: string[];
}

export class TraceDto {
  @ObjectField(TracedDocumentDto, { description: 'What was asked about.' }) document!: TracedDocumentDto;
  @ListField(TracedDocumentDto, {
    max: 100_000,
    description: 'The whole chain, from the request on, each kind by time.',
  })
  chain!: TracedDocumentDto[];
}
