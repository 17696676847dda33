import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors/index.js';
import { importDefinition } from '../../kernel/imports/index.js';
import { ImportIntake } from './import-intake.js';
import { ImportWorker } from './import-worker.js';
import type { ImportFindingDto, ImportJobDto } from './imports.dto.js';
import { IMPORT_ERRORS } from './imports.errors.js';
import { ImportsService } from './imports.service.js';
import { checkMapping } from './mapping.js';
import type { MappingDocument } from './mapping.js';

/** A file on this machine and what is to become of it. */
export interface ImportFile {
  readonly resource: string;
  readonly path: string;
  /** Path of a mapping file, or its content. */
  readonly mapping?: string | object;
  readonly dry_run?: boolean;
  readonly on_error?: 'reject_all' | 'skip_rows';
}

/** How far a file is, for a person at a terminal. */
export interface ImportFileProgress {
  readonly phase: 'reading' | 'checking' | 'applying';
  readonly rows: number;
}

const PAGE = 500;

/** Imports files from the disk, for commands and seeds: the same way as `POST /imports/{resource}`, but waiting for the end. */
@Injectable()
export class ImportRunner {
  constructor(
    private readonly intake: ImportIntake,
    private readonly worker: ImportWorker,
    private readonly imports: ImportsService,
  ) {}

  /**
   * Imports one file and answers with its finished job; a job that failed is an answer, too (`status`, `error_code`). Runs within a
   * RequestContext whose actor belongs to the company of the rows. Files of any size are taken.
   * @throws NOT_FOUND for an unknown resource, MAPPING_INVALID, and what is wrong with the file as a whole
   */
  async importFile(
    file: ImportFile,
    onProgress: (progress: ImportFileProgress) => void = () => undefined,
  ): Promise<ImportJobDto> {
    const definition = importDefinition(file.resource);
    if (!definition) throw notFound(`Import of ${file.resource}`);
    const mapping = await readMapping(file.mapping);
    const faults = mapping === null ? [] : checkMapping(mapping, definition);
    if (faults.length)
      throw IMPORT_ERRORS.MAPPING_INVALID(
        faults.map(({ pointer, message }) => `${pointer} ${message}`).join('; '),
        {},
        faults,
      );
    const source = createReadStream(file.path);
    try {
      const { id } = await this.intake.receive({
        definition,
        mapping: mapping as MappingDocument | null,
        mapping_name: null,
        source,
        dry_run: file.dry_run ?? false,
        on_error: file.on_error ?? 'reject_all',
        idempotency_key: null,
        max_bytes: Number.MAX_SAFE_INTEGER,
        max_rows: 2_000_000_000,
        on_rows: (rows) => onProgress({ phase: 'reading', rows }),
      });
      await this.worker.run(id, ({ phase, rows_checked, rows_applied }) =>
        onProgress({ phase, rows: phase === 'checking' ? rows_checked : rows_applied }),
      );
      return await this.imports.get(id);
    } finally {
      source.destroy();
    }
  }

  /** What was found in a file, line by line, without holding all of it. */
  async *findings(jobId: string, severity: 'error' | 'warning'): AsyncGenerator<ImportFindingDto> {
    let cursor: string | undefined;
    do {
      const page = await this.imports.findings(jobId, severity, {
        limit: PAGE,
        ...(cursor !== undefined && { cursor }),
      });
      yield* page.data;
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
  }
}

async function readMapping(mapping: string | object | undefined): Promise<unknown> {
  if (mapping === undefined) return null;
  if (typeof mapping === 'object') return mapping;
  const text = await readFile(mapping, 'utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw IMPORT_ERRORS.MAPPING_INVALID(`The mapping file is not JSON: ${(error as Error).message}`);
  }
}
