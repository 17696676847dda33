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
import { ACCOUNT_ROLE_NAMES } from '../accounts/account-roles.js';
import type { AccountRoleName } from '../accounts/account-roles.js';
import { INVOICE } from './invoice.machine.js';
import { MAX_ALLOCATIONS, MAX_GIVEN_LINES, MAX_INVOICE_LINES } from './invoice-limits.js';
import { INVOICE_KINDS, INVOICE_STATUSES, SIDES } from './sides.js';
import type { InvoiceKind } from './sides.js';

const RATE = "Units of the company's currency for one of the invoice's.";

export class InvoiceLineInput {
  @UuidField({ optional: true, nullable: true, description: 'The account it stands on; or by its role.' }) account_id?:
    string | null;
  @EnumField(ACCOUNT_ROLE_NAMES, {
    optional: true,
    nullable: true,
    example: 'purchase_expense',
    description: 'What it is, instead of an account.',
  })
  account_role?: AccountRoleName | null;
  @StringField({ optional: true, nullable: true, max: 500, example: 'Plush fabric, brown' }) description?:
    string | null;
  @UnitQuantityField({ optional: true, example: '20', description: '1 when not given.' }) quantity?: string;
  @UuidField({ optional: true, nullable: true, description: 'Unit of the quantity, for people.' }) unit_id?:
    string | null;
  @UnitCostField({
    optional: true,
    example: '12.500000',
    description: 'Before discount and tax; needed without net_amount.',
  })
  unit_price?: string;
  @PercentField({ optional: true, example: '0.0000' }) discount_percent?: string;
  @MoneyField({
    optional: true,
    nullable: true,
    signed: true,
    example: '250.00',
    description: 'What the line is worth; quantity * price less discount, rounded, when not given. May be below zero.',
  })
  net_amount?: string | null;
  @UuidField({ optional: true, nullable: true }) tax_code_id?: string | null;
  @MoneyField({
    optional: true,
    nullable: true,
    signed: true,
    example: '27.50',
    description: 'As the paper says it; the rate of the day of the net amount, rounded, when not given.',
  })
  tax_amount?: string | null;
  @UuidField({ optional: true, nullable: true }) department_id?: string | null;
}

class InvoiceWords {
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 64,
    example: 'F-2026-118',
    description: "The supplier's own number, once of each supplier; or a reference of the customer.",
  })
  external_number?: string | null;
  @DateField({ optional: true, description: 'Day of the paper; today when not given. Tax is that of this day.' })
  invoice_date?: string;
  @DateField({ optional: true, description: 'The day it is posted for; that of the paper when not given.' })
  entry_date?: string;
  @DateField({
    optional: true,
    description: 'By the payment terms, else those of the supplier or customer, when not given.',
  })
  due_date?: string;
  @UuidField({ optional: true, nullable: true }) payment_terms_id?: string | null;
  @UnitCostField({
    optional: true,
    min: '0.000001',
    example: '1.000000',
    description: `${RATE} That of the day of posting when not given.`,
  })
  rate?: string;
  @TextField({ optional: true, nullable: true }) memo?: string | null;
  @ListField(InvoiceLineInput, { min: 1, max: MAX_GIVEN_LINES }) lines!: InvoiceLineInput[];
}

export class InvoiceInput extends InvoiceWords {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @EnumField(INVOICE_KINDS, { default: 'invoice' }) kind!: InvoiceKind;
  @UuidField({ optional: true, nullable: true, description: 'Whose invoice it is: of a supplier,' }) supplier_id?:
    string | null;
  @UuidField({ optional: true, nullable: true, description: 'or to a customer.' }) customer_id?: string | null;
  @CodeField({
    optional: true,
    nullable: true,
    max: 3,
    example: 'IDR',
    description: 'That of the supplier or customer, else of the company, when not given.',
  })
  currency_code?: string | null;
  @UuidField({ optional: true, nullable: true, description: 'Of a credit note: the invoice that it corrects.' })
  corrects_id?: string | null;
}

