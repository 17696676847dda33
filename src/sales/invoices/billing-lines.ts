import type { InvoiceLineDraft } from '../../accounting/index.js';
import { sumAmounts } from '../../kernel/numbers/index.js';
import { billedShare, inOrderUnit } from './invoiced-lines.js';
import type { BillableLine } from './invoiced-lines.js';
import { SALES_INVOICE_ERRORS } from './sales-invoice.errors.js';
import type { SalesInvoiceCharge, SalesInvoiceLine } from './sales-invoice.entity.js';
import type { CreditLineInput } from './sales-invoices.dto.js';

/** A line of an invoice with what it is for. */
export type BilledLine = InvoiceLineDraft & {
  readonly goods?: Pick<SalesInvoiceLine, 'order_line_id' | 'delivery_line_id' | 'quantity'>;
  readonly charge?: Pick<SalesInvoiceCharge, 'order_id' | 'kind' | 'deducts_id' | 'amount'>;
};

/** Pieces of an order line about to be invoiced. */
export interface WantedLine {
  readonly line: BillableLine;
  readonly quantity: number;
  readonly delivery_line_id: string | null;
}

/** @throws SALES_TAX_MISSING with every line that would be billed without its tax */
export function assertTaxed(lines: readonly BillableLine[]): void {
  const lacking = lines.filter(({ lacks_tax }) => lacks_tax);
  if (lacking.length === 0) return;
  throw SALES_INVOICE_ERRORS.SALES_TAX_MISSING(undefined, {
    lines: lacking.map(({ id, order_number, line_no }) => ({ order_line_id: id, order_number, line_no })),
  });
}

/** Lines in their order; of an order line that is named twice, each part costs what it adds. */
export function goodsLines(wanted: readonly WantedLine[]): BilledLine[] {
  const before = new Map<string, BillableLine>();
  return wanted.map(({ line, quantity, delivery_line_id }) => {
    const now = before.get(line.id) ?? line;
    const net = billedShare(now, quantity);
    before.set(line.id, {
      ...now,
      billed_quantity: now.billed_quantity + quantity,
      billed_amount: sumAmounts([now.billed_amount, net]),
    });
    return goodsLine(line, quantity, net, delivery_line_id);
  });
}

/** A line of goods, at its order's price. */
export function goodsLine(
  line: BillableLine,
  quantity: number,
  net_amount: string,
  delivery_line_id: string | null,
  tax: Pick<BilledLine, 'tax_code_id' | 'tax_rate'> = { tax_code_id: line.tax_code_id },
): BilledLine {
  return {
    account_role: 'revenue',
    description: `${line.order_number} line ${line.line_no}: ${line.sku} ${line.product_name}`.slice(0, 500),
    quantity: quantity > 0 ? inOrderUnit(line, quantity) : '1',
    unit_id: quantity > 0 ? line.unit_id : null,
    unit_price: quantity > 0 ? line.unit_price : net_amount,
    discount_percent: quantity > 0 ? line.discount_percent : '0',
    net_amount,
    ...tax,
    source_line_id: line.id,
    goods: { order_line_id: line.id, delivery_line_id, quantity },
  };
}

/** What lines of a credit note say that cannot be. */
export function creditFaults(lines: readonly CreditLineInput[]) {
  return lines.flatMap(({ quantity, amount, order_line_id }, n) => [
    ...((quantity === undefined) === (amount === undefined)
      ? [
          {
            pointer: `/lines/${n}/quantity`,
            code: quantity ? 'EXCLUSIVE' : 'REQUIRED',
            message: 'Name pieces or an amount',
          },
        ]
      : []),
    ...(lines.findIndex((each) => each.order_line_id === order_line_id) < n
      ? [{ pointer: `/lines/${n}/order_line_id`, code: 'DUPLICATE', message: 'is named twice' }]
      : []),
  ]);
}

/** Documents that are named and not found. */
export function missing(pointer: string, named: readonly string[], found: readonly string[]) {
  return named.flatMap((id, n) =>
    found.includes(id)
      ? []
      : [
          {
            pointer: `${pointer}/${n}`,
            code: 'REFERENCE_NOT_FOUND',
            message: 'There is none such that was shipped or confirmed',
          },
        ],
  );
}
