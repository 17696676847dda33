import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { ArchiveFile, Content } from './archive-file.js';
import { MONTHLY_PARTITIONS } from '../partitions/monthly-partitions.js';
import { measure } from './archive-file.js';
import type { ArchivedTable, Candidate } from './archives.repository.js';

export interface Month {
  readonly table_name: ArchivedTable;
  readonly from_at: string;
  readonly to_at: string;
}

/** Text of rows must not depend on who asks. */
const SESSION = `set timezone = 'UTC'; set datestyle = 'ISO, MDY'; set bytea_output = 'hex'; set extra_float_digits = 1; set client_encoding = 'UTF8'`;
const name = (table: string): string => `erp.${pg.escapeIdentifier(table)}`;

/** What archiving does as the owner of the tables, on one connection of its own. */
export class Archivist {
  constructor(private readonly client: pg.Client) {}

  async begin(): Promise<void> {
    await this.client.query(SESSION);
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.client.query('begin');
    try {
      await this.client.query(`select pg_advisory_xact_lock(hashtextextended('partition_archives', 0))`);
      const result = await work();
      await this.client.query('commit');
      return result;
    } catch (error) {
      await this.client.query('rollback').catch(() => undefined);
      throw error;
    }
  }

  async one<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row> {
    return (await this.client.query<Row>(sql, values)).rows[0]!;
  }

