/** What an invoice to a customer is: for goods, in advance, or the opposite of one. */
export const SALES_INVOICE_KINDS = ['invoice', 'deposit', 'credit_note'] as const;
export type SalesInvoiceKind = (typeof SALES_INVOICE_KINDS)[number];
