import { Metrics } from './metrics.js';

/** Of this kind is all that reached no route: its addresses are a stranger's words and would each make a series of their own. */
export const UNKNOWN_ROUTE = 'unknown';

/** Seconds. The bounds of the alerts (0.5 s) and of the deadline (10 s) are among them. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const REQUESTS = Metrics.counter({
  name: 'erp_http_requests_total',
  help: 'Requests answered, by route template and status',
  labels: ['method', 'route', 'status'],
});
const DURATIONS = Metrics.histogram({
  name: 'erp_http_request_duration_seconds',
  help: 'Time from the first byte of a request to the last of its answer, by route template; live streams are left out',
  labels: ['method', 'route'],
  buckets: BUCKETS,
});

const templates = new Map<string, string>();

/** Counts an answer. @param template as Fastify knows the route, such as `/api/v1/orders/:id`; undefined where there is none */
export function countRequest(
  method: string,
  template: string | undefined,
  status: number,
  seconds: number | undefined,
): void {
  const labels = { method: METHODS.has(method) ? method : 'OTHER', route: routeOf(template) };
  REQUESTS.inc({ ...labels, status });
  if (seconds !== undefined) DURATIONS.observe(seconds, labels);
}

/** The template as the OpenAPI document writes it. */
function routeOf(template: string | undefined): string {
  if (template === undefined) return UNKNOWN_ROUTE;
  let route = templates.get(template);
  if (route === undefined) templates.set(template, (route = template.replace(/:(\w+)(\([^)]*\))?/g, '{$1}')));
  return route;
}
