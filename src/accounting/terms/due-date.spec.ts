import { dueDate } from './due-date.js';

it.each([
  ['2026-01-31', 0, false, '2026-01-31'],
  ['2026-01-31', 30, false, '2026-03-02'],
  ['2026-01-15', 0, true, '2026-01-31'],
  ['2026-01-31', 30, true, '2026-03-31'],
  ['2028-01-15', 30, true, '2028-02-29'],
  ['2026-12-10', 30, true, '2027-01-31'],
])('an invoice of %s is due after %i days (end of month: %s) on %s', (day, net_days, end_of_month, due) =>
  expect(dueDate(day, { net_days, end_of_month })).toBe(due),
);
