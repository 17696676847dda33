import { paperLines, percent, saidWords, tidy } from '../../kernel/printing/index.js';
import type { LineColumn, Paper, Party } from '../../kernel/printing/index.js';
import type { SalesOrderDto, SalesOrderLineDto } from './sales-orders.dto.js';

/** An order with the names and addresses that stand on its paper. */
export type PrintedSalesOrder = SalesOrderDto & { readonly seller: Party; readonly customer: Party };

/** What a line says on paper. */
const COLUMNS: readonly LineColumn<SalesOrderLineDto>[] = [
  { title: 'No.', share: 0.05, right: true, text: ({ line_no }) => String(line_no) },
  {
    title: 'Article',
    share: 0.37,
    right: false,
    text: ({ sku, product_name, description }) => [`${sku} ${product_name}`, description].filter(Boolean).join('\n'),
  },
  {
    title: 'Quantity',
    share: 0.12,
    right: true,
    text: ({ unit_quantity, unit_code }) => `${unit_quantity} ${unit_code}`,
  },
  { title: 'Price', share: 0.13, right: true, text: ({ unit_price }) => tidy(unit_price) },
  { title: 'Discount', share: 0.08, right: true, text: ({ discount_percent }) => percent(discount_percent) },
  { title: 'Tax', share: 0.07, right: true, text: ({ tax_percent }) => percent(tax_percent) },
  {
    title: 'Promised',
    share: 0.1,
    right: false,
    text: ({ promised_on, requested_on }) => promised_on ?? requested_on ?? '',
  },
  { title: 'Amount', share: 0.08, right: true, text: ({ net_amount }) => net_amount },
];

/** An order as its customer gets it. */
export function salesOrderPaper(order: PrintedSalesOrder): Paper {
  const { number, state, currency_code, net_amount, tax_amount, freight_amount, total_amount } = order;
  return {
    number,
    title: 'Order confirmation',
    warning:
      state === 'draft' || state === 'cancelled' ? `${state.toUpperCase()}: not confirmed, or not any more` : null,
    parties: [
      ['Seller', order.seller],
      ['Customer', order.customer],
      ['Ship to', { name: order.ship_to_name ?? '', address: order.ship_to_address, tax_number: null }],
    ],
    words: saidWords([
      ['Date', order.ordered_on],
      ['Your reference', order.customer_reference],
      ['Currency', currency_code],
      ['Payment', order.payment_terms_days > 0 ? `${order.payment_terms_days} days net` : null],
      ['Delivery', order.delivery_terms],
    ]),
    ...paperLines(COLUMNS, order.lines),
    totals: [
      ['Net', net_amount],
      ['Tax', tax_amount],
      ...(freight_amount === '0.00' ? [] : [['Freight', freight_amount] as const]),
      [`Total ${currency_code}`, total_amount],
    ],
    notes: order.notes,
  };
}
