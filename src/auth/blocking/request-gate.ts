import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import { countBlockedRequest } from '../limits/limit-metrics.js';
import { RequestLimits } from '../limits/request-limits.js';
import { BlockList } from './block-list.js';
import { Offences } from './offences.js';

/** Where Nest's guards stand, which count for themselves. */
const GUARDED = '/api/v1/';

/**
 * Stands before the guards, and where there are none: before the pages, the document and all that has no route. A blocked address is refused before
 * anything of its request is read.
 */
@Injectable()
export class RequestGate {
  constructor(
    private readonly blocks: BlockList,
    private readonly limits: RequestLimits,
    private readonly offences: Offences,
  ) {}

  /** @param probes route templates that are always answered and never counted */
  stand(server: FastifyInstance, probes: ReadonlySet<string>): void {
    const isProbe = ({ is404, routeOptions }: FastifyRequest): boolean => !is404 && probes.has(routeOptions.url ?? '');
    server.addHook('onRequest', (request, reply, done) => {
      if (isProbe(request)) return done();
      const { ip } = RequestContext.current();
      const left = this.blocks.secondsLeft(ip);
      if (left !== undefined) {
        countBlockedRequest();
        return done(KERNEL_ERRORS.ADDRESS_BLOCKED(undefined, left === Infinity ? {} : { retry_after: left }));
      }
      if (isGuarded(request) || request.method === 'OPTIONS') return done();
      this.count(request, reply).then(() => done(), done);
    });
    server.addHook('onResponse', (request, reply, done) => {
      if (!isProbe(request)) this.offences.note(reply.statusCode, RequestContext.find()?.ip ?? request.ip);
      done();
    });
  }

  private async count(request: FastifyRequest, reply: Parameters<RequestLimits['take']>[2]): Promise<void> {
    await this.limits.take(undefined, request.method, reply);
  }
}

function isGuarded({ is404, routeOptions }: FastifyRequest): boolean {
  return !is404 && (routeOptions.url ?? '').startsWith(GUARDED);
}
