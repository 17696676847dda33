import { defineMachine } from '../../kernel/state-machine/index.js';
import { KANBAN } from '../kanban.permissions.js';

/** The life of a loop. Only an active one takes signals; what is on order goes on while it is paused. */
export const KANBAN_LOOP = defineMachine({
  name: 'kanban_loop',
  table: 'erp.kanban_loops',
  states: ['draft', 'active', 'paused', 'retired'],
  initial: 'draft',
  events: {
    activate: { from: ['draft'], to: 'active', permission: KANBAN.loops.activate },
    pause: { from: ['active'], to: 'paused', permission: KANBAN.loops.activate },
    resume: { from: ['paused'], to: 'active', permission: KANBAN.loops.activate },
    retire: { from: ['draft', 'active', 'paused'], to: 'retired', permission: KANBAN.loops.activate },
  },
});

export type LoopState = (typeof KANBAN_LOOP.states)[number];
export type LoopEvent = keyof typeof KANBAN_LOOP.events;
