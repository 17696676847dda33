import { defineErrors } from '../kernel/errors/index.js';

/** Refusals of purchasing that more than one of its documents can give. */
export const PURCHASING_ERRORS = defineErrors(
  'purchasing',
  {
    REQUISITION_QUANTITY_EXCEEDED: {
      kind: 'conflict',
      title: 'More than is left',
      description:
        'No more is ordered of a requisition line than was approved, and no stage has more than the one before it; `lines` lists those with too much and what is left of each.',
    },
    REQUISITION_LINE_RECEIVED: {
      kind: 'conflict',
      title: 'Something was received',
      description: 'A requisition line of which something was received is not cancelled; `lines` lists them.',
    },
    NOTHING_SUGGESTED: {
      kind: 'conflict',
      title: 'Nothing to ask for',
      description: 'Nothing that is bought has fallen to its level, or all of it is asked for already.',
    },
    REVIEWER_IS_REQUESTER: {
      kind: 'forbidden',
      title: 'Own requisition',
      description: 'Nobody reviews what he asked for himself.',
    },
    NOT_A_REVIEWER: {
      kind: 'forbidden',
      title: 'Not a reviewer of this',
      description:
        'Rules say who reviews lines of this department and kind of product, and up to which estimated amount; `lines` lists those that are not for the caller.',
    },
    REQUISITION_OF_ANOTHER: {
      kind: 'forbidden',
      title: 'Requisition of somebody else',
      description:
        'Who asked for it changes, submits and cancels it, answers questions and accepts the goods, or whoever may act for others.',
    },
    REVIEWER_UNCLEAR: {
      kind: 'invalid',
      title: 'Either a user or a role',
      description: 'A rule of who reviews names one user, or one role.',
    },
  },
  {
    constraints: {
      ck_requisition_lines_stages: 'REQUISITION_QUANTITY_EXCEEDED',
      ck_requisition_reviewers_who: 'REVIEWER_UNCLEAR',
    },
  },
);
