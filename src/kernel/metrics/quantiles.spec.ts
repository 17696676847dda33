import type { MetricValue } from './metrics.js';
import { quantileOf } from './quantiles.js';

const buckets = (...counts: [number | string, number][]): MetricValue[] =>
  counts.map(([le, value]) => ({ name: 'x_bucket', labels: { le }, value }));

it('spreads what a bucket holds evenly over it', () => {
  const values = buckets([0.1, 50], [0.2, 100], ['+Inf', 100]);
  expect(quantileOf(values, 0.5)).toBeCloseTo(0.1);
  expect(quantileOf(values, 0.75)).toBeCloseTo(0.15);
  expect(quantileOf(values, 0)).toBe(0);
});

it('adds several series up, and leaves sums and counts aside', () => {
  const values = [
    ...buckets([1, 1], ['+Inf', 1]),
    ...buckets([1, 0], ['+Inf', 1]),
    { name: 'x_sum', labels: {}, value: 99 },
  ];
  expect(quantileOf(values, 0.5)).toBeCloseTo(1);
});

it('knows nothing beyond the last bound, and nothing of nothing', () => {
  expect(quantileOf(buckets([1, 0], ['+Inf', 4]), 0.95)).toBe(1);
  expect(quantileOf([], 0.5)).toBeNull();
  expect(quantileOf(buckets([1, 0], ['+Inf', 0]), 0.5)).toBeNull();
});
