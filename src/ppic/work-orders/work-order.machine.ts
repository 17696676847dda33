import { defineMachine } from '../../kernel/state-machine/index.js';
import { PPIC } from '../ppic.permissions.js';

const MAY = PPIC.work_orders;

/**
 * The life of one operation of an order. It becomes ready by itself as soon as nothing it needs is missing; start on a pending one makes
 * it ready on the way. What waits for it, how much is good and what is late are figures and no states.
 */
export const WORK_ORDER = defineMachine({
  name: 'work_order',
  table: 'erp.work_orders',
  states: ['pending', 'ready', 'in_progress', 'paused', 'completed', 'cancelled'],
  initial: 'pending',
  events: {
    ready: { from: ['pending'], to: 'ready', permission: MAY.ready },
    start: { from: ['pending', 'ready'], to: 'in_progress', permission: MAY.start },
    pause: { from: ['in_progress'], to: 'paused', permission: MAY.pause },
    resume: { from: ['paused'], to: 'in_progress', permission: MAY.resume },
    complete: { from: ['in_progress', 'paused'], to: 'completed', permission: MAY.complete },
    cancel: { from: ['pending', 'ready', 'in_progress', 'paused'], to: 'cancelled', permission: MAY.cancel },
  },
});

export type WorkOrderState = (typeof WORK_ORDER.states)[number];
export type WorkOrderEvent = keyof typeof WORK_ORDER.events;
