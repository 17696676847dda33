import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import type { ImportFindingDto, ImportFindingsQuery, ImportJobDto, ImportJobsQuery } from './imports.dto.js';
import type { GivenField } from './row-reader.js';

/** A job as its engine needs it. */
export interface JobRecord {
  readonly id: string;
  readonly resource: string;
  readonly company_id: string;
  readonly status: string;
  readonly dry_run: boolean;
  readonly on_error: 'reject_all' | 'skip_rows';
  readonly given: GivenField[];
  readonly scope: { username: string; company_ids: string[] };
  readonly rows_read: number;
  readonly skipped: number;
  readonly request_id: string | null;
  readonly created_by: string | null;
  readonly content_hash: string;
}

export interface NewJob {
  readonly resource: string;
  readonly company_id: string;
  readonly dry_run: boolean;
  readonly on_error: string;
  readonly mapping_name: string | null;
  readonly scope: object;
  readonly idempotency_key: string | null;
}

/** How an import ended. */
export interface JobCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly merged: number;
  readonly rejected: number;
}

const JOB_LIST = defineList({
  select: `j.id, j.resource, j.company_id, j.status, j.phase, j.dry_run, j.on_error, j.mapping_name as mapping, j.rows_read, j.rows_checked, j.rows_applied,
    j.inserted, j.updated, j.unchanged, j.merged, j.rejected, j.skipped, j.skipped_by_rule, j.errors, j.warnings, j.error_code, j.error_detail,
    j.created_by, j.created_at, j.started_at, j.finished_at`,
  from: 'erp.import_jobs j',
  id: 'j.id',
  sorts: { created_at: 'j.created_at' },
  default_sort: '-created_at',
  filters: { resource: 'j.resource = ?', status: 'j.status = ?' },
});

const FINDING_LIST = defineList({
  select: 'f.line, f.column_name as "column", f.field, f.code, f.message, f.value',
  from: 'erp.import_findings f',
  id: 'f.id',
  sorts: { line: 'f.line' },
  default_sort: 'line',
  filters: { code: 'f.code = ?' },
});

/** The jobs and what was found in their files. */
@Injectable()
export class ImportJobsRepository {
  constructor(private readonly db: Database) {}

  page(query: ImportJobsQuery, scope: { where: string; params: unknown[] }): Promise<Page<ImportJobDto>> {
    return this.db.page(JOB_LIST, query, scope);
  }

  find(id: string, scope: { where: string; params: unknown[] }): Promise<ImportJobDto | null> {
    return this.db.listed<ImportJobDto>(JOB_LIST, id, scope);
  }

  findings(jobId: string, severity: 'error' | 'warning', query: ImportFindingsQuery): Promise<Page<ImportFindingDto>> {
    return this.db.page(FINDING_LIST, query, { where: 'f.job_id = ? and f.severity = ?', params: [jobId, severity] });
  }

  /** Puts a new job down. A key that another transaction is just using is refused there: see `claimKey`. */
  async insert(job: NewJob): Promise<string> {
    const { id } = await this.db.one<{ id: string }>(
      `insert into erp.import_jobs (resource, company_id, dry_run, on_error, mapping_name, scope, idempotency_key)
       values ($1, $2, $3, $4, $5, $6, $7) returning id`,
      [
        job.resource,
        job.company_id,
        job.dry_run,
        job.on_error,
        job.mapping_name,
        JSON.stringify(job.scope),
        job.idempotency_key,
      ],
    );
    return id;
  }

  /** Whether nobody else is using the key at this moment; it is ours until the transaction ends. */
  async claimKey(key: string): Promise<boolean> {
    const { free } = await this.db.one<{ free: boolean }>(
      'select pg_try_advisory_xact_lock(hashtextextended($1, 2)) as free',
      [key],
    );
    return free;
  }

  byKey(key: string): Promise<{ id: string; content_hash: string } | null> {
    return this.db.maybe('select id, content_hash from erp.import_jobs where idempotency_key = $1', [key]);
  }

