import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { DataCipher } from '../../kernel/encryption/index.js';
import { DatabaseClock } from '../access/database-clock.js';

/** The second factor of one user. */
export interface SecondFactorState {
  /** Null: none was set up. */
  readonly secret: string | null;
  /** Null: set up and not in force. */
  readonly confirmed_at: string | null;
  readonly codes_left: number;
}

/** A used-up code: its time step, or the hash of a recovery code. */
export type UsedCode = { readonly step: number } | { readonly code_hash: Buffer };

const COLUMN = 'erp.user_mfa.secret';

/** Second factors, through the narrow functions that are the only way to them. Secrets are encrypted here and nowhere else. */
@Injectable()
export class MfaRepository {
  constructor(
    private readonly db: Database,
    private readonly cipher: DataCipher,
    private readonly clock: DatabaseClock,
  ) {}

  async of(userId: string): Promise<SecondFactorState> {
    const row = await this.db.one<SecondFactorState & { now_ms: number }>('select * from erp.auth_mfa($1)', [userId]);
    this.clock.saw(row.now_ms);
    const { secret, confirmed_at, codes_left } = row;
    const opened = secret === null ? null : this.cipher.open(secret, { column: COLUMN, row_id: userId });
    return { secret: opened, confirmed_at, codes_left };
  }

  /** Whether codes are asked for at login. */
  async isInForce(userId: string): Promise<boolean> {
    const { confirmed } = await this.db.one<{ confirmed: boolean }>(
      'select confirmed_at is not null as confirmed from erp.auth_mfa($1)',
      [userId],
    );
    return confirmed;
  }

  /** Keeps a new secret, not in force yet. False: there is one in force. */
  async store(userId: string, secret: string): Promise<boolean> {
    return this.truth('select erp.auth_store_mfa($1, $2) as done', [
      userId,
      this.cipher.seal(secret, { column: COLUMN, row_id: userId }),
    ]);
  }

  /** Puts the secret in force, with these recovery codes instead of any before. */
  confirm(userId: string, codeHashes: readonly Buffer[]): Promise<boolean> {
    return this.truth('select erp.auth_confirm_mfa($1, $2::bytea[]) as done', [userId, codeHashes]);
  }

  /** False: there was none. */
  remove(userId: string): Promise<boolean> {
    return this.truth('select erp.auth_remove_mfa($1) as done', [userId]);
  }

  /** False: the code was used before. */
  use(userId: string, code: UsedCode): Promise<boolean> {
    return this.truth('select erp.auth_use_mfa($1, $2, $3) as done', [
      userId,
      'step' in code ? code.step : null,
      'step' in code ? null : code.code_hash,
    ]);
  }

  async openChallenge(userId: string, tokenHash: Buffer, seconds: number): Promise<void> {
    await this.db.query('select erp.auth_open_mfa_challenge($1, $2, $3)', [userId, tokenHash, seconds]);
  }

  /** Whose challenge it is; null when it is unknown, over, or was answered. */
  async challenge(tokenHash: Buffer): Promise<{ user_id: string; username: string } | null> {
    const row = await this.db.maybe<{ user_id: string | null; username: string }>(
      'select * from erp.auth_mfa_challenge($1)',
      [tokenHash],
    );
    return row === null || row.user_id === null ? null : { user_id: row.user_id, username: row.username };
  }

  /** False: it was answered meanwhile. */
  closeChallenge(tokenHash: Buffer): Promise<boolean> {
    return this.truth('select erp.auth_close_mfa_challenge($1) as done', [tokenHash]);
  }

  private async truth(sql: string, params: readonly unknown[]): Promise<boolean> {
    return (await this.db.one<{ done: boolean }>(sql, params)).done;
  }
}
