import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient } from 'pg';

/** The claim of a request on its Idempotency-Key, and what became of it. */
export interface KeyClaim {
  /** Principal, method, path and key, hashed to a UUID: the primary key of the stored answer. */
  readonly id: string;
  /** Hash of the canonical payload. */
  readonly hash: string;
  /** Set by the transaction step once the handler has answered. */
  answer?: { readonly status: number; readonly body: string };
}

/** One ambient transaction. It reaches the database only with its first statement. */
export interface Transaction {
  client?: PoolClient;
  opening?: Promise<PoolClient>;
  readonly claim: KeyClaim | undefined;
  readonly dry_run: boolean;
  readonly after_commit: (() => void | Promise<void>)[];
  /** The first locked row has been held against If-Match. */
  if_match_checked?: boolean;
  /** The connection failed or did not answer: it must not be used again. */
  broken?: boolean;
  /** Committed or rolled back: a statement that comes now belongs to a promise that nobody awaited. */
  closed?: boolean;
}

export const ambientTransaction = new AsyncLocalStorage<Transaction>();

/** Raised instead of running the handler when the same key was answered before. */
export class StoredAnswer extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super('This request was answered before');
  }
}

/** Raised when the actor's rights changed since they were read: they have to be read and checked again. */
export class AccessChanged extends Error {
  constructor() {
    super("The actor's rights have changed");
  }
}
