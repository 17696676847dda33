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
  LOCATION_HOLDS_STOCK: {
    kind: 'conflict',
    title: 'Location holds stock',
    description: 'A location is deactivated when it, and what lies below it, is empty.',
  },
});
