import { defineErrors } from '../../kernel/errors/index.js';

export const COUNT_ERRORS = defineErrors('warehouse', {
  COUNT_EMPTY: {
    kind: 'conflict',
    title: 'Nothing to count',
    description: 'There is no stock in the place of the count that fits its products or category.',
  },
  COUNT_INCOMPLETE: {
    kind: 'conflict',
    title: 'Lines not counted',
    description: 'Some lines have no entry yet (`uncounted`). Count them, or finish with `uncounted_are_zero`.',
  },
  COUNT_NEEDS_RECOUNT: {
    kind: 'conflict',
    title: 'Lines to be counted again',
    description:
      'Some lines differ by more than the tolerance (`recount`) and nobody else has found the same. Recount, or approve with `accept_differences`.',
  },
  COUNT_APPROVER_MUST_DIFFER: {
    kind: 'forbidden',
    title: 'Somebody else approves',
    description: 'Who planned a count or counted in it does not approve its differences.',
  },
});
