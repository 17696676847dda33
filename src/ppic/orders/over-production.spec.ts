import { assertNotBeyond, mostGood } from './over-production.js';

describe('How many pieces may be made', () => {
  it.each([
    [1000, null, null],
    [1000, '0.0000', 1000],
    [1000, '5.0000', 1050],
    [33, '5.0000', 34],
    [9, '11.1111', 9],
  ])('%i planned, %s %% more: %s', (target, percent, most) => expect(mostGood(target, percent)).toBe(most));

  it('is any number where the settings do not say', () => {
    expect(() => assertNotBeyond(10, 1_000_000, { over_production_percent: null })).not.toThrow();
  });

  it('is refused beyond, not at, the limit', () => {
    const settings = { over_production_percent: '10.0000' };
    expect(() => assertNotBeyond(100, 110, settings)).not.toThrow();
    expect(() => assertNotBeyond(100, 111, settings)).toThrow(
      expect.objectContaining({ code: 'OVER_PRODUCTION', extra: { target: 100, most: 110, good_quantity: 111 } }),
    );
  });
});
