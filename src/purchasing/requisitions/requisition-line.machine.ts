import { defineMachine } from '../../kernel/state-machine/index.js';
import { PURCHASING } from '../purchasing.permissions.js';

const MAY = PURCHASING.requisitions;

/** How far the goods of an approved line are, in order. */
export const STAGES = [
  'approved',
  'ordered',
  'confirmed',
  'shipped',
  'received',
  'put_away',
  'accepted',
  'issued',
] as const;

/**
 * A line of a requisition. Until it is approved its state is decided by people; from then on it is the furthest stage that everything wanted of
 * it has reached, which the database works out of the quantities of the line, and of nothing else.
 */
export const REQUISITION_LINE = defineMachine({
  name: 'requisition_line',
  table: 'erp.requisition_lines',
  states: ['draft', 'pending_review', 'questioned', ...STAGES, 'rejected', 'unavailable', 'cancelled'],
  initial: 'draft',
  events: {
    question: { from: ['pending_review'], to: 'questioned', permission: MAY.review },
    answer: { from: ['questioned'], to: 'pending_review', permission: MAY.answer },
    approve: { from: ['pending_review'], to: 'approved', permission: MAY.review },
    reject: { from: ['pending_review'], to: 'rejected', permission: MAY.review },
    mark_unavailable: { from: ['pending_review'], to: 'unavailable', permission: MAY.review },
    accept: {
      from: ['put_away'],
      to: 'accepted',
      permission: MAY.accept,
      in_parts: true,
      only_in_part_from: ['approved', 'ordered', 'confirmed', 'shipped', 'received'],
    },
    issue: {
      from: ['accepted'],
      to: 'issued',
      permission: MAY.issue,
      in_parts: true,
      only_in_part_from: ['approved', 'ordered', 'confirmed', 'shipped', 'received', 'put_away'],
    },
    cancel: {
      from: ['draft', 'pending_review', 'questioned', 'approved', 'ordered', 'confirmed', 'shipped'],
      to: 'cancelled',
      permission: MAY.cancel,
    },
  },
  followed: {
    submit: { from: ['draft'], to: ['pending_review'] },
    order: { from: ['approved'], to: ['ordered'], stays_in: ['approved'] },
    confirm: { from: ['ordered'], to: ['confirmed'], stays_in: STAGES },
    ship: { from: ['ordered', 'confirmed'], to: ['shipped'], stays_in: STAGES },
    receive: {
      from: ['ordered', 'confirmed', 'shipped'],
      to: ['received'],
      stays_in: ['approved', 'ordered', 'confirmed', 'shipped'],
    },
    put_away: {
      from: ['received'],
      to: ['put_away'],
      stays_in: ['approved', 'ordered', 'confirmed', 'shipped', 'received'],
    },
    // What is taken back: an order that was cancelled, a receipt or an issue that was reversed, goods that went back.
    fall_back: { from: STAGES, to: STAGES, stays_in: STAGES },
    // The rest is no longer wanted: what there is is all of it.
    give_up: { from: STAGES, to: STAGES, stays_in: STAGES },
  },
});

export type RequisitionLineState = (typeof REQUISITION_LINE.states)[number];
export type RequisitionLineEvent = keyof typeof REQUISITION_LINE.events;
export type RequisitionLineStage = (typeof STAGES)[number];
