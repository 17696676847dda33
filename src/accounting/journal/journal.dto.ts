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
  StringField,
  TextField,
  TimestampField,
  UnitCostField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { JOURNAL_ENTRY } from './journal-entry.machine.js';
import { MAX_ENTRY_LINES, MOST_LINES } from './journal-limits.js';

const JOURNAL = /^[a-z][a-z0-9_]*$/;

export class JournalLineInput {
  @UuidField({ description: 'An account in use, no heading and no control account.' }) account_id!: string;
  @MoneyField({ optional: true, example: '1250.00', description: "In the company's currency; either this or credit." })
  debit?: string;
  @MoneyField({ optional: true, example: '0.00' }) credit?: string;
  @CodeField({
    optional: true,
    nullable: true,
    max: 3,
    example: 'USD',
    description: 'What was dealt in, if something else.',
  })
  currency_code?: string | null;
  @MoneyField({ optional: true, nullable: true, example: '80.00', description: 'How much of it, on the same side.' })
  currency_amount?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Electricity of the sewing hall' }) memo?: string | null;
  @UuidField({ optional: true, nullable: true }) supplier_id?: string | null;
  @UuidField({ optional: true, nullable: true, description: 'Of a supplier or of a customer, not of both.' })
  customer_id?: string | null;
  @UuidField({ optional: true, nullable: true }) department_id?: string | null;
}

export class JournalEntryInput {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @DateField({ optional: true, description: 'The day it counts from; today when not given.' }) entry_date?: string;
  @StringField({
    min: 1,
    max: 32,
    pattern: JOURNAL,
    default: 'general',
    example: 'general',
    description: 'Which book it stands in.',
  })
  journal!: string;
  @TextField({ optional: true, nullable: true, example: 'Electricity, January' }) memo?: string | null;
  @ListField(JournalLineInput, { min: 1, max: MAX_ENTRY_LINES }) lines!: JournalLineInput[];
  @BooleanField({ default: false, example: false, description: 'Post it at once, for which the permission is needed.' })
  post!: boolean;
}

export class JournalEntryPatch {
  @DateField({ optional: true }) entry_date?: string;
  @StringField({ optional: true, min: 1, max: 32, pattern: JOURNAL, example: 'general' }) journal?: string;
  @TextField({ optional: true, nullable: true }) memo?: string | null;
  @ListField(JournalLineInput, {
    optional: true,
    min: 1,
    max: MAX_ENTRY_LINES,
    description: 'In place of all lines that were there.',
  })
  lines?: JournalLineInput[];
}

export class ReverseEntryInput {
  @StringField({ min: 1, max: 2000, example: 'Booked twice' }) reason!: string;
  @DateField({
    optional: true,
    description: 'The day of the reversal, not before that of the entry; today when not given.',
  })
  entry_date?: string;
}

class JournalEntryColumns {
  @CodeField({
    nullable: true,
    example: 'JE-2026-000042',
    description: 'Legal, without gaps; null until it is posted.',
  })
  number!: string | null;
  @UuidField() company_id!: string;
  @UuidField({ nullable: true }) period_id!: string | null;
  @DateField() entry_date!: string;
  @CodeField({ example: 'general' }) journal!: string;
  @TextField({ nullable: true }) memo!: string | null;
  @EnumField(JOURNAL_ENTRY.states) state!: string;
  @DecimalField({ scale: 2, digits: 18, example: '1250.00', description: 'Of all lines.' }) debit!: string;
  @DecimalField({ scale: 2, digits: 18, example: '1250.00' }) credit!: string;
  @CodeField({ nullable: true, example: 'accounting_invoice', description: 'What posted it; null: somebody by hand.' })
  source_kind!: string | null;
  @UuidField({ nullable: true }) source_id!: string | null;
  @UuidField({ nullable: true, description: 'The entry that this one takes back.' }) reverses_id!: string | null;
  @UuidField({ nullable: true, description: 'The entry that takes this one back.' }) reversed_by_id!: string | null;
  @TimestampField({ nullable: true }) posted_at!: string | null;
  @UuidField({ nullable: true }) posted_by!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class JournalEntryHeadDto extends versioned(JournalEntryColumns) {}

export class JournalLineDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() account_id!: string;
  @CodeField({ example: '6300' }) account_number!: string;
  @StringField({ example: 'Energy and rent' }) account_name!: string;
  @MoneyField() debit!: string;
  @MoneyField({ example: '0.00' }) credit!: string;
  @CodeField({ example: 'IDR' }) currency_code!: string;
  @MoneyField({ description: 'What was dealt in, on the same side.' }) currency_amount!: string;
  @UnitCostField({ example: '1.000000', description: "Units of the company's currency for one of it." }) rate!: string;
  @TextField({ nullable: true }) memo!: string | null;
  @UuidField({ nullable: true }) supplier_id!: string | null;
  @UuidField({ nullable: true }) customer_id!: string | null;
  @UuidField({ nullable: true }) department_id!: string | null;
}

export class JournalEntryDto extends JournalEntryHeadDto {
  @ListField(JournalLineDto, { max: MOST_LINES }) lines!: JournalLineDto[];
}

export class JournalEntryListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @EnumField(JOURNAL_ENTRY.states, { optional: true }) state?: string;
  @ValuesField('string', { optional: true, max: 20, example: ['general'], description: 'Separated by commas.' })
  journal?: string[];
  @DateField({ optional: true, description: 'From this day on.' }) from?: string;
  @DateField({ optional: true, description: 'Up to this day.' }) to?: string;
  @UuidField({ optional: true, description: 'Entries that write on this account.' }) account_id?: string;
  @UuidField({ optional: true, description: 'Entries of this document.' }) source_id?: string;
  @UuidField({ optional: true }) period_id?: string;
}
