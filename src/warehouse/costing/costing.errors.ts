import { defineErrors } from '../../kernel/errors/index.js';

export const COSTING_ERRORS = defineErrors('warehouse', {
  REVALUATION_NOT_TAKEN: {
    kind: 'conflict',
    title: 'Not revalued like this',
    description:
      'Stock at standard cost is worth its standard: change that. Anything else is revalued by unit cost or value.',
  },
});
