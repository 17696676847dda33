import { MANUFACTURING_ORDER } from './manufacturing-order.machine.js';
import type { OrderEvent, OrderState } from './manufacturing-order.machine.js';

/** Written by hand, cell by cell: where each event leads from each state; `-` where it is refused. */
const MATRIX = `
               draft      approved     released     in_progress  paused       completed  closed  cancelled
approve        approved   -            -            -            -            -          -       -
release        -          released     -            -            -            -          -       -
start          -          in_progress  in_progress  -            -            -          -       -
pause          -          -            -            paused       -            -          -       -
resume         -          -            -            -            in_progress  -          -       -
complete       -          -            -            completed    -            -          -       -
short_close    -          -            -            completed    -            -          -       -
close          -          -            -            -            -            closed     -       -
cancel         cancelled  cancelled    cancelled    cancelled    cancelled    -          -       -
`;

const [header = [], ...rows] = MATRIX.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([event, ...targets]) =>
  targets.map((to, i) => [event as OrderEvent, header[i] as OrderState, to] as const),
);

describe('The life of a manufacturing order', () => {
  it('has these states, events and beginning, and the matrix speaks of all of them', () => {
    expect(MANUFACTURING_ORDER.states).toEqual(header);
    expect(Object.keys(MANUFACTURING_ORDER.events)).toEqual(rows.map(([event]) => event));
    expect(cells).toHaveLength(9 * 8);
    expect(MANUFACTURING_ORDER.initial).toBe('draft');
  });

  it.each(cells)('%s on %s: %s', (event, from, to) => {
    if (to === '-') {
      expect(() => MANUFACTURING_ORDER.next(from, event)).toThrow(expect.objectContaining({ code: 'INVALID_STATE' }));
    } else {
      expect(MANUFACTURING_ORDER.next(from, event)).toBe(to);
    }
  });

  it('has a permission of its own for every event', () => {
    const permissions = Object.entries(MANUFACTURING_ORDER.events).map(([event, { permission }]) => [
      event,
      permission,
    ]);
    for (const [event, permission] of permissions) expect(permission).toBe(`ppic.manufacturing_orders.${event}`);
  });
});
