import fc from 'fast-check';
import { cumulativeRequirement, cumulativeYield, sumQuantities } from './cumulative-requirements.js';

const ratio = (
  numerator: number | bigint,
  denominator: number | bigint,
): { numerator: string; denominator: string } => ({
  numerator: String(numerator),
  denominator: String(denominator),
});

describe('Cumulative requirements', () => {
  it('rounds up once, over everything processed', () => {
    // One button serves three toys: the 1st, 4th and 7th toy open a new button.
    const buttons = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10].map((toys) => cumulativeRequirement(ratio(1, 3), toys));
    expect(buttons).toEqual([0, 1, 1, 1, 2, 2, 2, 3, 3, 4]);
  });

  it('counts scrap exactly: 2 pieces and 2.5 % scrap for each of 40 is 82, and never 83 by a rounding error', () => {
    // 40 * 2 * 1.025 = 82; in binary floating point 40 * 2 * 1.025 is 81.99999999999999.
    expect(cumulativeRequirement(ratio(2 * 1025, 1000), 40)).toBe(82);
    // 3 * 1.1 = 3.3000000000000003 in floating point; 10 pieces need exactly 33.
    expect(cumulativeRequirement(ratio(33, 10), 10)).toBe(33);
  });

  it('yields whole pieces of a by-product only', () => {
    expect([1, 2, 3, 4, 5].map((toys) => cumulativeYield(ratio(2, 3), toys))).toEqual([0, 1, 2, 2, 3]);
  });

  it('is exact near the end of the range and refuses to be inexact past it', () => {
    const largest = Number.MAX_SAFE_INTEGER;
    expect(cumulativeRequirement(ratio(1, 1), largest)).toBe(largest);
    expect(cumulativeRequirement(ratio(10n ** 30n, 10n ** 30n), largest)).toBe(largest);
    expect(() => cumulativeRequirement(ratio(2, 1), largest)).toThrow(
      expect.objectContaining({ code: 'VALUE_OUT_OF_RANGE' }),
    );
    expect(() => sumQuantities(largest, 1)).toThrow(expect.objectContaining({ code: 'VALUE_OUT_OF_RANGE' }));
  });

  it('consumes the same however the production is cut into reports', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 20 }),
        (numerator, denominator, reports) => {
          const share = ratio(numerator, denominator);
          let processed = 0;
          let consumed = 0;
          for (const report of reports) {
            processed += report;
            consumed += cumulativeRequirement(share, processed) - consumed;
          }
          expect(consumed).toBe(cumulativeRequirement(share, processed));
        },
      ),
    );
  });
});
