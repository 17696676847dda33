import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { AppConfig } from '../../kernel/config/index.js';

const CONNECT_TIMEOUT_MS = 1_500;
const QUERY_TIMEOUT_MS = 2_000;

/**
 * The probes' own connection: a pool kept busy by requests must not make the process look dead, and a frozen database must
 * not make a probe wait longer than its caller does.
 */
@Injectable()
export class ProbeConnection implements OnApplicationShutdown {
  private readonly pool: pg.Pool;

  constructor(config: AppConfig) {
    this.pool = new pg.Pool({
      connectionString: config.databaseUrl,
      options: '-c role=erp_app -c search_path=erp',
      application_name: 'pabrik health',
      max: 1,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      idleTimeoutMillis: 60_000,
      allowExitOnIdle: true,
    });
    // A severed idle connection is replaced by the next probe; without a listener it would end the process.
    this.pool.on('error', () => undefined);
  }

  /** Rows of one statement. A connection that failed or did not answer in time is thrown away. */
  async query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    const client = await this.pool.connect();
    try {
      const { rows } = await client.query<Row>(sql);
      client.release();
      return rows;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
