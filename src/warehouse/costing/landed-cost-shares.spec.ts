import { landedCostShares, weightOf } from './landed-cost-shares.js';

const receipts = [
  { quantity: 10, value: '1000.00', weight: '1' },
  { quantity: 1, value: '10.00', weight: '2' },
  { quantity: 4, value: '0.00', weight: null },
];

test.each([
  ['value', '10.00', ['9.90', '0.10', '0.00']],
  ['quantity', '10.00', ['6.67', '0.67', '2.66']],
  ['weight', '10.00', ['3.33', '6.67', '0.00']],
  ['value', '-10.00', ['-9.90', '-0.10', '0.00']],
] as const)('in proportion to %s, %s is shared out to the cent', (basis, amount, shares) => {
  expect(
    landedCostShares(
      amount,
      receipts.map((receipt) => weightOf(basis, receipt)),
    ),
  ).toEqual(shares);
});

test('receipts without value share evenly', () => {
  const nothing = { quantity: 1, value: '0.00' };
  expect(
    landedCostShares(
      '0.05',
      [nothing, nothing].map((receipt) => weightOf('value', receipt)),
    ),
  ).toEqual(['0.03', '0.02']);
});
