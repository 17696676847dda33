import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { OwnerConnection } from './owner-connection.js';

/** Tables whose planner figures are missing or old, or that hold many dead rows: what autovacuum has not come to, or is turned off for. */
const IN_NEED = `
  select s.relname as name from pg_stat_user_tables s
   where s.schemaname = 'erp'
     and (s.n_dead_tup > 1000 and s.n_dead_tup > s.n_live_tup * 0.1
          or s.n_mod_since_analyze > 1000 and s.n_mod_since_analyze > s.n_live_tup * 0.1
          or s.n_live_tup > 0 and s.last_analyze is null and s.last_autoanalyze is null)
   order by s.n_dead_tup desc, s.relname`;

/** Vacuum and analyze, as the owner. */
@Injectable()
export class MaintenanceRepository {
  constructor(private readonly owner: OwnerConnection) {}

  /** @returns the tables that were vacuumed; those that are busy are passed over */
  vacuum(signal?: AbortSignal): Promise<string[]> {
    return this.owner.run(async (client) => {
      const { rows } = await client.query<{ name: string }>(IN_NEED);
      for (const { name } of rows) {
        signal?.throwIfAborted();
        const text = `vacuum (analyze, skip_locked) erp.${pg.escapeIdentifier(name)}`;
        await client.query(text);
      }
      return rows.map(({ name }) => name);
    });
  }
}
