import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { MAX_LIMIT } from '../../kernel/http/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import { listOf } from './report-definition.js';
import type { ReportDefinition } from './report-definition.js';

export type ReportRow = Record<string, unknown>;

/** Reads any report's view, always within the caller's scope, and from the replica where there is one. */
@Injectable()
export class ReportRepository {
  constructor(private readonly database: Database) {}

  /** @throws FORBIDDEN for figures of a whole company, when the caller may see only some of its warehouses */
  async page(report: ReportDefinition, query: ListParameters): Promise<Page<ReportRow>> {
    if (report.whole_company && currentActor().warehouse_ids !== null) {
      throw KERNEL_ERRORS.FORBIDDEN('This report is of whole companies, and you are limited to some warehouses');
    }
    const scope = scopeWhere(report.scope);
    return this.database.reading(() => this.database.page<ReportRow>(listOf(report), query, scope));
  }

  /**
   * Every row of a report, a page at a time: a long file needs no more memory than a short one, and a slow reader holds no
   * connection.
   */
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
