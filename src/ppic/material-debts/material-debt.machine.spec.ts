import { MATERIAL_DEBT } from './material-debt.machine.js';
import type { MaterialDebtEvent, MaterialDebtState } from './material-debt.machine.js';

/** Written by hand, cell by cell: where each event leads from each state; `-` where it is refused. */
const MATRIX = `
          requested  approved   settled   rejected  cancelled
approve   approved   -          -         -         -
reject    rejected   -          -         -         -
cancel    cancelled  cancelled  -         -         -
settle    -          settled    -         -         -
reopen    -          -          approved  -         -
`;

const [header = [], ...rows] = MATRIX.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([event, ...targets]) =>
  targets.map((to, i) => [event as MaterialDebtEvent, header[i] as MaterialDebtState, to] as const),
);

describe('The life of a material debt', () => {
  it('has these states, events and beginning, and the matrix speaks of all of them', () => {
    expect(MATERIAL_DEBT.states).toEqual(header);
    expect(Object.keys(MATERIAL_DEBT.events)).toEqual(rows.map(([event]) => event));
    expect(cells).toHaveLength(5 * 5);
    expect(MATERIAL_DEBT.initial).toBe('requested');
  });

  it.each(cells)('%s on %s: %s', (event, from, to) => {
    if (to === '-') {
      expect(() => MATERIAL_DEBT.next(from, event)).toThrow(expect.objectContaining({ code: 'INVALID_STATE' }));
    } else {
      expect(MATERIAL_DEBT.next(from, event)).toBe(to);
    }
  });
});
