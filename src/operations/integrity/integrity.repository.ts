import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

export interface InstalledFunction {
  name: string;
  body: string;
}

/** Looks at the database as a whole, across the modules' tables, without changing anything. */
@Injectable()
export class IntegrityRepository {
  constructor(private readonly db: Database) {}

  async serverMajor(): Promise<number> {
    const { version } = await this.db.one<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    return Math.floor(version / 10_000);
  }

  installedFunctions(): Promise<InstalledFunction[]> {
    return this.db.query<InstalledFunction>(
      `select proname as name, prosrc as body from pg_proc where pronamespace = 'erp'::regnamespace and prokind in ('f', 'p')`,
    );
  }

  countHistory(): Promise<{ count: number }> {
    return this.db.one(`select count(*)::bigint as count from erp.document_history`);
  }

  /** Steps of documents that their machine does not have, and never had. */
  illegalTransitions(): Promise<Record<string, unknown>[]> {
    return this.db.query(`
      select h.machine, h.document_id, h.event, h.from_state, h.to_state
      from erp.document_history h
      where h.from_state is not null
        and exists (select from erp.state_transitions t where t.machine = h.machine)
        and not exists (
          select from (select * from erp.state_transitions union all select * from erp.retired_transitions) t
          where t.machine = h.machine and t.event = h.event and t.from_state = h.from_state and t.to_state = h.to_state)
      order by h.recorded_at, h.id`);
  }

  /** Numeric columns of tables with a value that is no number. NaN passes `check (x > 0)` in PostgreSQL. */
  async numericColumns(): Promise<{ table_name: string; column_name: string }[]> {
    return this.db.query(`
      select c.relname as table_name, a.attname as column_name
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'erp'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and a.atttypid = 'numeric'::regtype and not a.attisdropped
        and has_column_privilege(c.oid, a.attnum, 'select')
      order by 1, 2`);
  }

  async countNotANumber(table: string, column: string): Promise<number> {
    const quoted = { table: `erp."${table}"`, column: `"${column}"` };
    const text = `select count(*)::bigint as count from ${quoted.table} where ${quoted.column} in ('NaN', 'Infinity', '-Infinity')`;
    return (await this.db.one<{ count: number }>(text)).count;
  }
}
