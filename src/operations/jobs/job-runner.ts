import { hostname } from 'node:os';
import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { reportFault } from '../../kernel/errors/index.js';
import type { Job, JobOutcome } from '../../kernel/jobs/index.js';
import { RequestContext, permissionCatalogue, systemActor } from '../../kernel/security/index.js';
import { JobsRepository } from './jobs.repository.js';

/** A statement of a job may take this long. */
const PATIENCE_MS = 10 * 60_000;
const LONGEST_FAULT = 2000;

/** Who runs a job, for people. */
export const RUNNER = `${hostname()}:${process.pid}`;

/** The run is no longer this process's: its work is rolled back. */
class RunTakenOver extends Error {
  constructor() {
    super('Another process has taken this run over');
  }
}

/** Runs one job to its end, in the name of the system, and writes down how it went. */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger(JobRunner.name);

  constructor(
    private readonly db: Database,
    private readonly jobs: JobsRepository,
  ) {}

  /** Never throws. What is stopped by `signal` before its end is put back in line. */
  async run(job: Job, runId: string, signal: AbortSignal): Promise<void> {
    try {
      await this.asSystem(runId, () => this.work(job, runId, signal));
    } catch (error) {
      await this.failed(job, runId, signal, error).catch((second: unknown) =>
        this.logger.warn(`How the job ${job.name} ended could not be written down: ${textOf(second)}`),
      );
    }
  }

  private async work(job: Job, runId: string, signal: AbortSignal): Promise<void> {
    const run = { run_id: runId, signal };
    const end = async (outcome: JobOutcome | void): Promise<void> => {
      if (!(await this.jobs.finish(job.name, runId, { outcome: outcome ?? null, fault: null })))
        throw new RunTakenOver();
    };
    if (job.kind === 'repeatable') await end(await job.work(run));
    else await this.db.transaction(async () => end(await job.work(run)));
  }

  private async failed(job: Job, runId: string, signal: AbortSignal, error: unknown): Promise<void> {
    if (error instanceof RunTakenOver) {
      this.logger.warn(`The job ${job.name} was taken over by another process; what this one did of it is undone`);
    } else if (signal.aborted) {
      await this.jobs.requeue(job.name, runId);
      this.logger.warn(`The job ${job.name} was stopped and is in line again`);
    } else {
      this.logger.error(
        `The job ${job.name} failed: ${error instanceof Error ? (error.stack ?? error.message) : textOf(error)}`,
      );
      reportFault(error, { job: job.name, run_id: runId });
      await this.jobs.finish(job.name, runId, { outcome: null, fault: textOf(error).slice(0, LONGEST_FAULT) });
    }
  }

  private async asSystem<T>(runId: string, work: () => Promise<T>): Promise<T> {
    const permissions = new Set(permissionCatalogue().map(({ permission }) => permission));
    const actor = systemActor(permissions, await this.jobs.companies());
    return RequestContext.run(RequestContext.forSystem(actor, runId, PATIENCE_MS), work);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
