import { AMOUNT_SCALE, Rational, netAmount, percentOf, sumAmounts } from '../../kernel/numbers/index.js';

/** What a line says of its price, decimal texts. */
export interface PricedLine {
  readonly quantity: string;
  readonly unit_price: string;
  readonly discount_percent: string;
  /** Given by the document that hands the line over, where its own rule has made it; may be below zero. */
  readonly net_amount?: string | null | undefined;
  /** Percent; null: no tax. */
  readonly tax_rate: string | null;
  readonly tax_amount?: string | null | undefined;
}

export interface LineAmounts {
  readonly net_amount: string;
  readonly tax_amount: string;
  readonly base_net: string;
  readonly base_tax: string;
}

export interface InvoiceTotals {
  readonly net_amount: string;
  readonly tax_amount: string;
  readonly total_amount: string;
  readonly base_total: string;
}

/**
 * The amounts of a line: the one rounding rule of invoices. Net is `round(quantity * price * (1 - discount), 2)`, tax `round(net * rate, 2)`,
 * and each of both in the company's currency is `round(amount * exchange rate, 2)`; halves go away from zero. Everything above is a sum.
 * @param rate units of the company's currency for one of the invoice's
 */
export function lineAmounts(line: PricedLine, rate: string): LineAmounts {
  const exchange = Rational.parse(rate);
  const net_amount =
    line.net_amount ?? netAmount(Rational.parse(line.quantity), line.unit_price, line.discount_percent);
  const tax_amount = line.tax_rate === null ? '0.00' : (line.tax_amount ?? percentOf(net_amount, line.tax_rate));
  const inBase = (amount: string): string => Rational.parse(amount).mul(exchange).toFixed(AMOUNT_SCALE);
  return {
    net_amount: Rational.parse(net_amount).toFixed(AMOUNT_SCALE),
    tax_amount: Rational.parse(tax_amount).toFixed(AMOUNT_SCALE),
    base_net: inBase(net_amount),
    base_tax: inBase(tax_amount),
  };
}

/** Totals of an invoice: sums of its lines, in the company's currency too. */
export function invoiceTotals(lines: readonly LineAmounts[]): InvoiceTotals {
  const net_amount = sumAmounts(lines.map((line) => line.net_amount));
  const tax_amount = sumAmounts(lines.map((line) => line.tax_amount));
  return {
    net_amount,
    tax_amount,
    total_amount: sumAmounts([net_amount, tax_amount]),
    base_total: sumAmounts(lines.flatMap((line) => [line.base_net, line.base_tax])),
  };
}
