import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppConfig } from '../config/index.js';
import { translateSqlError } from '../database/sql-errors.js';
import { reportFault } from '../errors/index.js';
import { countProblem } from '../metrics/index.js';
import { wireTime } from './clock.js';
import { asAppError, problemOf } from './problem.js';

/** The only place where an error becomes HTTP. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly config: AppConfig) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.config);
  }
}

/** Answers a request with the problem that an error stands for, and logs what the caller must not see. */
export function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  config: Pick<AppConfig, 'appTimezone'>,
): void {
  const appError = asAppError(translateSqlError(error));
  countProblem(appError.code);
  if (appError.entry.kind === 'internal') {
    request.log.error({ err: error }, 'unexpected error');
    reportFault(error, { request_id: String(request.id), method: request.method, route: templateOf(request) });
  } else if (appError.entry.kind === 'unavailable') request.log.warn({ err: error }, 'service unavailable');
  if (reply.sent) return;
  const problem = problemOf(appError, {
    instance: (request.url ?? '').split('?')[0] ?? '',
    request_id: String(request.id),
    timestamp: wireTime(config.appTimezone),
  });
  reply
    .status(problem.status)
    .headers({
      ...problem.headers,
      'content-type': 'application/problem+json; charset=utf-8',
      // Repeated here for the refusals that come before any hook could set them.
      'x-request-id': String(request.id),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .send(JSON.stringify(problem.body));
}

/** The route as it was declared, without what a caller put in. */
function templateOf(request: FastifyRequest): string {
  return (request.routeOptions as { url?: string } | undefined)?.url ?? 'unknown';
}
