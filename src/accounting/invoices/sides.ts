/** Whose invoices they are: those of suppliers are payable, those to customers receivable. */
export const SIDES = ['payable', 'receivable'] as const;
export type Side = (typeof SIDES)[number];

/** A credit note is the opposite of an invoice. */
export const INVOICE_KINDS = ['invoice', 'credit_note'] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

/** The role of the account that the open documents of a side add up to. */
export function controlRole(side: Side): 'payables' | 'receivables' {
  return side === 'payable' ? 'payables' : 'receivables';
}

/** Which book a side's invoices stand in. */
export function journalOf(side: Side): 'purchases' | 'sales' {
  return side === 'payable' ? 'purchases' : 'sales';
}

/** How the state of an invoice looks with what is paid of it. */
export const INVOICE_STATUSES = ['draft', 'posted', 'partially_paid', 'paid', 'cancelled'] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];
