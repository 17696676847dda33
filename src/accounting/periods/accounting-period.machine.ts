import { defineMachine } from '../../kernel/state-machine/index.js';
import { ACCOUNTING } from '../accounting.permissions.js';

const MAY = ACCOUNTING.periods;

/** A month of the books. Closed softly, only who has the permission for it still posts in it; closed hard, nobody does. */
export const ACCOUNTING_PERIOD = defineMachine({
  name: 'accounting_period',
  table: 'erp.accounting_periods',
  states: ['open', 'soft_closed', 'closed'],
  initial: 'open',
  events: {
    soft_close: { from: ['open'], to: 'soft_closed', permission: MAY.soft_close },
    close: { from: ['open', 'soft_closed'], to: 'closed', permission: MAY.close },
    reopen: { from: ['soft_closed'], to: 'open', permission: MAY.reopen },
    reopen_hard: { from: ['closed'], to: 'open', permission: MAY.reopen_hard },
  },
});

export type AccountingPeriodState = (typeof ACCOUNTING_PERIOD.states)[number];
export type AccountingPeriodEvent = keyof typeof ACCOUNTING_PERIOD.events;
