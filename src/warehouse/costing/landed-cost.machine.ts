import { defineMachine } from '../../kernel/state-machine/index.js';
import { COSTING_PERMISSIONS } from './costing.permissions.js';

/** A landed cost is posted when it is made; cancelled, its value has been taken back as far as stock still has it. */
export const LANDED_COST_MACHINE = defineMachine({
  name: 'landed_cost',
  table: 'erp.landed_costs',
  states: ['posted', 'cancelled'],
  initial: 'posted',
  events: { cancel: { from: ['posted'], to: 'cancelled', permission: COSTING_PERMISSIONS.cancel } },
});

export type LandedCostState = (typeof LANDED_COST_MACHINE.states)[number];
