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
  ObjectField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import {
  LANDED_COST_BASES,
  LotOnLineInput,
  MAX_SERIALS,
  QuantityInput,
  SerialRangeInput,
} from '../../warehouse/index.js';

/** Lines of one receipt as they are said; serial numbers make more of them. */
export const MAX_RECEIPT_LINES = 500;
/** Lines of one receipt as they are kept. */
export const MAX_RECEIVED_LINES = 10_000;

type Class<T> = new () => T;

interface Arrival {
  lot_id?: string | null;
  lot?: LotOnLineInput | null;
  serials?: string[] | null;
  serial_range?: SerialRangeInput | null;
  to_location_id?: string | null;
  rejected_quantity?: number;
  rejection_reason?: string | null;
  rejected_location_id?: string | null;
}

/** What is said of pieces that came, however their order line is named. */
function arriving<T extends object>(Base: Class<T>): Class<T & Arrival> {
  class Arriving extends (Base as Class<object>) implements Arrival {
    @UuidField({ optional: true, nullable: true, description: 'For products that are tracked: a lot that is there.' })
    lot_id?: string | null;
    @ObjectField(LotOnLineInput, {
      optional: true,
      nullable: true,
      description: 'Instead: the lot by its code, with its expiry; made when it is not there.',
    })
    lot?: LotOnLineInput | null;
    @ValuesField('string', {
      optional: true,
      nullable: true,
      min: 1,
      max: MAX_SERIALS,
      example: ['SN-0001', 'SN-0002'],
      description: 'Instead: one serial number for each piece.',
    })
    serials?: string[] | null;
    @ObjectField(SerialRangeInput, { optional: true, nullable: true, example: null })
    serial_range?: SerialRangeInput | null;
    @UuidField({
      optional: true,
      nullable: true,
      description: "Where it is put; the document's place, else the warehouse's receiving place, when not given.",
    })
    to_location_id?: string | null;
    @QuantityField({
      optional: true,
      min: 0,
      example: 0,
      description: 'Pieces of the quantity that are not taken: they are put aside, to go back.',
    })
    rejected_quantity?: number;
    @StringField({
      optional: true,
      nullable: true,
      min: 1,
      max: 2000,
      example: 'Wet',
      description: 'Needed for those.',
    })
    rejection_reason?: string | null;
    @UuidField({
      optional: true,
      nullable: true,
      description: "Where those are put; the warehouse's quarantine when not given.",
    })
    rejected_location_id?: string | null;
  }
  return Arriving as Class<T & Arrival>;
}

export class OrderReceiptLineInput extends arriving(QuantityInput) {
  @IntegerField({ min: 1, description: 'The line of the order.' }) line_no!: number;
}

export class ReceivedOrderLineInput extends arriving(QuantityInput) {
  @UuidField({ description: 'The line of an order.' }) order_line_id!: string;
}

class ReceiptWords {
  @StringField({ optional: true, nullable: true, max: 200, example: 'DN-2026-0142' }) delivery_note?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Two boxes were open' }) notes?: string | null;
  @UuidField({ optional: true, nullable: true, description: 'Where what comes is put, unless a line says otherwise.' })
  to_location_id?: string | null;
  @TimestampField({
    optional: true,
    nullable: true,
    description: 'When it came, if that was earlier; it is valued at the exchange rate of that day.',
  })
  received_at?: string | null;
}

export class OrderReceiptInput extends ReceiptWords {
  @ListField(OrderReceiptLineInput, { min: 1, max: MAX_RECEIPT_LINES }) lines!: OrderReceiptLineInput[];
}

/** Everything that is open. */
export class WholeReceiptInput extends ReceiptWords {}

export class GoodsReceiptInput extends ReceiptWords {
  @ListField(ReceivedOrderLineInput, {
    min: 1,
    max: MAX_RECEIPT_LINES,
    description: 'Of orders of one company for one warehouse.',
  })
  lines!: ReceivedOrderLineInput[];
}

export class ReceiptInspectionDto {
  @UuidField() id!: string;
  @CodeField({ example: 'QI-000042' }) number!: string;
  @StringField({ example: 'open' }) state!: string;
  @QuantityField({ min: 0, nullable: true }) accepted_quantity!: number | null;
  @QuantityField({ min: 0, nullable: true }) rejected_quantity!: number | null;
}

export class GoodsReceiptLineDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() order_id!: string;
  @CodeField({ example: 'PO-000042' }) order_number!: string;
  @UuidField() order_line_id!: string;
  @IntegerField({ min: 1 }) order_line_no!: number;
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @UuidField({ nullable: true, description: 'Null for a service.' }) location_id!: string | null;
  @CodeField({ nullable: true, example: 'DOCK' }) location_code!: string | null;
  @UuidField({ nullable: true, description: 'The line of the ledger.' }) ledger_line_id!: string | null;
  @QuantityField() quantity!: number;
  @BooleanField({ example: false, description: 'Put aside when it came.' }) is_rejected!: boolean;
  @TextField({ nullable: true }) rejection_reason!: string | null;
  @MoneyField({ description: 'In the currency of the order.' }) amount!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @MoneyField({ description: 'What the ledger took it in at, in the currency of the company.' }) value!: string;
  @QuantityField({ min: 0 }) returned_quantity!: number;
  @MoneyField({ example: '0.00' }) returned_amount!: string;
  @MoneyField({ example: '0.00' }) returned_value!: string;
  @QuantityField({ min: 0, description: 'Pieces that lie where they belong.' }) put_away_quantity!: number;
  @ObjectField(ReceiptInspectionDto, { nullable: true, description: 'Of the pieces, where a plan asks for one.' })
  inspection!: ReceiptInspectionDto | null;
}

