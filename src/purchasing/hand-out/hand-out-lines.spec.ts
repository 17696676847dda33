import { shareOut } from './hand-out-lines.js';
import type { OpenIssue } from './hand-out-lines.js';

const issue = (id: string, line_no: number, left: number, lot_id: string | null = null): OpenIssue => ({
  id,
  line_no,
  left,
  lot_id,
  ledger_line_id: `g${id}`,
  location_id: 'shelf',
});
const ISSUES = [issue('3', 2, 5), issue('2', 1, 4, 'B'), issue('1', 1, 4, 'A')];
const back = (line_no: number, quantity: number, more: object = {}) => ({
  line_no,
  product_id: 'plush',
  quantity,
  ...more,
});
const shared = (...lines: ReturnType<typeof back>[]) => {
  const { pieces, short } = shareOut(lines, ISSUES);
  return [pieces.map((p) => `${p.place}: ${p.issue.id} ${p.quantity} ${p.to_location_id}`), short];
};

it('says what comes back of the ledger line that took it last', () => {
  expect(shared(back(1, 6))).toEqual([['1: 2 4 shelf', '1: 1 2 shelf'], []]);
});

it('says it of the lot that is named, puts it where it is told to, and counts no piece twice', () => {
  expect(shared(back(1, 3, { lot_id: 'A', to_location_id: 'bin' }), back(1, 5))).toEqual([
    ['1: 1 3 bin', '2: 2 4 shelf', '2: 1 1 shelf'],
    [],
  ]);
  expect(shared(back(1, 5, { lot_id: 'A' }), back(2, 5))).toEqual([['1: 1 4 shelf', '2: 3 5 shelf'], [0]]);
});
