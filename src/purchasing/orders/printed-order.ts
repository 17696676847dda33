import { paperLines, percent, saidWords, tidy } from '../../kernel/printing/index.js';
import type { LineColumn, Paper, Party } from '../../kernel/printing/index.js';
import type { PurchaseOrderDto, PurchaseOrderLineDto } from './orders.dto.js';

/** An order with the names and addresses that stand on its paper. */
export type PrintedOrder = PurchaseOrderDto & {
  readonly buyer: Party;
  readonly seller: Party;
  readonly deliver_to: Party;
};

/** What a line says on paper, HTML and PDF alike. */
const COLUMNS: readonly LineColumn<PurchaseOrderLineDto>[] = [
  { title: 'No.', share: 0.05, right: true, text: ({ line_no }) => String(line_no) },
  { title: 'Article', share: 0.37, right: false, text: articleOf },
  {
    title: 'Quantity',
    share: 0.12,
    right: true,
    text: ({ unit_quantity, unit_code }) => `${unit_quantity} ${unit_code}`,
  },
  { title: 'Price', share: 0.13, right: true, text: ({ unit_price }) => tidy(unit_price) },
  { title: 'Discount', share: 0.08, right: true, text: ({ discount_percent }) => percent(discount_percent) },
  { title: 'Tax', share: 0.07, right: true, text: ({ tax_percent }) => percent(tax_percent) },
  { title: 'Due', share: 0.1, right: false, text: ({ due_on }) => due_on ?? '' },
  { title: 'Amount', share: 0.08, right: true, text: ({ net_amount }) => net_amount },
];

/** An order as its supplier gets it. */
export function orderPaper(order: PrintedOrder): Paper {
  const { number, state, net_amount, tax_amount, total_amount, currency_code } = order;
  return {
    number,
    title: 'Purchase order',
    warning: isDraft(order) ? `${state.toUpperCase()}: not an order yet, or not any more` : null,
    parties: [
      ['Buyer', order.buyer],
      ['Supplier', order.seller],
    ],
    words: saidWords([
      ['Date', order.ordered_on],
      ['Revision', order.revision > 1 ? String(order.revision) : null],
      ['Your reference', order.supplier_reference],
      ['Currency', currency_code],
      ['Payment', order.payment_terms_days > 0 ? `${order.payment_terms_days} days net` : null],
      ['Delivery', order.delivery_terms],
      ['Deliver to', order.deliver_to.name],
    ]),
    ...paperLines(COLUMNS, printedLines(order)),
    totals: [
      ['Net', net_amount],
      ['Tax', tax_amount],
      [`Total ${currency_code}`, total_amount],
    ],
    notes: order.notes,
  };
}

/** Lines that are still wanted; what was cancelled before it came is not printed. */
function printedLines({ lines }: PrintedOrder): PurchaseOrderLineDto[] {
  return lines.filter(({ is_closed_short, received_quantity }) => !is_closed_short || received_quantity > 0);
}

/** An order that nobody has approved yet must not be taken for one. */
function isDraft({ state }: PrintedOrder): boolean {
  return state === 'draft' || state === 'submitted' || state === 'cancelled';
}

function articleOf({ sku, product_name, description, supplier_sku }: PurchaseOrderLineDto): string {
  const yours = supplier_sku ? ` (yours: ${supplier_sku})` : '';
  return [`${sku}${yours} ${product_name}`, ...(description ? [description] : [])].join('\n');
}