  /** What the file turned out to hold, once all of it has arrived. */
  async setContent(
    id: string,
    content: { given: readonly GivenField[]; rows: number; skipped: object[]; hash: string },
  ): Promise<void> {
    const skipped = (content.skipped as { rows: number }[]).reduce((sum, { rows }) => sum + rows, 0);
    await this.db.query(
      `update erp.import_jobs set given = $2, rows_read = $3, skipped = $4, skipped_by_rule = $5, content_hash = $6 where id = $1`,
      [id, JSON.stringify(content.given), content.rows, skipped, JSON.stringify(content.skipped), content.hash],
    );
  }

  get(id: string): Promise<JobRecord> {
    return this.db.one<JobRecord>(
      `select id, resource, company_id, status, dry_run, on_error, given, scope, rows_read, skipped, request_id, created_by, content_hash
       from erp.import_jobs where id = $1`,
      [id],
    );
  }

  /** Shows how far a running import has come. Called outside of its transaction, or nobody would see it. */
  async progress(id: string, phase: string, checked: number, applied: number): Promise<void> {
    await this.db.query(
      `update erp.import_jobs set status = 'running', phase = $2, rows_checked = $3, rows_applied = $4, started_at = coalesce(started_at, clock_timestamp())
       where id = $1 and status in ('queued', 'running')`,
      [id, phase, checked, applied],
    );
  }

  /** Puts a job that was stopped on purpose back in line; its transaction is undone and its rows are still staged. */
  async requeue(id: string): Promise<void> {
    await this.db.query(
      `update erp.import_jobs set status = 'queued', phase = 'checking', rows_checked = 0, rows_applied = 0, started_at = null
       where id = $1 and status = 'running'`,
      [id],
    );
  }

  async succeed(id: string, counts: JobCounts): Promise<void> {
    await this.finish(id, counts, null, null);
  }

  async fail(id: string, code: string, detail: string, counts: Partial<JobCounts> = {}): Promise<void> {
    await this.finish(id, counts, code, detail.slice(0, 1000));
  }

  /** The jobs that wait; any process may take them up. */
  async queued(): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select id from erp.import_jobs where status = 'queued' order by created_at, id`,
    );
    return rows.map(({ id }) => id);
  }

  /** Ends the jobs whose process is gone: a running import holds its lock as long as its transaction lives. */
  async failInterrupted(): Promise<string[]> {
    return this.db.transaction(async () => {
      const rows = await this.db.query<{ id: string }>(
        `with running as materialized (select j.id from erp.import_jobs j where j.status = 'running'),
         dead as materialized (select r.id from running r where pg_try_advisory_xact_lock(hashtextextended(r.id::text, 3))),
         removed as (delete from erp.import_rows s using dead where s.job_id = dead.id)
         update erp.import_jobs j set status = 'failed', phase = 'finished', error_code = 'IMPORT_INTERRUPTED',
           error_detail = 'The server stopped while the import ran; nothing of it was kept', finished_at = clock_timestamp()
         from dead where j.id = dead.id and j.status = 'running' returning j.id`,
      );
      return rows.map(({ id }) => id);
    });
  }

  private async finish(
    id: string,
    counts: Partial<JobCounts>,
    code: string | null,
    detail: string | null,
  ): Promise<void> {
    await this.db.query(
      `update erp.import_jobs set status = case when $2::text is null then 'succeeded' else 'failed' end, phase = 'finished',
         error_code = $2, error_detail = $3, inserted = $4, updated = $5, unchanged = $6, merged = $7, rejected = $8,
         rows_checked = case when $2::text is null then rows_read else rows_checked end, rows_applied = $4::bigint + $5::bigint + $6::bigint,
         errors = (select count(*) from erp.import_findings where job_id = $1 and severity = 'error'),
         warnings = (select count(*) from erp.import_findings where job_id = $1 and severity = 'warning'),
         started_at = coalesce(started_at, clock_timestamp()), finished_at = clock_timestamp()
       where id = $1 and status in ('queued', 'running')`,
      [
        id,
        code,
        detail,
        counts.inserted ?? 0,
        counts.updated ?? 0,
        counts.unchanged ?? 0,
        counts.merged ?? 0,
        counts.rejected ?? 0,
      ],
    );
    await this.db.query('delete from erp.import_rows where job_id = $1', [id]);
  }
}
