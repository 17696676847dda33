import type { FieldError } from '../../kernel/errors/index.js';
import { Rational, negated, netAmount, sumAmounts } from '../../kernel/numbers/index.js';

/** An order line as an invoice meets it. Quantities are pieces of the stock unit. */
export interface InvoicedOrderLine {
  readonly id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly order_state: string;
  readonly line_no: number;
  readonly company_id: string;
  readonly supplier_id: string;
  readonly currency_code: string;
  readonly sku: string;
  readonly is_service: boolean;
  readonly quantity: number;
  readonly unit_id: string;
  readonly unit_quantity: string;
  readonly unit_price: string;
  readonly discount_percent: string;
  readonly tax_code_id: string | null;
  /** Received and not sent back. */
  readonly received_quantity: number;
  /** Invoiced and not credited, with what that was, in the currency of the order. */
  readonly invoiced_quantity: number;
  readonly invoiced_amount: string;
  readonly price_percent: string;
  readonly price_amount: string;
  readonly invoice_percent: string;
}

/** A line of an invoice, as it is entered. */
export interface EnteredLine {
  readonly order_line_id: string;
  readonly quantity: number;
  readonly unit_price?: string | undefined;
  readonly discount_percent?: string | undefined;
  readonly net_amount?: string | undefined;
}

/** A line with its amount, and what it differs in from order and receipts. */
export interface MatchedLine {
  readonly line: InvoicedOrderLine;
  readonly quantity: number;
  /** In the unit of the order, which the price is for. */
  readonly unit_quantity: string;
  readonly unit_price: string;
  readonly discount_percent: string;
  readonly net_amount: string;
  readonly ordered_amount: string;
  /** Above zero: it costs more than ordered. In the currency of the order. */
  readonly price_variance: string;
  /** How many more pieces than came and are not invoiced. */
  readonly quantity_variance: number;
}

/** Why a line is not matched, for people and for machines. */
export interface MatchDifference {
  readonly line_no: number;
  readonly kind: 'price' | 'quantity';
  readonly message: string;
}

const HUNDRED = Rational.of(100);
const UNIT_SCALE = 6;

/**
 * Works out the amount of a line and what it differs in. The amount of pieces is `round(pieces * unit quantity / quantity of the order line *
 * price * (1 - discount / 100), 2)` in one rounding, halves away from zero; without a price of its own a line has the order's.
 */
export function matchedLine(entered: EnteredLine, line: InvoicedOrderLine): MatchedLine {
  const { quantity, unit_price = line.unit_price, discount_percent = line.discount_percent } = entered;
  const units = Rational.parse(line.unit_quantity).mul(Rational.of(quantity, line.quantity));
  const ordered_amount = netAmount(units, line.unit_price, line.discount_percent);
  const net_amount = entered.net_amount ?? netAmount(units, unit_price, discount_percent);
  return {
    line,
    quantity,
    unit_quantity: units.toFixed(UNIT_SCALE),
    unit_price,
    discount_percent,
    net_amount,
    ordered_amount,
    price_variance: sumAmounts([net_amount, negated(ordered_amount)]),
    quantity_variance: quantityVariance(quantity, line),
  };
}

/** How many pieces of an invoice have not come, or are invoiced already. */
export function quantityVariance(
  quantity: number,
  { received_quantity, invoiced_quantity }: Pick<InvoicedOrderLine, 'received_quantity' | 'invoiced_quantity'>,
): number {
  return Math.max(0, quantity - Math.max(0, received_quantity - invoiced_quantity));
}

/**
 * What of a line is beyond its tolerance, quantity and price apart: more pieces than came, by more than a percentage of the ordered ones; a
 * higher amount than ordered for as many pieces, by more than the larger of a percentage of it and an amount. Less is always taken.
 */
export function differencesOf(matched: MatchedLine, lineNo: number): MatchDifference[] {
  const { line, price_variance, ordered_amount, quantity_variance } = matched;
  const differences: MatchDifference[] = [];
  const of = `line ${lineNo} (${line.order_number} line ${line.line_no}, ${line.sku})`;
  const pieces = Rational.of(line.quantity).mul(Rational.parse(line.invoice_percent)).div(HUNDRED);
  if (Rational.of(quantity_variance).compare(pieces) > 0)
    differences.push({
      line_no: lineNo,
      kind: 'quantity',
      message: `${of}: ${quantity_variance} pieces more than came and are not invoiced`,
    });
  const share = Rational.parse(ordered_amount).mul(Rational.parse(line.price_percent)).div(HUNDRED);
  const most = Rational.parse(line.price_amount);
  const variance = Rational.parse(price_variance);
  if (variance.compare(share) > 0 && variance.compare(most) > 0)
    differences.push({
      line_no: lineNo,
      kind: 'price',
      message: `${of}: ${price_variance} ${line.currency_code} more than ordered`,
    });
  return differences;
}

/** States of an order of which something may be invoiced: the supplier has it. */
export const INVOICEABLE_STATES = ['sent', 'confirmed', 'partially_received', 'received', 'closed'];

/** What lines name that cannot be, and all that does not belong together; every fault of every line. */
export function enteredFaults(
  lines: readonly EnteredLine[],
  known: ReadonlyMap<string, InvoicedOrderLine>,
  { supplier_id, company_id, is_credit }: { supplier_id: string; company_id: string; is_credit: boolean },
): FieldError[] {
  const first = lines.map(({ order_line_id }) => known.get(order_line_id)).find((line) => line !== undefined);
  return lines.flatMap((entered, n) => {
    const faults: FieldError[] = [];
    const at = (field: string, code: string, message: string): number =>
      faults.push({ pointer: `/lines/${n}/${field}`, code, message });
    const line = known.get(entered.order_line_id);
    if (!line) at('order_line_id', 'REFERENCE_NOT_FOUND', 'There is no such line of an order');
    if (lines.findIndex(({ order_line_id }) => order_line_id === entered.order_line_id) < n)
      at('order_line_id', 'DUPLICATE', 'Is on another line of this invoice');
    if (entered.quantity === 0 && !(is_credit && entered.net_amount !== undefined))
      at('quantity', 'TOO_SMALL', 'Only a credit note of an amount has no pieces');
    if (!line) return faults;
    if (line.supplier_id !== supplier_id) at('order_line_id', 'NOT_ALLOWED', 'Is of an order of another supplier');
    if (line.company_id !== company_id) at('order_line_id', 'NOT_ALLOWED', 'Is of an order of another company');
    if (line.currency_code !== first!.currency_code)
      at('order_line_id', 'NOT_ALLOWED', 'Is of an order in another currency than the first line');
    if (!INVOICEABLE_STATES.includes(line.order_state))
      at('order_line_id', 'NOT_ALLOWED', `${line.order_number} is ${line.order_state}: the supplier has not got it`);
    return faults;
  });
}

/** Lines of a credit note that take back more than was invoiced. */
export function creditExcess(lines: readonly MatchedLine[]): object[] {
  return lines.flatMap(({ line, quantity, net_amount }, n) => {
    const left = sumAmounts([line.invoiced_amount, negated(net_amount)]);
    return quantity > line.invoiced_quantity || left.startsWith('-')
      ? [
          {
            line_no: n + 1,
            order_line_id: line.id,
            invoiced_quantity: line.invoiced_quantity,
            invoiced_amount: line.invoiced_amount,
          },
        ]
      : [];
  });
}
