import { PROBE_ROUTES } from './health/health.controller.js';
import { METRICS_ROUTES } from './metrics/metrics.controller.js';

/** Whole paths of what stands beside the API's common prefix: probes and metrics. */
export const ROOT_ROUTES: readonly string[] = [...PROBE_ROUTES, ...METRICS_ROUTES];
