import { availableOf, exposureOf, isCovered, isOverridden } from './credit-verdict.js';

const standing = (limit: string | null, open_orders: string, unpaid: string) => ({ limit, open_orders, unpaid });

test('exposure is open orders and unpaid invoices; what a customer is owed lowers it', () => {
  expect(exposureOf(standing('100', '60.10', '20.05'))).toBe('80.15');
  expect(exposureOf(standing('100', '60.10', '-20.05'))).toBe('40.05');
});

test('what is left is never below zero, and nothing is no limit', () => {
  expect(availableOf(standing('100.00', '60.00', '20.00'))).toBe('20.00');
  expect(availableOf(standing('10.00', '60.00', '20.00'))).toBe('0.00');
  expect(availableOf(standing(null, '60.00', '20.00'))).toBeNull();
});

test.each([
  ['100.00', '19.99', true],
  ['100.00', '20.00', true],
  ['100.00', '20.01', false],
  [null, '9999999999999.99', true],
  ['0.00', '0.00', false],
])('a limit of %s with 80.00 in use covers %s more: %s', (limit, added, covered) => {
  expect(isCovered(standing(limit, '60.00', '20.00'), added)).toBe(covered);
});

test('an override is of an amount: more than that it does not let pass', () => {
  const overrides = [{ amount: '50.00', overridden_by: 'ani' }];
  expect(isOverridden(overrides, '50.00')).toBe(true);
  expect(isOverridden(overrides, '50.01')).toBe(false);
  expect(isOverridden([], '0.00')).toBe(false);
});
