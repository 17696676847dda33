import { Controller, Get, Param, Post } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { OPERATIONS } from '../operations.permissions.js';
import { JobDto } from './jobs.dto.js';
import { JOB_ERRORS } from './jobs.errors.js';
import { JobsService } from './jobs.service.js';

@Controller('operations/jobs')
export class JobsController {
  constructor(private readonly jobs: JobsService) {}

  @Get()
  @Route({
    summary: 'List the jobs',
    description:
      'What the servers do by themselves, at certain times or every so often: when it falls due, how the last run went, what failed last and how late it is.',
    permission: OPERATIONS.jobs.read,
    returns: [JobDto],
    status: 200,
  })
  list(): Promise<JobDto[]> {
    return this.jobs.list();
  }

  @Get(':name')
  @Route({
    summary: 'See a job',
    permission: OPERATIONS.jobs.read,
    returns: JobDto,
    status: 200,
    errors: [KERNEL_ERRORS.NOT_FOUND],
  })
  get(@Param('name') name: string): Promise<JobDto> {
    return this.jobs.get(name);
  }

  @Post(':name/run')
  @Route({
    summary: 'Run a job now',
    description: 'Puts a run in line. The one process that runs the jobs takes it up within a second: see the job.',
    permission: OPERATIONS.jobs.run,
    returns: JobDto,
    status: 202,
    action: true,
    errors: [KERNEL_ERRORS.NOT_FOUND, JOB_ERRORS.JOB_BUSY, JOB_ERRORS.JOB_RUNS_BY_ITSELF],
  })
  run(@Param('name') name: string): Promise<JobDto> {
    return this.jobs.run(name);
  }
}
