import { defineErrors } from '../../kernel/errors/index.js';

export const TRANSFER_ERRORS = defineErrors('warehouse', {
  TRANSIT_MISSING: {
    kind: 'conflict',
    title: 'No transit location',
    description: 'The company has no active location of type transit; add one.',
  },
  TRANSFER_QUANTITY_EXCEEDED: {
    kind: 'conflict',
    title: 'More than is in transit',
    description:
      'Accepted, damaged and lost pieces together are no more than what is still in transit; `lines` lists those that are.',
  },
});
