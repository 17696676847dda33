import { defineMachine } from '../../kernel/state-machine/index.js';
import { PPIC } from '../ppic.permissions.js';

const MAY = PPIC.material_debts;

/**
 * Leave to work with material that is not booked yet. Settling may be done in parts; cancelling gives up what was not used, and ends a debt
 * of which nothing was. A settlement that is taken back opens the debt again.
 */
export const MATERIAL_DEBT = defineMachine({
  name: 'material_debt',
  table: 'erp.material_debts',
  states: ['requested', 'approved', 'settled', 'rejected', 'cancelled'],
  initial: 'requested',
  events: {
    approve: { from: ['requested'], to: 'approved', permission: MAY.approve },
    reject: { from: ['requested'], to: 'rejected', permission: MAY.reject },
    cancel: { from: ['requested', 'approved'], to: 'cancelled', permission: MAY.cancel, in_parts: true },
    settle: { from: ['approved'], to: 'settled', permission: MAY.settle, in_parts: true },
    reopen: { from: ['settled'], to: 'approved', permission: MAY.reopen },
  },
});

export type MaterialDebtState = (typeof MATERIAL_DEBT.states)[number];
export type MaterialDebtEvent = keyof typeof MATERIAL_DEBT.events;
