import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of credit. */
export const CREDIT_ERRORS = defineErrors('sales', {
  CREDIT_LIMIT_EXCEEDED: {
    kind: 'conflict',
    title: 'Credit limit exceeded',
    description:
      "What the customer owes and has ordered would pass the limit; `limit`, `exposure` and `order_amount` are in the company's currency. Another person may override it, with a reason.",
  },
  CREDIT_OVERRIDE_BY_SELLER: {
    kind: 'forbidden',
    title: 'Own order',
    description:
      'Who drafted or confirmed an order does not override its credit, and who overrode it does not confirm it.',
  },
  CREDIT_NOT_HELD: {
    kind: 'conflict',
    title: 'Nothing to override',
    description: 'The credit covers the order, or is not looked at.',
  },
});
