import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AccountingModule } from '../accounting/index.js';
import { AuditModule } from '../audit/index.js';
import { KanbanModule } from '../kanban/index.js';
import { PpicModule } from '../ppic/index.js';
import { PurchasingModule } from '../purchasing/index.js';
import { SalesModule } from '../sales/index.js';
import { WarehouseModule } from '../warehouse/index.js';
import { ArchivesModule } from './archives/archives.module.js';
import { BackupsModule } from './backups/index.js';
import { HealthController } from './health/health.controller.js';
import { HealthRepository } from './health/health.repository.js';
import { HealthService } from './health/health.service.js';
import { MonitoringConnection } from './health/monitoring-connection.js';
import { ProbeConnection } from './health/probe-connection.js';
import { ImportsModule } from './imports/imports.module.js';
import { DriftWatch } from './integrity/drift-watch.js';
import { IntegrityController } from './integrity/integrity.controller.js';
import { IntegrityRuns } from './integrity/integrity-runs.js';
import { IntegrityRunsRepository } from './integrity/integrity-runs.repository.js';
import { IntegrityRepository } from './integrity/integrity.repository.js';
import { integrityChecks } from './integrity/integrity-checks.js';
import { IntegrityService } from './integrity/integrity.service.js';
import { JobsModule } from './jobs/jobs.module.js';
import { MaintenanceModule } from './maintenance/maintenance.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { Readiness } from './lifecycle/readiness.js';
import { LastAnswers } from './lifecycle/last-answers.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { MetricsSummaryController } from './metrics/metrics-summary.controller.js';
import { MetricsRepository } from './metrics/metrics.repository.js';
import { MetricsService } from './metrics/metrics.service.js';

/** What keeps the factory's server running and shows that it does: probes, integrity, imports. */
@Module({
  imports: [
    AccountingModule,
    AuditModule,
    WarehouseModule,
    PpicModule,
    PurchasingModule,
    SalesModule,
    KanbanModule,
    TerminusModule.forRoot({ errorLogStyle: 'json', logger: false }),
    ArchivesModule,
    BackupsModule,
    ImportsModule,
    JobsModule,
    MaintenanceModule,
    RetentionModule,
  ],
  controllers: [HealthController, IntegrityController, MetricsController, MetricsSummaryController],
  providers: [
    DriftWatch,
    HealthRepository,
    HealthService,
    IntegrityRepository,
    integrityChecks,
    IntegrityRuns,
    IntegrityRunsRepository,
    IntegrityService,
    LastAnswers,
    MetricsRepository,
    MetricsService,
    MonitoringConnection,
    ProbeConnection,
    Readiness,
  ],
  exports: [BackupsModule, ImportsModule, DriftWatch, HealthService, IntegrityService, Readiness],
})
export class OperationsModule {}
