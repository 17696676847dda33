import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of purchase orders. */
export const PURCHASE_ORDER_ERRORS = defineErrors(
  'purchasing',
  {
    ORDER_APPROVER_IS_BUYER: {
      kind: 'forbidden',
      title: 'Own order',
      description: 'Who drafted, submitted or changed a purchase order cannot approve it.',
    },
    APPROVAL_TIER_OF_OTHERS: {
      kind: 'forbidden',
      title: 'Tier of somebody else',
      description: 'The tiers of approval that are still open belong to others; `tiers` lists them.',
    },
    APPROVED_BY_YOU_ALREADY: {
      kind: 'conflict',
      title: 'Approved already',
      description: 'Each tier is approved by another person; you have approved one of this order.',
    },
    ORDER_CHANGE_PENDING: {
      kind: 'conflict',
      title: 'A change waits',
      description:
        'A purchase order has one change at a time that waits for its approval; decide or withdraw it first.',
    },
    ORDER_CHANGE_OUTDATED: {
      kind: 'conflict',
      title: 'Change outdated',
      description:
        'More came, or was closed, since the change was asked for, and it does not fit any more; withdraw it and ask anew.',
    },
    NOTHING_CHANGES: {
      kind: 'conflict',
      title: 'Nothing changes',
      description: 'The change leaves the order as it is.',
    },
    SUPPLIER_INACTIVE: {
      kind: 'conflict',
      title: 'Supplier inactive',
      description: 'Nothing is ordered from a supplier that is deactivated.',
    },
    REQUISITION_LINE_NOT_OPEN: {
      kind: 'conflict',
      title: 'Not to be ordered',
      description:
        'A requisition line is not approved, or all of it is on orders already; `lines` lists them with what is left of each.',
    },
    PURCHASE_BULK_REFUSED: {
      kind: 'conflict',
      title: 'Some orders refuse',
      description: 'In atomic mode one refusal undoes all; `results` has the reason of each.',
    },
  },
  { constraints: { uq_purchase_order_changes_one_pending: 'ORDER_CHANGE_PENDING' } },
);
