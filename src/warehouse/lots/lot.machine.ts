import { defineMachine } from '../../kernel/state-machine/index.js';
import { LOT_PERMISSIONS } from './lots.permissions.js';

/** A lot on hold stays where it is: it is neither issued nor used up until it is released. */
export const LOT_MACHINE = defineMachine({
  name: 'lot',
  table: 'erp.lots',
  states: ['available', 'on_hold'],
  initial: 'available',
  events: {
    hold: { from: ['available'], to: 'on_hold', permission: LOT_PERMISSIONS.hold },
    release: { from: ['on_hold'], to: 'available', permission: LOT_PERMISSIONS.release },
  },
});

export type LotState = (typeof LOT_MACHINE.states)[number];
export type LotEvent = keyof typeof LOT_MACHINE.events;
