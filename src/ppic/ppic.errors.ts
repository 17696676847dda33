import { defineErrors } from '../kernel/errors/index.js';

/** Refusals of production planning and control. */
export const PPIC_ERRORS = defineErrors('ppic', {
  QUANTITY_VARIANCE: {
    kind: 'conflict',
    title: 'Quantity too far from the plan',
    description:
      'The good quantity is more than 10 % off the plan; complete with `variance_override` (and the permission for it), or short close.',
  },
  LESS_THAN_REPORTED: {
    kind: 'conflict',
    title: 'Less than reported',
    description:
      'The actual quantity is the total of the order and cannot be below what was reported already; reverse a report first.',
  },
  OUTPUT_POSTED: {
    kind: 'conflict',
    title: 'Output was posted',
    description: 'The order has put output into stock and cannot be cancelled; short close it, or reverse its reports.',
  },
  COMPONENTS_NOT_ISSUED: {
    kind: 'conflict',
    title: 'Components were never issued',
    description: 'Nothing was issued of components that are issued by hand; `components` lists them.',
  },
  POSTING_ALREADY_REVERSED: {
    kind: 'conflict',
    title: 'Already reversed',
    description: 'The report or issue was reversed before.',
  },
  ORDER_APPROVER_IS_AUTHOR: {
    kind: 'forbidden',
    title: 'Own order',
    description: 'Separation of duties is set for the company: who drafted an order cannot approve it.',
  },
  ORDER_BULK_REFUSED: {
    kind: 'conflict',
    title: 'Some orders refuse',
    description: 'At least one order refuses the step and nothing was changed; `results` says why, order by order.',
  },
  BILL_NOT_MADE: {
    kind: 'conflict',
    title: 'Not a bill to make by',
    description: 'A phantom is passed through and never made by an order of its own.',
  },
});
