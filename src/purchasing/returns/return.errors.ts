import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of returns to suppliers. */
export const PURCHASE_RETURN_ERRORS = defineErrors(
  'purchasing',
  {
    RETURN_EXCEEDS_RECEIPT: {
      kind: 'conflict',
      title: 'More than came',
      description:
        'No more goes back than came with a line and has not gone back yet; `lines` lists them with what is left.',
    },
    RETURN_FROM_CLOSED_ORDER: {
      kind: 'conflict',
      title: 'Order closed',
      description: 'Of an order, or a line, that is closed nothing is owed again: send it back without opening it.',
    },
  },
  { constraints: { ck_purchase_receipt_lines_returned_quantity: 'RETURN_EXCEEDS_RECEIPT' } },
);
