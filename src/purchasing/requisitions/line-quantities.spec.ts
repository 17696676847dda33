import {
  FOLLOWED_STAGES,
  lastDays,
  leftOf,
  leftToOrder,
  leftToTakeBack,
  lineExcess,
  summed,
  wantedOf,
} from './line-quantities.js';
import type { LineFigures } from './line-quantities.js';

const line = (given: Partial<LineFigures> = {}): LineFigures => ({
  id: 'l1',
  requisition_id: 'r1',
  requisition_number: 'PR-1',
  line_no: 1,
  product_id: 'plush',
  state: 'ordered',
  quantity: 12,
  approved_quantity: 10,
  given_up_quantity: 1,
  ordered_quantity: 8,
  confirmed_quantity: 7,
  shipped_quantity: 6,
  received_quantity: 5,
  put_away_quantity: 4,
  accepted_quantity: 2,
  rejected_quantity: 1,
  issued_quantity: 1,
  ...given,
});

it('is wanted as approved less what was given up', () => {
  expect([wantedOf(line()), leftToOrder(line())]).toEqual([9, 1]);
  expect(leftToOrder(line({ approved_quantity: null, given_up_quantity: 0, ordered_quantity: 0 }))).toBe(0);
});

it('has no more of a stage than of the one before it, and gives back only what later stages have not used', () => {
  expect(FOLLOWED_STAGES.map((stage) => leftOf(stage, line()))).toEqual([1, 1, 2, 3, 1]);
  expect(FOLLOWED_STAGES.map((stage) => leftToTakeBack(stage, line()))).toEqual([3, 7, 6, 1, 2]);
});

it('adds up what is named of a line before it looks at what is left', () => {
  const sums = summed([
    { line_id: 'l1', quantity: 1 },
    { line_id: 'l1', quantity: 2 },
    { line_id: 'l2', quantity: 1 },
  ]);
  expect(lineExcess(sums, [line(), line({ id: 'l2', line_no: 2 })], leftToOrder)).toEqual([
    { line_id: 'l1', requisition_number: 'PR-1', line_no: 1, quantity: 3, left: 1 },
  ]);
});

it('is expected on the last day that is named for any of its pieces', () => {
  const day = (line_id: string, expected_on?: string | null) => ({ line_id, quantity: 1, expected_on });
  expect([...lastDays([day('a', '2027-02-03'), day('a', '2027-02-01'), day('b'), day('c', null)])]).toEqual([
    ['a', '2027-02-03'],
  ]);
});
