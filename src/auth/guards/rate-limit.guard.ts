import { Injectable } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { InjectThrottlerOptions, InjectThrottlerStorage, ThrottlerGuard, ThrottlerStorage } from '@nestjs/throttler';
import type { ThrottlerLimitDetail, ThrottlerModuleOptions } from '@nestjs/throttler';
import { AppConfig } from '../../kernel/config/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { ROUTE } from '../../kernel/http/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import type { KnownActor } from '../access/actors.js';
import { clientSource } from './client-source.js';

/**
 * Second guard: a user is counted as himself wherever he sits, since a factory is one address; an API key on its own, with its
 * own limit; only strangers are counted by address. Probes are not counted.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    reflector: Reflector,
    private readonly config: AppConfig,
  ) {
    super(options, storage, reflector);
  }

  /** @throws RATE_LIMITED */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const limit = this.limitOf(RequestContext.current().actor as KnownActor | undefined);
    if (limit === 0 || this.isProbe(context)) return true;
    return this.handleRequest({
      context,
      limit,
      ttl: 60_000,
      blockDuration: 60_000,
      throttler: { name: 'default', limit, ttl: 60_000 },
      getTracker: () => this.getTracker(),
      generateKey: (_context, tracker) => tracker,
    });
  }

  protected override getTracker(): Promise<string> {
    const { actor, ip } = RequestContext.current();
    if (actor?.api_key_id) return Promise.resolve(`key ${actor.api_key_id}`);
    return Promise.resolve(actor ? `user ${actor.user_id}` : `address ${clientSource(ip)}`);
  }

  protected override throwThrottlingException(_context: ExecutionContext, detail: ThrottlerLimitDetail): Promise<void> {
    throw KERNEL_ERRORS.RATE_LIMITED(`More than ${detail.limit} requests in a minute`, {
      retry_after: detail.timeToBlockExpire,
    });
  }

  private limitOf(actor: KnownActor | undefined): number {
    return actor?.rate_limit_per_minute ?? this.config.rateLimitPerMinute;
  }

  private isProbe(context: ExecutionContext): boolean {
    return this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler())?.unlimited === true;
  }
}
