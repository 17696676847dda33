import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of shipments. */
export const SHIPMENT_ERRORS = defineErrors('purchasing', {
  SHIPMENT_EXCEEDS_ORDER: {
    kind: 'conflict',
    title: 'More than is open',
    description:
      'More is on its way of an order line than is open of it; `lines` lists them with what is left of each.',
  },
});
