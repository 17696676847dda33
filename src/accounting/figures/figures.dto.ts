import {
  BooleanField,
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  IntegerField,
  ListField,
  MoneyField,
  StringField,
  TextField,
  UuidField,
} from '../../kernel/http/index.js';
import { ACCOUNT_TYPES, BALANCE_SIDES } from '../accounts/account-types.js';
import { SIDES } from '../invoices/sides.js';
import { FORMATS } from './answer.js';
import type { Format } from './answer.js';
import type { Side } from '../invoices/sides.js';
import { MOST_ROWS } from './figures-limits.js';

export const BIG = { scale: 2, digits: 18, signed: true } as const;

export class BooksQuery {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @EnumField(FORMATS, { optional: true }) format?: Format;
}

export class TrialBalanceQuery extends BooksQuery {
  @DateField({
    optional: true,
    example: '2026-01-01',
    description: 'First day of the movements; the first of all when not given.',
  })
  from?: string;
  @DateField({ optional: true, example: '2026-01-31', description: 'Last day; today when not given.' }) to?: string;
  @BooleanField({ optional: true, example: false, description: 'Also accounts on which nothing was ever written.' })
  include_empty?: boolean;
  @BooleanField({
    optional: true,
    example: false,
    description: 'Leaves out the entries that close fiscal years.',
  })
  before_closing?: boolean;
  @DateField({ optional: true, example: '2025-01-01', description: 'Compared with the movements from this day' })
  compare_from?: string;
  @DateField({ optional: true, example: '2025-01-31', description: 'to this one; nothing is compared without it.' })
  compare_to?: string;
}

export class TrialBalanceRowDto {
  @UuidField() account_id!: string;
  @CodeField({ example: '1110' }) account_number!: string;
  @StringField({ example: 'Bank' }) account_name!: string;
  @EnumField(ACCOUNT_TYPES) type!: string;
  @DecimalField({ ...BIG, example: '100.00', description: 'Before the first day; debit above zero.' }) opening!: string;
  @DecimalField({ ...BIG, example: '50.00' }) debit!: string;
  @DecimalField({ ...BIG, example: '20.00' }) credit!: string;
  @DecimalField({ ...BIG, example: '130.00', description: 'At the end of the last day; debit above zero.' })
  closing!: string;
  @EnumField(BALANCE_SIDES, { description: 'The side on which it should be.' }) normal_balance!: string;
  @DecimalField({ ...BIG, nullable: true, example: '0.00', description: 'Null, as those below: nothing is compared.' })
  compare_opening!: string | null;
  @DecimalField({ ...BIG, nullable: true, example: '120.00' }) compare_debit!: string | null;
  @DecimalField({ ...BIG, nullable: true, example: '20.00' }) compare_credit!: string | null;
  @DecimalField({ ...BIG, nullable: true, example: '100.00' }) compare_closing!: string | null;
  @DecimalField({ ...BIG, nullable: true, example: '30.00', description: 'Of the closing balance.' })
  change!: string | null;
}

export class TrialBalanceDto {
  @UuidField() company_id!: string;
  @CodeField({ example: 'IDR' }) currency_code!: string;
  @DateField({ nullable: true }) from!: string | null;
  @DateField() to!: string;
  @DateField({ nullable: true }) compare_from!: string | null;
  @DateField({ nullable: true }) compare_to!: string | null;
  @DecimalField({ ...BIG, example: '0.00', description: 'Of all accounts: always zero, as are the closing balances.' })
  opening!: string;
  @DecimalField({ ...BIG, example: '70.00' }) debit!: string;
  @DecimalField({ ...BIG, example: '70.00' }) credit!: string;
  @DecimalField({ ...BIG, example: '0.00' }) closing!: string;
  @ListField(TrialBalanceRowDto, { max: MOST_ROWS, description: 'By account number.' }) data!: TrialBalanceRowDto[];
}

export class GeneralLedgerQuery extends BooksQuery {
  @UuidField({ description: 'The account.' }) account_id!: string;
  @DateField({ optional: true, example: '2026-01-01' }) from?: string;
  @DateField({ optional: true, example: '2026-01-31', description: 'Today when not given.' }) to?: string;
}

