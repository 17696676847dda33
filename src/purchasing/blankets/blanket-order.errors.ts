import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of blanket orders. */
export const BLANKET_ERRORS = defineErrors('purchasing', {
  CALL_OFF_EXCEEDS_BLANKET: {
    kind: 'conflict',
    title: 'More than was agreed',
    description: 'No more is called off than the line of the blanket order has left, also not by changing an order.',
  },
  BLANKET_NOT_VALID: {
    kind: 'conflict',
    title: 'Not valid on this day',
    description: 'A blanket order is called off from its first day to its last.',
  },
  OWN_BLANKET: {
    kind: 'forbidden',
    title: 'Of your own',
    description: 'Who drafted a blanket order does not activate it: another person does.',
  },
});
