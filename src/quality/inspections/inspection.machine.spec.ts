import { INSPECTION_MACHINE } from './inspection.machine.js';
import type { InspectionEvent, InspectionState } from './inspection.machine.js';

/** Written by hand, cell by cell: where each event leads from each state; `-` where it is refused. */
const MATRIX = `
                open         in_progress         accepted  partially_accepted  rejected            cancelled
start           in_progress  -                   -         -                   -                   -
accept          -            accepted            -         -                   -                   -
accept_in_part  -            partially_accepted  -         -                   partially_accepted  -
reject          -            rejected            -         -                   -                   -
concede         -            accepted            -         -                   accepted            -
cancel          cancelled    cancelled           -         -                   -                   -
`;

const [header = [], ...rows] = MATRIX.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([event, ...targets]) =>
  targets.map((to, i) => [event as InspectionEvent, header[i] as InspectionState, to] as const),
);

describe('The life of an inspection', () => {
  it('has these states, events and beginning', () => {
    expect(INSPECTION_MACHINE.states).toEqual(header);
    expect(Object.keys(INSPECTION_MACHINE.events)).toEqual(rows.map(([event]) => event));
    expect(cells).toHaveLength(6 * 6);
    expect(INSPECTION_MACHINE.initial).toBe('open');
  });

  it.each(cells)('%s on %s: %s', (event, from, to) => {
    if (to === '-')
      expect(() => INSPECTION_MACHINE.next(from, event)).toThrow(expect.objectContaining({ code: 'INVALID_STATE' }));
    else expect(INSPECTION_MACHINE.next(from, event)).toBe(to);
  });
});
