import { defineMachine } from '../../kernel/state-machine/index.js';
import { QUALITY } from '../quality.permissions.js';

const { record, decide, cancel } = QUALITY.inspections;

/** What was rejected may still be sorted, or taken by concession; nothing else is decided twice. */
export const INSPECTION_MACHINE = defineMachine({
  name: 'inspection',
  table: 'erp.inspections',
  states: ['open', 'in_progress', 'accepted', 'partially_accepted', 'rejected', 'cancelled'],
  initial: 'open',
  events: {
    start: { from: ['open'], to: 'in_progress', permission: record },
    accept: { from: ['in_progress'], to: 'accepted', permission: decide },
    accept_in_part: { from: ['in_progress', 'rejected'], to: 'partially_accepted', permission: decide },
    reject: { from: ['in_progress'], to: 'rejected', permission: decide },
    concede: { from: ['in_progress', 'rejected'], to: 'accepted', permission: QUALITY.concessions.approve },
    cancel: { from: ['open', 'in_progress'], to: 'cancelled', permission: cancel },
  },
});

export type InspectionState = (typeof INSPECTION_MACHINE.states)[number];
export type InspectionEvent = keyof typeof INSPECTION_MACHINE.events;
