import { defineErrors } from '../../kernel/errors/index.js';

export const PERIOD_ERRORS = defineErrors('warehouse', {
  PERIOD_NOT_STARTED: {
    kind: 'invalid',
    title: 'Period has not begun',
    description: 'A month that has not begun cannot be closed.',
  },
  EARLIER_PERIOD_OPEN: {
    kind: 'conflict',
    title: 'Earlier period is open',
    description:
      'Months are closed hard in their order: `month` is the first one before that is listed, or has stock facts, and is not closed hard.',
  },
  LATER_PERIOD_CLOSED: {
    kind: 'conflict',
    title: 'Later period is closed',
    description: 'A hard closing covers all months before it: `month` is the last one, which has to be reopened first.',
  },
});
