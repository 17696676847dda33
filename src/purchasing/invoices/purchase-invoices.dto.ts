import { ACCOUNT_ROLE_NAMES, INVOICE_STATUSES } from '../../accounting/index.js';
import type { AccountRoleName } from '../../accounting/index.js';
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
  UnitCostField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { PURCHASE_INVOICE } from './purchase-invoice.machine.js';
import { MAX_CHARGES, MAX_INVOICED_LINES } from './purchase-invoices-limits.js';

export class PurchaseInvoiceLineInput {
  @UuidField({ description: 'A line of an order that the supplier has.' }) order_line_id!: string;
  @QuantityField({ min: 0, description: 'Pieces in the stock unit; none only on a credit note of an amount.' })
  quantity!: number;
  @UnitCostField({
    optional: true,
    example: '12.500000',
    description: 'For the unit of the order, before discount and tax; as ordered when not given.',
  })
  unit_price?: string;
  @PercentField({ optional: true, example: '0.0000', description: 'As ordered when not given.' })
  discount_percent?: string;
  @MoneyField({
    optional: true,
    example: '250.00',
    description: 'As the paper says it; pieces * price less discount, rounded, when not given.',
  })
  net_amount?: string;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'That of the order, by its code, when not given; null for none.',
  })
  tax_code_id?: string | null;
  @MoneyField({ optional: true, nullable: true, example: '27.50', description: 'As the paper says it.' }) tax_amount?:
    string | null;
}

export class PurchaseChargeInput {
  @StringField({ min: 1, max: 500, example: 'Freight' }) description!: string;
  @EnumField(ACCOUNT_ROLE_NAMES, {
    optional: true,
    nullable: true,
    example: 'freight',
    description: 'Or the account itself.',
  })
  account_role?: AccountRoleName | null;
  @UuidField({ optional: true, nullable: true }) account_id?: string | null;
  @MoneyField({ example: '40.00' }) net_amount!: string;
  @UuidField({ optional: true, nullable: true }) tax_code_id?: string | null;
  @MoneyField({ optional: true, nullable: true, example: '4.40' }) tax_amount?: string | null;
}

export class PurchaseInvoiceInput {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @UuidField() supplier_id!: string;
  @EnumField(['invoice', 'credit_note'], { optional: true, default: 'invoice' }) kind?: 'invoice' | 'credit_note';
  @StringField({
    min: 1,
    max: 64,
    example: 'F-2026-118',
    description: "The supplier's own number, once of each supplier.",
  })
  external_number!: string;
  @DateField({ optional: true, description: 'Day of the paper; today when not given.' }) invoice_date?: string;
  @DateField({ optional: true, description: 'The day it is posted for; that of the paper when not given.' })
  entry_date?: string;
  @DateField({ optional: true, description: 'By the payment terms when not given.' }) due_date?: string;
  @UuidField({ optional: true, nullable: true, description: "The supplier's when not given." }) payment_terms_id?:
    string | null;
  @UnitCostField({
    optional: true,
    min: '0.000001',
    example: '1.000000',
    description: 'Exchange rate; that of the day when not given.',
  })
  rate?: string;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Of a credit note: the invoice of the books that it corrects.',
  })
  corrects_id?: string | null;
  @TextField({ optional: true, nullable: true }) memo?: string | null;
  @ListField(PurchaseInvoiceLineInput, { min: 1, max: MAX_INVOICED_LINES }) lines!: PurchaseInvoiceLineInput[];
  @ListField(PurchaseChargeInput, {
    optional: true,
    max: MAX_CHARGES,
    description: 'What no order line is for, such as freight.',
  })
  charges?: PurchaseChargeInput[];
}

export class PurchaseInvoiceReason {
  @StringField({ min: 1, max: 2000, example: 'Price agreed by telephone' }) reason!: string;
}

export class PurchaseInvoiceCancelInput extends PurchaseInvoiceReason {
  @DateField({ optional: true, description: 'The day of the reversal; today when not given.' }) entry_date?: string;
}

class PurchaseInvoiceColumns {
  @UuidField({ description: 'In the books: its payments and its journal entry are there.' }) invoice_id!: string;
  @UuidField() company_id!: string;
  @EnumField(PURCHASE_INVOICE.states, { description: 'Of the match; what is paid of it says `status`.' })
  state!: string;
  @EnumField(['invoice', 'credit_note']) kind!: string;
  @CodeField({ nullable: true, example: 'BILL-2026-000042', description: 'The number of the books, without gaps.' })
  number!: string | null;
  @StringField({ nullable: true, example: 'F-2026-118' }) external_number!: string | null;
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @DateField() invoice_date!: string;
  @DateField() due_date!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @MoneyField({ signed: true }) net_amount!: string;
  @MoneyField({ signed: true, example: '137.50' }) tax_amount!: string;
  @MoneyField({ example: '1387.50' }) total_amount!: string;
  @MoneyField({ example: '1387.50', description: 'Posted and not paid; of a credit note not used.' })
  open_amount!: string;
  @EnumField(INVOICE_STATUSES) status!: string;
  @BooleanField({ example: false, description: 'Nothing is paid of it.' }) is_held!: boolean;
  @TextField({ nullable: true, example: null, description: 'Why it is on hold, or was last.' }) hold_reason!:
    string | null;
  @MoneyField({ signed: true, example: '0.00', description: 'More than ordered, over its lines.' })
  price_variance!: string;
  @QuantityField({ min: 0, example: 0, description: 'Pieces more than had come, over its lines, when it was entered.' })
  quantity_variance!: number;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class PurchaseInvoiceHeadDto extends versioned(PurchaseInvoiceColumns) {}

export class PurchaseInvoiceLineDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() order_id!: string;
  @CodeField({ example: 'PO-000042' }) order_number!: string;
  @UuidField() order_line_id!: string;
  @IntegerField({ min: 1 }) order_line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @QuantityField({ min: 0 }) quantity!: number;
  @MoneyField() net_amount!: string;
  @MoneyField({ example: '27.50' }) tax_amount!: string;
  @MoneyField({ description: 'What the order says for as many pieces.' }) ordered_amount!: string;
  @MoneyField({ signed: true, example: '0.00' }) price_variance!: string;
  @QuantityField({ min: 0, example: 0 }) quantity_variance!: number;
  @QuantityField({ min: 0, example: 12, description: 'Of the order line now: received and not sent back.' })
  received_quantity!: number;
  @QuantityField({
    min: Number.MIN_SAFE_INTEGER,
    example: 12,
    description: 'Of the order line now: invoiced and not credited.',
  })
  invoiced_quantity!: number;
}

export class PurchaseInvoiceDto extends PurchaseInvoiceHeadDto {
  @ListField(PurchaseInvoiceLineDto, { max: MAX_INVOICED_LINES }) lines!: PurchaseInvoiceLineDto[];
}

export class PurchaseInvoiceListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @UuidField({ optional: true }) order_id?: string;
  @ValuesField('string', { optional: true, max: 5, example: ['held'], description: 'States of the match.' })
  state?: string[];
  @BooleanField({ optional: true, description: 'Whether nothing may be paid of it.' }) held?: boolean;
  @StringField({ optional: true, min: 1, max: 64 }) external_number?: string;
}
