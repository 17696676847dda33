import type { FieldError } from '../../kernel/errors/index.js';
import { AMOUNT_SCALE, Rational, UNIT_COST_SCALE, sumAmounts } from '../../kernel/numbers/index.js';
import type { AccountRoleName } from '../accounts/account-roles.js';

/** What stands on a line beside account and amount. */
export interface LineDetails {
  readonly memo?: string | null | undefined;
  readonly supplier_id?: string | null | undefined;
  readonly customer_id?: string | null | undefined;
  readonly department_id?: string | null | undefined;
}

/** What is dealt in; the company's currency when not given. */
export interface LineCurrency {
  readonly currency_code?: string | null | undefined;
  readonly currency_amount?: string | null | undefined;
  readonly rate?: string | null | undefined;
}

/** A line as somebody gives it: one side above zero, in the company's currency. */
export interface GivenLine extends LineDetails, LineCurrency {
  readonly account_id: string;
  readonly debit?: string | null | undefined;
  readonly credit?: string | null | undefined;
}

/** A line as a module posts it: by account or by role, debit above zero and credit below, in the company's currency. */
export interface PostingLine extends LineDetails, LineCurrency {
  readonly account_id?: string | undefined;
  readonly role?: AccountRoleName | undefined;
  /** Signed decimal text; a line of zero is left out. */
  readonly amount: string;
}

/** A line as it is written down. */
export interface WrittenLine {
  readonly line_no: number;
  readonly account_id: string;
  readonly debit: string;
  readonly credit: string;
  readonly currency_code: string;
  readonly currency_amount: string;
  readonly rate: string;
  readonly memo: string | null;
  readonly supplier_id: string | null;
  readonly customer_id: string | null;
  readonly department_id: string | null;
}

const NOTHING = '0.00';
const amountOf = (text: string | null | undefined): Rational => Rational.parse(text ?? NOTHING);
const isZero = (value: Rational): boolean => value.compare(Rational.ZERO) === 0;

/** What lines say that cannot be, each by itself: both sides or none, two partners, a foreign amount without its currency. */
export function lineFaults(lines: readonly GivenLine[]): FieldError[] {
  return lines.flatMap((line, n) => {
    const faults: FieldError[] = [];
    const at = (field: string, code: string, message: string): number =>
      faults.push({ pointer: `/lines/${n}/${field}`, code, message });
    const [debit, credit] = [amountOf(line.debit), amountOf(line.credit)];
    if (isZero(debit) === isZero(credit))
      at('debit', isZero(debit) ? 'REQUIRED' : 'EXCLUSIVE', 'A line has either a debit or a credit, above zero');
    if (line.supplier_id != null && line.customer_id != null)
      at('customer_id', 'EXCLUSIVE', 'A line is of a supplier or of a customer');
    if ((line.currency_code == null) !== (line.currency_amount == null))
      at('currency_amount', 'REQUIRED', 'Currency and amount in it are given together');
    return faults;
  });
}

/** Both sides of an entry, as decimal texts. */
export function sidesOf(lines: readonly Pick<WrittenLine, 'debit' | 'credit'>[]): { debit: string; credit: string } {
  return { debit: sumAmounts(lines.map((line) => line.debit)), credit: sumAmounts(lines.map((line) => line.credit)) };
}

/** The rate that turns one amount into another, to six places; one where nothing is dealt in. */
export function impliedRate(base: Rational, foreign: Rational): string {
  if (isZero(foreign)) return Rational.ONE.toFixed(UNIT_COST_SCALE);
  const rate = base.div(foreign).toFixed(UNIT_COST_SCALE);
  return isZero(Rational.parse(rate)) ? '0.000001' : rate;
}

/** Lines as they are written down, numbered from one. @param currency the company's */
export function writtenLines(lines: readonly GivenLine[], currency: string): WrittenLine[] {
  return lines.map((line, n) => {
    const [debit, credit] = [amountOf(line.debit), amountOf(line.credit)];
    const base = debit.add(credit);
    const foreign = line.currency_amount == null ? base : Rational.parse(line.currency_amount);
    return {
      line_no: n + 1,
      account_id: line.account_id,
      debit: debit.toFixed(AMOUNT_SCALE),
      credit: credit.toFixed(AMOUNT_SCALE),
      currency_code: line.currency_code ?? currency,
      currency_amount: foreign.toFixed(AMOUNT_SCALE),
      rate: line.rate ?? impliedRate(base, foreign),
      memo: line.memo ?? null,
      supplier_id: line.supplier_id ?? null,
      customer_id: line.customer_id ?? null,
      department_id: line.department_id ?? null,
    };
  });
}

/** What a module posts, with a side for each sign and without what is zero. @param accounts of roles */
export function givenLines(lines: readonly PostingLine[], accounts: ReadonlyMap<AccountRoleName, string>): GivenLine[] {
  return lines.flatMap(({ account_id, role, amount, currency_amount, ...rest }) => {
    const value = Rational.parse(amount);
    if (isZero(value)) return [];
    const account = account_id ?? (role && accounts.get(role));
    if (account === undefined)
      throw new Error(`A posting names neither an account nor a role that was resolved: ${role}`);
    const isDebit = value.compare(Rational.ZERO) > 0;
    const size = magnitude(value).toFixed(AMOUNT_SCALE);
    const foreign =
      currency_amount == null ? undefined : magnitude(Rational.parse(currency_amount)).toFixed(AMOUNT_SCALE);
    return [
      {
        ...rest,
        account_id: account,
        ...(isDebit ? { debit: size } : { credit: size }),
        ...(foreign !== undefined && { currency_amount: foreign }),
      },
    ];
  });
}

function magnitude(value: Rational): Rational {
  return value.compare(Rational.ZERO) < 0 ? Rational.ZERO.sub(value) : value;
}
