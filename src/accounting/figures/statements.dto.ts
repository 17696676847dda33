import {
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  ListField,
  StringField,
  UuidField,
} from '../../kernel/http/index.js';
import { BIG, BooksQuery } from './figures.dto.js';
import { MOST_ROWS } from './figures-limits.js';

export class BalanceSheetQuery extends BooksQuery {
  @DateField({ optional: true, example: '2026-12-31', description: 'At the end of this day; today when not given.' })
  as_of?: string;
  @DateField({ optional: true, example: '2025-12-31', description: 'Compared with the end of this day.' })
  compare_as_of?: string;
}

export class DaysQuery extends BooksQuery {
  @DateField({
    optional: true,
    example: '2026-01-01',
    description: 'First day; that of the fiscal year of the last one when not given.',
  })
  from?: string;
  @DateField({ optional: true, example: '2026-12-31', description: 'Last day; today when not given.' }) to?: string;
}

export class ComparedDaysQuery extends DaysQuery {
  @DateField({ optional: true, example: '2025-01-01', description: 'Compared with the days from this one' })
  compare_from?: string;
  @DateField({ optional: true, example: '2025-12-31', description: 'to this one; both are given or none.' })
  compare_to?: string;
}

export class StatementRowDto {
  @EnumField(['account', 'line', 'total'], { description: 'An account, a line that is no account, or a sum.' })
  kind!: string;
  @CodeField({ example: 'current_assets', description: 'Of the line or total.' }) code!: string;
  @StringField({ example: 'Current assets' }) title!: string;
  @UuidField({ nullable: true }) account_id!: string | null;
  @CodeField({ nullable: true, example: '1110' }) account_number!: string | null;
  @StringField({ nullable: true, example: 'Bank' }) account_name!: string | null;
  @DecimalField({ ...BIG, example: '130.00' }) amount!: string;
  @DecimalField({ ...BIG, nullable: true, example: '100.00', description: 'Null: nothing is compared.' })
  compare_amount!: string | null;
  @DecimalField({ ...BIG, nullable: true, example: '30.00' }) change!: string | null;
}

class StatementDto {
  @UuidField() company_id!: string;
  @CodeField({ example: 'IDR' }) currency_code!: string;
  @ListField(StatementRowDto, {
    max: MOST_ROWS,
    description: 'Accounts by number below their lines, those of nothing left out; each total below what it sums up.',
  })
  data!: StatementRowDto[];
}

export class BalanceSheetDto extends StatementDto {
  @DateField() as_of!: string;
  @DateField({ nullable: true }) compare_as_of!: string | null;
  @DecimalField({ ...BIG, example: '130.00' }) assets!: string;
  @DecimalField({ ...BIG, example: '30.00' }) liabilities!: string;
  @DecimalField({ ...BIG, example: '100.00', description: 'With the results of years that are not closed.' })
  equity!: string;
  @DecimalField({ ...BIG, example: '0.00', description: 'Assets less liabilities and equity: always zero.' })
  difference!: string;
}

class DaysDto extends StatementDto {
  @DateField() from!: string;
  @DateField() to!: string;
  @DateField({ nullable: true }) compare_from!: string | null;
  @DateField({ nullable: true }) compare_to!: string | null;
}

export class IncomeStatementDto extends DaysDto {
  @DecimalField({ ...BIG, example: '1000.00' }) revenue!: string;
  @DecimalField({ ...BIG, example: '400.00' }) gross_profit!: string;
  @DecimalField({ ...BIG, example: '150.00' }) operating_result!: string;
  @DecimalField({ ...BIG, example: '140.00', description: 'Below zero: a loss.' }) result!: string;
}

export class CashFlowDto extends DaysDto {
  @DecimalField({ ...BIG, example: '100.00' }) opening_cash!: string;
  @DecimalField({ ...BIG, example: '80.00' }) operating!: string;
  @DecimalField({ ...BIG, example: '-60.00' }) investing!: string;
  @DecimalField({ ...BIG, example: '10.00' }) financing!: string;
  @DecimalField({ ...BIG, example: '0.00', description: 'Of accounts of which nobody has said what they are.' })
  unclassified!: string;
  @DecimalField({ ...BIG, example: '130.00' }) closing_cash!: string;
  @DecimalField({
    ...BIG,
    example: '0.00',
    description: 'Of cash from opening to closing, not explained: always zero.',
  })
  difference!: string;
}

export class JournalQuery extends DaysQuery {
  @StringField({
    optional: true,
    min: 1,
    max: 32,
    pattern: /^[a-z][a-z0-9_]*$/,
    example: 'sales',
    description: 'Only this book.',
  })
  journal?: string;
}

export class JournalRowDto {
  @DateField() entry_date!: string;
  @CodeField({ example: 'JE-2026-000042' }) entry_number!: string;
  @UuidField() entry_id!: string;
  @CodeField({ example: 'general' }) journal!: string;
  @StringField({ nullable: true, example: 'Rent', description: 'Of the line, else of the entry.' }) memo!:
    string | null;
  @CodeField({ example: '1110' }) account_number!: string;
  @StringField({ example: 'Bank' }) account_name!: string;
  @DecimalField({ ...BIG, example: '100.00' }) debit!: string;
  @DecimalField({ ...BIG, example: '0.00' }) credit!: string;
  @CodeField({ example: 'IDR' }) currency_code!: string;
  @DecimalField({ ...BIG, example: '100.00' }) currency_amount!: string;
  @CodeField({ nullable: true, example: 'KAIN-JAYA' }) partner_code!: string | null;
  @CodeField({ nullable: true, example: 'accounting_invoice' }) source_kind!: string | null;
  @UuidField({ nullable: true }) source_id!: string | null;
}

export class JournalReportDto {
  @UuidField() company_id!: string;
  @CodeField({ example: 'IDR' }) currency_code!: string;
  @DateField() from!: string;
  @DateField() to!: string;
  @DecimalField({ ...BIG, example: '100.00' }) debit!: string;
  @DecimalField({ ...BIG, example: '100.00', description: 'As much as debit.' }) credit!: string;
  @ListField(JournalRowDto, { max: MOST_ROWS, description: 'In the order of days and numbers.' })
  data!: JournalRowDto[];
}
