import type { RequestLine } from './request-lines.js';
import { excess, leftToIssue } from './request-lines.js';
import { shareReturns } from './request-returns.js';
import type { OpenMove } from './request-returns.js';

const line = (line_no: number): RequestLine => ({
  id: `l${line_no}`,
  line_no,
  product_id: 'plush',
  quantity: 10,
  approved_quantity: 10,
  issued_quantity: 8,
  returned_quantity: 0,
});
const move = (id: string, line_no: number, left: number, lot_id: string | null = null): OpenMove => ({
  id,
  line_no,
  left,
  lot_id,
  ledger_line_id: `g${id}`,
  location_id: 'shelf',
});
const back = (line_no: number, quantity: number, more: object = {}) => ({
  line_no,
  quantity,
  product_id: 'plush',
  ...more,
});
const MOVES = [move('3', 2, 5), move('2', 1, 4, 'B'), move('1', 1, 4, 'A')];
const shared = (lines: ReturnType<typeof back>[]) => {
  const { pieces, excess: over } = shareReturns(lines, [line(1), line(2)], MOVES);
  return [pieces.map((p) => `${p.place}: ${p.move.id} ${p.quantity} ${p.to_location_id}`), over];
};

describe('what comes back', () => {
  it('is said of the ledger line that took it last', () => {
    expect(shared([back(1, 6)])).toEqual([['1: 2 4 shelf', '1: 1 2 shelf'], []]);
  });

  it('is of the lot that is named, once, and goes to the place that is named', () => {
    expect(shared([back(1, 3, { lot_id: 'A', to_location_id: 'bin' }), back(1, 5)])).toEqual([
      ['1: 1 3 bin', '2: 2 4 shelf', '2: 1 1 shelf'],
      [],
    ]);
    expect(shared([back(1, 5, { lot_id: 'A' })])).toEqual([['1: 1 4 shelf'], [{ line_no: 1, quantity: 5, left: 4 }]]);
  });
});

it('adds up what is named of a line', () => {
  expect(excess([back(1, 1), back(1, 2), back(2, 2)], [line(1), line(2)], leftToIssue)).toEqual([
    { line_no: 1, quantity: 3, left: 2 },
  ]);
  expect(leftToIssue({ ...line(1), approved_quantity: null, issued_quantity: 0 })).toBe(0);
});
