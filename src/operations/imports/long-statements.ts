import type { PoolClient, QueryConfig } from 'pg';
import type { Statement } from './import-sql.js';

/** An import's statements may take this long; the server's own limit for requests is a few seconds. */
const STATEMENT_MS = 10 * 60_000;
const LOCK_MS = 60_000;
/** The client's own limit stands behind the server's. */
export const CLIENT_MS = STATEMENT_MS + 60_000;

/** The connection of an import's transaction, with limits that fit a long job. */
export class LongStatements {
  constructor(private readonly client: PoolClient) {}

  /** Raises the limits for the rest of the transaction. */
  async begin(): Promise<void> {
    await this.client.query(`set local statement_timeout = ${STATEMENT_MS}; set local lock_timeout = ${LOCK_MS}`);
  }

  /** Takes an advisory lock of the imports until the transaction ends. @returns whether it was free */
  async lock(name: string): Promise<boolean> {
    const text = 'select pg_try_advisory_xact_lock(hashtextextended($1, 3)) as free';
    const { rows } = await this.run<{ free: boolean }>({ text, values: [name] });
    return rows[0]?.free ?? false;
  }

  /** Rows of a statement, and how many it touched. Errors come as the database gives them. */
  async run<Row>({ text, values = [] }: Statement): Promise<{ rows: Row[]; count: number }> {
    const config: QueryConfig & { query_timeout: number } = { text, values: [...values], query_timeout: CLIENT_MS };
    const { rows, rowCount } = await this.client.query(config);
    return { rows: rows as Row[], count: rowCount ?? 0 };
  }

  async all(statements: readonly Statement[]): Promise<void> {
    for (const statement of statements) await this.run(statement);
  }
}
