import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ROUTE } from '../../kernel/http/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';
import { RequestLimits } from '../limits/request-limits.js';

/** Second guard: how often. Probes are not counted. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly limits: RequestLimits,
    private readonly reflector: Reflector,
  ) {}

  /** Answers at once, without a promise, where the count is this process's own. @throws RATE_LIMITED */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    if (route?.unlimited) return true;
    const http = context.switchToHttp();
    return this.limits.take(route, http.getRequest<FastifyRequest>().method, http.getResponse<FastifyReply>());
  }
}
