import { defineMachine } from '../../kernel/state-machine/index.js';
import { PPIC } from '../ppic.permissions.js';

const MAY = PPIC.rework_orders;

/** The life of a rework order. It is completed in parts, until every piece that was taken is good, scrapped or rejected again. */
export const REWORK_ORDER = defineMachine({
  name: 'rework_order',
  table: 'erp.rework_orders',
  states: ['requested', 'approved', 'in_progress', 'completed', 'verified', 'cancelled'],
  initial: 'requested',
  events: {
    approve: { from: ['requested'], to: 'approved', permission: MAY.approve },
    start: { from: ['approved'], to: 'in_progress', permission: MAY.start },
    complete: { from: ['in_progress'], to: 'completed', permission: MAY.complete, in_parts: true },
    verify: { from: ['completed'], to: 'verified', permission: MAY.verify },
    cancel: { from: ['requested', 'approved', 'in_progress'], to: 'cancelled', permission: MAY.cancel },
  },
});

export type ReworkState = (typeof REWORK_ORDER.states)[number];
export type ReworkEvent = keyof typeof REWORK_ORDER.events;
