import { quantityVariance } from './variance.js';

describe('Quantity variance of an order', () => {
  it.each([
    [100, 100, '0.0000', 'exact'],
    [100, 101, '1.0000', 'exact'],
    [100, 99, '-1.0000', 'exact'],
    [100, 102, '2.0000', 'minor'],
    [100, 90, '-10.0000', 'minor'],
    [100, 110, '10.0000', 'minor'],
    [100, 111, '11.0000', 'major'],
    [100, 89, '-11.0000', 'major'],
    [10, 8, '-20.0000', 'major'],
    [3, 0, '-100.0000', 'major'],
    [3, 4, '33.3333', 'major'],
    [7, 7, '0.0000', 'exact'],
  ])('of %i planned, %i made is %s %%: %s', (planned, actual, percent, status) => {
    expect(quantityVariance(planned, actual)).toEqual({ variance_percent: percent, variance_status: status });
  });

  it('holds the limits against the exact fraction, not the rounded percentage', () => {
    // 10,000,000 planned: one piece more than 10 % is 10.00001 %, which shows as 10.0000.
    expect(quantityVariance(10_000_000, 11_000_000)).toEqual({ variance_percent: '10.0000', variance_status: 'minor' });
    expect(quantityVariance(10_000_000, 11_000_001)).toEqual({ variance_percent: '10.0000', variance_status: 'major' });
    expect(quantityVariance(10_000_000, 9_899_999)).toEqual({ variance_percent: '-1.0000', variance_status: 'minor' });
  });

  it('stays exact at the largest quantity there is', () => {
    const largest = Number.MAX_SAFE_INTEGER;
    expect(quantityVariance(largest, largest - 1)).toEqual({ variance_percent: '0.0000', variance_status: 'exact' });
    expect(quantityVariance(1, largest).variance_status).toBe('major');
  });
});
