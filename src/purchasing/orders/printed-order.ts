import type { PurchaseOrderDto, PurchaseOrderLineDto } from './orders.dto.js';

export interface Party {
  readonly name: string;
  readonly address: string | null;
  readonly tax_number: string | null;
}

/** An order with the names and addresses that stand on its paper. */
export type PrintedOrder = PurchaseOrderDto & {
  readonly buyer: Party;
  readonly seller: Party;
  readonly deliver_to: Party;
};

export interface PrintedColumn {
  readonly title: string;
  /** Of the width of the page. */
  readonly share: number;
  readonly right: boolean;
  readonly text: (line: PurchaseOrderLineDto) => string;
}

/** What a line says on paper, HTML and PDF alike. */
export const PRINTED_COLUMNS: readonly PrintedColumn[] = [
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

/** What stands above the lines: words and what they say. */
export function headWords(order: PrintedOrder): [string, string][] {
  const words: [string, string | null][] = [
    ['Date', order.ordered_on],
    ['Revision', order.revision > 1 ? String(order.revision) : null],
    ['Your reference', order.supplier_reference],
    ['Currency', order.currency_code],
    ['Payment', order.payment_terms_days > 0 ? `${order.payment_terms_days} days net` : null],
    ['Delivery', order.delivery_terms],
    ['Deliver to', order.deliver_to.name],
  ];
  return words.filter((pair): pair is [string, string] => pair[1] !== null && pair[1] !== '');
}

export function totalWords({ net_amount, tax_amount, total_amount, currency_code }: PrintedOrder): [string, string][] {
  return [
    ['Net', net_amount],
    ['Tax', tax_amount],
    [`Total ${currency_code}`, total_amount],
  ];
}

/** Lines that are still wanted; what was cancelled before it came is not printed. */
export function printedLines({ lines }: PrintedOrder): PurchaseOrderLineDto[] {
  return lines.filter(({ is_closed_short, received_quantity }) => !is_closed_short || received_quantity > 0);
}

/** An order that nobody has approved yet must not be taken for one. */
export function isDraft({ state }: PrintedOrder): boolean {
  return state === 'draft' || state === 'submitted' || state === 'cancelled';
}

function articleOf({ sku, product_name, description, supplier_sku }: PurchaseOrderLineDto): string {
  const yours = supplier_sku ? ` (yours: ${supplier_sku})` : '';
  return [`${sku}${yours} ${product_name}`, ...(description ? [description] : [])].join('\n');
}

function percent(value: string): string {
  const shown = tidy(value);
  return shown === '0.00' ? '' : `${shown.replace(/\.?0+$/, '')} %`;
}

/** A decimal with two places at least. */
function tidy(value: string): string {
  const [whole, fraction = ''] = value.split('.');
  return `${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`;
}
