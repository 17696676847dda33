import type { OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { PooledClient } from '../../kernel/database/index.js';

const CONNECT_TIMEOUT_MS = 1_500;
const QUERY_TIMEOUT_MS = 2_000;

/** One connection beside the pool, with short time-outs, that is opened when it is needed. */
export abstract class SmallConnection implements OnApplicationShutdown {
  private readonly pool: pg.Pool;

  /** @param around each statement: what a pooler in transaction mode would drop if it were only an option of the connection */
  protected constructor(
    url: string,
    applicationName: string,
    options: string,
    private readonly around?: { before: string; after: string },
  ) {
    this.pool = new pg.Pool({
      connectionString: url,
      options,
      application_name: applicationName,
      max: 1,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      idleTimeoutMillis: 60_000,
      allowExitOnIdle: true,
      // One that is handed out hears of its end as well: an error that nobody listens to would end the process.
      Client: PooledClient,
    });
    // A severed idle connection is replaced by the next probe; without a listener it would end the process.
    this.pool.on('error', () => undefined);
  }

  /**
   * Rows of one statement. A connection that failed or did not answer in time is thrown away.
   * @param params not where there is something `around` the statement
   */
  async query<Row extends pg.QueryResultRow>(sql: string, params?: readonly unknown[]): Promise<Row[]> {
    const client = await this.pool.connect();
    try {
      const rows = await this.rowsOf<Row>(client, sql, params);
      client.release();
      return rows;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  private async rowsOf<Row extends pg.QueryResultRow>(
    client: pg.PoolClient,
    sql: string,
    params: readonly unknown[] | undefined,
  ): Promise<Row[]> {
    if (!this.around) return (await client.query<Row>(sql, params && [...params])).rows;
    if (params) throw new Error('Several statements at once take no parameters');
    const statements = [this.around.before, sql, this.around.after].join('; ');
    const results = (await client.query<Row>(statements)) as unknown;
    return (results as pg.QueryResult<Row>[]).at(-2)!.rows;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
