import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, invalid } from '../../kernel/errors/index.js';
import { csvLine } from '../../kernel/http/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import type {
  AuditActivityQuery,
  AuditLogDto,
  AuditLogsQuery,
  AuditSummaryDto,
  AuditSummaryQuery,
  AuditTrailQuery,
} from './audit-logs.dto.js';
import { AuditLogsRepository } from './audit-logs.repository.js';

const SUMMARY_DAYS = 30;

const COLUMNS = [
  'id',
  'recorded_at',
  'table_name',
  'entity_id',
  'action',
  'company_id',
  'actor_id',
  'actor_username',
  'session_id',
  'request_id',
  'ip',
  'user_agent',
  'db_role',
  'changed_fields',
  'old_values',
  'new_values',
] as const satisfies readonly (keyof AuditLogDto)[];

/** Questions to the audit: what was changed, one entity's trail, one user's activity, figures, a file. */
@Injectable()
export class AuditLogsService {
  constructor(private readonly logs: AuditLogsRepository) {}

  search(query: AuditLogsQuery): Promise<Page<AuditLogDto>> {
    checkRange(query);
    return this.logs.page(query);
  }

  /** @throws NOT_FOUND when nothing is known of it, or nothing that the caller may see */
  async trail(table_name: string, entity_id: string, query: AuditTrailQuery): Promise<Page<AuditLogDto>> {
    checkRange(query);
    const key = { table_name, entity_id };
    const page = await this.logs.page({ ...query, ...key });
    if (page.data.length === 0 && (await this.logs.page({ ...key, limit: 1 })).data.length === 0)
      throw KERNEL_ERRORS.NOT_FOUND('The audit knows nothing of it');
    return page;
  }

  activity(actor_id: string, query: AuditActivityQuery): Promise<Page<AuditLogDto>> {
    checkRange(query);
    return this.logs.page({ ...query, actor_id });
  }

  summary({ from, to }: AuditSummaryQuery): Promise<AuditSummaryDto> {
    checkRange({ from, to });
    const end = to ?? new Date().toISOString();
    const start = from ?? new Date(Date.parse(end) - SUMMARY_DAYS * 86_400_000).toISOString();
    return this.logs.summary(start, end);
  }

  /**
   * All rows of a search as CSV. The first rows are read before the stream is handed out, so that a refusal is still a problem and
   * not a broken file.
   */
  async csv(query: AuditLogsQuery): Promise<Readable> {
    checkRange(query);
    const context = RequestContext.current();
    const pages = this.logs.all(query);
    const first = await pages.next();
    async function* lines(): AsyncGenerator<string> {
      yield csvLine([...COLUMNS]);
      // The stream is read by the socket, outside the request's context.
      for (let next = first; !next.done; next = await RequestContext.run(context, () => pages.next()))
        yield next.value.map((row) => csvLine(COLUMNS.map((name) => cell(row[name])))).join('');
    }
    return Readable.from(lines());
  }
}

/** Values of more than one part are JSON in their cell. */
function cell(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value;
}

/** @throws VALIDATION_FAILED */
function checkRange({ from, to }: { from?: string | undefined; to?: string | undefined }): void {
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to))
    throw invalid([{ pointer: '/to', code: 'INVALID_VALUE', message: 'must be later than from' }]);
}
