import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { MAX_LIMIT } from '../../kernel/http/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import { listOf } from './report-definition.js';
import type { ReportDefinition } from './report-definition.js';

export type ReportRow = Record<string, unknown>;

/** Reads any report's view, always within the caller's scope. */
@Injectable()
export class ReportRepository {
  constructor(private readonly database: Database) {}

  page(report: ReportDefinition, query: ListParameters): Promise<Page<ReportRow>> {
    return this.database.page<ReportRow>(listOf(report), query, scopeWhere(report.scope));
  }

  /** Every row of a report, a page at a time, so that a long file needs no more memory than a short one. */
  async *all(report: ReportDefinition, query: ListParameters): AsyncGenerator<ReportRow[]> {
    let cursor: string | null | undefined;
    do {
      const parameters: ListParameters = {
        ...query,
        include_total: false,
        limit: MAX_LIMIT,
        ...(cursor && { cursor }),
      };
      const page: Page<ReportRow> = await this.page(report, parameters);
      yield page.data;
      cursor = page.next_cursor;
    } while (cursor);
  }
}
