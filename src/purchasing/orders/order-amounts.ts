import { AMOUNT_SCALE, Rational, negated, netAmount, percentOf, sumAmounts } from '../../kernel/numbers/index.js';

/** What the amount of an order line is worked out from. */
export interface PricedLine {
  /** In the unit that the price is for: decimal text of up to six places, as the price. */
  readonly unit_quantity: string;
  readonly unit_price: string;
  readonly discount_percent: string;
  readonly tax_percent: string;
}

export interface LineAmounts {
  readonly net_amount: string;
  readonly tax_amount: string;
}

const HUNDRED = Rational.of(100);

/**
 * The rounding rule of orders: `net = round(quantity * price * (1 - discount / 100), 2)` in one rounding, halves away from zero;
 * `tax = round(net * tax / 100, 2)` on the rounded net, line by line.
 */
export function lineAmounts({ unit_quantity, unit_price, discount_percent, tax_percent }: PricedLine): LineAmounts {
  const net_amount = netAmount(Rational.parse(unit_quantity), unit_price, discount_percent);
  return { net_amount, tax_amount: percentOf(net_amount, tax_percent) };
}

/** The sums of the lines: a header is never rounded by itself. */
export function orderTotals(lines: readonly LineAmounts[]): LineAmounts & { total_amount: string } {
  const net_amount = sumAmounts(lines.map((line) => line.net_amount));
  const tax_amount = sumAmounts(lines.map((line) => line.tax_amount));
  return { net_amount, tax_amount, total_amount: sumAmounts([net_amount, tax_amount]) };
}

/**
 * What pieces of a line are worth that came after `before` of it had: the difference of two rounded shares of its net amount, so that all
 * parts of a whole line together are its net amount, to the cent, in the currency of the order.
 */
export function deliveredAmount(
  line: { readonly net_amount: string; readonly quantity: number },
  before: number,
  arrived: number,
): string {
  const upTo = (pieces: bigint): string =>
    Rational.parse(line.net_amount).mul(Rational.of(pieces, line.quantity)).toFixed(AMOUNT_SCALE);
  return sumAmounts([upTo(BigInt(before) + BigInt(arrived)), negated(upTo(BigInt(before)))]);
}

/** An amount in another currency: `round(amount * rate, 2)`. */
export function converted(amount: string, rate: Rational): string {
  return Rational.parse(amount).mul(rate).toFixed(AMOUNT_SCALE);
}

/** How few pieces count as all of a line, and how many are taken at most. */
export function toleratedQuantities(
  quantity: number,
  { over_percent, under_percent }: { readonly over_percent: string; readonly under_percent: string },
): { least_quantity: number; most_quantity: number } {
  const ordered = Rational.of(quantity);
  const least = ordered.mul(HUNDRED.sub(Rational.parse(under_percent)).div(HUNDRED)).ceil();
  const most = ordered.mul(HUNDRED.add(Rational.parse(over_percent)).div(HUNDRED)).floor();
  const safe = BigInt(Number.MAX_SAFE_INTEGER);
  return { least_quantity: least < 1n ? 1 : Number(least), most_quantity: Number(most > safe ? safe : most) };
}
