import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  MoneyField,
  StringField,
  TimestampField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';

/** Documents of one statement. */
export const MAX_STATEMENT_ENTRIES = 10_000;
/** Invoices reminded of in one request. */
export const MAX_DUNNED = 5_000;

export class StatementQuery {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @DateField({ optional: true, description: 'The first day; the first of this month when not given.' }) from?: string;
  @DateField({ optional: true, description: 'The last day; today when not given.' }) to?: string;
  @EnumField(['json', 'csv'], { optional: true, default: 'json' }) format?: 'json' | 'csv';
}

export class StatementEntryDto {
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @DateField({ description: 'The day it is posted for.' }) entry_date!: string;
  @EnumField([
    'invoice',
    'credit_note',
    'payment',
    'invoice_cancelled',
    'credit_note_cancelled',
    'payment_reversed',
    'refund',
    'refund_reversed',
  ])
  kind!: string;
  @CodeField({ example: 'INV-2026-000042' }) number!: string;
  @UuidField({ description: 'The invoice or payment of the books.' }) document_id!: string;
  @StringField({ nullable: true, example: 'CHQ-004711' }) reference!: string | null;
  @DateField({ nullable: true }) due_date!: string | null;
  @MoneyField({ signed: true, description: 'Below zero where it lowers what is owed.' }) amount!: string;
  @MoneyField({ signed: true, description: 'What is owed after it.' }) balance!: string;
}

export class StatementPartDto {
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @MoneyField({ signed: true }) opening!: string;
  @MoneyField({ signed: true }) invoiced!: string;
  @MoneyField({ signed: true, example: '-500.00' }) paid!: string;
  @MoneyField({ signed: true }) closing!: string;
  @ListField(StatementEntryDto, { max: MAX_STATEMENT_ENTRIES }) entries!: StatementEntryDto[];
}

export class CustomerStatementDto {
  @UuidField() company_id!: string;
  @UuidField() customer_id!: string;
  @CodeField({ example: 'TOKO' }) customer_code!: string;
  @StringField({ example: 'Toko Boneka' }) customer_name!: string;
  @DateField() from!: string;
  @DateField() to!: string;
  @ListField(StatementPartDto, { max: 200, description: 'Currency by currency.' }) currencies!: StatementPartDto[];
}

export class DunningLevelInput {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @IntegerField({ min: 1, max: 9, example: 1 }) level!: number;
  @StringField({ min: 1, max: 200, example: 'Friendly reminder' }) name!: string;
  @IntegerField({ min: 1, max: 3650, example: 7, description: 'Days after the due date.' }) days_overdue!: number;
  @BooleanField({ optional: true, example: true, description: 'True when not given.' }) is_active?: boolean;
}

class DunningLevelColumns {
  @UuidField() company_id!: string;
  @IntegerField({ min: 1, max: 9, example: 1 }) level!: number;
  @StringField({ max: 200, example: 'Friendly reminder' }) name!: string;
  @IntegerField({ min: 1, example: 7 }) days_overdue!: number;
  @BooleanField({ example: true }) is_active!: boolean;
}

export class DunningLevelDto extends versioned(DunningLevelColumns) {}

export class DunningQuery {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @UuidField({ optional: true }) customer_id?: string;
  @DateField({ optional: true, description: 'Overdue on this day; today when not given.' }) on?: string;
}

export class DunnedInvoiceDto {
  @UuidField() customer_id!: string;
  @CodeField({ example: 'TOKO' }) customer_code!: string;
  @StringField({ example: 'Toko Boneka' }) customer_name!: string;
  @UuidField() invoice_id!: string;
  @CodeField({ example: 'INV-2026-000042' }) number!: string;
  @DateField() due_date!: string;
  @IntegerField({ min: 1, example: 12 }) days_overdue!: number;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @MoneyField() open_amount!: string;
  @IntegerField({ nullable: true, example: 1, description: 'The highest level that it has reached.' }) level!:
    number | null;
  @IntegerField({ nullable: true, example: null, description: 'The highest one that was sent.' }) sent_level!:
    number | null;
  @DateField({ nullable: true, description: 'When that was.' }) sent_on!: string | null;
  @BooleanField({ example: true, description: 'It has reached a level that was not sent.' }) is_due!: boolean;
}

export class DunningListDto {
  @UuidField() company_id!: string;
  @DateField() on!: string;
  @ListField(DunnedInvoiceDto, { max: MAX_DUNNED, description: 'By customer, the oldest first.' })
  data!: DunnedInvoiceDto[];
}

export class SendDunningInput {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @ValuesField('uuid', { optional: true, min: 1, max: 500, description: 'Only these customers; all when not given.' })
  customer_ids?: string[];
  @DateField({ optional: true, description: 'When it was sent, not in the future; today when not given.' })
  sent_on?: string;
}

export class DunningNoticeDto {
  @UuidField() id!: string;
  @UuidField() company_id!: string;
  @UuidField() customer_id!: string;
  @CodeField({ example: 'TOKO' }) customer_code!: string;
  @UuidField() invoice_id!: string;
  @CodeField({ example: 'INV-2026-000042' }) number!: string;
  @IntegerField({ min: 1, max: 9, example: 1 }) level!: number;
  @DateField() sent_on!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @MoneyField({ description: 'What was open then.' }) open_amount!: string;
  @IntegerField({ min: 1, example: 12 }) days_overdue!: number;
  @UuidField() created_by!: string;
  @TimestampField() created_at!: string;
}

export class SentDunningDto {
  @ListField(DunningNoticeDto, { max: MAX_DUNNED }) notices!: DunningNoticeDto[];
}

export class DunningNoticeQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) customer_id?: string;
  @UuidField({ optional: true }) invoice_id?: string;
}

export class DunningLevelQuery {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
}
