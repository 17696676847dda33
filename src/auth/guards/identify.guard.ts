import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { ROUTE } from '../../kernel/http/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import { Actors } from '../access/actors.js';
import type { KnownActor } from '../access/actors.js';
import { apiKeyOf } from '../api-keys/api-key-secret.js';
import { tokenHash } from '../tokens/refresh-tokens.js';
import { JwtStrategy } from './jwt.strategy.js';

/** What passport gives a strategy for the length of one request. */
interface Attempt {
  success(actor: KnownActor): void;
  fail(): void;
  error(error: unknown): void;
  authenticate(request: FastifyRequest): void;
}

/**
 * First guard: finds out who asks, and refuses nobody yet. A bad token is noted and counted by the rate limit before the
 * permission guard answers it, so that guessing tokens is limited like anything else.
 */
@Injectable()
export class IdentifyGuard implements CanActivate {
  constructor(
    private readonly actors: Actors,
    private readonly strategy: JwtStrategy,
    private readonly reflector: Reflector,
  ) {}

  /** Answers at once, without a promise, where token and session are remembered: nearly always. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    // A probe is nobody in particular, and must be answered also when the database that knows the tokens is not.
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    if (route?.unlimited && route.permission === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const header = request.headers.authorization;
    if (header === undefined) return true;
    const actor = this.strategy.rememberedActor(header);
    return actor === undefined ? this.identify(request, header) : note(actor);
  }

  private async identify(request: FastifyRequest, header: string): Promise<boolean> {
    const key = apiKeyOf(header);
    return note(key === null ? await this.byToken(request, header) : await this.actors.ofApiKey(tokenHash(key)));
  }

  /**
   * Runs the strategy as passport does, on a copy for this request, but not through passport's registry: that one is shared by
   * the whole process, and a second application in it would answer for the first.
   */
  private byToken(request: FastifyRequest, header: string): Promise<KnownActor | false> {
    const claims = this.strategy.remembered(header);
    if (claims) return this.strategy.actorOf(claims);
    return new Promise((resolve, reject) => {
      const attempt = Object.create(this.strategy) as Attempt;
      attempt.success = resolve;
      attempt.fail = () => resolve(false);
      attempt.error = reject;
      attempt.authenticate(request);
    });
  }
}

function note(actor: KnownActor | false | null): true {
  const state = RequestContext.current();
  if (actor) state.actor = actor;
  else
    state.refusal = KERNEL_ERRORS.UNAUTHENTICATED(
      'The bearer token is not valid, has expired, or its session has ended',
    );
  return true;
}
