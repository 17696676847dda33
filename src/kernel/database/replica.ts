import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { AppConfig } from '../config/index.js';
import { countReplicaRead, reportReplica } from '../metrics/index.js';
import { poolOptions } from './data-source.js';
import { ReplicaLag } from './replica-lag.js';
import { isConnectionLost } from './sql-errors.js';

const LOOK_MS = 1_000;
const LOOK_TIMEOUT_MS = 2_000;
/** Reports are few and long: a handful of connections. */
const MOST_CONNECTIONS = 5;

/** Whether the statements of this asynchronous work may go to the replica. */
export const fromReplica = new AsyncLocalStorage<boolean>();

export interface ReplicaState {
  /** Reports are read from it now. */
  readonly used: boolean;
  /** Seconds; null when it does not answer. */
  readonly lag: number | null;
}

/**
 * The replica of DATABASE_REPLICA_URL. Looked at every second: one that is away, is no replica, or is further behind than
 * DATABASE_REPLICA_MAX_LAG_SECONDS is not asked, and asked again by itself once it keeps up. A statement that it fails or cancels is
 * run on the primary instead, so that a caller never sees it fail.
 */
@Injectable()
export class Replica implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Replica.name);
  private readonly lag = new ReplicaLag();
  private pool: pg.Pool | undefined;
  private primary: pg.Pool | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private now: ReplicaState = { used: false, lag: null };

  constructor(private readonly config: AppConfig) {}

  async onModuleInit(): Promise<void> {
    if (this.config.databaseReplicaUrl === undefined) return;
    const pool = (connectionString: string, max: number): pg.Pool => {
      const made = new pg.Pool({ ...poolOptions(this.config), connectionString, max, allowExitOnIdle: true });
      made.on('error', () => undefined);
      return made;
    };
    this.pool = pool(this.config.databaseReplicaUrl, Math.min(this.config.databasePoolSize, MOST_CONNECTIONS));
    // A look must not wait behind requests, and must not make one wait.
    this.primary = pool(this.config.databaseUrl, 1);
    await this.look();
    this.timer = setInterval(() => void this.look(), LOOK_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    await Promise.all([this.pool?.end(), this.primary?.end()]);
  }

  /** How it stands; undefined when there is none. */
  state(): ReplicaState | undefined {
    return this.pool && this.now;
  }

  /** @returns the rows of a statement, or undefined when the primary has to be asked. @throws what is wrong with the statement itself */
  async ask<Row>(statement: object): Promise<Row[] | undefined> {
    if (!this.pool) return undefined;
    if (this.now.used) {
      try {
        const { rows } = await this.pool.query(statement as pg.QueryConfig);
        countReplicaRead('replica');
        return rows as Row[];
      } catch (error) {
        if (!isReplicasFault(error)) throw error;
        if (isConnectionLost(error)) this.note({ used: false, lag: null });
      }
    }
    countReplicaRead('primary');
    return undefined;
  }

  private look(): Promise<void> {
    this.looking ??= this.compare().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async compare(): Promise<void> {
    try {
      const [written, replayed] = await Promise.all([
        positionOf(this.primary!, 'select pg_current_wal_lsn()::text as position'),
        positionOf(this.pool!, 'select pg_last_wal_replay_lsn()::text as position where pg_is_in_recovery()'),
      ]);
      const lag = this.lag.of(Date.now(), written, replayed);
      this.note({ used: lag <= this.config.databaseReplicaMaxLagSeconds, lag });
    } catch {
      this.note({ used: false, lag: null });
    }
  }

  private note(state: ReplicaState): void {
    if (state.used !== this.now.used)
      this.logger[state.used ? 'log' : 'warn'](
        state.used
          ? 'Reports are read from the replica'
          : 'The replica is away or too far behind: reports are read from the primary',
      );
    this.now = state;
    reportReplica(state);
  }
}

async function positionOf(pool: pg.Pool, text: string): Promise<string> {
  const { rows } = await pool.query<{ position: string }>({ text, query_timeout: LOOK_TIMEOUT_MS } as pg.QueryConfig);
  if (!rows[0]) throw new Error('This server is no replica');
  return rows[0].position;
}

/** Away, shutting down, or the statement was in the way of what the replica had to apply; not a fault of the statement. */
function isReplicasFault(error: unknown): boolean {
  const { code = '' } = (error ?? {}) as { code?: string };
  return isConnectionLost(error) || /^(40001|40P01|25006|53...|57P..|58...|XX...)$/.test(code);
}
