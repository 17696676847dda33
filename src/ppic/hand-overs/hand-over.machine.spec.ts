import { HAND_OVER } from './hand-over.machine.js';
import type { HandOverEvent, HandOverState } from './hand-over.machine.js';

/** Written by hand, cell by cell: where each event leads from each state; `-` where it is refused. */
const MATRIX = `
          offered    accepted  withdrawn
accept    accepted   -         -
withdraw  withdrawn  -         -
`;

const [header = [], ...rows] = MATRIX.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([event, ...targets]) =>
  targets.map((to, i) => [event as HandOverEvent, header[i] as HandOverState, to] as const),
);

describe('The life of a hand-over', () => {
  it('has these states, events and beginning, and the matrix speaks of all of them', () => {
    expect(HAND_OVER.states).toEqual(header);
    expect(Object.keys(HAND_OVER.events)).toEqual(rows.map(([event]) => event));
    expect(cells).toHaveLength(2 * 3);
    expect(HAND_OVER.initial).toBe('offered');
  });

  it.each(cells)('%s on %s: %s', (event, from, to) => {
    if (to === '-') {
      expect(() => HAND_OVER.next(from, event)).toThrow(expect.objectContaining({ code: 'INVALID_STATE' }));
    } else {
      expect(HAND_OVER.next(from, event)).toBe(to);
    }
  });
});
