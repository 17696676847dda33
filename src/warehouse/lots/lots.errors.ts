import { defineErrors } from '../../kernel/errors/index.js';

export const LOT_ERRORS = defineErrors('warehouse', {
  LOT_DIFFERS: {
    kind: 'conflict',
    title: 'Lot known with other facts',
    description:
      'There is a lot of this code with another expiry, day of making, supplier or attributes; `lots` shows what is known and what was given.',
  },
  LOT_EXPIRES_EARLIER: {
    kind: 'conflict',
    title: 'A source expires earlier',
    description: 'Merging into a lot that expires later would lengthen the life of what is merged; name a new lot.',
  },
  LOT_HAS_NO_STOCK: {
    kind: 'conflict',
    title: 'Nothing of the lot here',
    description: 'There is no stock of the lot that this could be done with, in the places that you may see.',
  },
  SERIAL_NOT_SPLIT: {
    kind: 'conflict',
    title: 'A serial number is one piece',
    description: 'There is nothing to split; a serial number can be relabelled.',
  },
  QUARANTINE_MISSING: {
    kind: 'conflict',
    title: 'No quarantine location',
    description: 'The warehouse has no active location of type quarantine; add one, or name where to put the lot.',
  },
});
