import {
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
import { QuantityInput } from '../../warehouse/index.js';
import { MAX_BULK_ORDERS, MAX_ORDER_LINES } from './orders-limits.js';
import { PURCHASE_ORDER } from './purchase-order.machine.js';

const PRICE =
  "For one of the unit that the line counts in, in the currency of the order; that of the supplier's price list when not given.";
const DISCOUNT = 'Taken off before the amount is rounded.';

interface OrderLineWords {
  unit_price?: string | null;
  discount_percent?: string;
  tax_code?: string | null;
  tax_percent?: string;
  description?: string | null;
  needed_on?: string | null;
  promised_on?: string | null;
}

type Class<T> = new () => T;

/** What may be said of a line beside its quantity. */
function worded<T extends object>(Base: Class<T>): Class<T & OrderLineWords> {
  class Worded extends (Base as Class<object>) implements OrderLineWords {
    @UnitCostField({ optional: true, nullable: true, example: '45.580500', description: PRICE }) unit_price?:
      string | null;
    @PercentField({ optional: true, example: '2.5000', description: DISCOUNT }) discount_percent?: string;
    @CodeField({ optional: true, nullable: true, max: 32, example: 'PPN-11' }) tax_code?: string | null;
    @PercentField({ optional: true, example: '11.0000', description: 'On the rounded net amount of the line.' })
    tax_percent?: string;
    @TextField({ optional: true, nullable: true, example: 'Brown, 150 cm wide' }) description?: string | null;
    @DateField({ optional: true, nullable: true, example: '2026-02-14', description: 'When it is needed.' })
    needed_on?: string | null;
    @DateField({
      optional: true,
      nullable: true,
      example: '2026-02-10',
      description: 'When the supplier is asked to deliver; by its lead time when not given.',
    })
    promised_on?: string | null;
  }
  return Worded as Class<T & OrderLineWords>;
}

class NoQuantity {}

export class PurchaseOrderLineInput extends worded(QuantityInput) {
  @UuidField() product_id!: string;
}

class PurchaseOrderWords {
  @DateField({ optional: true, description: 'Today when not given.' }) ordered_on?: string;
  @StringField({
    optional: true,
    nullable: true,
    max: 200,
    example: 'SO-88123',
    description: 'What the supplier calls the order.',
  })
  supplier_reference?: string | null;
  @IntegerField({ optional: true, max: 3650, example: 30, description: "The supplier's when not given." })
  payment_terms_days?: number;
  @StringField({ optional: true, nullable: true, max: 200, example: 'DDP Bandung' }) delivery_terms?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Deliver before noon' }) notes?: string | null;
}

export class PurchaseOrderInput extends PurchaseOrderWords {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @UuidField() supplier_id!: string;
  @UuidField({ optional: true, description: "Where the goods go; the company's first warehouse when not given." })
  warehouse_id?: string;
  @CodeField({
    optional: true,
    max: 3,
    example: 'IDR',
    description: "The supplier's, else the company's, when not given.",
  })
  currency_code?: string;
  @ListField(PurchaseOrderLineInput, { min: 1, max: MAX_ORDER_LINES }) lines!: PurchaseOrderLineInput[];
}

export class PurchaseOrderPatch extends patchOf(PurchaseOrderWords) {
  @ListField(PurchaseOrderLineInput, {
    optional: true,
    min: 1,
    max: MAX_ORDER_LINES,
    description: 'Instead of all lines that there are; refused where lines are for requisitions.',
  })
  lines?: PurchaseOrderLineInput[];
}

/** What a list says of an order. */
class PurchaseOrderColumns {
  @CodeField({ example: 'PO-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @StringField({ example: 'Kain Jaya' }) supplier_name!: string;
  @UuidField() warehouse_id!: string;
  @CodeField({ example: 'WH' }) warehouse_code!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @EnumField(PURCHASE_ORDER.states) state!: string;
  @IntegerField({ min: 1, description: 'Grows with every change after the approval.' }) revision!: number;
  @IntegerField({ min: 1, nullable: true, description: 'Which revision the supplier has got.' }) sent_revision!:
    number | null;
  @DateField() ordered_on!: string;
  @DateField({ nullable: true, description: 'The first day on which something is due that has not come.' }) due_on!:
    string | null;
  @BooleanField({ example: false, description: 'Something is past the day it was due.' }) is_late!: boolean;
  @StringField({ nullable: true, example: 'SO-88123' }) supplier_reference!: string | null;
  @IntegerField({ example: 30 }) payment_terms_days!: number;
  @StringField({ nullable: true, example: 'DDP Bandung' }) delivery_terms!: string | null;
  @TextField({ nullable: true }) notes!: string | null;
  @MoneyField({ description: 'The sum of the lines, after discounts.' }) net_amount!: string;
  @MoneyField({ example: '137.50' }) tax_amount!: string;
  @MoneyField({ example: '1387.50' }) total_amount!: string;
  @MoneyField({
    nullable: true,
    description: 'The total in the currency of the company, at the rate of the day of the submission or last change.',
  })
  company_amount!: string | null;
  @IntegerField({ min: 1, example: 3 }) line_count!: number;
  @IntegerField({ example: 2, description: 'Lines of which not all has come.' }) open_lines!: number;
  @UuidField({ nullable: true, description: 'A change that waits for its approval.' }) pending_change_id!:
    string | null;
  @UuidField({ nullable: true }) submitted_by!: string | null;
  @TimestampField({ nullable: true }) submitted_at!: string | null;
  @TimestampField({ nullable: true }) approved_at!: string | null;
  @TimestampField({ nullable: true }) sent_at!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class PurchaseOrderHeadDto extends versioned(PurchaseOrderColumns) {}

export class OrderLineRequestDto {
  @UuidField() requisition_line_id!: string;
  @UuidField() requisition_id!: string;
  @CodeField({ example: 'PR-000017' }) requisition_number!: string;
  @IntegerField({ min: 1 }) requisition_line_no!: number;
  @QuantityField({ description: 'Pieces of the order line that are for it.' }) quantity!: number;
}

export class PurchaseOrderLineDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @TextField({ nullable: true }) description!: string | null;
  @StringField({ nullable: true, example: 'KJ-4410' }) supplier_sku!: string | null;
  @UuidField() unit_id!: string;
  @CodeField({ example: 'M' }) unit_code!: string;
  @UnitQuantityField({ description: 'In the unit that the price is for.' }) unit_quantity!: string;
  @QuantityField({ description: 'The same in pieces of the stock unit, as all quantities below.' }) quantity!: number;
  @UnitCostField({ example: '45.580500' }) unit_price!: string;
  @UnitCostField({ nullable: true, description: 'What the price list said, for the same unit and currency.' })
  list_price!: string | null;
  @PercentField({ example: '0.0000' }) discount_percent!: string;
  @CodeField({ nullable: true, max: 32, example: 'PPN-11' }) tax_code!: string | null;
  @PercentField({ example: '11.0000' }) tax_percent!: string;
  @MoneyField() net_amount!: string;
  @MoneyField({ example: '137.50' }) tax_amount!: string;
  @DateField({ nullable: true }) needed_on!: string | null;
  @DateField({ nullable: true }) promised_on!: string | null;
  @DateField({ nullable: true, description: 'When the supplier says it will come.' }) confirmed_on!: string | null;
  @QuantityField({ min: 0, nullable: true, description: 'Null: the supplier has not said.' }) confirmed_quantity!:
    number | null;
  @DateField({ nullable: true, description: 'As confirmed, else as asked for, else as needed.' }) due_on!:
    string | null;
  @BooleanField({ example: false }) is_late!: boolean;
  @QuantityField({ description: 'From so many on the line counts as delivered.' }) least_quantity!: number;
  @QuantityField({ description: 'More than this is not taken.' }) most_quantity!: number;
  @QuantityField({ min: 0, description: 'All that came, also what went back.' }) received_quantity!: number;
  @QuantityField({ min: 0, description: 'Of it: not taken when it came, and put aside.' }) rejected_quantity!: number;
  @QuantityField({ min: 0, description: 'Of it: went back to the supplier.' }) returned_quantity!: number;
  @QuantityField({ min: 0, description: 'Of that: still owed by the supplier.' }) reopened_quantity!: number;
  @QuantityField({ min: 0, description: 'Still to come.' }) open_quantity!: number;
  @BooleanField({ example: false, description: 'No more is expected of the rest.' }) is_closed_short!: boolean;
  @BooleanField({ example: false, description: 'Delivered, within the tolerance, or closed.' }) is_complete!: boolean;
  @ListField(OrderLineRequestDto, { example: [] }) requests!: OrderLineRequestDto[];
}

export class OrderApprovalDto {
  @IntegerField({ min: 1 }) revision!: number;
  @UuidField({ nullable: true }) tier_id!: string | null;
  @StringField({ nullable: true, example: 'Head of purchasing' }) tier_name!: string | null;
  @MoneyField({ description: 'In the currency of the company.' }) amount!: string;
  @TextField({ nullable: true }) notes!: string | null;
  @UuidField() approved_by!: string;
  @StringField({ example: 'siti' }) approved_by_username!: string;
  @TimestampField() approved_at!: string;
}

export class OpenTierDto {
  @UuidField({ nullable: true }) tier_id!: string | null;
  @StringField({ example: 'Director' }) name!: string;
  @MoneyField({ example: '50000000.00' }) from_amount!: string;
  @BooleanField({ description: 'The caller may approve it.' }) is_mine!: boolean;
}

export class PurchaseOrderDto extends PurchaseOrderHeadDto {
  @ListField(PurchaseOrderLineDto, { max: MAX_ORDER_LINES }) lines!: PurchaseOrderLineDto[];
  @ListField(OrderApprovalDto, { description: 'Of all revisions, the oldest first.' }) approvals!: OrderApprovalDto[];
}

export class PurchaseOrderListQuery extends ListQuery {
  @ValuesField('string', { optional: true, max: 9, example: ['sent', 'confirmed'], description: 'States.' })
  state?: string[];
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true, description: 'Orders of this product.' }) product_id?: string;
  @UuidField({ optional: true, description: 'Orders for this line of a requisition.' }) requisition_line_id?: string;
  @DateField({ optional: true, description: 'Ordered on this day or later.' }) ordered_from?: string;
  @DateField({ optional: true, description: 'Ordered on this day or earlier.' }) ordered_to?: string;
  @BooleanField({ optional: true, description: 'Something is past the day it was due.' }) late?: boolean;
}

export class RequestedLineInput {
  @UuidField({ description: 'An approved line of a requisition.' }) requisition_line_id!: string;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'From whom; who was suggested, else the cheapest offer, when not given.',
  })
  supplier_id?: string | null;
  @QuantityField({ optional: true, description: 'Pieces; all that is left to order when not given.' })
  quantity?: number;
  @UnitCostField({ optional: true, nullable: true, description: 'For a piece; by the price list when not given.' })
  unit_price?: string | null;
}

