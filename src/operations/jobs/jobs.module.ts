import { Module } from '@nestjs/common';
import { JobLeader } from './job-leader.js';
import { JobRunner } from './job-runner.js';
import { JobScheduler } from './job-scheduler.js';
import { JobsController } from './jobs.controller.js';
import { JobsRepository } from './jobs.repository.js';
import { JobsService } from './jobs.service.js';
import { PeriodicReports } from './periodic-reports.js';
import { PeriodicWorksRepository } from './periodic-works.repository.js';

/** What the server does by itself, in one process of all. */
@Module({
  controllers: [JobsController],
  providers: [
    JobLeader,
    JobRunner,
    JobScheduler,
    JobsRepository,
    JobsService,
    PeriodicReports,
    PeriodicWorksRepository,
  ],
  exports: [JobsService],
})
export class JobsModule {}
