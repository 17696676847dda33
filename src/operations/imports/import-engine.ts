import { Injectable } from '@nestjs/common';
import { Database, translateSqlError } from '../../kernel/database/index.js';
import { AppError } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { importDefinition } from '../../kernel/imports/index.js';
import type { ImportDefinition } from '../../kernel/imports/index.js';
import { ImportChecks } from './import-checks.js';
import { ImportJobsRepository } from './import-jobs.repository.js';
import type { JobCounts, JobRecord } from './import-jobs.repository.js';
import { ImportSql } from './import-sql.js';
import { IMPORT_ERRORS } from './imports.errors.js';
import { LongStatements } from './long-statements.js';

/** Units applied by one round of statements: few rounds for a long file, and progress after each. */
const UNITS_PER_ROUND = 5000;

/** Where a running import is. */
export interface ImportProgress {
  readonly phase: 'checking' | 'applying';
  readonly rows_checked: number;
  readonly rows_applied: number;
}

type Report = (progress: ImportProgress) => Promise<void>;

/** A unit that only the database itself refused. */
interface Refusal {
  readonly unit: number;
  readonly field: string | null;
  readonly code: string;
  readonly message: string;
}

/**
 * Runs one import: all of it in one transaction that checks the staged rows, applies the good ones in rounds and ends the job, so
 * that effect and result are there together or not at all. What was found is kept also when the effect is undone.
 */
@Injectable()
export class ImportEngine {
  constructor(
    private readonly db: Database,
    private readonly jobs: ImportJobsRepository,
  ) {}

  /**
   * Runs a waiting job to its end. One import at a time over all processes: two would wait for each other's keys in the middle of
   * their work. @returns `busy` when another one runs; nothing was done then. @throws what ended it without a result
   */
  async run(jobId: string, report: Report): Promise<'done' | 'busy'> {
    return this.db.transaction(async () => {
      const long = new LongStatements(await this.db.client());
      await long.begin();
      if (!(await long.lock('imports'))) return 'busy';
      // Shows, as long as it is held, that the job is alive; and no other process can have taken it.
      if (!(await long.lock(jobId))) return 'done';
      const job = await this.jobs.get(jobId);
      if (job.status !== 'queued') return 'done';
      await report({ phase: 'checking', rows_checked: 0, rows_applied: 0 });
      if (job.dry_run) await long.run({ text: `select set_config('erp.dry_run', 'on', true)` });
      await new Run(long, this.jobs, job, report).execute();
      return 'done';
    });
  }
}

/** The steps of one job within its transaction. */
class Run {
  private readonly definition: ImportDefinition;
  private readonly sql: ImportSql;
  private readonly checks: ImportChecks;
  private staged = 0;
  private refusals: Refusal[] = [];

  constructor(
    private readonly long: LongStatements,
    private readonly jobs: ImportJobsRepository,
    private readonly job: JobRecord,
    private readonly report: Report,
  ) {
    const definition = importDefinition(job.resource);
    if (!definition) throw IMPORT_ERRORS.IMPORT_FAILED(`Nothing imports ${job.resource} any more`);
    this.definition = definition;
    this.sql = new ImportSql(definition, job.given);
    this.checks = new ImportChecks(job.id, definition, job.given, this.sql);
  }

  async execute(): Promise<void> {
    await this.prepare();
    await this.check();
    await this.long.run({ text: 'savepoint effect' });
    await this.applyAll();
    const counts = await this.counts();
    const rejectsAll = counts.rejected > 0 && this.job.on_error === 'reject_all';
    if (rejectsAll || this.job.dry_run) {
      // What would only be checked at the end is checked now, for a dry run must tell the truth.
      if (!rejectsAll) await this.long.run({ text: 'set constraints all immediate' });
      await this.long.run({ text: 'rollback to savepoint effect' });
    }
    await this.writeRefusals();
    if (rejectsAll) {
      const nothing = { merged: counts.merged, rejected: counts.rejected };
      await this.jobs.fail(
        this.job.id,
        'IMPORT_ROWS_REJECTED',
        `${counts.rejected} of ${this.job.rows_read} rows are at fault; nothing was imported`,
        nothing,
      );
    } else {
      await this.jobs.succeed(this.job.id, counts);
    }
  }

  private async prepare(): Promise<void> {
    const { job, sql, long } = this;
    await long.run(sql.createTable());
    const { count } = await long.run(
      sql.fill(job.id, { company_id: job.company_id, company_ids: job.scope.company_ids }),
    );
    this.staged = job.rows_read - job.skipped;
    // The staged rows are not logged: a database that crashed has lost them.
    if (count !== this.staged)
      throw IMPORT_ERRORS.IMPORT_INTERRUPTED(`${count} of ${this.staged} staged rows are left`);
    await long.run({ text: 'analyze import_row' });
    for (const text of this.definition.procedure?.prepare ?? []) await long.run({ text });
    await long.all(sql.mergeRepeated(job.id));
    await long.all(sql.relateWithinFile());
  }

