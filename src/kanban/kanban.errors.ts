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
  LOOP_NOT_ACTIVE: {
    kind: 'conflict',
    title: 'Loop is not active',
    description: 'Only an active loop takes signals; `state` says what it is.',
  },
  LOOP_SIGNALS_OPEN: {
    kind: 'conflict',
    title: 'Signals are open',
    description: 'A loop retires when none of its cards waits to be filled; `count` says how many do.',
  },
  LOOP_DOCUMENT_OPEN: {
    kind: 'conflict',
    title: 'Its document is under way',
    description:
      'The document that the card stands for decides: `document_type`, `document_number` and `document_state` say which and how far it is.',
  },
  LOOP_CARD_RECEIVED_IN_PART: {
    kind: 'conflict',
    title: 'A part has been received',
    description: 'What was received stays received; receive the rest, or say that it was the last.',
  },
  SIGNAL_BLOCKED: {
    kind: 'conflict',
    title: 'The document cannot be made',
    description: 'What the signal stands for cannot be made now; `blocked_code` is the error code of why.',
  },
  PURCHASING_MISSING: {
    kind: 'conflict',
    title: 'Nobody makes requisitions',
    description:
      'No purchasing takes signals of supplier loops. The signal stays open; order by hand and mark it as ordered.',
  },
  SIGNAL_DOCUMENT_OVER: {
    kind: 'conflict',
    title: 'The document came to nothing',
    description:
      'What the signal stood for was rejected, cancelled or ended with nothing. The card is empty still: order again, or call it back.',
  },
});
