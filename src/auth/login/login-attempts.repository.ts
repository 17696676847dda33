import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import { clientSource } from '../limits/client-source.js';

export interface LoginAttempt {
  /** Seconds until the next attempt is looked at; null: this one is. */
  readonly retry_after: number | null;
  readonly user_id: string | null;
  readonly password_hash: string | null;
  readonly is_active: boolean | null;
  /** Whether a right password is to be followed by a code; null where nobody was found. */
  readonly has_second_factor: boolean | null;
}

/** Attempts to prove a password, counted for each account and address, whether or not there is such an account. */
@Injectable()
export class LoginAttemptsRepository {
  constructor(private readonly db: Database) {}

  /** Counts an attempt and reads what it is to be held against. */
  begin(username: string, from = source()): Promise<LoginAttempt> {
    return this.db.one<LoginAttempt>('select * from erp.auth_begin_login($1, $2)', [username, from]);
  }

  /** Writes the trace of a failure. Answers the seconds for which the door is closed now, or null. */
  async failed(username: string, userId: string | null, reason: string, from = source()): Promise<number | null> {
    const { ip, user_agent, request_id } = RequestContext.current();
    const { retry_after } = await this.db.one<{ retry_after: number | null }>(
      'select erp.auth_login_failed($1, $2, $3, $4, $5, $6, $7) as retry_after',
      [username, from, userId, reason, ip, user_agent, request_id],
    );
    return retry_after;
  }

  /** The attempt was never looked at: it does not count. */
  async withdraw(username: string): Promise<void> {
    await this.db.query('select erp.auth_withdraw_attempt($1, $2)', [username, source()]);
  }
}

function source(): string {
  return clientSource(RequestContext.current().ip);
}
