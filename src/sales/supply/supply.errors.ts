import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of supply. */
export const SUPPLY_ERRORS = defineErrors('sales', {
  SUPPLY_NOT_AVAILABLE: {
    kind: 'conflict',
    title: 'Nobody supplies it like this',
    description: 'No module makes, or buys, for orders here: let the line come from stock.',
  },
});
