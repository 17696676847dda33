import { defineMachine } from '../../kernel/state-machine/index.js';
import { PPIC } from '../ppic.permissions.js';

/**
 * A downtime goes on until it is ended; one that never was is withdrawn and counts nowhere. What is told afterwards has ended already. A
 * correction leaves the state, unless it gives the end of what goes on.
 */
export const DOWNTIME = defineMachine({
  name: 'downtime',
  table: 'erp.downtimes',
  states: ['open', 'ended', 'withdrawn'],
  initial: 'open',
  events: {
    end: { from: ['open'], to: 'ended', permission: PPIC.downtimes.report },
    correct: { from: ['open', 'ended'], to: 'ended', permission: PPIC.downtimes.correct, in_parts: true },
    withdraw: { from: ['open', 'ended'], to: 'withdrawn', permission: PPIC.downtimes.withdraw },
  },
});

export type DowntimeState = (typeof DOWNTIME.states)[number];
