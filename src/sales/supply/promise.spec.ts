import { promiseOf } from './promise.js';

const TODAY = '2026-03-10';
const known = (earliest: string | null, lead: string | null, supply: 'stock' | 'make' | 'buy' = 'stock') =>
  promiseOf({ today: TODAY, available_now: 4, earliest, lead, supply });

test.each([
  [TODAY, '2026-03-20', TODAY, 'stock'],
  [TODAY, null, TODAY, 'stock'],
  ['2026-03-12', '2026-03-20', '2026-03-12', 'open_supply'],
  ['2026-03-20', '2026-03-20', '2026-03-20', 'open_supply'],
  ['2026-03-25', '2026-03-20', '2026-03-20', 'lead_time'],
  [null, '2026-03-20', '2026-03-20', 'lead_time'],
  [null, null, null, 'none'],
])('what is there on %s and takes until %s is promised for %s', (earliest, lead, promise_on, source) => {
  expect(known(earliest, lead)).toEqual({
    promise_on,
    source,
    available_now: 4,
    supply_on: earliest,
    lead_time_on: lead,
  });
});

test('what is made or bought to order is promised by its lead time, whatever there is', () => {
  expect(known(TODAY, '2026-03-20', 'make')).toMatchObject({ promise_on: '2026-03-20', source: 'lead_time' });
  expect(known(TODAY, null, 'buy')).toMatchObject({ promise_on: null, source: 'none' });
});
