import { defineMachine } from '../../kernel/state-machine/index.js';
import { QUALITY } from '../quality.permissions.js';

/** A revision of a plan: changed while a draft, asked for while active, kept for its inspections afterwards. */
export const INSPECTION_PLAN_MACHINE = defineMachine({
  name: 'inspection_plan',
  table: 'erp.inspection_plans',
  states: ['draft', 'active', 'obsolete'],
  initial: 'draft',
  events: {
    activate: { from: ['draft'], to: 'active', permission: QUALITY.plans.activate },
    obsolete: { from: ['draft', 'active'], to: 'obsolete', permission: QUALITY.plans.obsolete },
  },
});

export type InspectionPlanState = (typeof INSPECTION_PLAN_MACHINE.states)[number];
