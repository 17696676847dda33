import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { AccessRefresher } from '../../kernel/http/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';
import { RequestContext, assertInScope } from '../../kernel/security/index.js';
import { BoardFeed } from './board-feed.js';
import { parsePosition } from './board-position.js';

/** How soon a stream ends for somebody whose session was revoked or who may not read any more. */
const ACCESS_CHECK_MS = 4_000;

/** Opens streams of board changes, and ends them with the right to see them. */
@Injectable()
export class BoardStreamService {
  constructor(
    private readonly feed: BoardFeed,
    private readonly access: AccessRefresher,
  ) {}

  /** @throws NOT_FOUND for a department out of the caller's reach, SERVICE_UNAVAILABLE */
  async open(route: RouteOptions, departmentId: string | undefined, lastSeen: string | undefined): Promise<Readable> {
    assertInScope({ department_id: departmentId ?? null }, 'Department');
    const context = RequestContext.current();
    const stream = await this.feed.watch(() => context.actor!, departmentId, parsePosition(lastSeen));
    const check = setInterval(() => {
      RequestContext.run(context, () => this.access.refresh(route)).then(
        // The comment keeps proxies from taking the silence for an end.
        () => stream.write(': still here\n\n'),
        () => stream.end(),
      );
    }, ACCESS_CHECK_MS);
    check.unref();
    stream.once('close', () => clearInterval(check));
    return stream;
  }
}
