import { Rational, sumAmounts } from '../../kernel/numbers/index.js';

/** The credit of a customer with a company, in the company's currency. */
export interface CreditStanding {
  /** null: no limit. */
  readonly limit: string | null;
  readonly open_orders: string;
  readonly unpaid: string;
}

/** Open orders and unpaid invoices together. */
export function exposureOf({ open_orders, unpaid }: CreditStanding): string {
  return sumAmounts([open_orders, unpaid]);
}

/** What may still be ordered: the limit less the exposure, never below zero; null: as much as one likes. */
export function availableOf(standing: CreditStanding): string | null {
  if (standing.limit === null) return null;
  const left = Rational.parse(standing.limit).sub(Rational.parse(exposureOf(standing)));
  return left.compare(Rational.ZERO) < 0 ? '0.00' : left.toFixed(2);
}

/** Whether an amount that comes to the exposure stays within the limit; exactly the limit does. */
export function isCovered(standing: CreditStanding, added: string): boolean {
  if (standing.limit === null) return true;
  const after = Rational.parse(exposureOf(standing)).add(Rational.parse(added));
  return after.compare(Rational.parse(standing.limit)) <= 0;
}

/** Whether somebody else has let so much of an order pass. */
export function isOverridden(
  overrides: readonly { readonly amount: string; readonly overridden_by: string }[],
  amount: string,
): boolean {
  return overrides.some((each) => Rational.parse(each.amount).compare(Rational.parse(amount)) >= 0);
}
