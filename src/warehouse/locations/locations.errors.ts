import { defineErrors } from '../../kernel/errors/index.js';

export const LOCATION_ERRORS = defineErrors('warehouse', {
  LOCATION_PARENT_REFUSED: {
    kind: 'invalid',
    title: 'Parent refused',
    description:
      'A location stands inside a real location of the same company that does not lie below it; only warehouses, transit and subcontractors stand alone.',
  },
  LOCATION_MOVE_REFUSED: {
    kind: 'conflict',
    title: 'Location cannot be moved like this',
    description:
      'A location stays in its company and warehouse, and a warehouse keeps its type: stock is moved by a transfer.',
  },
  LOCATION_OWNER_REFUSED: {
    kind: 'invalid',
    title: 'Owner refused',
    description: 'What lies in a place that belongs to somebody else belongs to the same.',
  },
  LOCATION_OWNER_FIXED: {
    kind: 'conflict',
    title: 'Location keeps its owner',
    description: 'Stock changes hands by a take-over or a sale, not by a new sign on the shelf.',
  },
  LOCATION_IS_VIRTUAL: {
    kind: 'conflict',
    title: 'Virtual location',
    description:
      'The supplier, customer, production, adjustment and conversion sides belong to the company and stay as they are.',
  },
  LOCATION_FULL: {
    kind: 'conflict',
    title: 'No room in the location',
    description:
      'More would lie there than its capacity; `locations` lists each one with its capacity, what would be occupied, and the excess in units of space.',
  },
  LOCATION_HOLDS_OTHER_PRODUCT: {
    kind: 'conflict',
    title: 'Location holds another product',
    description: 'The location is for one product at a time; `locations` lists the products that would lie there.',
  },
  LOCATION_HOLDS_STOCK: {
    kind: 'conflict',
    title: 'Location holds stock',
    description: 'A location is deactivated when it, and what lies below it, is empty.',
  },
});

/** What every posting into a location with limits can be refused for. */
export const NO_ROOM = [LOCATION_ERRORS.LOCATION_FULL, LOCATION_ERRORS.LOCATION_HOLDS_OTHER_PRODUCT] as const;
