import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of quotations. */
export const QUOTATION_ERRORS = defineErrors('sales', {
  SALES_QUOTATION_EXPIRED: {
    kind: 'conflict',
    title: 'Quotation expired',
    description: 'Its last day has passed: revise it, with a new one, before it is sent or won.',
  },
});
