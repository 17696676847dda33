import { defineMachine } from '../../kernel/state-machine/index.js';
import { ACCOUNTING } from '../accounting.permissions.js';

const MAY = ACCOUNTING.fiscal_years;

/** A year of the books. Closed, its result is carried forward and its periods stay closed. */
export const FISCAL_YEAR = defineMachine({
  name: 'fiscal_year',
  table: 'erp.fiscal_years',
  states: ['open', 'closed'],
  initial: 'open',
  events: {
    close: { from: ['open'], to: 'closed', permission: MAY.close },
    reopen: { from: ['closed'], to: 'open', permission: MAY.reopen },
  },
});

export type FiscalYearState = (typeof FISCAL_YEAR.states)[number];
