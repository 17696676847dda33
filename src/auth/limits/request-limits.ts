import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import type { RateClass } from '../../kernel/config/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import type { KnownActor } from '../access/actors.js';
import { clientSource } from './client-source.js';
import { countLimited } from './limit-metrics.js';
import { RateLimiter } from './rate-limiter.js';
import type { RateStanding } from './rate-limiter.js';
import { ownPolicy, rateClassOf, ratePolicies } from './rate-policies.js';
import type { RatePolicies, RatePolicy } from './rate-policies.js';

/** The answer, as far as its headers are concerned. */
interface Answer {
  header(name: string, value: string): unknown;
}

/**
 * Which limits hold for a request and on whose account it is counted: a user as himself wherever he sits, since a factory is one address; an
 * API key on its own, with its own limit; strangers by address. Logins are counted by address whoever sends them.
 */
@Injectable()
export class RequestLimits {
  private readonly policies = new Map<RateClass, RatePolicies>();

  constructor(
    private readonly config: AppConfig,
    private readonly limiter: RateLimiter,
  ) {}

  /** Counts the request of the context. @throws RATE_LIMITED */
  take(route: RouteOptions | undefined, method: string, reply: Answer): boolean | Promise<boolean> {
    const { actor, ip } = RequestContext.current();
    const known = actor as KnownActor | undefined;
    const policies = known?.rate_limit_per_minute
      ? ownPolicy(known.rate_limit_per_minute)
      : this.policiesOf(rateClassOf(route ?? {}, method));
    if (policies.all.length === 0) return true;
    const counts = policies.all.map((policy) => ({ policy, tracker: this.trackerOf(policy, known, ip) }));
    const standing = this.limiter.take(counts);
    return standing instanceof Promise
      ? standing.then((found) => judge(policies, found, reply))
      : judge(policies, standing, reply);
  }

  private policiesOf(rateClass: RateClass): RatePolicies {
    let policies = this.policies.get(rateClass);
    if (!policies) {
      policies = ratePolicies(this.config.rateLimitPerMinute, this.config.rateLimitClasses, rateClass);
      this.policies.set(rateClass, policies);
    }
    return policies;
  }

  private trackerOf({ name }: RatePolicy, actor: KnownActor | undefined, ip: string): string {
    if (actor?.api_key_id && name !== 'login') return `key ${actor.api_key_id}`;
    if (actor && name !== 'login' && this.config.rateLimitBy === 'caller') return `user ${actor.user_id}`;
    return `address ${clientSource(ip)}`;
  }
}

/** Tells the caller how he stands. @throws RATE_LIMITED */
function judge(
  { header }: RatePolicies,
  { policy, exceeded, remaining, resets_in }: RateStanding,
  reply: Answer,
): true {
  reply.header('ratelimit-policy', header);
  reply.header('ratelimit', `"${policy.name}";r=${remaining};t=${resets_in}`);
  if (!exceeded) return true;
  countLimited(policy.name);
  const what = policy.name === 'default' ? 'requests' : `requests of the class ${policy.name}`;
  throw KERNEL_ERRORS.RATE_LIMITED(`More than ${policy.limit} ${what} in a minute`, {
    retry_after: resets_in,
    policy: policy.name,
  });
}
