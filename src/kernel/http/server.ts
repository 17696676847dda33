import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import type { Http2ServerRequest } from 'node:http2';
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { LogController } from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions as FastifyRouteOptions } from 'fastify';
import type { Logger } from 'pino';
import type { AppConfig } from '../config/index.js';
import { KERNEL_ERRORS } from '../errors/index.js';
import { countRequest } from '../metrics/index.js';
import { RequestContext } from '../security/request-context.js';
import type { RequestState } from '../security/request-context.js';
import { sendProblem } from './problem.filter.js';
import { withoutRedaction } from './logger.js';
import { limitClients } from './slow-clients.js';
import { answerUnreadable } from './unreadable-request.js';
import { BODY_LIMIT_BYTES, parseJsonBody } from './json-body.js';

/** How often Node looks for requests that do not come in time: its own half a minute would be added to every limit. */
const TIMEOUT_CHECK_MS = 1_000;
const MAX_PARAM_LENGTH = 200;

/**
 * Fastify with our limits, our reading of JSON and a request context around every handler.
 * @param probes route templates that are answered under any host name
 */
export function createHttpAdapter(config: AppConfig, logger: Logger, probes: ReadonlySet<string>): FastifyAdapter {
  const log = withoutRedaction(logger);
  const adapter = new FastifyAdapter({
    loggerInstance: logger as never,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: requestId,
    trustProxy: config.trustProxy as never,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: config.requestTimeoutSeconds * 1000,
    http: { connectionsCheckingInterval: TIMEOUT_CHECK_MS },
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    exposeHeadRoutes: true,
    clientErrorHandler: answerUnreadable(config),
    // An address that cannot even be decoded has no route, no Nest filter and no hooks.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      reply.raw.once('finish', () => noteAnswer(log, request, reply));
      return sendProblem(error, request, reply, config);
    },
  } as never);
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  limitClients(fastify.server, config);
  useOwnJsonParser(fastify);
  useStreams(fastify);
  useRequestContext(fastify, config, probes);
  useAccessLog(fastify, log);
  fastify.addHook('onRoute', takeOwnBodyLimit);
  return adapter;
}

/** The caller's own request id when it is harmless, else a new one. */
function requestId(request: IncomingMessage | Http2ServerRequest): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}

function useOwnJsonParser(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      done(null, parseJsonBody(body as Buffer, request.routeOptions.bodyLimit));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}

/**
 * CSV is handed to its route as the raw stream: `@Route({ consumes: 'text/csv' })`, which also counts its bytes
 * as they come. Others refuse it.
 */
function useStreams(fastify: FastifyInstance): void {
  fastify.addContentTypeParser('text/csv', (request, payload, done) => {
    const { consumes } = request.routeOptions.config as { consumes?: string };
    const announced = Number(request.headers['content-length'] ?? 0);
    if (consumes !== 'text/csv') done(KERNEL_ERRORS.UNSUPPORTED_MEDIA_TYPE(), undefined);
    else if (announced > request.routeOptions.bodyLimit) done(KERNEL_ERRORS.BODY_TOO_LARGE(), undefined);
    else done(null, payload);
  });
}

/**
 * The context is entered twice: reading a body happens in callbacks of the socket, which do not belong to the first entry.
 */
function useRequestContext(fastify: FastifyInstance, config: AppConfig, probes: ReadonlySet<string>): void {
  const states = new WeakMap<FastifyRequest, RequestState>();
  const isAllowed = hostCheck(config.allowedHosts);
  fastify.addHook('onRequest', (request, reply, done) => {
    const state: RequestState = {
      request_id: String(request.id),
      ip: addressOf(request),
      user_agent: (request.headers['user-agent'] ?? '').slice(0, 300),
      dry_run: false,
      response_headers: {},
    };
    states.set(request, state);
    void reply.header('x-request-id', state.request_id);
    if (!isAllowed(request.hostname) && !(!request.is404 && probes.has(request.routeOptions.url ?? ''))) {
      done(KERNEL_ERRORS.MALFORMED_REQUEST('This server does not answer under that host name'));
      return;
    }
    if (!isUtf8(request.url)) {
      done(KERNEL_ERRORS.MALFORMED_REQUEST('The address holds bytes that are not UTF-8'));
      return;
    }
    RequestContext.run(state, done);
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    const state = states.get(request);
    if (state) RequestContext.run(state, done);
    else done();
  });
}

/** A trusted proxy may pass on what a client made up: what is no address is not taken for one. */
function addressOf({ ip, socket }: FastifyRequest): string {
  return isIP(ip.split('%')[0] ?? '') === 0 ? (socket.remoteAddress ?? '') : ip;
}

/** Whether a Host header names one of the given hosts, or any below `*.example.com`. Without any, every name will do. */
function hostCheck(allowed: readonly string[]): (host: string) => boolean {
  if (allowed.length === 0) return () => true;
  const names = new Set(allowed.filter((name) => !name.startsWith('*')));
  const endings = allowed.filter((name) => name.startsWith('*')).map((name) => name.slice(1));
  return (host) => {
    const name = host.toLowerCase();
    return names.has(name) || endings.some((ending) => name.length > ending.length && name.endsWith(ending));
  };
}

/** Whether what stands behind `%` in an address is text. A path that is not never gets here; a query would be taken as it stands. */
function isUtf8(url: string): boolean {
  if (!url.includes('%')) return true;
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}

function useAccessLog(fastify: FastifyInstance, log: Logger): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    noteAnswer(log, request, reply);
    done();
  });
}

/** One line and one count for each answer, with who asked and how long it took. */
function noteAnswer(log: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const milliseconds = reply.elapsedTime;
  const live = String(reply.getHeader('content-type')).startsWith('text/event-stream');
  const template = request.is404 ? undefined : request.routeOptions.url;
  countRequest(request.method, template, reply.statusCode, live ? undefined : milliseconds / 1000);
  log.info(
    {
      request_id: request.id,
      method: request.method,
      path: pathOf(request.url),
      status: reply.statusCode,
      response_time_ms: Math.round(milliseconds * 10) / 10,
      user_id: RequestContext.find()?.actor?.user_id,
      ip: RequestContext.find()?.ip ?? request.ip,
    },
    'request',
  );
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

/** `@Route({ body_limit })` arrives in the route's config; Fastify wants it beside. */
function takeOwnBodyLimit(route: FastifyRouteOptions): void {
  const { bodyLimit } = (route.config ?? {}) as { bodyLimit?: number };
  if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
}
