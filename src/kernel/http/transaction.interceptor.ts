import { Inject, Injectable, Optional } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import { AppConfig } from '../config/index.js';
import { AccessChanged, Database, StoredAnswer } from '../database/index.js';
import type { KeyClaim } from '../database/index.js';
import { AppError, KERNEL_ERRORS } from '../errors/index.js';
import { RequestContext } from '../security/request-context.js';
import { canonicalJson, sha256, uuidOfText } from './canonical-json.js';
import { fieldsOf } from './field-registry.js';
import { ROUTE } from './route.js';
import type { RouteOptions } from './route.js';

/** Reads the actor's rights anew and checks the route again; the auth module provides it. */
export abstract class AccessRefresher {
  abstract refresh(route: RouteOptions): Promise<void>;
}

const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** A request is answered within this time, streams excepted; what it was doing is rolled back. */
const DEADLINE_MS = 9500;
/** Of each handler, whether it reads the query. */
const QUERY_READERS = new WeakMap<object, boolean>();
/** How often rights that change while a request waits are read anew before the caller is told to come back. */
const MAX_REFRESHES = 3;

/**
 * The outer step of every change: opens the ambient transaction, runs the handler in it, stores the answer under the request's
 * Idempotency-Key in that same transaction, commits, and only then lets the answer go out.
 */
@Injectable()
export class TransactionInterceptor implements NestInterceptor {
  constructor(
    private readonly database: Database,
    private readonly config: AppConfig,
    private readonly reflector: Reflector,
    @Optional() @Inject(AccessRefresher) private readonly access?: AccessRefresher,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    readRequestOptions(request, route, this.config);
    this.refuseUnreadQuery(request, route, context);
    if (!CHANGING.has(request.method) || route?.transaction === false)
      return from(this.read(request, reply, next, route));
    return from(this.change(request, reply, next, route).catch(showOnlyDocumented(route)));
  }

  /**
   * A query that the handler does not read would be ignored, and its caller believe otherwise. Probes take what they are sent.
   * @throws UNKNOWN_QUERY_PARAMETER
   */
  private refuseUnreadQuery(request: FastifyRequest, route: RouteOptions | undefined, context: ExecutionContext): void {
    const [name] = Object.keys((request.query as object | undefined) ?? {});
    if (name === undefined || !route || route.unlimited || readsQuery(context)) return;
    throw KERNEL_ERRORS.UNKNOWN_QUERY_PARAMETER(`${name} is not taken here`);
  }

  private async read(
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
    route: RouteOptions | undefined,
  ): Promise<unknown> {
    const handle = (): Promise<unknown> => lastValueFrom(next.handle(), { defaultValue: undefined });
    const answering = handle().catch(async (error: unknown) => {
      await this.refreshAccess(error, route);
      if (CHANGING.has(request.method))
        throw KERNEL_ERRORS.SERVICE_UNAVAILABLE('Your rights have just changed; send the request again', {
          retry_after: 1,
        });
      return handle();
    });
    const answer: unknown = await (isStream(route) ? answering : beforeDeadline(answering));
    if (route?.versioned) setEtag(reply, answer);
    return answer;
  }

  /** @throws the error itself when it is another one, or what the refresher finds */
  private async refreshAccess(error: unknown, route: RouteOptions | undefined): Promise<void> {
    if (!(error instanceof AccessChanged) || !this.access || !route) throw error;
    await this.access.refresh(route);
  }

  private async change(
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
    route: RouteOptions | undefined,
  ): Promise<unknown> {
    const claim = this.claim(request, route);
    const handle = async (): Promise<unknown> => {
      const answer: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      if (claim && reply.statusCode < 300)
        claim.answer = { status: reply.statusCode, body: JSON.stringify(answer) ?? '' };
      return answer;
    };
    try {
      const answer = await beforeDeadline(this.run(handle, claim, route));
      setEtag(reply, answer);
      for (const [name, value] of Object.entries(RequestContext.current().response_headers))
        void reply.header(name, value);
      return answer;
    } catch (error) {
      if (!(error instanceof StoredAnswer)) throw error;
      return replay(error, reply);
    }
  }

  private async run(
    handle: () => Promise<unknown>,
    claim: KeyClaim | undefined,
    route: RouteOptions | undefined,
  ): Promise<unknown> {
    for (let refreshes = 0; ; refreshes++) {
      try {
        return await this.database.transaction(handle, claim);
      } catch (error) {
        if (!(error instanceof AccessChanged)) throw error;
        if (!this.access || !route || refreshes === MAX_REFRESHES)
          throw KERNEL_ERRORS.SERVICE_UNAVAILABLE(undefined, { retry_after: 1 });
        await this.access.refresh(route);
      }
    }
  }

