import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of the books of stock. */
export const STOCK_BOOKS_ERRORS = defineErrors('warehouse', {
  HOUSE_RULE: {
    kind: 'conflict',
    title: 'Rule of the house',
    description:
      'Rules without a company hold for all and never change; add one for the company, which goes before it.',
  },
});
