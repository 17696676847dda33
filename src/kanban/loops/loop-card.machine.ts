import { defineMachine } from '../../kernel/state-machine/index.js';
import { KANBAN } from '../kanban.permissions.js';

/**
 * The round of one card: full at the consuming place, empty and signalled, on order, full again. `reopen` is for what came to nothing, `recall` for
 * a card that is full after all. What is ordered by hand is received in parts, if need be.
 */
export const LOOP_CARD = defineMachine({
  name: 'loop_card',
  table: 'erp.kanban_loop_cards',
  states: ['full', 'empty', 'on_order', 'out'],
  initial: 'full',
  events: {
    signal: { from: ['full'], to: 'empty', permission: KANBAN.loops.signal },
    order: { from: ['empty'], to: 'on_order', permission: KANBAN.loops.order },
    receive: { from: ['on_order'], to: 'full', permission: KANBAN.loops.receive, in_parts: true },
    reopen: { from: ['on_order'], to: 'empty', permission: KANBAN.loops.order },
    recall: { from: ['empty', 'on_order'], to: 'full', permission: KANBAN.loops.signal },
    remove: { from: ['full', 'empty'], to: 'out', permission: KANBAN.loops.plan },
    restore: { from: ['out'], to: 'full', permission: KANBAN.loops.plan },
  },
});

export type LoopCardState = (typeof LOOP_CARD.states)[number];
export type LoopCardEvent = keyof typeof LOOP_CARD.events;
