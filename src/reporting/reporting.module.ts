import { Module } from '@nestjs/common';
import { PEOPLE_REPORTS } from './people/people.reports.js';
import { PRODUCTION_REPORTS } from './production/production.reports.js';
import { reportController } from './report/report.controller.js';
import { ReportRepository } from './report/report.repository.js';
import { ReportService } from './report/report.service.js';
import { STOCK_REPORTS } from './stock/stock.reports.js';

/** Every report there is; a new one is a definition and a view. */
export const REPORTS = [...STOCK_REPORTS, ...PRODUCTION_REPORTS, ...PEOPLE_REPORTS];

@Module({ controllers: REPORTS.map(reportController), providers: [ReportService, ReportRepository] })
export class ReportingModule {}
