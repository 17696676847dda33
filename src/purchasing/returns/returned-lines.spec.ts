import { sumAmounts } from '../../kernel/numbers/index.js';
import { returnExcess, returnFaults, returnedShare } from './returned-lines.js';
import type { ReturnableReceiptLine } from './returns.repository.js';

const line = (id: string, given: Partial<ReturnableReceiptLine> = {}): ReturnableReceiptLine =>
  ({
    id,
    company_id: 'c',
    supplier_id: 's',
    warehouse_id: 'w',
    quantity: 3,
    returned_quantity: 0,
    ...given,
  }) as ReturnableReceiptLine;

it('gives back what came in, part by part, to the cent', () => {
  const parts = [0, 1, 2].map((returned_quantity) => returnedShare('100.00', { quantity: 3, returned_quantity }, 1));
  expect(parts).toEqual(['33.33', '33.34', '33.33']);
  expect(sumAmounts(parts)).toBe('100.00');
});

it('gives back no more than came and has not gone back', () => {
  const wanted = (quantity: number) => ({
    found: line('a', { returned_quantity: 2 }),
    quantity,
    from_location_id: null,
    reopen: false,
  });
  expect(returnExcess([wanted(1)])).toEqual([]);
  expect(returnExcess([wanted(2)])).toEqual([{ receipt_line_id: 'a', quantity: 2, left: 1 }]);
});

it('is of one supplier, and names each line once', () => {
  const known = new Map([
    ['a', line('a')],
    ['b', line('b', { supplier_id: 'other' })],
  ]);
  const named = ['a', 'b', 'a', 'x'].map((receipt_line_id) => ({ receipt_line_id }));
  expect(returnFaults(named, known).map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/lines/1/receipt_line_id', 'NOT_ALLOWED'],
    ['/lines/2/receipt_line_id', 'DUPLICATE'],
    ['/lines/3/receipt_line_id', 'REFERENCE_NOT_FOUND'],
  ]);
});
