import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, notFound } from '../../kernel/errors/index.js';
import { uuidOfText } from '../../kernel/http/index.js';
import { importDefinition, importDefinitions } from '../../kernel/imports/index.js';
import type { ImportDefinition } from '../../kernel/imports/index.js';
import { RequestContext, currentActor, requirePermission, scopeWhere } from '../../kernel/security/index.js';
import { ImportIntake } from './import-intake.js';
import { ImportJobsRepository } from './import-jobs.repository.js';
import { ImportMappingsRepository } from './import-mappings.repository.js';
import { ImportWorker } from './import-worker.js';
import type {
  ImportFindingDto,
  ImportFindingsQuery,
  ImportJobDto,
  ImportJobsQuery,
  ImportMappingDto,
  ImportOptionsQuery,
  ImportResourceDto,
} from './imports.dto.js';
import { IMPORT_ERRORS } from './imports.errors.js';
import { checkMapping } from './mapping.js';
import type { MappingDocument } from './mapping.js';
import { describeResource, templateOf } from './templates.js';

/** Files arriving at the same time; each holds a connection while it arrives. */
const MAX_ARRIVING = 3;

/** The use cases of importing. */
@Injectable()
export class ImportsService {
  private arriving = 0;

  constructor(
    private readonly config: AppConfig,
    private readonly intake: ImportIntake,
    private readonly worker: ImportWorker,
    private readonly jobs: ImportJobsRepository,
    private readonly mappings: ImportMappingsRepository,
  ) {}

  /**
   * Stages a file and puts its job in line.
   * @throws NOT_FOUND for an unknown resource or mapping; FORBIDDEN; what is wrong with the file as a whole
   */
  async receive(
    resource: string,
    options: ImportOptionsQuery,
    source: Readable | undefined,
    key: string | undefined,
  ): Promise<{ job: ImportJobDto; replayed: boolean }> {
    const definition = this.mayImport(resource);
    if (!source) throw KERNEL_ERRORS.UNSUPPORTED_MEDIA_TYPE('Send the file as text/csv');
    const mapping = options.mapping === undefined ? null : await this.mapping(options.mapping, definition);
    if (this.arriving >= MAX_ARRIVING)
      throw KERNEL_ERRORS.SERVICE_UNAVAILABLE('Other files are arriving; send this one a little later', {
        retry_after: 5,
      });
    this.arriving++;
    try {
      const { id, replayed } = await this.intake.receive({
        definition,
        mapping,
        source,
        mapping_name: options.mapping ?? null,
        dry_run: options.dry_run ?? false,
        on_error: options.on_error ?? 'reject_all',
        // A dry run has no effect that could happen twice.
        idempotency_key: options.dry_run ? null : this.keyOf(resource, key),
      });
      // The answer shows the job as it was taken in; only then may the worker begin, whatever becomes of the answer.
      const job = await this.get(id).finally(() => {
        if (!replayed) this.worker.enqueue(id);
      });
      return { job, replayed };
    } finally {
      this.arriving--;
    }
  }

  page(query: ImportJobsQuery): Promise<Page<ImportJobDto>> {
    return this.jobs.page(query, scopeWhere({ company: 'j.company_id' }));
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<ImportJobDto> {
    const job = await this.jobs.find(id, scopeWhere({ company: 'j.company_id' }));
    if (!job) throw notFound('Import', id);
    return job;
  }

  /** Everything found in a file, in the order of its lines. @throws NOT_FOUND */
  async findings(
    id: string,
    severity: 'error' | 'warning',
    query: ImportFindingsQuery,
  ): Promise<Page<ImportFindingDto>> {
    await this.get(id);
    return this.jobs.findings(id, severity, query);
  }

  resources(): ImportResourceDto[] {
    return importDefinitions().map(describeResource);
  }

  /** A CSV file with the header and one row to imitate. @throws NOT_FOUND */
  template(resource: string): string {
    return templateOf(this.definition(resource));
  }

  mappingPage(query: ListParameters): Promise<Page<ImportMappingDto>> {
    return this.mappings.page(query);
  }

  /** @throws NOT_FOUND */
  async getMapping(name: string): Promise<ImportMappingDto> {
    const mapping = await this.mappings.find(name);
    if (!mapping) throw notFound('Mapping', name);
    return mapping;
  }

  /** @throws MAPPING_INVALID with every fault */
  async putMapping(name: string, mapping: Record<string, unknown>): Promise<ImportMappingDto> {
    if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(name))
      throw KERNEL_ERRORS.MALFORMED_REQUEST('A mapping is named with small letters, digits, _ and -');
    const definition = typeof mapping['resource'] === 'string' ? importDefinition(mapping['resource']) : undefined;
    const faults = checkMapping(mapping, definition).map((fault) => ({
      ...fault,
      pointer: `/mapping${fault.pointer}`,
    }));
    if (faults.length) throw IMPORT_ERRORS.MAPPING_INVALID(`${faults.length} members are not valid`, {}, faults);
    await this.mappings.lock(name);
    await this.mappings.put(name, definition!.resource, mapping);
    return this.getMapping(name);
  }

  /** @throws NOT_FOUND */
  async deleteMapping(name: string): Promise<void> {
    await this.mappings.lock(name);
    if (!(await this.mappings.delete(name))) throw notFound('Mapping', name);
  }

  private definition(resource: string): ImportDefinition {
    const definition = importDefinition(resource);
    if (!definition) throw notFound(`Import of ${resource.slice(0, 64)}`);
    return definition;
  }

  private mayImport(resource: string): ImportDefinition {
    const definition = this.definition(resource);
    for (const permission of definition.permissions) requirePermission(permission);
    // A file may speak of every warehouse of a company.
    if (definition.company && currentActor().warehouse_ids !== null) {
      throw KERNEL_ERRORS.FORBIDDEN(`Somebody limited to single warehouses cannot import ${resource}`);
    }
    return definition;
  }

  private async mapping(name: string, definition: ImportDefinition): Promise<MappingDocument> {
    const { mapping } = await this.getMapping(name);
    const faults = checkMapping(mapping, definition);
    if (faults.length)
      throw IMPORT_ERRORS.MAPPING_INVALID(`The mapping ${name} does not fit ${definition.resource}`, {}, faults);
    return mapping as unknown as MappingDocument;
  }

  private keyOf(resource: string, key: string | undefined): string | null {
    if (key === undefined) {
      if (this.config.requireIdempotencyKey) throw KERNEL_ERRORS.IDEMPOTENCY_KEY_REQUIRED();
      return null;
    }
    if (!/^[\x21-\x7e]{1,255}$/.test(key))
      throw KERNEL_ERRORS.MALFORMED_REQUEST('Idempotency-Key must be 1 to 255 visible ASCII characters');
    const { actor } = RequestContext.current();
    return uuidOfText(`${actor?.api_key_id ?? actor?.user_id}\nimport\n${resource}\n${key}`);
  }
}
