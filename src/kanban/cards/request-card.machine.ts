import { defineMachine } from '../../kernel/state-machine/index.js';
import { KANBAN } from '../kanban.permissions.js';

/** A department's request for material. Shipping and receiving go on in parts; the last piece received completes it. */
export const REQUEST_CARD = defineMachine({
  name: 'request_card',
  table: 'erp.request_cards',
  states: ['pending', 'approved', 'in_progress', 'completed', 'rejected', 'cancelled'],
  initial: 'pending',
  events: {
    approve: { from: ['pending'], to: 'approved', permission: KANBAN.cards.approve },
    reject: { from: ['pending', 'approved'], to: 'rejected', permission: KANBAN.cards.approve },
    cancel: { from: ['pending', 'approved'], to: 'cancelled', permission: KANBAN.cards.create },
    ship: { from: ['approved', 'in_progress'], to: 'in_progress', permission: KANBAN.cards.ship },
    receive: { from: ['in_progress'], to: 'completed', permission: KANBAN.cards.receive, in_parts: true },
    short_close: { from: ['in_progress'], to: 'completed', permission: KANBAN.cards.receive },
  },
});

export type RequestCardState = (typeof REQUEST_CARD.states)[number];
export type RequestCardEvent = keyof typeof REQUEST_CARD.events;
