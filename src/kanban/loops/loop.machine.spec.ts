import { LOOP_CARD } from './loop-card.machine.js';
import type { LoopCardEvent, LoopCardState } from './loop-card.machine.js';
import { KANBAN_LOOP } from './loop.machine.js';
import type { LoopEvent, LoopState } from './loop.machine.js';

const no = 'INVALID_STATE';
const NO_LOOP = { activate: no, pause: no, resume: no, retire: no };
const LOOPS: Record<LoopState, Record<LoopEvent, string>> = {
  draft: { ...NO_LOOP, activate: 'active', retire: 'retired' },
  active: { ...NO_LOOP, pause: 'paused', retire: 'retired' },
  paused: { ...NO_LOOP, resume: 'active', retire: 'retired' },
  retired: NO_LOOP,
};
const NO_CARD = { signal: no, order: no, receive: no, reopen: no, recall: no, remove: no, restore: no };
const CARDS: Record<LoopCardState, Record<LoopCardEvent, string>> = {
  full: { ...NO_CARD, signal: 'empty', remove: 'out' },
  empty: { ...NO_CARD, order: 'on_order', recall: 'full', remove: 'out' },
  on_order: { ...NO_CARD, receive: 'full', reopen: 'empty', recall: 'full' },
  out: { ...NO_CARD, restore: 'full' },
};

test.each(Object.entries(LOOPS))('a loop that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => KANBAN_LOOP.next(state as LoopState, event as LoopEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});

test.each(Object.entries(CARDS))('a card that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => LOOP_CARD.next(state as LoopCardState, event as LoopCardEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
