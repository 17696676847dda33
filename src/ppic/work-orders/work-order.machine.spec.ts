import { WORK_ORDER } from './work-order.machine.js';
import type { WorkOrderEvent, WorkOrderState } from './work-order.machine.js';

/** Written by hand, cell by cell: where each event leads from each state; `-` where it is refused. */
const MATRIX = `
          pending      ready        in_progress  paused       completed  cancelled
ready     ready        -            -            -            -          -
start     in_progress  in_progress  -            -            -          -
pause     -            -            paused       -            -          -
resume    -            -            -            in_progress  -          -
complete  -            -            completed    completed    -          -
cancel    cancelled    cancelled    cancelled    cancelled    -          -
`;

const [header = [], ...rows] = MATRIX.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([event, ...targets]) =>
  targets.map((to, i) => [event as WorkOrderEvent, header[i] as WorkOrderState, to] as const),
);

describe('The life of a work order', () => {
  it('has these states, events and beginning, and the matrix speaks of all of them', () => {
    expect(WORK_ORDER.states).toEqual(header);
    expect(Object.keys(WORK_ORDER.events)).toEqual(rows.map(([event]) => event));
    expect(cells).toHaveLength(6 * 6);
    expect(WORK_ORDER.initial).toBe('pending');
  });

  it.each(cells)('%s on %s: %s', (event, from, to) => {
    if (to === '-') {
      expect(() => WORK_ORDER.next(from, event)).toThrow(expect.objectContaining({ code: 'INVALID_STATE' }));
    } else {
      expect(WORK_ORDER.next(from, event)).toBe(to);
    }
  });

  it('has a permission of its own for every event', () => {
    for (const [event, { permission }] of Object.entries(WORK_ORDER.events))
      expect(permission).toBe(`ppic.work_orders.${event}`);
  });
});
