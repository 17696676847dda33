import type { MetricValue } from './metrics.js';

/**
 * A quantile of a histogram, by the rule of Prometheus' `histogram_quantile`: within the bucket that holds it, evenly spread. Beyond the
 * last bound it is that bound.
 * @param values buckets with the label `le`, of one or more series, which are added up
 * @param quantile between 0 and 1
 * @returns null when nothing was observed
 */
export function quantileOf(values: readonly MetricValue[], quantile: number): number | null {
  const byBound = new Map<number, number>();
  for (const { labels, value, name } of values) {
    if (!name.endsWith('_bucket')) continue;
    const bound = labels['le'] === '+Inf' ? Infinity : Number(labels['le']);
    byBound.set(bound, (byBound.get(bound) ?? 0) + value);
  }
  const buckets = [...byBound].sort(([a], [b]) => a - b);
  const total = buckets.at(-1)?.[1] ?? 0;
  if (total === 0) return null;
  const rank = quantile * total;
  const place = buckets.findIndex(([, count]) => count >= rank);
  const [bound, count] = buckets[place]!;
  const [lower, before] = place > 0 ? buckets[place - 1]! : [0, 0];
  if (bound === Infinity) return lower;
  return count === before ? bound : lower + ((bound - lower) * (rank - before)) / (count - before);
}
