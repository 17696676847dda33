import type { FieldError } from '../../kernel/errors/index.js';
import { AMOUNT_SCALE, Rational, negated, sumAmounts } from '../../kernel/numbers/index.js';

/** An order line as an invoice meets it. Quantities are pieces of the stock unit, amounts in the currency of the order. */
export interface BillableLine {
  readonly id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly order_state: string;
  readonly line_no: number;
  readonly company_id: string;
  readonly customer_id: string;
  readonly currency_code: string;
  readonly payment_terms_id: string | null;
  readonly sku: string;
  readonly product_name: string;
  readonly unit_id: string;
  readonly unit_quantity: string;
  readonly unit_price: string;
  readonly discount_percent: string;
  /** Of the invoice of it that was posted last; null before the first. */
  readonly billed_tax_code_id: string | null;
  readonly billed_tax_rate: string | null;
  readonly tax_code_id: string | null;
  /** Taxed by the order, without a tax of the company in use that it could be posted by. */
  readonly lacks_tax: boolean;
  readonly quantity: number;
  readonly net_amount: string;
  readonly shipped_quantity: number;
  readonly returned_quantity: number;
  readonly reopened_quantity: number;
  readonly cancelled_quantity: number;
  /** On invoices that are drafts or posted, less what is on such credit notes; and what these amount to, without credits of an amount alone. */
  readonly billed_quantity: number;
  readonly billed_amount: string;
  /** On posted invoices, less what is on drafts and posted credit notes; all of these amounts. */
  readonly creditable_quantity: number;
  readonly creditable_amount: string;
}

/** States of an order that is invoiced: the customer was promised it. */
export const BILLABLE_STATES = ['confirmed', 'partially_shipped', 'shipped', 'closed'];

/** What counts as owed: what has left and did not come back, or all that was ordered. */
export const INVOICE_BASES = ['shipped', 'ordered'] as const;
export type InvoiceBasis = (typeof INVOICE_BASES)[number];

/** Pieces that may be invoiced now. What came back and is not owed again is not paid; a replacement is not paid twice. */
export function leftToInvoice(line: BillableLine, basis: InvoiceBasis): number {
  const owed =
    basis === 'shipped'
      ? line.shipped_quantity - line.returned_quantity
      : line.quantity - line.cancelled_quantity - (line.returned_quantity - line.reopened_quantity);
  return Math.max(owed - line.billed_quantity, 0);
}

/**
 * What pieces of an order line cost when they are invoiced next: what all of it up to them comes to, rounded, less what is invoiced. So the
 * parts of a line sum to it exactly, whichever way it is cut.
 */
export function billedShare(line: BillableLine, quantity: number): string {
  return sumAmounts([upTo(line, line.billed_quantity + quantity), negated(line.billed_amount)]);
}

/**
 * The same of pieces that are credited; never more than their share of what the customer is still charged for them, and all of that with the last
 * piece: amounts that were credited before for no pieces have made them cheaper.
 */
export function creditedShare(line: BillableLine, quantity: number): string {
  const usual = sumAmounts([line.billed_amount, negated(upTo(line, line.billed_quantity - quantity))]);
  const { creditable_quantity, creditable_amount } = line;
  if (quantity === creditable_quantity) return creditable_amount;
  if (quantity > creditable_quantity) return usual;
  const share = Rational.parse(creditable_amount).mul(Rational.of(quantity, creditable_quantity));
  return share.compare(Rational.parse(usual)) < 0 ? share.toFixed(AMOUNT_SCALE) : usual;
}

/**
 * Of what deliveries shipped and is on no invoice of theirs, as much as is not invoiced by other ways: an invoice of the order names no delivery.
 */
export function notInvoicedOtherwise<T extends { readonly order_line_id: string; readonly quantity: number }>(
  shipped: readonly T[],
  known: ReadonlyMap<string, BillableLine>,
): T[] {
  const left = new Map([...known].map(([id, line]) => [id, leftToInvoice(line, 'shipped')]));
  return shipped.flatMap((row) => {
    const rest = left.get(row.order_line_id);
    const quantity = rest === undefined ? row.quantity : Math.min(row.quantity, rest);
    left.set(row.order_line_id, (rest ?? 0) - quantity);
    return quantity > 0 ? [{ ...row, quantity }] : [];
  });
}

