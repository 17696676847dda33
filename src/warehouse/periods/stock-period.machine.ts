import { defineMachine } from '../../kernel/state-machine/index.js';
import { PERIOD_PERMISSIONS } from './periods.permissions.js';

/** A month of stock: closed, it refuses postings that are effective in it. */
export const STOCK_PERIOD_MACHINE = defineMachine({
  name: 'stock_period',
  table: 'erp.stock_periods',
  states: ['open', 'closed'],
  initial: 'open',
  events: {
    close: { from: ['open'], to: 'closed', permission: PERIOD_PERMISSIONS.close },
    reopen: { from: ['closed'], to: 'open', permission: PERIOD_PERMISSIONS.reopen },
  },
});

export type StockPeriodState = (typeof STOCK_PERIOD_MACHINE.states)[number];
export type StockPeriodEvent = keyof typeof STOCK_PERIOD_MACHINE.events;
