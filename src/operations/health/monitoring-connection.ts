import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import { SmallConnection } from './small-connection.js';

/**
 * For looking at the server as a whole. It stays the role of DATABASE_URL and does not become `erp_app`: PostgreSQL shows a session's
 * statement and its age only to those who are that role, or have `pg_read_all_stats`. Behind a pooler the login may begin as `erp_app`.
 */
@Injectable()
export class MonitoringConnection extends SmallConnection {
  constructor(config: AppConfig) {
    super(config.databaseUrl, 'pabrik metrics', '', {
      before: 'begin read only; set local role none; set local statement_timeout = 2000',
      after: 'commit',
    });
  }
}