/** What of a draft may change; lines take the place of all that were there. */
export class InvoicePatch extends patchOf(InvoiceWords) {}

class InvoiceColumns {
  @CodeField({
    nullable: true,
    example: 'BILL-2026-000042',
    description: 'Legal, without gaps; null until it is posted.',
  })
  number!: string | null;
  @UuidField() company_id!: string;
  @EnumField(SIDES) side!: string;
  @EnumField(INVOICE_KINDS) kind!: string;
  @UuidField({ nullable: true }) supplier_id!: string | null;
  @UuidField({ nullable: true }) customer_id!: string | null;
  @CodeField({ example: 'KAIN-JAYA' }) partner_code!: string;
  @StringField({ example: 'Kain Jaya' }) partner_name!: string;
  @StringField({ nullable: true, example: 'F-2026-118' }) external_number!: string | null;
  @DateField() invoice_date!: string;
  @DateField() entry_date!: string;
  @DateField({ example: '2026-02-25' }) due_date!: string;
  @UuidField({ nullable: true }) payment_terms_id!: string | null;
  @CodeField({ example: 'IDR' }) currency_code!: string;
  @UnitCostField({ example: '1.000000', description: RATE }) rate!: string;
  @MoneyField({ signed: true }) net_amount!: string;
  @MoneyField({ signed: true, example: '137.50' }) tax_amount!: string;
  @MoneyField({ example: '1387.50' }) total_amount!: string;
  @MoneyField({
    example: '1387.50',
    description: "In the company's currency: the sum of its lines and taxes, each rounded.",
  })
  base_total!: string;
  @MoneyField({ example: '0.00', description: 'Paid, or of a credit note used.' }) allocated_amount!: string;
  @MoneyField({ example: '1387.50', description: 'Posted and not paid; of a credit note not used.' })
  open_amount!: string;
  @MoneyField({ example: '1387.50', description: "The same in the company's currency, at the rate of the invoice." })
  open_base!: string;
  @EnumField(INVOICE.states) state!: string;
  @EnumField(INVOICE_STATUSES, { description: 'The state with what is paid of it.' }) status!: string;
  @BooleanField({ example: false, description: 'Past its due date, and something is open of it.' })
  is_overdue!: boolean;
  @BooleanField({ example: false, description: 'On hold: nothing is paid of it.' }) is_held!: boolean;
  @TextField({ nullable: true, description: 'Why it is on hold, or was last.' }) hold_reason!: string | null;
  @UuidField({ nullable: true }) held_by!: string | null;
  @TimestampField({ nullable: true }) held_at!: string | null;
  @TextField({ nullable: true }) release_reason!: string | null;
  @UuidField({ nullable: true }) released_by!: string | null;
  @TimestampField({ nullable: true }) released_at!: string | null;
  @UuidField({ nullable: true }) corrects_id!: string | null;
  @CodeField({
    nullable: true,
    example: 'purchase_invoice',
    description: 'The document that handed it over, if any did.',
  })
  source_kind!: string | null;
  @UuidField({ nullable: true }) source_id!: string | null;
  @TextField({ nullable: true }) memo!: string | null;
  @UuidField({ nullable: true, description: 'The journal entry that posted it.' }) entry_id!: string | null;
  @UuidField({ nullable: true }) reversal_entry_id!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class InvoiceHeadDto extends versioned(InvoiceColumns) {}

export class InvoiceLineDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() account_id!: string;
  @CodeField({ example: '2110' }) account_number!: string;
  @StringField({ nullable: true, max: 500 }) description!: string | null;
  @DecimalField({ scale: 6, digits: 13, example: '20.000000' }) quantity!: string;
  @UuidField({ nullable: true }) unit_id!: string | null;
  @UnitCostField() unit_price!: string;
  @PercentField({ example: '0.0000' }) discount_percent!: string;
  @MoneyField({ signed: true }) net_amount!: string;
  @UuidField({ nullable: true }) tax_code_id!: string | null;
  @PercentField({ nullable: true, example: '11.0000' }) tax_rate!: string | null;
  @MoneyField({ signed: true, example: '137.50' }) tax_amount!: string;
  @MoneyField({ signed: true, description: "In the company's currency." }) base_net!: string;
  @MoneyField({ signed: true, example: '137.50' }) base_tax!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @UuidField({ nullable: true, description: 'The line of the document that handed it over.' }) source_line_id!:
    string | null;
}

