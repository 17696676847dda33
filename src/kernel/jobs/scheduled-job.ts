import type { OnModuleInit } from '@nestjs/common';
import type { JobRegistry } from './job-registry.js';
import type { Job, JobOutcome, JobRun } from './job.js';

/** A provider that is a job: it registers itself. */
export abstract class ScheduledJob implements OnModuleInit {
  protected constructor(
    private readonly registry: JobRegistry,
    private readonly definition: Omit<Job, 'work'>,
  ) {}

  /** Does it now, whoever asks. */
  abstract work(run?: JobRun): Promise<JobOutcome | void>;

  onModuleInit(): void {
    this.registry.add({ ...this.definition, work: (run) => this.work(run) });
  }
}
