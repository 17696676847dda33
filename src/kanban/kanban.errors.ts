import { defineErrors } from '../kernel/errors/index.js';

/** Refusals of the kanban boards. */
export const KANBAN_ERRORS = defineErrors('kanban', {
  WIP_LIMIT_REACHED: {
    kind: 'conflict',
    title: 'Column is full',
    description: "The board's column holds as many cards as its limit allows; `column`, `limit` and `count` say so.",
  },
  CARD_QUANTITY_EXCEEDED: {
    kind: 'conflict',
    title: 'More than the card has left',
    description:
      'No more is shipped than was requested, and no more is received than is on its way; `left` says how much.',
  },
  CARD_IN_TRANSIT: {
    kind: 'conflict',
    title: 'Something is on its way',
    description:
      'A card ends with less only when nothing of it is in transit; receive it first, as arrived or as lost.',
  },
  CARD_PLACE_MISSING: {
    kind: 'conflict',
    title: 'No transit location',
    description: 'The company has no active transit location; add one.',
  },
});