export class GoodsReceiptHeadDto {
  @UuidField() id!: string;
  @CodeField({ example: 'GR-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() warehouse_id!: string;
  @CodeField({ example: 'WH' }) warehouse_code!: string;
  @UuidField({ nullable: true }) shipment_id!: string | null;
  @UuidField({ nullable: true }) movement_id!: string | null;
  @StringField({ nullable: true, example: 'DN-2026-0142' }) delivery_note!: string | null;
  @TextField({ nullable: true }) notes!: string | null;
  @TimestampField() received_at!: string;
  @IntegerField({ min: 1, example: 3 }) line_count!: number;
  @UuidField() created_by!: string;
  @TimestampField() created_at!: string;
}

export class GoodsReceiptDto extends GoodsReceiptHeadDto {
  @ListField(GoodsReceiptLineDto, { max: MAX_RECEIVED_LINES }) lines!: GoodsReceiptLineDto[];
}

export class GoodsReceiptListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @UuidField({ optional: true }) order_id?: string;
  @UuidField({ optional: true }) shipment_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @DateField({ optional: true, description: 'Came on this day or later.' }) received_from?: string;
  @DateField({ optional: true, description: 'Came on this day or earlier.' }) received_to?: string;
}

export class ReceiptPutAwayLineInput {
  @IntegerField({ min: 1, description: 'The line of the receipt.' }) line_no!: number;
  @QuantityField({ optional: true, description: 'All that waits when not given.' }) quantity?: number;
  @UuidField({ optional: true, nullable: true, description: 'Where it goes; the rules decide when not given.' })
  to_location_id?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Too heavy for that shelf' }) reason?: string | null;
}

export class ReceiptPutAwayInput {
  @ListField(ReceiptPutAwayLineInput, {
    optional: true,
    min: 1,
    max: MAX_RECEIPT_LINES,
    description: 'All that waits of the receipt when not given.',
  })
  lines?: ReceiptPutAwayLineInput[];
}

export class ReceiptLandedCostWeightInput {
  @IntegerField({ min: 1, description: 'The line of the receipt.' }) line_no!: number;
  @DecimalField({ digits: 13, scale: 6, example: '12.5', description: 'What its pieces weigh together.' })
  weight!: string;
}

export class ReceiptLandedCostInput {
  @MoneyField({ example: '180.00', description: 'Spread over all lines that were taken.' }) amount!: string;
  @EnumField(LANDED_COST_BASES, { optional: true, description: '`value` when not given.' })
  basis?: (typeof LANDED_COST_BASES)[number];
  @ListField(ReceiptLandedCostWeightInput, {
    optional: true,
    max: MAX_RECEIVED_LINES,
    description: 'For the basis `weight`.',
  })
  weights?: ReceiptLandedCostWeightInput[];
  @StringField({ optional: true, nullable: true, max: 200, example: 'FREIGHT-4471' }) reference?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Sea freight of March' }) reason?: string | null;
}

export class WaitingReceiptLineDto {
  @UuidField() id!: string;
  @UuidField() receipt_id!: string;
  @CodeField({ example: 'GR-000042' }) receipt_number!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @CodeField({ example: 'PO-000042' }) order_number!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @UuidField() location_id!: string;
  @CodeField({ example: 'DOCK' }) location_code!: string;
  @QuantityField({ description: 'Pieces that wait.' }) quantity!: number;
  @TimestampField() received_at!: string;
}

export class WaitingReceiptLineListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) receipt_id?: string;
  @UuidField({ optional: true }) product_id?: string;
}

export class NotInvoicedDto {
  @UuidField() order_line_id!: string;
  @UuidField() order_id!: string;
  @CodeField({ example: 'PO-000042' }) order_number!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() company_id!: string;
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @QuantityField({ min: 0 }) received_quantity!: number;
  @QuantityField({ min: 0 }) returned_quantity!: number;
  @QuantityField({ min: Number.MIN_SAFE_INTEGER, example: 12, description: 'Invoiced and not credited.' })
  invoiced_quantity!: number;
  @QuantityField({
    min: Number.MIN_SAFE_INTEGER,
    example: 12,
    description:
      'Received, kept and not invoiced; below zero: invoiced and not received, or sent back and not credited.',
  })
  quantity!: number;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @MoneyField({ signed: true, description: 'What is open, in the currency of the order.' }) amount!: string;
  @MoneyField({ signed: true, description: 'What is open, in the currency of the company.' }) value!: string;
  @TimestampField({ description: 'When something came last; when the order was drafted where nothing has.' })
  last_received_at!: string;
}

export class NotInvoicedListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @UuidField({ optional: true }) order_id?: string;
  @UuidField({ optional: true }) product_id?: string;
}
