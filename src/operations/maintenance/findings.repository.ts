import type { ClientBase } from 'pg';

export interface SlowStatement {
  statement: string;
  calls: number;
  mean_ms: number;
  total_ms: number;
  rows: number;
}
export interface TableFigures {
  table: string;
  size_bytes: number;
  live_rows: number;
  dead_rows: number;
  dead_percent: number;
  sequential_scans: number;
  rows_per_sequential_scan: number;
  /** Null when neither a person nor autovacuum ever did. */
  last_analyzed: string | null;
}
export interface IndexFigures {
  index: string;
  table: string;
  size_bytes: number;
  scans: number;
  /** Keeps a rule and is needed however seldom it is read. */
  needed: boolean;
  valid: boolean;
}

/** Foreign keys without an index on purpose, each with its reason. */
export const UNINDEXED: Readonly<Record<string, string>> = {
  fk_stock_movements_company_id:
    'a company with stock movements is never deleted, and every posting would pay for the index',
  fk_stock_movements_created_by: 'a user who has posted is never deleted, and every posting would pay for the index',
  fk_stock_value_adjustments_created_by: 'as of the movements',
};

/** What PostgreSQL knows of its own speed and space. For commands, on a connection of theirs; numbers are measures. */
export class FindingsRepository {
  constructor(private readonly client: Pick<ClientBase, 'query'>) {}

  /** The schema of `pg_stat_statements`, or why there is none to ask. */
  async statementsSource(): Promise<{ schema: string } | { missing: string }> {
    const { rows } = await this.client.query<{ schema: string | null; loaded: boolean }>(
      `select (select n.nspname::text from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_stat_statements') as schema,
              current_setting('shared_preload_libraries', true) like '%pg_stat_statements%' as loaded`,
    );
    const { schema, loaded } = rows[0]!;
    if (schema === null)
      return { missing: 'the extension is not installed here: create extension pg_stat_statements (as a superuser)' };
    if (loaded === false)
      return { missing: 'it is not loaded: add it to shared_preload_libraries and restart PostgreSQL' };
    return { schema };
  }

  /** The statements of this database on which most time was spent. */
  async slowStatements(limit: number): Promise<SlowStatement[]> {
    await this.client.query(
      `select set_config('search_path', 'pg_catalog,' || (select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_stat_statements'), false)`,
    );
    const { rows } = await this.client.query<SlowStatement>(
      `select regexp_replace(left(query, 300), '\\s+', ' ', 'g') as statement, calls::float8 as calls, mean_exec_time as mean_ms, total_exec_time as total_ms, rows::float8 as rows
         from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database()) and calls > 0
        order by total_exec_time desc limit $1`,
      [limit],
    );
    return rows;
  }

  async tables(): Promise<TableFigures[]> {
    const { rows } = await this.client.query<TableFigures>(
      `select relname::text as "table", pg_total_relation_size(relid)::float8 as size_bytes, n_live_tup::float8 as live_rows, n_dead_tup::float8 as dead_rows,
              coalesce(100.0 * n_dead_tup / nullif(n_live_tup + n_dead_tup, 0), 0)::float8 as dead_percent, seq_scan::float8 as sequential_scans,
              coalesce(seq_tup_read::float8 / nullif(seq_scan, 0), 0)::float8 as rows_per_sequential_scan,
              greatest(last_analyze, last_autoanalyze)::text as last_analyzed
         from pg_stat_user_tables where schemaname = 'erp' order by pg_total_relation_size(relid) desc, relname`,
    );
    return rows;
  }

  async indexes(): Promise<IndexFigures[]> {
    const { rows } = await this.client.query<IndexFigures>(
      `select c.relname::text as index, t.relname::text as "table", pg_relation_size(c.oid)::float8 as size_bytes, coalesce(s.idx_scan, 0)::float8 as scans,
              i.indisunique or exists (select from pg_constraint k where k.conindid = c.oid)
                or exists (select from pg_constraint k where k.contype = 'f' and k.conrelid = i.indrelid and k.conkey[1] = i.indkey[0]) as needed,
              i.indisvalid and i.indisready as valid
         from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
         left join pg_stat_user_indexes s on s.indexrelid = c.oid
        where t.relnamespace = to_regnamespace('erp') and c.relkind = 'i' order by pg_relation_size(c.oid) desc, c.relname`,
    );
    return rows;
  }

  /** Foreign keys whose first column begins no index, but for those on purpose: each delete of the other side reads the whole table. */
  async keysWithoutIndex(): Promise<{ constraint: string; table: string }[]> {
    const { rows } = await this.client.query<{ constraint: string; table: string }>(
      `select k.conname::text as constraint, k.conrelid::regclass::text as "table" from pg_constraint k
        where k.contype = 'f' and k.connamespace = to_regnamespace('erp') and k.conparentid = 0 and k.conname <> all ($1::name[])
          and not exists (select from pg_index i where i.indrelid = k.conrelid and i.indkey[0] = k.conkey[1]) order by 1`,
      [Object.keys(UNINDEXED)],
    );
    return rows;
  }
}
