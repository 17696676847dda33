export { Metrics } from './metrics.js';
export type {
  CounterMetric,
  GaugeMetric,
  HistogramMetric,
  Labels,
  MetricOptions,
  MetricValue,
  ProcessMetrics,
} from './metrics.js';
export { UNKNOWN_ROUTE, countRequest } from './http-metrics.js';
export { announceProblem, countLostRace, countProblem, countRefusedRetry } from './kernel-metrics.js';
export { quantileOf } from './quantiles.js';
export { reportBackups } from './backup-metrics.js';
export { countReplicaRead, reportReplica } from './replica-metrics.js';
