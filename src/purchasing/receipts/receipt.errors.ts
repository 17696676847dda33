import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of receipts. */
export const RECEIPT_ERRORS = defineErrors(
  'purchasing',
  {
    RECEIPT_EXCEEDS_ORDER: {
      kind: 'conflict',
      title: 'More than is taken',
      description:
        'More would have come of an order line than the tolerance takes, or the line is closed; `lines` lists them with what is left of each.',
    },
    NOTHING_TO_RECEIVE: {
      kind: 'conflict',
      title: 'Nothing is open',
      description: 'All of it has come, or is closed.',
    },
    RECEIVING_PLACE_MISSING: {
      kind: 'conflict',
      title: 'No place to put it',
      description: 'The warehouse has no place for what came, or no quarantine for what is not taken: name one.',
    },
    PUT_AWAY_EXCEEDS_RECEIPT: {
      kind: 'conflict',
      title: 'More than waits',
      description:
        'No more is put away of a line than came, less what went back; `lines` lists them with what is left.',
    },
  },
  { constraints: { ck_purchase_order_lines_received: 'RECEIPT_EXCEEDS_ORDER' } },
);
