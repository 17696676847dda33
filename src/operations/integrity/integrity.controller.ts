import { Controller, Get, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { JobDto } from '../jobs/jobs.dto.js';
import { JOB_ERRORS } from '../jobs/jobs.errors.js';
import { OPERATIONS } from '../operations.permissions.js';
import { IntegrityDto, IntegrityRunDto, IntegrityRunHeadDto, IntegrityRunsQuery } from './integrity.dto.js';
import { IntegrityRuns } from './integrity-runs.js';

@Controller('operations/integrity')
export class IntegrityController {
  constructor(private readonly runs: IntegrityRuns) {}

  @Get()
  @Route({
    summary: 'See what the last check of every invariant found',
    description:
      'What must always be true of stock, documents and the database itself, with figures: the same check as `pabrik check`. It runs every night and when it is asked for.',
    permission: OPERATIONS.integrity.read,
    returns: IntegrityDto,
    status: 200,
  })
  last(): Promise<IntegrityDto> {
    return this.runs.last();
  }

  @Post()
  @Route({
    summary: 'Check every invariant now',
    description: 'Puts a run in line; one runs at a time. The process that runs the jobs takes it up within a second.',
    permission: OPERATIONS.integrity.run,
    returns: JobDto,
    status: 202,
    errors: [JOB_ERRORS.JOB_BUSY],
  })
  start(): Promise<JobDto> {
    return this.runs.start();
  }

  @Get('runs')
  @Route({
    summary: 'List the checks of every invariant',
    description: 'Newest first; kept for 400 days.',
    permission: OPERATIONS.integrity.read,
    returns: page(IntegrityRunHeadDto),
    status: 200,
  })
  page(@Query() query: IntegrityRunsQuery): Promise<Page<IntegrityRunHeadDto>> {
    return this.runs.page(query);
  }

  @Get('runs/:id')
  @Route({
    summary: 'See what a check of every invariant found',
    permission: OPERATIONS.integrity.read,
    returns: IntegrityRunDto,
    status: 200,
    errors: [KERNEL_ERRORS.NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<IntegrityRunDto> {
    return this.runs.get(id);
  }
}
