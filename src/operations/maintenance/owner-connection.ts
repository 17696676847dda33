import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { AppConfig } from '../../kernel/config/index.js';

const CONNECT_TIMEOUT_MS = 10_000;
/** Nobody may wait behind maintenance: a table that is busy is left for the next time. */
const SESSION = '-c role=erp_admin -c search_path=erp -c lock_timeout=2500 -c statement_timeout=0';

/** What only the owner of the tables may do, past any pooler. */
@Injectable()
export class OwnerConnection {
  constructor(private readonly config: AppConfig) {}

  /** @throws Error when the role of DATABASE_DIRECT_URL may not become erp_admin */
  async run<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({
      connectionString: this.config.databaseDirectUrl,
      options: SESSION,
      application_name: 'pabrik maintenance',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
