import { lineAmounts } from '../../accounting/index.js';
import { AMOUNT_SCALE, Rational, sumAmounts } from '../../kernel/numbers/index.js';

/** What the amount of a line is worked out from. */
export interface PricedSalesLine {
  /** In the unit that the price is for: decimal text of up to six places, as the price. */
  readonly unit_quantity: string;
  readonly unit_price: string;
  readonly discount_percent: string;
  readonly tax_percent: string;
}

export interface SalesAmounts {
  readonly net_amount: string;
  readonly tax_amount: string;
}

/** The rounding rule of invoices, so that an order and its invoice are worth the same: net in one rounding, tax on the rounded net. */
export function salesAmounts({
  unit_quantity,
  unit_price,
  discount_percent,
  tax_percent,
}: PricedSalesLine): SalesAmounts {
  const line = { quantity: unit_quantity, unit_price, discount_percent, tax_rate: tax_percent };
  const { net_amount, tax_amount } = lineAmounts(line, '1');
  return { net_amount, tax_amount };
}

/** The sums of the lines, and with the freight the total: a header is never rounded by itself. */
export function salesTotals(
  lines: readonly SalesAmounts[],
  freight_amount: string,
): SalesAmounts & { freight_amount: string; total_amount: string } {
  const net_amount = sumAmounts(lines.map((line) => line.net_amount));
  const tax_amount = sumAmounts(lines.map((line) => line.tax_amount));
  const freight = Rational.parse(freight_amount).toFixed(AMOUNT_SCALE);
  return {
    net_amount,
    tax_amount,
    freight_amount: freight,
    total_amount: sumAmounts([net_amount, tax_amount, freight]),
  };
}
