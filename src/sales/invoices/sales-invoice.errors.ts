import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of invoices to customers. */
export const SALES_INVOICE_ERRORS = defineErrors('sales', {
  INVOICE_EXCEEDS_ORDER: {
    kind: 'conflict',
    title: 'More than is to be invoiced',
    description:
      'No more pieces are invoiced than were ordered and are not on another invoice; `lines` lists them with what is left.',
  },
  NOTHING_TO_INVOICE: {
    kind: 'conflict',
    title: 'Nothing to invoice',
    description: 'All of it is on invoices already, or nothing of it was shipped.',
  },
  CREDIT_EXCEEDS_SALE: {
    kind: 'conflict',
    title: 'More than was invoiced',
    description:
      'No more pieces, and no larger amount, are credited than were invoiced; `lines` lists them with what is left.',
  },
  SALES_TAX_MISSING: {
    kind: 'conflict',
    title: 'No tax to post by',
    description:
      'The order taxes these `lines` without naming a tax of the company that is in use; tax is posted on the accounts of its code.',
  },
  DEPOSIT_EXCEEDS_ORDER: {
    kind: 'conflict',
    title: 'More than the order',
    description: 'No more is asked in advance than is not invoiced of the order yet.',
  },
  DEPOSIT_DEDUCTED: {
    kind: 'conflict',
    title: 'Deposit used',
    description:
      'A deposit that an invoice deducts or a credit note gives back is not cancelled: cancel that one first, or give back what is left of the deposit.',
  },
  DEPOSIT_CREDIT_EXCEEDS_REST: {
    kind: 'conflict',
    title: 'More than is left of the deposit',
    description: 'No more is given back of a deposit than was posted and no invoice or credit note has taken: `left`.',
  },
});
