import { defineMachine } from '../../kernel/state-machine/index.js';
import { COUNT_PERMISSIONS } from './counts.permissions.js';

/** From the plan to the posted difference. What must be counted again goes back from review to counting, in a round of its own. */
export const STOCK_COUNT_MACHINE = defineMachine({
  name: 'stock_count',
  table: 'erp.stock_counts',
  states: ['draft', 'counting', 'review', 'approved', 'posted', 'cancelled'],
  initial: 'draft',
  events: {
    start: { from: ['draft'], to: 'counting', permission: COUNT_PERMISSIONS.start },
    finish: { from: ['counting'], to: 'review', permission: COUNT_PERMISSIONS.finish },
    recount: { from: ['review'], to: 'counting', permission: COUNT_PERMISSIONS.finish },
    approve: { from: ['review'], to: 'approved', permission: COUNT_PERMISSIONS.approve },
    post: { from: ['approved'], to: 'posted', permission: COUNT_PERMISSIONS.post },
    cancel: {
      from: ['draft', 'counting', 'review', 'approved'],
      to: 'cancelled',
      permission: COUNT_PERMISSIONS.cancel,
    },
  },
});

export type StockCountState = (typeof STOCK_COUNT_MACHINE.states)[number];
export type StockCountEvent = keyof typeof STOCK_COUNT_MACHINE.events;
