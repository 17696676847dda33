import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of reminders. */
export const DUNNING_ERRORS = defineErrors(
  'sales',
  {
    DUNNING_SENT: {
      kind: 'conflict',
      title: 'Reminded already',
      description: 'A customer is reminded of an invoice once at each level.',
    },
    NOTHING_TO_DUN: {
      kind: 'conflict',
      title: 'Nobody to remind',
      description: 'No invoice has reached a level that its customer was not reminded at.',
    },
    DUNNING_LEVELS_UNORDERED: {
      kind: 'conflict',
      title: 'Levels out of order',
      description: 'A higher level begins later than every lower one.',
    },
  },
  { constraints: { uq_dunning_notices_invoice_id: 'DUNNING_SENT' } },
);
