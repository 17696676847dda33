import { defineMachine } from '../../kernel/state-machine/index.js';
import { PPIC } from '../ppic.permissions.js';

const MAY = PPIC.hand_overs;

/** Line clearance: what one department hands over is decided once by the next, or taken back before. */
export const HAND_OVER = defineMachine({
  name: 'work_order_hand_over',
  table: 'erp.work_order_hand_overs',
  states: ['offered', 'accepted', 'withdrawn'],
  initial: 'offered',
  events: {
    accept: { from: ['offered'], to: 'accepted', permission: MAY.accept },
    withdraw: { from: ['offered'], to: 'withdrawn', permission: MAY.withdraw },
  },
});

export type HandOverState = (typeof HAND_OVER.states)[number];
export type HandOverEvent = keyof typeof HAND_OVER.events;
