import { Injectable, Logger } from '@nestjs/common';
import pg from 'pg';
import { AppConfig } from '../../kernel/config/index.js';

/** Key of the lock that one process of all holds for as long as it runs the jobs. */
export const JOB_LEADER_LOCK = 7_215_400_320;
const CONNECT_TIMEOUT_MS = 2_000;
const QUERY_TIMEOUT_MS = 5_000;

/**
 * Leadership: a session lock of PostgreSQL on a connection of its own, past any pooler. Who dies, or is cut off, loses it with the
 * connection, and the next who asks has it.
 */
@Injectable()
export class JobLeader {
  private readonly logger = new Logger(JobLeader.name);
  private client: pg.Client | undefined;
  private leading = false;
  private lost: () => void = () => undefined;

  constructor(private readonly config: AppConfig) {}

  /** @param lost called when leadership is lost otherwise than by `release` */
  onLost(lost: () => void): void {
    this.lost = lost;
  }

  /** Asks for leadership, or whether it is still ours. Never throws: a database that is away has no leader. */
  async hold(): Promise<boolean> {
    try {
      this.client ??= await this.connect();
      // Asked again by who has it, the lock would be counted twice: then only whether the connection is alive matters.
      const question = this.leading ? 'select true as held' : 'select pg_try_advisory_lock($1) as held';
      const { rows } = await this.client.query<{ held: boolean }>(question, this.leading ? [] : [JOB_LEADER_LOCK]);
      const held = rows[0]?.held ?? false;
      if (held && !this.leading) this.logger.log('This process runs the jobs from now on');
      this.leading = held;
    } catch {
      this.drop();
    }
    return this.leading;
  }

  /** Gives leadership up in order. */
  async release(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.leading = false;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.config.databaseDirectUrl,
      options: '-c role=erp_app -c search_path=erp',
      application_name: 'pabrik jobs',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
    });
    client.on('error', () => this.drop(client));
    client.on('end', () => this.drop(client));
    await client.connect();
    return client;
  }

  private drop(client = this.client): void {
    if (client !== this.client) return;
    this.client = undefined;
    client?.end().catch(() => undefined);
    if (!this.leading) return;
    this.leading = false;
    this.logger.warn('The connection that holds the lock of the jobs is gone: another process may run them now');
    this.lost();
  }
}
