import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** What the database knows of who stands behind a session or a key. */
export interface ActorRow {
  readonly user_id: string;
  readonly username: string;
  /** The user is active, and the session or key neither revoked nor expired. */
  readonly is_live: boolean;
  readonly access_version: number;
  readonly must_change_password: boolean;
  /** A role demands a second factor that the user does not have. Absent for API keys, which have none. */
  readonly must_enrol_mfa?: boolean;
  readonly patterns: string[];
  readonly company_ids: string[];
  readonly default_company_id: string | null;
  readonly warehouse_ids: string[] | null;
  readonly department_ids: string[] | null;
  /** The database's clock, milliseconds since 1970. */
  readonly now_ms: number;
  /** For how long this can stay as it is: until the session, the key or a grant ends. */
  readonly valid_ms: number;
}

export interface ApiKeyActorRow extends ActorRow {
  readonly api_key_id: string;
  readonly rate_limit_per_minute: number | null;
  readonly key_patterns: string[];
}

@Injectable()
export class ActorsRepository {
  constructor(private readonly db: Database) {}

  bySession(sessionId: string): Promise<ActorRow | null> {
    return this.db.maybe<ActorRow>('select * from erp.auth_session_actor($1)', [sessionId]);
  }

  byApiKey(secretHash: Buffer): Promise<ApiKeyActorRow | null> {
    return this.db.maybe<ApiKeyActorRow>('select * from erp.auth_api_key_actor($1)', [secretHash]);
  }
}
