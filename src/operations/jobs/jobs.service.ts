import { Injectable } from '@nestjs/common';
import { Notifications } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { JobRegistry } from '../../kernel/jobs/index.js';
import type { Job } from '../../kernel/jobs/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { JOBS_CHANNEL } from './job-scheduler.js';
import type { JobDto } from './jobs.dto.js';
import { JOB_ERRORS } from './jobs.errors.js';
import { JobsRepository } from './jobs.repository.js';
import type { JobRow } from './jobs.repository.js';

/** What people see of the jobs, and how they ask for a run. */
@Injectable()
export class JobsService {
  constructor(
    private readonly registry: JobRegistry,
    private readonly jobs: JobsRepository,
    private readonly notifications: Notifications,
  ) {}

  async list(): Promise<JobDto[]> {
    const rows = new Map((await this.jobs.rows()).map((row) => [row.name, row]));
    return this.registry.all().map((job) => dto(job, rows.get(job.name)));
  }

  /** @throws NOT_FOUND */
  async get(name: string): Promise<JobDto> {
    const job = this.find(name);
    return dto(job, (await this.jobs.row(name)) ?? undefined);
  }

  /** Puts a run in line; the process that runs the jobs takes it up within a second. @throws NOT_FOUND, JOB_BUSY */
  async run(name: string): Promise<JobDto> {
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
}

function dto({ name, title, schedule }: Job, row: JobRow | undefined): JobDto {
  return {
    name,
    title,
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
    last_success_at: row?.last_success_at ?? null,
    runs: row?.runs ?? 0,
    failures: row?.failures ?? 0,
    requested_by: row?.requested_by ?? null,
    requested_at: row?.requested_at ?? null,
  };
}