  async columns(table: string): Promise<string[]> {
    const { columns } = await this.one<{ columns: string[] }>(
      `select array_agg(attname::text order by attnum) as columns from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
      [name(table)],
    );
    return columns;
  }

  /** The rows of a table in the order of their ids. */
  async rows(table: string): Promise<Readable> {
    const columns = (await this.columns(table)).map((each) => pg.escapeIdentifier(each)).join(', ');
    return this.client.query(copyTo(`copy (select ${columns} from ${name(table)} order by id) to stdout`));
  }

  async contentOf(table: string): Promise<Content> {
    return measure(await this.rows(table));
  }

  /** Nobody writes there until the end of the transaction; everybody may read. */
  async holdStill(table: string): Promise<void> {
    const text = `lock table ${name(table)} in exclusive mode`;
    await this.client.query(text);
  }

  /** A table like a month, not attached yet. */
  async makeLike(parent: ArchivedTable, table: string): Promise<void> {
    const text = `create table ${name(table)} (like ${name(parent)} including defaults including constraints including storage including indexes)`;
    await this.client.query(text);
  }

  async load(table: string, columns: readonly string[], rows: Readable): Promise<void> {
    const list = columns.map((each) => pg.escapeIdentifier(each)).join(', ');
    await pipeline(rows, this.client.query(copyFrom(`copy ${name(table)} (${list}) from stdin`)));
  }

  /** Lines of a month that documents and lots still read. @returns how many */
  async copyKept(partition: string, into: string, { from_at, to_at }: Month): Promise<number> {
    const text = `insert into ${name(into)} select * from ${name(partition)} where movement_id in (select erp.stock_archive_kept($1, $2))`;
    return (await this.client.query(text, [from_at, to_at])).rowCount ?? 0;
  }

  /** The month of these bounds, by the catalogue; null when there is none. */
  async partitionOf({ table_name, from_at, to_at }: Month): Promise<string | null> {
    const { rows } = await this.client.query<{ found: string }>(
      `select p.partition_name as found from (${MONTHLY_PARTITIONS}) p where p.table_name = $1 and p.from_at = $2 and p.to_at = $3`,
      [table_name, from_at, to_at],
    );
    return rows[0]?.found ?? null;
  }

  async detachAndDrop(parent: ArchivedTable, partition: string): Promise<void> {
    const detach = `alter table ${name(parent)} detach partition ${name(partition)}`;
    await this.client.query(detach);
    const drop = `drop table ${name(partition)}`;
    await this.client.query(drop);
  }

  async drop(table: string): Promise<void> {
    const text = `drop table ${name(table)}`;
    await this.client.query(text);
  }

  /** Puts a table in the place of a month, with the guards that every month has. */
  async attach(table: string, partition: string, { table_name, from_at, to_at }: Month): Promise<void> {
    const [parent, month] = [name(table_name), name(partition)];
    const bounds = [from_at, to_at].map((at) => pg.escapeLiteral(at));
    const statements = [
      `alter table ${name(table)} rename to ${pg.escapeIdentifier(partition)}`,
      `revoke all on ${month} from erp_app, erp_readonly`,
      `alter table ${parent} attach partition ${month} for values from (${bounds[0]}) to (${bounds[1]})`,
      `create trigger ${pg.escapeIdentifier(`trg_${table_name}_no_truncate`)} before truncate on ${month} for each statement execute function erp.fn_refuse_change()`,
      ...(table_name === 'stock_ledgers'
        ? [
            `create trigger trg_update_stock_balance after insert on ${month} referencing new table as new_rows for each statement execute function erp.fn_update_stock_balance()`,
          ]
        : []),
    ];
    for (const statement of statements) await this.client.query(statement);
  }

  /** What the opening snapshot at the end of a month says, after it was held against the ledger. @throws Error that names what is off */
  async opening({ to_at }: Month): Promise<Record<string, unknown>> {
    const { faults } = await this.one<{ faults: unknown[] }>(
      `select coalesce(jsonb_agg(s.sample) filter (where s.violations > 0), '[]') as faults from erp.check_stock_snapshots() s`,
    );
    if (faults.length > 0)
      throw new Error(`The snapshots of stock are not what the ledger says: ${JSON.stringify(faults)}`);
    return this.one(`select * from erp.stock_opening_digest(($1::timestamptz at time zone 'UTC')::date)`, [to_at]);
  }

  async pending({ table_name, from_at }: Candidate): Promise<(ArchiveFile & { id: string }) | null> {
    const { rows } = await this.client.query<ArchiveFile & { id: string }>(
      `select id, file, rows::float8 as rows, content_sha256, file_sha256, size_bytes::float8 as size_bytes
         from erp.partition_archives where table_name = $1 and from_at = $2 and state = 'dumped'`,
      [table_name, from_at],
    );
    return rows[0] ?? null;
  }

  async noteDump(
    { table_name, partition_name, from_at, to_at }: Candidate,
    f: ArchiveFile,
    by: string,
  ): Promise<string> {
    const { id } = await this.one<{ id: string }>(
      `insert into erp.partition_archives (table_name, partition_name, from_at, to_at, state, file, rows, content_sha256, file_sha256, size_bytes, archived_by)
       values ($1, $2, $3, $4, 'dumped', $5, $6, $7, $8, $9, $10) returning id`,
      [table_name, partition_name, from_at, to_at, f.file, f.rows, f.content_sha256, f.file_sha256, f.size_bytes, by],
    );
    return id;
  }

  async forgetDump(id: string): Promise<void> {
    await this.client.query(`delete from erp.partition_archives where id = $1 and state = 'dumped'`, [id]);
  }

  /** The greatest id of a month; null when it is empty. */
  lastId(table: string): Promise<{ last_id: string | null }> {
    const text = `select (select id from ${name(table)} order by id desc limit 1) as last_id`;
    return this.one(text);
  }

  /** From now on the month is in its file, and its seals miss no row up to the last one. */
  async noteArchived(id: string, kept: number, lastId: string | null, opening: Record<string, unknown>): Promise<void> {
    await this.client.query(
      `update erp.partition_archives a
          set state = 'archived', archived_at = clock_timestamp(), kept_rows = $2, last_id = $3, opening_rows = o.opening_rows,
              opening_quantity = o.opening_quantity, opening_value = o.opening_value, opening_digest = o.opening_digest
         from jsonb_to_record($4::jsonb) o (opening_rows bigint, opening_quantity numeric, opening_value numeric, opening_digest text)
        where a.id = $1`,
      [id, kept, lastId, JSON.stringify(opening)],
    );
    await this.client.query(
      `update erp.seal_streams s set archived_id = greatest(s.archived_id, $2::uuid) from erp.partition_archives a where a.id = $1 and s.stream = a.table_name`,
      [id, lastId],
    );
  }

  /** The month is here again; the seals miss what the archives before it hold. */
  async noteRestored(id: string, by: string): Promise<void> {
    await this.client.query(
      `update erp.partition_archives set state = 'restored', restored_at = clock_timestamp(), restored_by = $2 where id = $1`,
      [id, by],
    );
    await this.client.query(
      `update erp.seal_streams s
          set archived_id = (select b.last_id from erp.partition_archives b
                              where b.table_name = a.table_name and b.state = 'archived' and b.last_id is not null order by b.last_id desc limit 1)
         from erp.partition_archives a where a.id = $1 and s.stream = a.table_name`,
      [id],
    );
  }
}