  private claim(request: FastifyRequest, route: RouteOptions | undefined): KeyClaim | undefined {
    if (route?.stored === false) return undefined;
    const key = request.headers['idempotency-key'];
    const context = RequestContext.current();
    if (key === undefined) {
      if (this.config.requireIdempotencyKey && !context.dry_run && route?.permission !== 'public') {
        throw KERNEL_ERRORS.IDEMPOTENCY_KEY_REQUIRED();
      }
      return undefined;
    }
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
      throw KERNEL_ERRORS.MALFORMED_REQUEST('Idempotency-Key must be 1 to 255 visible ASCII characters');
    }
    const principal = context.actor?.api_key_id ?? context.actor?.user_id ?? `anonymous ${context.ip}`;
    const path = request.url.split('?')[0] ?? '';
    return {
      id: uuidOfText(`${principal}\n${request.method}\n${path}\n${key}`),
      hash: sha256(canonicalJson({ body: request.body ?? null, query: request.query ?? null })),
    };
  }
}

/** If-Match and `dry_run` of a request, checked before anything runs. */
function readRequestOptions(request: FastifyRequest, route: RouteOptions | undefined, config: AppConfig): void {
  const context = RequestContext.current();
  const query = request.query as Record<string, unknown> | undefined;
  if (route?.action && query && 'dry_run' in query) {
    const { dry_run, ...rest } = query;
    if (dry_run !== 'true' && dry_run !== 'false')
      throw KERNEL_ERRORS.UNKNOWN_QUERY_PARAMETER('dry_run must be true or false');
    context.dry_run = dry_run === 'true';
    (request as { query: unknown }).query = rest;
  } else if (query && 'dry_run' in query && CHANGING.has(request.method) && route?.transaction !== false) {
    // Ignoring it would do for good what the caller only wanted to try. A stream reads its own.
    throw KERNEL_ERRORS.UNKNOWN_QUERY_PARAMETER('dry_run is not taken here');
  }
  if (!route?.versioned || !CHANGING.has(request.method)) return;
  const header = request.headers['if-match'];
  if (header === undefined) {
    if (config.requireIfMatch) throw KERNEL_ERRORS.IF_MATCH_REQUIRED();
    return;
  }
  const match = /^(?:W\/)?"(\d{1,9})"$/.exec(header.trim());
  if (match) context.if_match = Number(match[1]);
  else if (header.trim() !== '*')
    throw KERNEL_ERRORS.MALFORMED_REQUEST('If-Match must be a version in quotes, such as "3"');
}

/** Whether a handler has a parameter for the query. */
function readsQuery(context: ExecutionContext): boolean {
  const handler = context.getHandler();
  let reads = QUERY_READERS.get(handler);
  if (reads === undefined) {
    const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) ?? {}) as object;
    reads = Object.keys(args).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
    QUERY_READERS.set(handler, reads);
  }
  return reads;
}

/** Answers whose length is not known, and routes that take the time they need. */
function isStream(route: RouteOptions | undefined): boolean {
  return route?.transaction === false || route?.produces !== undefined;
}

/** Waits for an answer, but not for ever. @throws SERVICE_UNAVAILABLE */
function beforeDeadline<T>(answering: Promise<T>): Promise<T> {
  RequestContext.current().deadline = performance.now() + DEADLINE_MS;
  return new Promise((resolve, reject) => {
    const late = (): void => reject(KERNEL_ERRORS.SERVICE_UNAVAILABLE(undefined, { retry_after: 1 }));
    const timer = setTimeout(late, DEADLINE_MS);
    answering.then(
      (answer) => {
        clearTimeout(timer);
        resolve(answer);
      },
      (error: Error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** A stale version shows the row as it is now: only those of its columns that the route's answer has as well. */
function showOnlyDocumented(route: RouteOptions | undefined): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof AppError) || error.code !== KERNEL_ERRORS.STALE_VERSION.entry.code) throw error;
    const { current, ...extra } = error.extra;
    if (typeof current !== 'object' || current === null) throw error;
    const returns = [route?.returns].flat()[0];
    const documented = new Set(['id', 'version', ...(returns ? fieldsOf(returns).keys() : [])]);
    const shown = Object.fromEntries(Object.entries(current).filter(([name]) => documented.has(name)));
    throw KERNEL_ERRORS.STALE_VERSION(error.detail, { ...extra, current: shown });
  };
}

function setEtag(reply: FastifyReply, answer: unknown): void {
  const version = (answer as { version?: unknown } | null | undefined)?.version;
  if (typeof version === 'number') void reply.header('etag', `"${version}"`);
}

function replay(stored: StoredAnswer, reply: FastifyReply): unknown {
  void reply.status(stored.status).header('idempotent-replayed', 'true');
  if (stored.body === '') return undefined;
  const answer = JSON.parse(stored.body) as unknown;
  setEtag(reply, answer);
  return answer;
}
