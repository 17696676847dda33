import { defineMachine } from '../../kernel/state-machine/index.js';
import { PURCHASING } from '../purchasing.permissions.js';

const MAY = PURCHASING.requisitions;

/**
 * A requisition. Its state is what its lines say together, derived by the database and by nothing else: it is submitted while one of them
 * waits for its review, reviewed when none does, cancelled when all that were not refused are.
 */
export const REQUISITION = defineMachine({
  name: 'requisition',
  table: 'erp.requisitions',
  states: ['draft', 'submitted', 'reviewed', 'cancelled'],
  initial: 'draft',
  events: {
    submit: { from: ['draft'], to: 'submitted', permission: MAY.submit },
    review: { from: ['submitted'], to: 'reviewed', permission: MAY.review, in_parts: true },
    cancel: { from: ['draft', 'submitted', 'reviewed'], to: 'cancelled', permission: MAY.cancel },
  },
  followed: {
    // The last line that waited was cancelled by itself.
    settle: { from: ['submitted'], to: ['reviewed', 'cancelled'] },
  },
});

export type RequisitionState = (typeof REQUISITION.states)[number];
export type RequisitionEvent = keyof typeof REQUISITION.events;
