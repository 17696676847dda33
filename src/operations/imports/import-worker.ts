import { AsyncResource } from 'node:async_hooks';
import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { AppError } from '../../kernel/errors/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import type { Actor } from '../../kernel/security/index.js';
import { ImportEngine } from './import-engine.js';
import type { ImportProgress } from './import-engine.js';
import { ImportJobsRepository } from './import-jobs.repository.js';
import type { JobRecord } from './import-jobs.repository.js';

const REPORT_MS = 300;
const BUSY_MS = 500;
const ATTEMPTS = 3;

/** The server stops: the import is given up between two rounds and taken up by the next one. */
class Stopped extends Error {}

/**
 * Runs imports one after the other inside the server, after their files have been answered with 202. A job that waits or runs when
 * the server is stopped is taken up by the next one; one whose server died is marked failed, since its transaction is gone.
 */
@Injectable()
export class ImportWorker implements BeforeApplicationShutdown {
  private readonly log = new Logger(ImportWorker.name);
  private readonly waiting: string[] = [];
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly db: Database,
    private readonly jobs: ImportJobsRepository,
    private readonly engine: ImportEngine,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  /** Puts a job in line. */
  enqueue(jobId: string): void {
    if (this.waiting.includes(jobId)) return;
    this.waiting.push(jobId);
    // The line outlives the request that put the job into it, so it must not inherit its context.
    this.running ??= OUTSIDE.runInAsyncScope(() => this.drain());
  }

  /** Runs one job now and to its end; failures are written to the job, not thrown. */
  async run(jobId: string, onProgress?: (progress: ImportProgress) => void): Promise<void> {
    const job = await this.jobs.get(jobId);
    const report = this.reporter(jobId, onProgress);
    await RequestContext.run(contextOf(job), async () => {
      for (let attempt = 1; !this.stopping;) {
        try {
          if ((await this.engine.run(jobId, report)) === 'done') return;
          await new Promise((resolve) => setTimeout(resolve, BUSY_MS));
        } catch (error) {
          if (error instanceof Stopped) return this.jobs.requeue(jobId);
          const passing = error instanceof AppError && error.code === 'SERVICE_UNAVAILABLE';
          if (!passing || ++attempt > ATTEMPTS) return this.fail(jobId, error);
        }
      }
    });
  }

  private async drain(): Promise<void> {
    try {
      for (let id = this.waiting.shift(); id !== undefined && !this.stopping; id = this.waiting.shift())
        await this.run(id);
    } catch (error) {
      this.log.error(`An import could not be ended: ${String(error)}`);
    } finally {
      this.running = undefined;
    }
  }

  /** Looks for what another server has left: what was under way there has failed, what waits is put in line here. */
  async sweep(): Promise<void> {
    if (this.stopping) return;
    for (const id of await this.jobs.failInterrupted()) this.log.warn(`Import ${id} was interrupted`);
    for (const id of await this.jobs.queued()) this.enqueue(id);
  }

  /** Writes progress outside of the import's transaction, some times in a second at most. */
  private reporter(
    jobId: string,
    onProgress?: (progress: ImportProgress) => void,
  ): (progress: ImportProgress) => Promise<void> {
    let last = 0;
    let phase = '';
    const write = AsyncResource.bind((progress: ImportProgress) =>
      this.jobs.progress(jobId, progress.phase, progress.rows_checked, progress.rows_applied),
    );
    return async (progress) => {
      if (this.stopping) throw new Stopped();
      onProgress?.(progress);
      if (progress.phase === phase && performance.now() - last < REPORT_MS) return;
      phase = progress.phase;
      last = performance.now();
      // Progress is for people: an import does not fail for want of a connection to show it.
      await write(progress).catch(() => undefined);
    };
  }

  private async fail(jobId: string, error: unknown): Promise<void> {
    const known = error instanceof AppError;
    if (!known) this.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const [code, detail] = known
      ? [error.code, error.detail]
      : ['IMPORT_FAILED', 'An unexpected fault; nothing was imported. The log has it'];
    await this.db.transaction(() => this.jobs.fail(jobId, code, detail));
  }
}

/** Made at load, when there is no request. */
const OUTSIDE = new AsyncResource('pabrik-imports');

/** A job acts for the person who asked for it; whether they may was decided when the file came. */
function contextOf(job: JobRecord): Parameters<typeof RequestContext.run>[0] {
  const actor: Actor = {
    user_id: job.created_by!,
    username: job.scope.username,
    session_id: null,
    api_key_id: null,
    access_version: 0,
    permissions: new Set(),
    company_ids: job.scope.company_ids,
    default_company_id: job.company_id,
    warehouse_ids: null,
    department_ids: null,
  };
  return RequestContext.forSystem(actor, job.request_id ?? job.id);
}