export class FromRequisitionsInput {
  @ListField(RequestedLineInput, { min: 1, max: MAX_ORDER_LINES }) lines!: RequestedLineInput[];
  @DateField({ optional: true, description: 'Today when not given.' }) ordered_on?: string;
  @CodeField({ optional: true, nullable: true, max: 32, example: 'PPN-11', description: 'Of all lines.' }) tax_code?:
    string | null;
  @PercentField({ optional: true, example: '11.0000', description: 'Of all lines; none when not given.' })
  tax_percent?: string;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
}

export class FromRequisitionsDto {
  @ListField(PurchaseOrderDto, { description: 'A draft for each supplier, warehouse and currency.' })
  orders!: PurchaseOrderDto[];
}

export class PurchaseReasonInput {
  @StringField({ min: 1, max: 2000, example: 'Ordered twice' }) reason!: string;
}

export class PurchaseApprovalInput {
  @TextField({ optional: true, nullable: true, example: 'Within the budget of March' }) notes?: string | null;
}

export class OrderConfirmationLineInput {
  @IntegerField({ min: 1 }) line_no!: number;
  @DateField({
    optional: true,
    nullable: true,
    example: '2026-02-12',
    description: 'When it will come; as it was asked for when not given.',
  })
  confirmed_on?: string | null;
  @QuantityField({ optional: true, min: 0, description: 'How many pieces; all of the line when not given.' })
  confirmed_quantity?: number;
}

