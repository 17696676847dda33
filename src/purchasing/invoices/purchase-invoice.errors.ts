import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of invoices of suppliers. */
export const PURCHASE_INVOICE_ERRORS = defineErrors('purchasing', {
  CREDIT_EXCEEDS_INVOICED: {
    kind: 'conflict',
    title: 'More than was invoiced',
    description:
      'No more pieces, and no larger amount, are credited than were invoiced; `lines` lists them with what is left.',
  },
  INVOICE_STILL_DIFFERS: {
    kind: 'conflict',
    title: 'Still not matched',
    description:
      'The invoice differs by more than is tolerated; `lines` says in what. It is released by a person with a reason, or credited.',
  },
});