export class AllocationDto {
  @UuidField() id!: string;
  @UuidField() invoice_id!: string;
  @CodeField({ example: 'BILL-2026-000042' }) invoice_number!: string;
  @UuidField({ nullable: true }) payment_id!: string | null;
  @UuidField({ nullable: true }) credit_note_id!: string | null;
  @CodeField({ example: 'PAY-2026-000007', description: 'Of the payment or credit note.' }) source_number!: string;
  @MoneyField() amount!: string;
  @MoneyField({ description: "In the company's currency, at the rate of the invoice." }) invoice_base!: string;
  @MoneyField({ description: 'The same at the rate of what pays it; the difference is posted.' }) source_base!: string;
  @DateField() allocated_on!: string;
  @UuidField({ nullable: true, description: 'The entry of the difference of rates.' }) entry_id!: string | null;
  @DateField({ nullable: true, description: 'The day it was taken back.' }) undone_on!: string | null;
}

export class InvoiceDto extends InvoiceHeadDto {
  @ListField(InvoiceLineDto, { max: MAX_INVOICE_LINES }) lines!: InvoiceLineDto[];
  @ListField(AllocationDto, { max: 10_000, description: 'What paid it, or what it paid, the oldest first.' })
  allocations!: AllocationDto[];
}

export class InvoiceListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @EnumField(SIDES, { optional: true }) side?: string;
  @EnumField(INVOICE_KINDS, { optional: true }) kind?: string;
  @ValuesField('string', {
    optional: true,
    max: 5,
    example: ['posted', 'partially_paid'],
    description: 'Separated by commas.',
  })
  status?: string[];
  @UuidField({ optional: true }) supplier_id?: string;
  @UuidField({ optional: true }) customer_id?: string;
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this number of the supplier.' })
  external_number?: string;
  @DateField({ optional: true, description: 'Dated from this day on.' }) from?: string;
  @DateField({ optional: true, description: 'Dated up to this day.' }) to?: string;
  @DateField({ optional: true, description: 'Due up to this day.' }) due_to?: string;
  @BooleanField({ optional: true }) overdue?: boolean;
  @BooleanField({ optional: true }) held?: boolean;
  @UuidField({ optional: true, description: 'Handed over by this document.' }) source_id?: string;
}

export class CancelInvoiceInput {
  @StringField({ min: 1, max: 2000, example: 'Sent to the wrong company' }) reason!: string;
  @DateField({
    optional: true,
    description: 'The day of the reversal, not before that of the posting; today when not given.',
  })
  entry_date?: string;
}

export class HoldInvoiceInput {
  @StringField({ min: 1, max: 2000, example: 'Price differs from the order' }) reason!: string;
}

export class AllocationInput {
  @UuidField({ description: 'A posted invoice of the same supplier or customer and currency.' }) invoice_id!: string;
  @MoneyField({
    optional: true,
    min: '0.01',
    description: 'All that is open of it and left of what pays it, when not given.',
  })
  amount?: string;
}

export class AllocateInput {
  @ListField(AllocationInput, { min: 1, max: MAX_ALLOCATIONS }) allocations!: AllocationInput[];
  @DateField({
    optional: true,
    description: 'The day it counts from, not before that of either document; today when not given.',
  })
  on?: string;
}

export class TakeBackInput {
  @ValuesField('uuid', { min: 1, max: MAX_ALLOCATIONS, example: ['0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59'] })
  allocation_ids!: string[];
  @StringField({ min: 1, max: 2000, example: 'Meant for another invoice' }) reason!: string;
  @DateField({ optional: true, description: 'Today when not given.' }) on?: string;
}
