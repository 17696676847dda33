import { defineMachine } from '../../kernel/state-machine/index.js';
import { PPIC } from '../ppic.permissions.js';

const MAY = PPIC.manufacturing_orders;

/**
 * The life of a manufacturing order. Start on an approved order releases it on the way; undoing a single report or issue is a
 * counter-posting and no transition; what is late, short or reserved is a derived figure and no state.
 */
export const MANUFACTURING_ORDER = defineMachine({
  name: 'manufacturing_order',
  table: 'erp.manufacturing_orders',
  states: ['draft', 'approved', 'released', 'in_progress', 'paused', 'completed', 'closed', 'cancelled'],
  initial: 'draft',
  events: {
    approve: { from: ['draft'], to: 'approved', permission: MAY.approve },
    release: { from: ['approved'], to: 'released', permission: MAY.release },
    start: { from: ['approved', 'released'], to: 'in_progress', permission: MAY.start },
    pause: { from: ['in_progress'], to: 'paused', permission: MAY.pause },
    resume: { from: ['paused'], to: 'in_progress', permission: MAY.resume },
    complete: { from: ['in_progress'], to: 'completed', permission: MAY.complete },
    short_close: { from: ['in_progress'], to: 'completed', permission: MAY.short_close },
    close: { from: ['completed'], to: 'closed', permission: MAY.close },
    cancel: {
      from: ['draft', 'approved', 'released', 'in_progress', 'paused'],
      to: 'cancelled',
      permission: MAY.cancel,
    },
  },
});

export type OrderState = (typeof MANUFACTURING_ORDER.states)[number];
export type OrderEvent = keyof typeof MANUFACTURING_ORDER.events;
