import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of requests for quotation. */
export const QUOTATION_ERRORS = defineErrors(
  'purchasing',
  {
    QUOTATION_CHOSEN: {
      kind: 'conflict',
      title: 'Chosen already',
      description: 'A line has one chosen reply, which neither changes nor gives way to another; `lines` lists them.',
    },
    QUOTATION_EXPIRED: {
      kind: 'conflict',
      title: 'Not valid any more',
      description: 'A reply is chosen while the supplier keeps to it; `lines` lists those that are past their day.',
    },
  },
  { constraints: { uq_quotation_replies_one_chosen: 'QUOTATION_CHOSEN' } },
);
