import fc from 'fast-check';
import { sumAmounts } from '../../kernel/numbers/index.js';
import { processedOf, reworkValues, usedMaterial } from './rework-cost.js';
import type { ReworkStanding, ReworkedPieces } from './rework-cost.js';

const pieces = (good_quantity: number, scrapped_quantity = 0, rejected_quantity = 0): ReworkedPieces => ({
  good_quantity,
  scrapped_quantity,
  rejected_quantity,
});
const taken = (quantity: number, rejected: string, material: string): ReworkStanding => ({
  ...pieces(0),
  quantity,
  rejected_value: rejected,
  material_value: material,
  work_in_progress: sumAmounts([rejected, material]),
});

/** The order after a report. */
function told(before: ReworkStanding, now: ReworkedPieces): ReworkStanding {
  const { left_value } = reworkValues(before, now);
  return {
    ...before,
    good_quantity: before.good_quantity + now.good_quantity,
    scrapped_quantity: before.scrapped_quantity + now.scrapped_quantity,
    rejected_quantity: before.rejected_quantity + now.rejected_quantity,
    work_in_progress: left_value,
  };
}

describe('what reworked pieces are worth', () => {
  test.each([
    ['all good: all of it', taken(8, '80.00', '4.00'), pieces(8), '84.00', null, '0.00'],
    ['a part of them: their share', taken(8, '80.00', '4.00'), pieces(5), '52.50', null, '31.50'],
    ['scrap lies on the good ones', taken(8, '80.00', '4.00'), pieces(6, 2), '84.00', null, '0.00'],
    [
      'still rejected: what they were taken for, the material on the good ones',
      taken(8, '80.00', '4.00'),
      pieces(6, 0, 2),
      '64.00',
      '20.00',
      '0.00',
    ],
    ['no good one: it waits', taken(8, '80.00', '4.00'), pieces(0, 3), null, null, '84.00'],
    ['none at all is still rejected', taken(2, '20.00', '1.00'), pieces(0, 0, 2), null, '20.00', '1.00'],
    [
      'time: on the good ones of its report',
      { ...taken(8, '80.00', '4.00'), conversion_cost: '7.01' },
      pieces(3, 0, 1),
      '39.01',
      '10.00',
      '42.00',
    ],
    ['pieces without value', taken(3, '0.00', '0.00'), pieces(1, 1, 1), '0.00', '0.00', '0.00'],
  ])('%s', (_, before, now, good_value, rejected_value, left_value) => {
    expect(reworkValues(before, now)).toEqual({ good_value, rejected_value, left_value });
  });

  test('what waits is carried by the next good ones', () => {
    const scrapped = told(taken(8, '80.00', '4.00'), pieces(0, 3));
    expect(reworkValues(scrapped, pieces(5))).toEqual({
      good_value: '84.00',
      rejected_value: null,
      left_value: '0.00',
    });
  });

  test('to the cent, in however many reports, and never less than nothing', () => {
    const report = fc.record({
      good_quantity: fc.nat(5),
      scrapped_quantity: fc.nat(5),
      rejected_quantity: fc.nat(5),
    });
    const cents = fc.nat(10_000).map((n) => (n / 100).toFixed(2));
    fc.assert(
      fc.property(fc.array(report, { minLength: 1, maxLength: 6 }), cents, cents, (reports, rejected, material) => {
        const real = reports.filter((each) => processedOf(each) > 0);
        if (real.length === 0) return;
        const quantity = real.reduce((sum, each) => sum + processedOf(each), 0);
        let standing = taken(quantity, rejected, material);
        const values: string[] = [];
        for (const each of real) {
          const worth = reworkValues(standing, each);
          for (const value of [worth.good_value, worth.rejected_value, worth.left_value])
            expect(value ?? '0.00').not.toMatch(/^-/);
          values.push(worth.good_value ?? '0.00', worth.rejected_value ?? '0.00');
          standing = told(standing, each);
        }
        expect(sumAmounts([...values, standing.work_in_progress])).toBe(sumAmounts([rejected, material]));
        if (real.at(-1)!.good_quantity > 0) expect(standing.work_in_progress).toBe('0.00');
      }),
    );
  });
});

test.each([
  [10, 0, 8, 0],
  [10, 5, 8, 7],
  [10, 8, 8, 10],
  [1, 1, 8, 1],
])('%i planned, %i of %i pieces done: %i of the material is used', (planned, processed, quantity, used) => {
  expect(usedMaterial(planned, processed, quantity)).toBe(used);
});
