import { Injectable } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { ROUTE } from '../../kernel/http/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import { Actors } from '../access/actors.js';
import { apiKeyOf } from '../api-keys/api-key-secret.js';
import { tokenHash } from '../tokens/refresh-tokens.js';

/**
 * First guard: finds out who asks, and refuses nobody yet. A bad token is noted and counted by the rate limit before the
 * permission guard answers it, so that guessing tokens is limited like anything else.
 */
@Injectable()
export class IdentifyGuard extends AuthGuard('jwt') {
  constructor(
    private readonly actors: Actors,
    private readonly reflector: Reflector,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    // A probe is nobody in particular, and must be answered also when the database that knows the tokens is not.
    if (this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler())?.unlimited) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const header = request.headers.authorization;
    if (header === undefined) return true;
    const key = apiKeyOf(header);
    if (key === null) return super.canActivate(context) as Promise<boolean>;
    const actor = await this.actors.ofApiKey(tokenHash(key));
    if (actor) RequestContext.current().actor = actor;
    else note(new Error('The API key is not valid'));
    return true;
  }

  /** Called by passport with what the strategy found; `error` is a fault of ours (the database), `info` why a token is refused. */
  override handleRequest<User>(error: unknown, user: User | false): User {
    if (error) throw error as Error;
    if (user) RequestContext.current().actor = user as never;
    else note(new Error('The token is not valid'));
    return user as User;
  }
}

function note(_reason: Error): void {
  RequestContext.current().refusal = KERNEL_ERRORS.UNAUTHENTICATED(
    'The bearer token is not valid, has expired, or its session has ended',
  );
}
