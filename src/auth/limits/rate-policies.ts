import type { RateClass, RateClassLimits } from '../../kernel/config/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';

/** So many requests in so many seconds. */
export interface RatePolicy {
  readonly name: string;
  readonly limit: number;
  readonly seconds: number;
}

/** Policies that hold for a request together, and what the header says of them. */
export interface RatePolicies {
  readonly all: readonly RatePolicy[];
  readonly header: string;
}

const MINUTE = 60;

/** The class of a route: as it says itself, else by what it takes and gives. */
export function rateClassOf(
  {
    rate_class,
    consumes,
    produces,
    also_produces,
  }: Pick<RouteOptions, 'rate_class' | 'consumes' | 'produces' | 'also_produces'>,
  method: string,
): RateClass {
  if (rate_class) return rate_class;
  if (consumes) return 'upload';
  if (produces || also_produces) return 'report';
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write';
}

/** The limit of all requests and, within it, that of a class. @param whole requests a minute; 0: there is none */
export function ratePolicies(whole: number, classes: RateClassLimits, rateClass: RateClass): RatePolicies {
  const own = classes[rateClass];
  return policiesOf([
    ...(whole > 0 ? [{ name: 'default', limit: whole, seconds: MINUTE }] : []),
    ...(own === undefined ? [] : [{ name: rateClass, limit: own, seconds: MINUTE }]),
  ]);
}

/** An API key with a limit of its own was given it on purpose: nothing else holds for it. */
export function ownPolicy(limit: number): RatePolicies {
  return policiesOf([{ name: 'default', limit, seconds: MINUTE }]);
}

/** `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers: `"default";q=100;w=60, "login";q=20;w=60`. */
function policiesOf(all: readonly RatePolicy[]): RatePolicies {
  return { all, header: all.map(({ name, limit, seconds }) => `"${name}";q=${limit};w=${seconds}`).join(', ') };
}