export class OrderConfirmationInput {
  @ListField(OrderConfirmationLineInput, {
    optional: true,
    min: 1,
    max: MAX_ORDER_LINES,
    description: 'All lines that are not confirmed yet, as they were ordered, when not given.',
  })
  lines?: OrderConfirmationLineInput[];
  @StringField({ optional: true, nullable: true, max: 200, example: 'SO-88123' }) supplier_reference?: string | null;
  @TextField({ optional: true, nullable: true }) reason?: string | null;
}

export class ShortCloseInput extends PurchaseReasonInput {
  @ValuesField('integer', {
    optional: true,
    min: 1,
    max: MAX_ORDER_LINES,
    example: [2],
    description: 'Numbers of the lines of which no more is expected; all that are open when not given.',
  })
  lines?: number[];
}

/** What a change says of a line that is there. */
export class OrderLineChangeInput extends worded(NoQuantity) {
  @IntegerField({ min: 1 }) line_no!: number;
  @UnitQuantityField({ optional: true, description: 'In the unit of the line.' }) unit_quantity?: string;
  @BooleanField({ optional: true, example: false, description: 'True: no more of it is wanted than came.' })
  cancel?: boolean;
}

export class OrderChangeInput extends PurchaseReasonInput {
  @ListField(OrderLineChangeInput, { optional: true, max: MAX_ORDER_LINES }) lines?: OrderLineChangeInput[];
  @ListField(PurchaseOrderLineInput, {
    optional: true,
    max: MAX_ORDER_LINES,
    description: 'Lines that come in addition.',
  })
  added_lines?: PurchaseOrderLineInput[];
}

