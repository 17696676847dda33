import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import { Notifications } from '../../kernel/database/index.js';
import { JobRegistry } from '../../kernel/jobs/index.js';
import type { Job } from '../../kernel/jobs/index.js';
import { JobLeader } from './job-leader.js';
import { JobRunner, RUNNER } from './job-runner.js';
import { JobsRepository } from './jobs.repository.js';
import type { JobRow } from './jobs.repository.js';
import { nextTime } from './schedule.js';

/** Told to the leader when a run is asked for. */
export const JOBS_CHANNEL = 'jobs';
const LOOK_MS = 1_000;
/** A job that ends its process each time must not do so for ever. */
const MOST_ATTEMPTS = 3;
/** How long running jobs may still take when the process stops, after they are told. */
const STOP_MS = 10_000;

/** Looks every second whether this process leads and what is due. Jobs run side by side, each at most once at a time. */
@Injectable()
export class JobScheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(JobScheduler.name);
  private readonly running = new Map<string, Promise<void>>();
  private abort = new AbortController();
  private looking: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopListening: (() => void) | undefined;
  private ended = false;

  constructor(
    private readonly config: AppConfig,
    private readonly registry: JobRegistry,
    private readonly leader: JobLeader,
    private readonly jobs: JobsRepository,
    private readonly runner: JobRunner,
    private readonly notifications: Notifications,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.jobsEnabled) return;
    this.leader.onLost(() => {
      this.abort.abort();
      this.abort = new AbortController();
    });
    const look = AsyncResource.bind(() => void this.look());
    this.timer = setInterval(look, LOOK_MS);
    this.timer.unref();
    this.stopListening = this.notifications.listen(JOBS_CHANNEL, look);
    look();
  }

  /** Lets running jobs come to an end, stops what takes longer, and hands leadership on. */
  async beforeApplicationShutdown(): Promise<void> {
    this.ended = true;
    clearInterval(this.timer);
    this.stopListening?.();
    await this.looking;
    this.abort.abort();
    await Promise.race([Promise.all(this.running.values()), sleep(STOP_MS, undefined, { ref: false })]);
    await this.leader.release();
  }

  /** One look at a time. Never throws. */
  look(): Promise<void> {
    this.looking ??= this.lookNow()
      .catch((error: Error) => this.logger.warn(`The jobs could not be looked at: ${error.message}`))
      .finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async lookNow(): Promise<void> {
    if (this.ended || !(await this.leader.hold())) return;
    const [now, rows] = [await this.jobs.now(), new Map((await this.jobs.rows()).map((row) => [row.name, row]))];
    const known = this.registry.all();
    const names = new Set(known.map(({ name }) => name));
    if ([...rows.values()].some(({ name, schedule }) => schedule !== null && !names.has(name)))
      await this.jobs.retire([...names]);
    for (const job of known) if (!this.running.has(job.name)) await this.consider(job, rows.get(job.name), now);
  }

  private async consider(job: Job, row: JobRow | undefined, now: Date): Promise<void> {
    const next = nextTime(job.schedule, now, this.config.appTimezone);
    if (row?.schedule !== job.schedule) {
      await this.jobs.plan(job.name, job.schedule, next, row === undefined && job.at_first === true);
      return;
    }
    if (row.state === 'running' && !(await this.recover(row))) return;
    const due = row.next_at !== null && new Date(row.next_at) <= now;
    if (row.state === 'idle' && !due) return;
    const runId = await this.jobs.claim(job.name, row.next_at, due ? next : null, RUNNER);
    if (runId !== null) this.start(job, runId);
  }

  /** A run that nobody works on: its process is gone, since the leader is who runs the jobs, and that is us. */
  private async recover({ name, run_id: runId, attempt, runner }: JobRow): Promise<boolean> {
    this.logger.warn(`The job ${name} was interrupted (${runner ?? 'unknown'}, attempt ${attempt})`);
    if (attempt < MOST_ATTEMPTS) return this.jobs.requeue(name, runId!);
    const fault = `Interrupted ${attempt} times: the process that ran it ended each time`;
    await this.jobs.finish(name, runId!, { outcome: null, fault });
    return false;
  }

  private start(job: Job, runId: string): void {
    const work = this.runner.run(job, runId, this.abort.signal).finally(() => this.running.delete(job.name));
    this.running.set(job.name, work);
  }
}
