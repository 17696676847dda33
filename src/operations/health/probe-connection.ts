import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import { SmallConnection } from './small-connection.js';

/**
 * The probes' own connection: a pool kept busy by requests must not make the process look dead, and a frozen database must
 * not make a probe wait longer than its caller does.
 */
@Injectable()
export class ProbeConnection extends SmallConnection {
  constructor(config: AppConfig) {
    super(config.databaseUrl, 'pabrik health', '-c role=erp_app -c search_path=erp');
  }
}