export class GeneralLedgerRowDto {
  @DateField() entry_date!: string;
  @CodeField({ example: 'JE-2026-000042' }) entry_number!: string;
  @UuidField() entry_id!: string;
  @CodeField({ example: 'general' }) journal!: string;
  @TextField({ nullable: true, description: 'Of the line, else of the entry.' }) memo!: string | null;
  @MoneyField() debit!: string;
  @MoneyField({ example: '0.00' }) credit!: string;
  @DecimalField({ ...BIG, example: '1350.00', description: 'After the line; debit above zero.' }) balance!: string;
  @CodeField({ example: 'IDR' }) currency_code!: string;
  @MoneyField() currency_amount!: string;
  @CodeField({ nullable: true, example: 'KAIN-JAYA' }) partner_code!: string | null;
  @CodeField({ nullable: true, example: 'accounting_invoice' }) source_kind!: string | null;
  @UuidField({ nullable: true }) source_id!: string | null;
}

export class GeneralLedgerDto {
  @UuidField() account_id!: string;
  @CodeField({ example: '1110' }) account_number!: string;
  @StringField({ example: 'Bank' }) account_name!: string;
  @DecimalField({ ...BIG, example: '100.00' }) opening!: string;
  @DecimalField({ ...BIG, example: '1350.00' }) closing!: string;
  @ListField(GeneralLedgerRowDto, { max: MOST_ROWS, description: 'In the order of days and numbers.' })
  data!: GeneralLedgerRowDto[];
}

export class OpenItemsQuery extends BooksQuery {
  @EnumField(SIDES) side!: Side;
  @DateField({ optional: true, description: 'As it was at the end of this day; today when not given.' }) as_of?: string;
  @UuidField({ optional: true, description: 'Of this supplier or customer.' }) partner_id?: string;
}

export class DueListQuery extends OpenItemsQuery {
  @DateField({ optional: true, description: 'Due up to this day.' }) due_to?: string;
}

export class DueRowDto {
  @EnumField(['invoice', 'credit_note', 'payment', 'refund'], { description: 'What is below zero lowers what is due.' })
  kind!: string;
  @UuidField() document_id!: string;
  @CodeField({ example: 'BILL-2026-000042' }) number!: string;
  @UuidField() partner_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) partner_code!: string;
  @StringField({ example: 'Kain Jaya' }) partner_name!: string;
  @StringField({ nullable: true, example: 'F-2026-118' }) external_number!: string | null;
  @DateField() document_date!: string;
  @DateField() due_date!: string;
  @IntegerField({ min: -2_147_483_648, example: 12, description: 'Days past its due date; below zero: still to come.' })
  days_overdue!: number;
  @CodeField({ example: 'IDR' }) currency_code!: string;
  @MoneyField({ signed: true }) open_amount!: string;
  @MoneyField({ signed: true, description: "In the company's currency, at the rate of the document." })
  open_base!: string;
  @BooleanField({ example: false, description: 'On hold now.' }) is_held!: boolean;
}

export class DueListDto {
  @DateField() as_of!: string;
  @DecimalField({ ...BIG, example: '1250.00' }) open_base!: string;
  @ListField(DueRowDto, { max: MOST_ROWS, description: 'The first that is due first.' }) data!: DueRowDto[];
}

class AgeingColumns {
  @DecimalField({ ...BIG, example: '400.00', description: 'Not due yet.' }) not_due!: string;
  @DecimalField({ ...BIG, example: '300.00', description: 'Due today, and up to 30 days past.' }) days_0_30!: string;
  @DecimalField({ ...BIG, example: '200.00' }) days_31_60!: string;
  @DecimalField({ ...BIG, example: '100.00' }) days_61_90!: string;
  @DecimalField({ ...BIG, example: '50.00' }) over_90!: string;
  @DecimalField({ ...BIG, example: '-25.00', description: 'Payments that are not allocated, which have no due date.' })
  unallocated!: string;
  @DecimalField({ ...BIG, example: '1025.00' }) total!: string;
}

export class OpenAgeingRowDto extends AgeingColumns {
  @UuidField() partner_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) partner_code!: string;
  @StringField({ example: 'Kain Jaya' }) partner_name!: string;
}

export class OpenAgeingDto extends AgeingColumns {
  @DateField() as_of!: string;
  @CodeField({ example: 'IDR' }) currency_code!: string;
  @ListField(OpenAgeingRowDto, { max: MOST_ROWS, description: 'By code of the supplier or customer.' })
  data!: OpenAgeingRowDto[];
}
