import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of returns of customers. */
export const SALES_RETURN_ERRORS = defineErrors(
  'sales',
  {
    RETURN_EXCEEDS_SHIPMENT: {
      kind: 'conflict',
      title: 'More than was shipped',
      description:
        'No more comes back than was shipped with a line and has not come back or been authorised; `lines` lists them with what is left.',
    },
    REPLACEMENT_OF_CLOSED_ORDER: {
      kind: 'conflict',
      title: 'Order closed',
      description: 'Of an order that is closed nothing is owed again: credit it, or take it back without replacing it.',
    },
  },
  {
    constraints: {
      ck_sales_delivery_lines_returned_quantity: 'RETURN_EXCEEDS_SHIPMENT',
      ck_sales_delivery_picks_returned_quantity: 'RETURN_EXCEEDS_SHIPMENT',
    },
  },
);
