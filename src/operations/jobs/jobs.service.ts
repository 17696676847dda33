import { Injectable } from '@nestjs/common';
import { Notifications } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { JobRegistry } from '../../kernel/jobs/index.js';
import type { Job } from '../../kernel/jobs/index.js';
import { PeriodicRegistry } from '../../kernel/periodic/index.js';
import type { Periodic } from '../../kernel/periodic/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { RUNNER } from './job-runner.js';
import { JOBS_CHANNEL } from './job-scheduler.js';
import type { JobDto } from './jobs.dto.js';
import { JOB_ERRORS } from './jobs.errors.js';
import { JobsRepository } from './jobs.repository.js';
import type { JobRow } from './jobs.repository.js';
import type { PeriodicState } from './periodic-state.js';
import { PeriodicWorksRepository } from './periodic-works.repository.js';

/** What people see of the jobs and of the periodic works, and how they ask for a run of a job. */
@Injectable()
export class JobsService {
  constructor(
    private readonly registry: JobRegistry,
    private readonly jobs: JobsRepository,
    private readonly notifications: Notifications,
    private readonly periodic: PeriodicRegistry,
    private readonly works: PeriodicWorksRepository,
  ) {}

  async list(): Promise<JobDto[]> {
    const rows = new Map((await this.jobs.rows()).map((row) => [row.name, row]));
    const scheduled = this.registry.all().map((job) => dto(job, rows.get(job.name)));
    const states = await this.periodicStates();
    const periodic = this.periodic.all().map((work) => periodicDto(work, states.get(work.name)));
    return [...scheduled, ...periodic].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws NOT_FOUND */
  async get(name: string): Promise<JobDto> {
    const work = this.periodic.find(name);
    if (work) return periodicDto(work, (await this.periodicStates()).get(name));
    const job = this.find(name);
    return dto(job, (await this.jobs.row(name)) ?? undefined);
  }

  /** Puts a run in line; the process that runs the jobs takes it up within a second. @throws NOT_FOUND, JOB_BUSY, JOB_RUNS_BY_ITSELF */
  async run(name: string): Promise<JobDto> {
    if (this.periodic.find(name)) throw JOB_ERRORS.JOB_RUNS_BY_ITSELF();
    this.find(name);
    if (!(await this.jobs.request(name, currentActor().user_id))) throw JOB_ERRORS.JOB_BUSY();
    this.notifications.announce(JOBS_CHANNEL);
    return this.get(name);
  }

  private find(name: string): Job {
    const job = this.registry.find(name);
    if (!job) throw notFound('Job', name);
    return job;
  }

  private async periodicStates(): Promise<Map<string, PeriodicState>> {
    return new Map((await this.works.states(this.periodic, RUNNER)).map((state) => [state.name, state]));
  }
}

function dto({ name, title, schedule }: Job, row: JobRow | undefined): JobDto {
  return {
    name,
    title,
    kind: 'scheduled',
    schedule,
    state: row?.state ?? 'idle',
    next_at: row?.next_at ?? null,
    trigger: row?.trigger ?? null,
    runner: row?.runner ?? null,
    attempt: row?.attempt ?? 0,
    started_at: row?.started_at ?? null,
    finished_at: row?.finished_at ?? null,
    duration_ms: row?.duration_ms ?? null,
    result: row?.result ?? null,
    outcome: row?.outcome ?? null,
    fault: row?.fault ?? null,
    last_fault: row?.last_fault ?? null,
    last_fault_at: row?.last_fault_at ?? null,
    lag_seconds: row?.lag_seconds ?? 0,
    processes: null,
    last_success_at: row?.last_success_at ?? null,
    runs: row?.runs ?? 0,
    failures: row?.failures ?? 0,
    requested_by: row?.requested_by ?? null,
    requested_at: row?.requested_at ?? null,
  };
}

function periodicDto({ name, title, every_ms: every }: Periodic, state: PeriodicState | undefined): JobDto {
  const ended = state?.ended_at ?? null;
  return {
    name,
    title,
    kind: 'periodic',
    schedule: every > 0 ? `every ${every / 1000} s` : 'off',
    state: state?.running ? 'running' : 'idle',
    next_at: null,
    trigger: ended === null ? null : 'schedule',
    runner: state?.runner ?? null,
    attempt: 0,
    started_at: state?.started_at ?? null,
    finished_at: ended,
    duration_ms: state?.duration_ms ?? null,
    result: ended === null ? null : (state?.fault ?? null) === null ? 'succeeded' : 'failed',
    outcome: null,
    fault: state?.fault ?? null,
    last_fault: state?.last_fault ?? null,
    last_fault_at: state?.last_fault_at ?? null,
    lag_seconds: Math.floor(state?.lag ?? 0),
    processes: state?.processes ?? 0,
    last_success_at: state?.last_success_at ?? null,
    runs: state?.runs ?? 0,
    failures: state?.failures ?? 0,
    requested_by: null,
    requested_at: null,
  };
}
