import fc from 'fast-check';
import { cumulativeRequirement } from '../orders/cumulative-requirements.js';
import { joinNeed, metBy, splitNeed } from './substitute-share.js';

const NEED = { numerator: '2', denominator: '1', required_quantity: 200 };

describe('A need that a substitute meets a part of', () => {
  it('is split in proportion, exactly', () => {
    // 200 plush for 100 bears; 50 of them as felt, of which 3 stand for 2.
    const shares = splitNeed(NEED, 50, { numerator: 3, denominator: 2 });
    expect(shares).toEqual({
      component: { numerator: '3', denominator: '2' },
      substitute: { numerator: '3', denominator: '4' },
    });
    expect(cumulativeRequirement(shares.component, 100)).toBe(150);
    expect(cumulativeRequirement(shares.substitute, 100)).toBe(75);
  });

  it('leaves nothing to the component when all of it is met', () => {
    const shares = splitNeed(NEED, 200, { numerator: 1, denominator: 1 });
    expect(shares).toEqual({
      component: { numerator: '0', denominator: '1' },
      substitute: { numerator: '2', denominator: '1' },
    });
  });

  it('says how many pieces so much of a substitute stands for', () => {
    expect(metBy(10, { numerator: 3, denominator: 2 })).toBe(6);
  });

  it('is as it was when that is undone, and neither part is ever more than a piece above its share', () => {
    const small = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(small, small, small, small, small, small, (top, bottom, planned, part, one, other) => {
        const ratio = { numerator: one, denominator: other };
        const need = { numerator: String(top), denominator: String(bottom) };
        const required_quantity = cumulativeRequirement(need, planned);
        const quantity = Math.min(part, required_quantity);
        const { component, substitute } = splitNeed({ ...need, required_quantity }, quantity, ratio);
        const joined = joinNeed(component, substitute, ratio);
        expect(BigInt(joined.numerator) * BigInt(bottom)).toBe(BigInt(joined.denominator) * BigInt(top));
        for (const processed of [0, 1, Math.ceil(planned / 3), planned]) {
          const whole = cumulativeRequirement(need, processed);
          const left = cumulativeRequirement(component, processed);
          expect(left).toBeLessThanOrEqual(whole);
          // In reports of one as in one report: each is a ceiling of the whole count, whatever came before.
          expect(cumulativeRequirement(component, processed)).toBe(left);
        }
      }),
    );
  });
});
