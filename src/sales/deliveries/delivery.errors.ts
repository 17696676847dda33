import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of deliveries. */
export const DELIVERY_ERRORS = defineErrors('sales', {
  DELIVERY_EXCEEDS_ORDER: {
    kind: 'conflict',
    title: 'More than is open',
    description:
      'No more of an order line is delivered than is open and not on another delivery; `lines` lists them with what is left of each.',
  },
  NOTHING_TO_DELIVER: {
    kind: 'conflict',
    title: 'Nothing to deliver',
    description: 'All of the orders has left, or is on other deliveries.',
  },
});
