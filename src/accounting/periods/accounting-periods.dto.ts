import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListQuery,
  ObjectField,
  StringField,
  TextField,
  UuidField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { JournalEntryDto } from '../journal/journal.dto.js';
import { ACCOUNTING_PERIOD } from './accounting-period.machine.js';
import { FISCAL_YEAR } from './fiscal-year.machine.js';

export class FiscalYearInput {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @StringField({
    min: 7,
    max: 7,
    pattern: /^(19|20)\d{2}-(0[1-9]|1[0-2])$/,
    example: '2026-01',
    description: 'Its first month, YYYY-MM.',
  })
  first_month!: string;
  @IntegerField({ min: 1, max: 18, default: 12, description: 'Months that it has.' }) months!: number;
  @StringField({
    optional: true,
    min: 1,
    max: 16,
    pattern: /^[A-Z0-9][A-Z0-9-]*$/,
    example: '2026',
    description: 'Part of its legal numbers, unique in the company; the year of its first month when not given.',
  })
  code?: string;
}

class FiscalYearColumns {
  @UuidField() company_id!: string;
  @CodeField({ example: 'MAIN' }) company_code!: string;
  @CodeField({ example: '2026' }) code!: string;
  @DateField({ example: '2026-01-01' }) starts_on!: string;
  @DateField({ example: '2026-12-31' }) ends_on!: string;
  @IntegerField({ example: 12, description: 'Its periods.' }) periods!: number;
  @IntegerField({ example: 3, description: 'Of these closed hard.' }) closed_periods!: number;
  @EnumField(FISCAL_YEAR.states, { description: 'Closed: its result is carried forward.' }) state!: string;
  @UuidField({ nullable: true, description: 'What carried its result forward; null also where there was nothing.' })
  closing_entry_id!: string | null;
  @TextField({ nullable: true, description: 'Why it was last closed or opened.' }) reason!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class FiscalYearDto extends versioned(FiscalYearColumns) {}

export class FiscalYearClosingDto extends FiscalYearDto {
  @ObjectField(JournalEntryDto, {
    nullable: true,
    description: 'The entry that closes the year, or takes that back; null where there was nothing to carry forward.',
  })
  entry!: JournalEntryDto | null;
}

export class CloseFiscalYearInput {
  @BooleanField({
    default: false,
    example: true,
    description: 'Close its periods that are not closed hard yet, for which the permission is needed.',
  })
  close_periods!: boolean;
  @TextField({ optional: true, nullable: true, example: 'Approved by the auditor' }) reason?: string | null;
}

export class FiscalYearListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
}

class AccountingPeriodColumns {
  @UuidField() company_id!: string;
  @CodeField({ example: 'MAIN' }) company_code!: string;
  @UuidField() fiscal_year_id!: string;
  @CodeField({ example: '2026' }) fiscal_year_code!: string;
  @IntegerField({ min: 1, example: 1, description: 'Counted from one within its year.' }) period_no!: number;
  @DateField({ example: '2026-01-01' }) starts_on!: string;
  @DateField({ example: '2026-01-31' }) ends_on!: string;
  @EnumField(ACCOUNTING_PERIOD.states) state!: string;
  @TextField({ nullable: true, description: 'Why it was last closed or opened.' }) reason!: string | null;
}

export class AccountingPeriodDto extends versioned(AccountingPeriodColumns) {}

export class AccountingPeriodListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) fiscal_year_id?: string;
  @EnumField(ACCOUNTING_PERIOD.states, { optional: true }) state?: string;
  @DateField({ optional: true, description: 'The one that this day belongs to.' }) on?: string;
}

export class CloseAccountingPeriodInput {
  @TextField({ optional: true, nullable: true, example: 'Reconciled with the bank' }) reason?: string | null;
}

export class ReopenAccountingPeriodInput {
  @StringField({ min: 1, max: 2000, example: 'An invoice of the 30th turned up' }) reason!: string;
}
