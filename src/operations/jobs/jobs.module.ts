import { Module } from '@nestjs/common';
import { JobLeader } from './job-leader.js';
import { JobRunner } from './job-runner.js';
import { JobScheduler } from './job-scheduler.js';
import { JobsController } from './jobs.controller.js';
import { JobsRepository } from './jobs.repository.js';
import { JobsService } from './jobs.service.js';

/** What the server does by itself, in one process of all. */
@Module({
  controllers: [JobsController],
  providers: [JobLeader, JobRunner, JobScheduler, JobsRepository, JobsService],
  exports: [JobsService],
})
export class JobsModule {}
