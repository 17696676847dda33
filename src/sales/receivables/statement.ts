import { AMOUNT_SCALE, Rational } from '../../kernel/numbers/index.js';

/** A document that changes what a customer owes, in its own currency; below zero where it lowers it. */
export interface StatementEntry {
  readonly currency_code: string;
  readonly entry_date: string;
  readonly kind: string;
  readonly number: string;
  readonly document_id: string;
  readonly reference: string | null;
  readonly due_date: string | null;
  readonly amount: string;
}

/** What was owed in a currency before the first day. */
export interface Opening {
  readonly currency_code: string;
  readonly opening: string;
}

export interface StatementRow extends StatementEntry {
  readonly balance: string;
}

export interface StatementPart {
  readonly currency_code: string;
  readonly opening: string;
  readonly invoiced: string;
  readonly paid: string;
  readonly closing: string;
  readonly entries: StatementRow[];
}

/**
 * A statement, currency by currency: opening, documents in their order with what is owed after each, closing. `invoiced` sums invoices and credit
 * notes with their cancellations, `paid` payments with their reversals; opening + invoiced + paid = closing.
 */
export function statementOf(openings: readonly Opening[], entries: readonly StatementEntry[]): StatementPart[] {
  const currencies = [...new Set([...openings, ...entries].map(({ currency_code }) => currency_code))].sort();
  return currencies.map((currency_code) => {
    const opening = openings.find((each) => each.currency_code === currency_code)?.opening ?? '0.00';
    let balance = Rational.parse(opening);
    const rows = entries
      .filter((entry) => entry.currency_code === currency_code)
      .map((entry) => {
        balance = balance.add(Rational.parse(entry.amount));
        return { ...entry, balance: balance.toFixed(AMOUNT_SCALE) };
      });
    const sum = (of: (entry: StatementEntry) => boolean): string =>
      rows
        .filter(of)
        .reduce((total, { amount }) => total.add(Rational.parse(amount)), Rational.ZERO)
        .toFixed(AMOUNT_SCALE);
    const isPayment = ({ kind }: StatementEntry): boolean => /^(payment|refund)/.test(kind);
    return {
      currency_code,
      opening,
      invoiced: sum((entry) => !isPayment(entry)),
      paid: sum(isPayment),
      closing: balance.toFixed(AMOUNT_SCALE),
      entries: rows,
    };
  });
}
