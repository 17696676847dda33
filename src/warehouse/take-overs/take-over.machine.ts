import { defineMachine } from '../../kernel/state-machine/index.js';
import { TAKE_OVER_PERMISSIONS } from './take-overs.permissions.js';

/** A take-over is posted when it is made; reversed, the pieces are the supplier's again, where they lay. */
export const TAKE_OVER_MACHINE = defineMachine({
  name: 'take_over',
  table: 'erp.take_overs',
  states: ['posted', 'reversed'],
  initial: 'posted',
  events: { reverse: { from: ['posted'], to: 'reversed', permission: TAKE_OVER_PERMISSIONS.reverse } },
});

export type TakeOverState = (typeof TAKE_OVER_MACHINE.states)[number];
