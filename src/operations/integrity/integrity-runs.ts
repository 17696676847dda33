import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { JobRegistry, ScheduledJob } from '../../kernel/jobs/index.js';
import type { JobRun } from '../../kernel/jobs/index.js';
import { JobsService } from '../jobs/jobs.service.js';
import type { JobDto } from '../jobs/jobs.dto.js';
import type { IntegrityDto, IntegrityRunDto, IntegrityRunHeadDto, IntegrityRunsQuery } from './integrity.dto.js';
import { IntegrityRunsRepository } from './integrity-runs.repository.js';
import { IntegrityService } from './integrity.service.js';

const NAME = 'integrity-check';

/** The check of every invariant as a job: every night, and when somebody asks. What it finds is kept. One runs at a time. */
@Injectable()
export class IntegrityRuns extends ScheduledJob {
  constructor(
    registry: JobRegistry,
    private readonly db: Database,
    private readonly integrity: IntegrityService,
    private readonly runs: IntegrityRunsRepository,
    private readonly jobs: JobsService,
  ) {
    super(registry, { name: NAME, title: 'Checks every invariant.', schedule: '40 3 * * *', kind: 'repeatable' });
  }

  /** A run that was stopped leaves nothing and is begun anew. */
  async work(run?: JobRun): Promise<{ run_id: string; invariants: number; violated: number }> {
    const began = performance.now();
    const found = await this.integrity.checkTimed(run?.signal);
    const milliseconds = Math.round(performance.now() - began);
    const kept = await this.db.transaction(() =>
      this.runs.keep(run?.run_id ?? '00000000-0000-0000-0000-000000000000', milliseconds, found),
    );
    const violated = found.filter(({ violations }) => violations > 0).length;
    return { run_id: kept, invariants: found.length, violated };
  }

  /** Puts a run in line. @throws JOB_BUSY while one runs or waits */
  start(): Promise<JobDto> {
    return this.jobs.run(NAME);
  }

  /** What the last run found, and whether one runs or waits now. */
  async last(): Promise<IntegrityDto> {
    const { state } = await this.jobs.get(NAME);
    const run = await this.runs.find();
    return { ...(run ?? NEVER), state };
  }

  page(query: IntegrityRunsQuery): Promise<Page<IntegrityRunHeadDto>> {
    return this.runs.page(query);
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<IntegrityRunDto> {
    const run = await this.runs.find(id);
    if (!run) throw notFound('Integrity run', id);
    return run;
  }
}

/** Before the first run. */
const NEVER = {
  id: null,
  ok: null,
  requested_by: null,
  started_at: null,
  finished_at: null,
  duration_ms: null,
  invariants_checked: 0,
  invariants_violated: 0,
  invariants: [],
};
