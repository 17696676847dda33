import { Injectable } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { expandPatterns } from '../../kernel/security/index.js';
import type { Actor } from '../../kernel/security/index.js';
import { ActorsRepository } from './actors.repository.js';
import type { ActorRow, ApiKeyActorRow } from './actors.repository.js';
import { DatabaseClock } from './database-clock.js';
import { ExpiringMap } from './expiring-map.js';
import { intersection } from './permission-patterns.js';

/** An actor with what the guards alone need to know. */
export interface KnownActor extends Actor {
  readonly must_change_password: boolean;
  readonly must_enrol_mfa: boolean;
  /** Requests a minute of an API key with a limit of its own. */
  readonly rate_limit_per_minute: number | null;
}

interface Known {
  readonly user_id: string | null;
  readonly actor: KnownActor | null;
  readonly valid_ms: number;
}

/** A changed right is seen by reads after this at the latest, on every replica; writes ask the database itself. */
const LIFETIME_MS = 3000;
const CAPACITY = 20_000;
const NOBODY: Known = { user_id: null, actor: null, valid_ms: 0 };

/** Who stands behind a session or an API key, remembered for moments so that a request costs no query for it. */
@Injectable()
export class Actors {
  private readonly sessions = new ExpiringMap<Known>(CAPACITY);
  private readonly keys = new ExpiringMap<Known>(CAPACITY);
  /** Hash of the secret of each key in use, by the key's id. */
  private readonly keyHashes = new Map<string, Buffer>();
  private readonly permissionSets = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly repository: ActorsRepository,
    private readonly clock: DatabaseClock,
  ) {}

  /** What `ofSession` answers without asking the database; undefined when it would have to. */
  remembered(sessionId: string): KnownActor | null | undefined {
    return this.sessions.get(sessionId)?.actor;
  }

  /** Null: there is no such session, or it has ended, or its user is not active. */
  async ofSession(sessionId: string): Promise<KnownActor | null> {
    const known =
      this.sessions.get(sessionId) ??
      (await this.sessions.through(
        sessionId,
        () => this.readSession(sessionId),
        (value) => Math.min(LIFETIME_MS, value.valid_ms),
      ));
    return known.actor;
  }

  /** Null: there is no such key, or it has ended, or its owner is not active. */
  async ofApiKey(secretHash: Buffer): Promise<KnownActor | null> {
    const name = secretHash.toString('base64url');
    const known =
      this.keys.get(name) ??
      (await this.keys.through(
        name,
        () => this.readApiKey(secretHash),
        (value) => Math.min(LIFETIME_MS, value.valid_ms),
      ));
    return known.actor;
  }

  /** The same actor with the rights of now. @throws UNAUTHENTICATED when the session or key has ended */
  async readAfresh(actor: Actor): Promise<KnownActor> {
    this.forget(actor.user_id);
    const secretHash = this.keyHashes.get(actor.api_key_id ?? '');
    const fresh =
      actor.session_id !== null
        ? await this.ofSession(actor.session_id)
        : secretHash && (await this.ofApiKey(secretHash));
    if (!fresh) throw KERNEL_ERRORS.UNAUTHENTICATED('The session or key has ended');
    return fresh;
  }

  /** To be called after the rights of a user (or, without an id, of anybody) were changed by this process. */
  forget(userId?: string): void {
    const concerned = (known: Known): boolean => userId === undefined || known.user_id === userId;
    this.sessions.forget(concerned);
    this.keys.forget(concerned);
  }

  private async readSession(sessionId: string): Promise<Known> {
    const row = await this.repository.bySession(sessionId);
    if (!row) return NOBODY;
    this.clock.saw(row.now_ms);
    return this.known(row, { session_id: sessionId, api_key_id: null }, this.expand(row.patterns), null);
  }

  private async readApiKey(secretHash: Buffer): Promise<Known> {
    const row = await this.repository.byApiKey(secretHash);
    if (!row) return NOBODY;
    const { api_key_id, key_patterns, rate_limit_per_minute }: ApiKeyActorRow = row;
    this.keyHashes.set(api_key_id, secretHash);
    const permissions = intersection(this.expand(key_patterns), this.expand(row.patterns));
    return this.known(row, { session_id: null, api_key_id }, permissions, rate_limit_per_minute);
  }

  private known(
    row: ActorRow,
    credential: Pick<Actor, 'session_id' | 'api_key_id'>,
    permissions: ReadonlySet<string>,
    rateLimit: number | null,
  ): Known {
    // A dead session stays dead: it may be remembered for as long as any.
    if (!row.is_live) return { user_id: row.user_id, actor: null, valid_ms: LIFETIME_MS };
    const actor: KnownActor = Object.freeze({
      user_id: row.user_id,
      username: row.username,
      ...credential,
      access_version: row.access_version,
      permissions,
      company_ids: row.company_ids,
      default_company_id: row.default_company_id,
      warehouse_ids: row.warehouse_ids,
      department_ids: row.department_ids,
      must_change_password: row.must_change_password,
      must_enrol_mfa: row.must_enrol_mfa ?? false,
      rate_limit_per_minute: rateLimit,
    });
    return { user_id: row.user_id, actor, valid_ms: row.valid_ms };
  }

  /** Users with the same roles share one set: the catalogue is gone through once for each combination of patterns. */
  private expand(patterns: string[]): ReadonlySet<string> {
    const name = [...patterns].sort().join(' ');
    let set = this.permissionSets.get(name);
    if (!set) {
      set = expandPatterns(patterns);
      if (this.permissionSets.size > 1000) this.permissionSets.clear();
      this.permissionSets.set(name, set);
    }
    return set;
  }
}
