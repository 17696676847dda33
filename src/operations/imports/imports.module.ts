import { Module } from '@nestjs/common';
import { ImportEngine } from './import-engine.js';
import { ImportFindingsController } from './import-findings.controller.js';
import { ImportIntake } from './import-intake.js';
import { ImportJobsRepository } from './import-jobs.repository.js';
import { ImportMappingsController } from './import-mappings.controller.js';
import { ImportMappingsRepository } from './import-mappings.repository.js';
import { ImportRunner } from './import-runner.js';
import { ImportSweep } from './import-sweep.js';
import { ImportWorker } from './import-worker.js';
import { ImportsController } from './imports.controller.js';
import { ImportsService } from './imports.service.js';

/** Files of others become rows of ours. */
@Module({
  controllers: [ImportMappingsController, ImportsController, ImportFindingsController],
  providers: [
    ImportEngine,
    ImportIntake,
    ImportJobsRepository,
    ImportMappingsRepository,
    ImportRunner,
    ImportSweep,
    ImportWorker,
    ImportsService,
  ],
  exports: [ImportRunner],
})
export class ImportsModule {}
