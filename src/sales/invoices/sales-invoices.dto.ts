import { INVOICE_STATUSES } from '../../accounting/index.js';
import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  MoneyField,
  QuantityField,
  StringField,
  TextField,
  UnitCostField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { INVOICE_BASES } from './invoiced-lines.js';
import type { InvoiceBasis } from './invoiced-lines.js';
import { SALES_INVOICE_KINDS } from './sales-invoice-kinds.js';
import { SALES_INVOICE } from './sales-invoice.machine.js';
import { MAX_BILLED_DOCUMENTS, MAX_BILLED_LINES } from './sales-invoices-limits.js';

class SalesInvoiceWords {
  @DateField({ optional: true, description: 'Day of the paper; today when not given.' }) invoice_date?: string;
  @DateField({ optional: true, description: 'The day it is posted for; that of the paper when not given.' })
  entry_date?: string;
  @UnitCostField({
    optional: true,
    min: '0.000001',
    example: '1.000000',
    description: 'Exchange rate; that of the day when not given.',
  })
  rate?: string;
  @TextField({ optional: true, nullable: true, max: 2000 }) memo?: string | null;
  @BooleanField({ optional: true, description: 'Posts it at once, for those who may. False when not given.' })
  post?: boolean;
}

class SalesDemandWords extends SalesInvoiceWords {
  @DateField({ optional: true, description: 'By the payment terms when not given.' }) due_date?: string;
  @UuidField({ optional: true, nullable: true, description: "The order's when not given." }) payment_terms_id?:
    string | null;
}

export class BilledLineInput {
  @UuidField({ description: 'A line of a confirmed order.' }) order_line_id!: string;
  @QuantityField({ description: 'Pieces in the stock unit.' }) quantity!: number;
}

export class SalesInvoiceInput extends SalesDemandWords {
  @ValuesField('uuid', {
    optional: true,
    min: 1,
    max: MAX_BILLED_DOCUMENTS,
    description: 'What these deliveries shipped and is not invoiced; or `order_ids`, or `lines`.',
  })
  delivery_ids?: string[];
  @ValuesField('uuid', {
    optional: true,
    min: 1,
    max: MAX_BILLED_DOCUMENTS,
    description: 'All that may be invoiced of these orders.',
  })
  order_ids?: string[];
  @ListField(BilledLineInput, { optional: true, min: 1, max: MAX_BILLED_LINES }) lines?: BilledLineInput[];
  @EnumField(INVOICE_BASES, {
    optional: true,
    default: 'shipped',
    description: 'Of orders: what has left and did not come back, or all that was ordered.',
  })
  basis?: InvoiceBasis;
  @BooleanField({
    optional: true,
    example: true,
    description: 'With the freight of the orders that is not invoiced; true when not given.',
  })
  with_freight?: boolean;
  @BooleanField({ optional: true, example: true, description: 'Less the deposits of the orders; true when not given.' })
  with_deposits?: boolean;
}

export class DepositInput extends SalesDemandWords {
  @UuidField() order_id!: string;
  @MoneyField({ min: '0.01', description: 'Without tax, in the currency of the order.' }) amount!: string;
  @UuidField({ optional: true, nullable: true, description: 'None when not given.' }) tax_code_id?: string | null;
}

export class DepositCreditInput extends SalesInvoiceWords {
  @UuidField({ description: 'A deposit that was posted.' }) deposit_id!: string;
  @MoneyField({
    optional: true,
    min: '0.01',
    description: 'Without tax, in the currency of the deposit; all that is left of it when not given.',
  })
  amount?: string;
}

export class CreditLineInput {
  @UuidField({ description: 'An order line that was invoiced.' }) order_line_id!: string;
  @QuantityField({ optional: true, description: 'Pieces that need not be paid; or an amount.' }) quantity?: number;
  @MoneyField({ optional: true, min: '0.01', description: 'An amount without tax, for no pieces.' }) amount?: string;
}

export class CreditNoteInput extends SalesInvoiceWords {
  @UuidField({ optional: true, nullable: true, description: 'The invoice to a customer that it corrects.' })
  corrects_id?: string | null;
  @ListField(CreditLineInput, { min: 1, max: MAX_BILLED_LINES }) lines!: CreditLineInput[];
}

export class CancelSalesInvoiceInput {
  @StringField({ min: 1, max: 2000, example: 'Wrong customer' }) reason!: string;
  @DateField({ optional: true, description: 'The day of the reversal; today when not given.' }) entry_date?: string;
}

class SalesInvoiceColumns {
  @UuidField({ description: 'In the books: its payments and its journal entry are there.' }) invoice_id!: string;
  @UuidField() company_id!: string;
  @UuidField() customer_id!: string;
  @CodeField({ example: 'TOKO' }) customer_code!: string;
  @EnumField(SALES_INVOICE_KINDS) kind!: string;
  @EnumField(SALES_INVOICE.states) state!: string;
  @CodeField({ nullable: true, example: 'INV-2026-000042', description: 'The number of the books, without gaps.' })
  number!: string | null;
  @UuidField({ nullable: true, description: 'Of a credit note: the return that it is for.' }) return_id!: string | null;
  @DateField() invoice_date!: string;
  @DateField() due_date!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @MoneyField({ signed: true }) net_amount!: string;
  @MoneyField({ signed: true, example: '137.50' }) tax_amount!: string;
  @MoneyField({ example: '1387.50' }) total_amount!: string;
  @MoneyField({ example: '1387.50', description: 'Posted and not paid; of a credit note not used.' })
  open_amount!: string;
  @EnumField(INVOICE_STATUSES) status!: string;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class SalesInvoiceHeadDto extends versioned(SalesInvoiceColumns) {}

export class SalesInvoiceLineDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @EnumField(['goods', 'freight', 'deposit', 'deduction']) kind!: string;
  @UuidField() order_id!: string;
  @CodeField({ example: 'SO-000042' }) order_number!: string;
  @UuidField({ nullable: true }) order_line_id!: string | null;
  @IntegerField({ nullable: true, min: 1 }) order_line_no!: number | null;
  @UuidField({ nullable: true }) delivery_line_id!: string | null;
  @UuidField({ nullable: true }) product_id!: string | null;
  @CodeField({ nullable: true, example: 'BEAR-30' }) sku!: string | null;
  @StringField({ nullable: true, max: 500, example: 'SO-000042 line 1: BEAR-30' }) description!: string | null;
  @QuantityField({ min: 0, description: 'Pieces in the stock unit.' }) quantity!: number;
  @MoneyField({ signed: true }) net_amount!: string;
  @MoneyField({ signed: true, example: '27.50' }) tax_amount!: string;
}

export class SalesInvoiceDto extends SalesInvoiceHeadDto {
  @ListField(SalesInvoiceLineDto, { max: 500 }) lines!: SalesInvoiceLineDto[];
}

export class SalesInvoiceListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) customer_id?: string;
  @UuidField({ optional: true }) order_id?: string;
  @UuidField({ optional: true }) return_id?: string;
  @EnumField(SALES_INVOICE_KINDS, { optional: true }) kind?: string;
  @ValuesField('string', { optional: true, max: 3, example: ['posted'] }) state?: string[];
}
