import { defineErrors } from '../../kernel/errors/index.js';

export const PERIOD_ERRORS = defineErrors('warehouse', {
  PERIOD_NOT_STARTED: {
    kind: 'invalid',
    title: 'Period has not begun',
    description: 'A month that has not begun cannot be closed.',
  },
});
