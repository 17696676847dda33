import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import copyStreams from 'pg-copy-streams';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import type { ImportDefinition } from '../../kernel/imports/index.js';
import { currentActor, defaultCompanyId } from '../../kernel/security/index.js';
import { MAX_FILE_BYTES, readCsv } from './csv-reader.js';
import type { CsvRecord } from './csv-reader.js';
import { ImportJobsRepository } from './import-jobs.repository.js';
import { IMPORT_ERRORS } from './imports.errors.js';
import { CLIENT_MS, LongStatements } from './long-statements.js';
import type { MappingDocument } from './mapping.js';
import { RowReader } from './row-reader.js';

const WRITE_CHARACTERS = 65_536;
/** 50 MiB of nearly empty rows would take a hundred times their size while they wait. */
const MAX_FILE_ROWS = 1_000_000;

/** A file and what is to become of it. */
export interface ImportRequest {
  readonly definition: ImportDefinition;
  readonly mapping: MappingDocument | null;
  readonly mapping_name: string | null;
  readonly dry_run: boolean;
  readonly on_error: 'reject_all' | 'skip_rows';
  readonly source: Readable;
  /** The request's Idempotency-Key, made unique for caller and route. */
  readonly idempotency_key: string | null;
  readonly max_bytes?: number;
  readonly max_rows?: number;
  readonly on_rows?: (rows: number) => void;
}

/** Takes files in: reads and maps them row by row while they arrive and stages them for their job, holding only a few rows. */
@Injectable()
export class ImportIntake {
  constructor(
    private readonly db: Database,
    private readonly jobs: ImportJobsRepository,
  ) {}

  /**
   * Stages a file. @returns the id of its job, and whether the same request had come before
   * @throws what is wrong with the file as a whole; then nothing of it is kept
   */
  async receive(request: ImportRequest): Promise<{ id: string; replayed: boolean }> {
    const hash = createHash('sha256').update(JSON.stringify([request.mapping, request.dry_run, request.on_error]));
    const key = request.idempotency_key;
    const known = key === null ? null : await this.jobs.byKey(key);
    if (known) return this.replay(request, known, hash);
    const id = await this.db.transaction(async () => {
      if (key !== null && !(await this.jobs.claimKey(key)))
        throw KERNEL_ERRORS.IDEMPOTENCY_KEY_IN_PROGRESS(undefined, { retry_after: 1 });
      const jobId = await this.insertJob(request);
      const staging = new Staging(jobId, request, (bytes) => hash.update(bytes));
      await this.copy(staging);
      const { given, rows, skipped } = staging;
      await this.jobs.setContent(jobId, { given, rows, skipped, hash: hash.digest('hex') });
      return jobId;
    });
    return { id, replayed: false };
  }

  private insertJob({ definition, mapping_name, dry_run, on_error, idempotency_key }: ImportRequest): Promise<string> {
    const { username, company_ids } = currentActor();
    return this.jobs.insert({
      resource: definition.resource,
      company_id: defaultCompanyId(),
      dry_run,
      on_error,
      mapping_name,
      idempotency_key,
      scope: { username, company_ids },
    });
  }

  private async copy(staging: Staging): Promise<void> {
    const client = await this.db.client();
    await new LongStatements(client).begin();
    const into = copyStreams.from('copy erp.import_rows (job_id, row_no, line, data, faults) from stdin');
    // Read by the driver: its limit for requests would cut a long file off.
    Object.assign(into, { query_timeout: CLIENT_MS });
    await pipeline(staging.copyText(), client.query(into));
  }

  /** The same key again: the same file gets the same job, another one is refused. */
  private async replay(
    request: ImportRequest,
    known: { id: string; content_hash: string },
    hash: ReturnType<typeof createHash>,
  ): Promise<{ id: string; replayed: boolean }> {
    let bytes = 0;
    for await (const chunk of request.source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      if ((bytes += chunk.length) > (request.max_bytes ?? MAX_FILE_BYTES)) throw KERNEL_ERRORS.BODY_TOO_LARGE();
    }
    if (hash.digest('hex') !== known.content_hash) throw KERNEL_ERRORS.IDEMPOTENCY_KEY_REUSED();
    return { id: known.id, replayed: true };
  }
}

/** The rows of one file on their way into the staging table, as COPY text. */
class Staging {
  rows = 0;
  private reader: RowReader | undefined;
  private readonly skips: number[];

  constructor(
    private readonly jobId: string,
    private readonly request: ImportRequest,
    private readonly tap: (bytes: Buffer) => void,
  ) {
    this.skips = (request.mapping?.skip_rows ?? []).map(() => 0);
  }

  get given(): RowReader['given'] {
    return (this.reader?.given ?? []).map(({ name, field, column, by, system }) => ({
      name,
      field,
      column,
      by,
      system,
    }));
  }

  get skipped(): { reason: string; rows: number }[] {
    return (this.request.mapping?.skip_rows ?? []).map(({ reason }, index) => ({ reason, rows: this.skips[index]! }));
  }

  async *copyText(): AsyncGenerator<string> {
    const { source, mapping, max_bytes = MAX_FILE_BYTES, on_rows } = this.request;
    let text = '';
    for await (const record of readCsv(source, { delimiter: mapping?.delimiter ?? ',', max_bytes, tap: this.tap })) {
      if (!this.reader) {
        this.open(record);
        continue;
      }
      text += this.stage(this.reader, record);
      if (text.length < WRITE_CHARACTERS) continue;
      yield text;
      text = '';
      on_rows?.(this.rows);
    }
    if (!this.reader)
      throw IMPORT_ERRORS.FILE_HEADER_INVALID('The file is empty: its first line has to name the columns');
    if (text !== '') yield text;
    on_rows?.(this.rows);
  }

  private open({ cells }: CsvRecord): void {
    this.reader = new RowReader(this.request.definition, this.request.mapping, cells);
    const { faults } = this.reader;
    if (faults.length) {
      throw IMPORT_ERRORS.FILE_HEADER_INVALID(
        `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in header or mapping`,
        {},
        faults,
      );
    }
  }

  private stage(reader: RowReader, { line, cells }: CsvRecord): string {
    this.rows++;
    const { max_rows = MAX_FILE_ROWS } = this.request;
    if (this.rows > max_rows) throw KERNEL_ERRORS.BODY_TOO_LARGE(`A file of more than ${max_rows} rows is not taken`);
    const reading = reader.read(cells);
    if ('skipped' in reading) {
      this.skips[reading.skipped]!++;
      return '';
    }
    const faults = reading.faults.length ? escape(JSON.stringify(reading.faults)) : '\\N';
    return `${this.jobId}\t${this.rows}\t${line}\t${escape(JSON.stringify(reading.data))}\t${faults}\n`;
  }
}

/** JSON text within a COPY row: it has no raw tabs or line breaks, so that only its backslashes need another one. */
function escape(json: string): string {
  return json.replaceAll('\\', '\\\\');
}
