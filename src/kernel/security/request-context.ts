import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from './actor.js';

/** What every layer may know about the request it serves, without it being passed along. */
export interface RequestState {
  readonly request_id: string;
  readonly ip: string;
  readonly user_agent: string;
  /** `?dry_run=true` on an action: the real path runs and is rolled back. */
  dry_run: boolean;
  /** The version named in If-Match, consumed by the first row that is locked. */
  if_match?: number;
  actor?: Actor;
  /** Why the bearer token was not accepted, kept until the permission guard decides whether it matters. */
  refusal?: Error;
  /** Time of `performance.now()` after which the request has been answered with 503 and must not be committed any more. */
  deadline?: number;
  /** Milliseconds that a statement of a transaction may take; a request's own limit when not given. For jobs, which nobody waits for. */
  readonly patience_ms?: number;
  /** Headers to be set on the answer once its transaction is committed. */
  readonly response_headers: Record<string, string>;
}

const storage = new AsyncLocalStorage<RequestState>();

/** The ambient request: set by the HTTP layer for a request, and by `RequestContext.run` for commands, seeds and jobs. */
export const RequestContext = {
  run<T>(state: RequestState, work: () => T): T {
    return storage.run(state, work);
  },

  find(): RequestState | undefined {
    return storage.getStore();
  },

  /** @throws Error outside a request: a programming mistake, not a caller's. */
  current(): RequestState {
    const state = storage.getStore();
    if (!state) throw new Error('No request context here: wrap the work in RequestContext.run');
    return state;
  },

  /** A context for work that no HTTP request has asked for. */
  forSystem(actor: Actor, requestId: string, patienceMs?: number): RequestState {
    const patience = patienceMs === undefined ? {} : { patience_ms: patienceMs };
    return {
      request_id: requestId,
      ip: '',
      user_agent: 'pabrik',
      dry_run: false,
      actor,
      response_headers: {},
      ...patience,
    };
  },
};
