import { Injectable } from '@nestjs/common';
import { RedisStore } from '../../kernel/redis/index.js';
import type { RatePolicy } from './rate-policies.js';
import { RequestWindows } from './request-windows.js';
import type { WindowState } from './request-windows.js';

/** A policy and on whose account a request is counted under it. */
export interface RateCount {
  readonly policy: RatePolicy;
  readonly tracker: string;
}

/** How a request stands under the policy that leaves it least. */
export interface RateStanding {
  readonly policy: RatePolicy;
  readonly exceeded: boolean;
  readonly remaining: number;
  /** Whole seconds until the window begins anew. */
  readonly resets_in: number;
}

/** Counts under each key, in one round trip and without a moment in which a key has no end. */
const HIT = `
local answer = {}
for i, key in ipairs(KEYS) do
  local hits = redis.call('incr', key)
  local left = redis.call('pttl', key)
  if left < 0 then
    redis.call('pexpire', key, ARGV[i])
    left = tonumber(ARGV[i])
  end
  answer[2 * i - 1] = hits
  answer[2 * i] = left
end
return answer`;

/**
 * Counts requests: for all processes together where Redis answers, otherwise in this one. It counts here in any case, so that a
 * Redis that goes away takes nobody's count with it.
 */
@Injectable()
export class RateLimiter {
  private readonly windows = new RequestWindows();

  constructor(private readonly redis: RedisStore) {}

  /** Counts a request under each policy; without a promise where nobody has to be asked. @param counts one at least */
  take(counts: readonly RateCount[]): RateStanding | Promise<RateStanding> {
    const here = counts.map(({ policy, tracker }) => this.windows.hit(keyOf(policy, tracker), policy.seconds * 1000));
    if (!this.redis.usable) return standingOf(counts, here);
    return this.together(counts).then((everywhere) => standingOf(counts, everywhere ?? here));
  }

  private async together(counts: readonly RateCount[]): Promise<WindowState[] | undefined> {
    const keys = counts.map(({ policy, tracker }) => `limit:${keyOf(policy, tracker)}`);
    const lengths = counts.map(({ policy }) => policy.seconds * 1000);
    const answer = await this.redis.ask((redis) => redis.eval(HIT, keys.length, ...keys, ...lengths));
    if (!Array.isArray(answer)) return undefined;
    const numbers = answer as number[];
    return counts.map((_count, index) => ({ hits: numbers[2 * index]!, left_ms: numbers[2 * index + 1]! }));
  }
}

function keyOf({ name }: RatePolicy, tracker: string): string {
  return `${name} ${tracker}`;
}

function standingOf(counts: readonly RateCount[], states: readonly WindowState[]): RateStanding {
  let tightest = standing(counts[0]!, states[0]!);
  for (let n = 1; n < counts.length; n += 1) {
    const next = standing(counts[n]!, states[n]!);
    if (
      next.exceeded
        ? !tightest.exceeded || next.resets_in > tightest.resets_in
        : !tightest.exceeded && next.remaining < tightest.remaining
    )
      tightest = next;
  }
  return tightest;
}

function standing({ policy }: RateCount, { hits, left_ms }: WindowState): RateStanding {
  return {
    policy,
    exceeded: hits > policy.limit,
    remaining: Math.max(0, policy.limit - hits),
    resets_in: Math.max(1, Math.ceil(left_ms / 1000)),
  };
}