export const ORDER_BULK_ACTIONS = ['submit', 'approve', 'send', 'close'] as const;
export type PurchaseBulkAction = (typeof ORDER_BULK_ACTIONS)[number];

export class PurchaseBulkInput {
  @EnumField(ORDER_BULK_ACTIONS, { description: 'Needs the permission of that action too.' })
  action!: PurchaseBulkAction;
  @ValuesField('uuid', { min: 1, max: MAX_BULK_ORDERS, description: 'Orders, each once.' }) ids!: string[];
  @EnumField(['atomic', 'partial'], { default: 'atomic', description: 'One refusal undoes all, or only itself.' })
  mode!: 'atomic' | 'partial';
}

export class PurchaseBulkResultDto {
  @UuidField() id!: string;
  @BooleanField() ok!: boolean;
  @StringField({ nullable: true, example: 'PO-000042' }) number!: string | null;
  @StringField({ nullable: true, example: 'submitted' }) state!: string | null;
  @StringField({ nullable: true, example: null }) error_code!: string | null;
  @StringField({ nullable: true, max: 2000, example: null }) detail!: string | null;
}

export class PurchaseBulkAnswerDto {
  @IntegerField({ min: 0, example: 1 }) succeeded!: number;
  @IntegerField({ min: 0, example: 0 }) failed!: number;
  @ListField(PurchaseBulkResultDto, { description: 'In the order of the ids.' }) results!: PurchaseBulkResultDto[];
}
