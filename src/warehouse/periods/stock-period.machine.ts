import { defineMachine } from '../../kernel/state-machine/index.js';
import { PERIOD_PERMISSIONS } from './periods.permissions.js';

/**
 * A month of stock. Closed softly, only who has the permission for it still posts in it; closed hard, nobody does, and its figures are
 * frozen. `close` is the hard one, under the name it has always had.
 */
export const STOCK_PERIOD_MACHINE = defineMachine({
  name: 'stock_period',
  table: 'erp.stock_periods',
  states: ['open', 'soft_closed', 'hard_closed'],
  initial: 'open',
  events: {
    soft_close: { from: ['open'], to: 'soft_closed', permission: PERIOD_PERMISSIONS.soft_close },
    close: { from: ['open', 'soft_closed'], to: 'hard_closed', permission: PERIOD_PERMISSIONS.close },
    reopen: { from: ['soft_closed'], to: 'open', permission: PERIOD_PERMISSIONS.reopen },
    reopen_hard: { from: ['hard_closed'], to: 'open', permission: PERIOD_PERMISSIONS.reopen_hard },
  },
});

export type StockPeriodState = (typeof STOCK_PERIOD_MACHINE.states)[number];
export type StockPeriodEvent = keyof typeof STOCK_PERIOD_MACHINE.events;
