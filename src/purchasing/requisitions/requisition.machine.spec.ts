import { transitionRows } from '../../kernel/state-machine/index.js';
import { REQUISITION_LINE, STAGES } from './requisition-line.machine.js';
import type { RequisitionLineEvent, RequisitionLineState } from './requisition-line.machine.js';
import { REQUISITION } from './requisition.machine.js';
import type { RequisitionEvent, RequisitionState } from './requisition.machine.js';

const no = 'INVALID_STATE';
const HEADS: Record<RequisitionState, Record<RequisitionEvent, string>> = {
  draft: { submit: 'submitted', review: no, cancel: 'cancelled' },
  submitted: { submit: no, review: 'reviewed', cancel: 'cancelled' },
  reviewed: { submit: no, review: no, cancel: 'cancelled' },
  cancelled: { submit: no, review: no, cancel: no },
};

test.each(Object.entries(HEADS))('a requisition that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => REQUISITION.next(state as RequisitionState, event as RequisitionEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});

const none = {
  question: no,
  answer: no,
  approve: no,
  reject: no,
  mark_unavailable: no,
  accept: no,
  issue: no,
  cancel: no,
};
/** In a stage before theirs accepting and issuing are done only in part, which changes no state. */
const LINES: Record<RequisitionLineState, Record<RequisitionLineEvent, string>> = {
  draft: { ...none, cancel: 'cancelled' },
  pending_review: {
    ...none,
    question: 'questioned',
    approve: 'approved',
    reject: 'rejected',
    mark_unavailable: 'unavailable',
    cancel: 'cancelled',
  },
  questioned: { ...none, answer: 'pending_review', cancel: 'cancelled' },
  approved: { ...none, accept: 'approved', issue: 'approved', cancel: 'cancelled' },
  ordered: { ...none, accept: 'ordered', issue: 'ordered', cancel: 'cancelled' },
  confirmed: { ...none, accept: 'confirmed', issue: 'confirmed', cancel: 'cancelled' },
  shipped: { ...none, accept: 'shipped', issue: 'shipped', cancel: 'cancelled' },
  received: { ...none, accept: 'received', issue: 'received' },
  put_away: { ...none, accept: 'accepted', issue: 'put_away' },
  accepted: { ...none, issue: 'issued' },
  issued: none,
  rejected: none,
  unavailable: none,
  cancelled: none,
};

test.each(Object.entries(LINES))('a line that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => REQUISITION_LINE.next(state as RequisitionLineState, event as RequisitionLineEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});

it('goes from stage to stage only through what other documents do, and never out of what is over', () => {
  const arrows = transitionRows(REQUISITION_LINE);
  for (const state of ['rejected', 'unavailable', 'cancelled'])
    expect(arrows.filter(({ from_state }) => from_state === state)).toEqual([]);
  const pairs = new Set(
    arrows.filter(({ event }) => event === 'fall_back').map((a) => `${a.from_state} ${a.to_state}`),
  );
  expect(pairs.size).toBe(STAGES.length ** 2);
});
