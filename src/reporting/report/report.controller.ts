import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ListParameters } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route, page } from '../../kernel/http/index.js';
import type { ReportDefinition } from './report-definition.js';
import { queryClass, rowClass } from './report.dto.js';
import { ReportService } from './report.service.js';

/** The controller of one report: its route, its filters and its documentation all come from the definition. */
export function reportController(report: ReportDefinition): Type {
  const answer = page(rowClass(report));
  const query = queryClass(report);

  @ApiTags('Reports')
  @Controller(`reports/${report.name}`)
  class ReportController {
    constructor(private readonly reports: ReportService) {}

    async read(parameters: ListParameters & { format?: string }): Promise<unknown> {
      const { format, ...rest } = parameters;
      if (format !== 'csv') return this.reports.page(report, rest);
      return new StreamableFile(await this.reports.csv(report, rest), {
        type: 'text/csv; charset=utf-8',
        disposition: `attachment; filename="${report.name}.csv"`,
      });
    }
  }

  const handler = Object.getOwnPropertyDescriptor(ReportController.prototype, 'read')!;
  Reflect.defineMetadata('design:paramtypes', [query], ReportController.prototype, 'read');
  Query()(ReportController.prototype, 'read', 0);
  for (const decorate of [
    Route({
      summary: report.title,
      description: report.description,
      permission: report.permission,
      status: 200,
      returns: answer,
      also_produces: 'text/csv',
      errors: [KERNEL_ERRORS.UNKNOWN_QUERY_PARAMETER],
    }),
    Get(),
  ]) {
    (decorate as MethodDecorator)(ReportController.prototype, 'read', handler);
  }
  Object.defineProperty(ReportController, 'name', { value: `${rowClass(report).name.replace(/Dto$/, '')}Controller` });
  return ReportController;
}
