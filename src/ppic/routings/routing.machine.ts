import { defineMachine } from '../../kernel/state-machine/index.js';
import { PPIC } from '../ppic.permissions.js';
import { ROUTING_STATES } from './routing-limits.js';

/** The life of one revision: drafted, used, no longer used. */
export const ROUTING_MACHINE = defineMachine({
  name: 'routing',
  table: 'erp.routings',
  states: ROUTING_STATES,
  initial: 'draft',
  events: {
    activate: { from: ['draft'], to: 'active', permission: PPIC.routings.activate },
    obsolete: { from: ['active'], to: 'obsolete', permission: PPIC.routings.obsolete },
  },
});