  private async check(): Promise<void> {
    await this.long.run(this.checks.staged());
    await this.long.all(this.checks.rules());
    await this.long.all(this.checks.reject());
    await this.long.all(this.sql.numberUnits());
    await this.report({ phase: 'applying', rows_checked: this.job.rows_read, rows_applied: 0 });
  }

  private async applyAll(): Promise<void> {
    const { rows } = await this.long.run<{ last: number | null }>({
      text: 'select max(unit_no) as last from import_row',
    });
    const last = rows[0]?.last ?? 0;
    let applied = 0;
    for (let first = 1; first <= last; first += UNITS_PER_ROUND) {
      const until = Math.min(first + UNITS_PER_ROUND - 1, last);
      await this.applyUnits(first, until);
      const round = await this.long.run<{ count: number }>({
        text: 'select count(*) as count from import_row where unit_no between $1 and $2 and not rejected and not merged',
        values: [first, until],
      });
      applied += round.rows[0]!.count;
      await this.report({ phase: 'applying', rows_checked: this.job.rows_read, rows_applied: applied });
    }
  }

  /** Applies a range of units; where the database refuses one, halves the range until that one is found. */
  private async applyUnits(first: number, last: number): Promise<void> {
    await this.long.run({ text: 'savepoint units' });
    try {
      for (const text of this.sql.apply()) await this.long.run({ text, values: [first, last] });
      await this.long.run({ text: 'release savepoint units' });
      return;
    } catch (error) {
      const refusals = refusalsOf(error);
      if (refusals.length === 0) throw error;
      await this.long.run({ text: 'rollback to savepoint units; release savepoint units' });
      if (first === last) {
        this.refusals.push(...refusals.map((refusal) => ({ unit: first, ...refusal })));
        await this.long.run({ text: 'update import_row set rejected = true where unit_no = $1', values: [first] });
        return;
      }
    }
    const middle = Math.floor((first + last) / 2);
    await this.applyUnits(first, middle);
    await this.applyUnits(middle + 1, last);
  }

  private async counts(): Promise<JobCounts> {
    const { rows } = await this.long.run<JobCounts>({
      text: `select count(*) filter (where outcome = 'inserted') as inserted, count(*) filter (where outcome = 'updated') as updated,
        count(*) filter (where outcome = 'unchanged') as unchanged, count(*) filter (where outcome = 'merged') as merged,
        count(*) filter (where outcome = 'rejected') as rejected
        from (select case when s.rejected then 'rejected' when s.merged then 'merged' else ${this.sql.outcome} end as outcome from import_row s) s`,
    });
    const counts = rows[0]!;
    const sum = counts.inserted + counts.updated + counts.unchanged + counts.merged + counts.rejected;
    if (sum !== this.staged)
      throw new Error(
        `${this.staged} rows were staged but ${sum} have an outcome: the import of ${this.job.resource} leaves rows out`,
      );
    return counts;
  }

  /** The refusals of single units, written after the savepoint that may have been rolled back. */
  private async writeRefusals(): Promise<void> {
    if (this.refusals.length === 0) return;
    const columns = new Map(this.job.given.map(({ name, column }) => [name, column]));
    const of = (pick: (refusal: Refusal) => unknown): unknown[] => this.refusals.map(pick);
    await this.long.run({
      text: `insert into erp.import_findings (job_id, severity, row_no, line, column_name, field, code, message)
        select $1, 'error', s.row_no, s.line, r.column_name, r.field, r.code, r.message
        from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[]) as r (unit_no, column_name, field, code, message)
        cross join lateral (select i.row_no, i.line from import_row i where i.unit_no = r.unit_no order by i.row_no limit 1) s`,
      values: [
        this.job.id,
        of(({ unit }) => unit),
        of(({ field }) => (field === null ? null : (columns.get(field) ?? null))),
        of(({ field }) => field),
        of(({ code }) => code),
        of(({ message }) => message),
      ],
    });
  }
}

/** What a refused statement says of its row; nothing where the fault is not the row's. */
function refusalsOf(error: unknown): Omit<Refusal, 'unit'>[] {
  if (!/^(22|23|PB4)/.test((error as { code?: string }).code ?? '')) return [];
  const translated = translateSqlError(error);
  if (!(translated instanceof AppError)) return [];
  const faults = translated.field_errors.length
    ? translated.field_errors
    : (translated.extra['errors'] as readonly FieldError[] | undefined);
  if (!faults?.length) return [{ field: null, code: translated.code, message: translated.detail }];
  const own = translated.code === 'VALIDATION_FAILED';
  return faults.map(({ pointer, code, message }) => ({
    field: pointer.split('/').at(-1)!.replace(/_id$/, ''),
    code: own ? code : translated.code,
    message,
  }));
}
