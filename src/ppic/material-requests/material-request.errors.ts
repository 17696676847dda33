import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of requests for material. */
export const MATERIAL_REQUEST_ERRORS = defineErrors('ppic', {
  REQUEST_APPROVER_IS_REQUESTER: {
    kind: 'forbidden',
    title: 'Own request',
    description: 'Separation of duties is set for the company: who asked for material cannot approve it.',
  },
  REQUEST_QUANTITY_EXCEEDED: {
    kind: 'conflict',
    title: 'More than is left',
    description:
      'No more is issued than was approved, and no more comes back than was issued; `lines` lists those with too much and what is left of each.',
  },
  REQUEST_HAS_ISSUES: {
    kind: 'conflict',
    title: 'Something was issued',
    description: 'A request of which something was issued is closed, and not cancelled.',
  },
});