function upTo({ net_amount, quantity: all }: BillableLine, quantity: number): string {
  return Rational.parse(net_amount).mul(Rational.of(quantity, all)).toFixed(AMOUNT_SCALE);
}

/** Pieces in the unit of the order, six places. */
export function inOrderUnit(line: BillableLine, quantity: number): string {
  return Rational.parse(line.unit_quantity).mul(Rational.of(quantity, line.quantity)).toFixed(6);
}

/** What lines name that cannot be, or does not belong together; every fault of every line. */
export function billingFaults(
  named: readonly { order_line_id: string }[],
  known: ReadonlyMap<string, BillableLine>,
  pointerOf: (n: number) => string = (n) => `/lines/${n}/order_line_id`,
): FieldError[] {
  const first = named.map(({ order_line_id }) => known.get(order_line_id)).find((line) => line !== undefined);
  return named.flatMap(({ order_line_id }, n): FieldError[] => {
    const pointer = pointerOf(n);
    const line = known.get(order_line_id);
    if (!line) return [{ pointer, code: 'REFERENCE_NOT_FOUND', message: 'There is no such line of an order' }];
    const faults = [
      ...(line.customer_id === first!.customer_id && line.company_id === first!.company_id
        ? []
        : ['Is of another customer or company than the first line']),
      ...(line.currency_code === first!.currency_code ? [] : ['Is in another currency than the first line']),
      ...(BILLABLE_STATES.includes(line.order_state)
        ? []
        : [`${line.order_number} is ${line.order_state}: nothing is invoiced of it`]),
    ];
    return faults.map((message) => ({ pointer, code: 'NOT_ALLOWED', message }));
  });
}

/** Lines of an invoice with more than may be invoiced, all of an order line together. */
export function billingExcess(lines: readonly { line: BillableLine; quantity: number }[]): object[] {
  const sums = new Map<BillableLine, number>();
  for (const { line, quantity } of lines) sums.set(line, (sums.get(line) ?? 0) + quantity);
  return [...sums].flatMap(([line, quantity]) => {
    const left = leftToInvoice(line, 'ordered');
    return quantity > left ? [excess(line, quantity, { left })] : [];
  });
}

/** Lines of a credit note with more pieces or a larger amount than were invoiced. */
export function creditExcess(lines: readonly { line: BillableLine; quantity: number; net_amount: string }[]): object[] {
  return lines.flatMap(({ line, quantity, net_amount }) => {
    const rest = sumAmounts([line.creditable_amount, negated(net_amount)]);
    return quantity > line.creditable_quantity || rest.startsWith('-')
      ? [excess(line, quantity, { left: line.creditable_quantity, amount_left: line.creditable_amount })]
      : [];
  });
}

function excess({ id, order_number, line_no }: BillableLine, quantity: number, left: object): object {
  return { order_number, line_no, order_line_id: id, quantity, ...left };
}

/** What customers have paid in advance for an order and no invoice has deducted. */
export interface OpenDeposit {
  /** Its line in the books. */
  readonly id: string;
  readonly sales_invoice_id: string;
  readonly order_id: string;
  readonly number: string;
  readonly tax_code_id: string | null;
  /** That it was posted with, percent. */
  readonly tax_rate: string | null;
  readonly left: string;
}

/** How much of each deposit an invoice of so much deducts: the oldest first, never below nothing. */
export function deductions(deposits: readonly OpenDeposit[], total: string): (OpenDeposit & { amount: string })[] {
  let rest = Rational.parse(total);
  return deposits.flatMap((deposit) => {
    const left = Rational.parse(deposit.left);
    const part = left.compare(rest) > 0 ? rest : left;
    if (part.compare(Rational.ZERO) <= 0) return [];
    rest = rest.sub(part);
    return [{ ...deposit, amount: part.toFixed(AMOUNT_SCALE) }];
  });
}
