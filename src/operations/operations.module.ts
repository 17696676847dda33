import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { KanbanModule } from '../kanban/index.js';
import { PpicModule } from '../ppic/index.js';
import { WarehouseModule } from '../warehouse/index.js';
import { HealthController } from './health/health.controller.js';
import { HealthRepository } from './health/health.repository.js';
import { HealthService } from './health/health.service.js';
import { ProbeConnection } from './health/probe-connection.js';
import { ImportsModule } from './imports/imports.module.js';
import { IntegrityController } from './integrity/integrity.controller.js';
import { IntegrityRepository } from './integrity/integrity.repository.js';
import { IntegrityService } from './integrity/integrity.service.js';
import { Readiness } from './lifecycle/readiness.js';
import { LastAnswers } from './lifecycle/last-answers.js';

/** What keeps the factory's server running and shows that it does: probes, integrity, imports. */
@Module({
  imports: [
    WarehouseModule,
    PpicModule,
    KanbanModule,
    TerminusModule.forRoot({ errorLogStyle: 'json', logger: false }),
    ImportsModule,
  ],
  controllers: [HealthController, IntegrityController],
  providers: [
    HealthRepository,
    HealthService,
    IntegrityRepository,
    IntegrityService,
    LastAnswers,
    ProbeConnection,
    Readiness,
  ],
  exports: [ImportsModule, HealthService, IntegrityService, Readiness],
})
export class OperationsModule {}
