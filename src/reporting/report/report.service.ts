import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import { csvLine } from '../../kernel/http/index.js';
import type { ReportDefinition } from './report-definition.js';
import { ReportRepository } from './report.repository.js';
import type { ReportRow } from './report.repository.js';

/** Gives a report as a page or as a file. */
@Injectable()
export class ReportService {
  constructor(private readonly reports: ReportRepository) {}

  page(report: ReportDefinition, query: ListParameters): Promise<Page<ReportRow>> {
    return this.reports.page(report, query);
  }

  /**
   * All rows as CSV, headed by the columns' names. The first rows are read before the stream is handed out, so that a refusal is
   * still a problem and not a broken file.
   */
  async csv(report: ReportDefinition, query: ListParameters): Promise<Readable> {
    const context = RequestContext.current();
    const pages = this.reports.all(report, query);
    const first = await pages.next();
    const names = report.columns.map(({ name }) => name);
    const write = (rows: readonly ReportRow[]): string =>
      rows.map((row) => csvLine(names.map((name) => row[name]))).join('');
    async function* lines(): AsyncGenerator<string> {
      yield csvLine(names);
      if (first.done) return;
      yield write(first.value);
      for (;;) {
        // The stream is read by the socket, outside the request's context.
        const next = await RequestContext.run(context, () => pages.next());
        if (next.done) return;
        yield write(next.value);
      }
    }
    return Readable.from(lines());
  }
}
