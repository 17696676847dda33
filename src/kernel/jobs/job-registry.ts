import { Injectable } from '@nestjs/common';
import type { Job } from './job.js';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** All jobs of the loaded modules. A module adds its own when it is initialised; `src/operations/jobs` runs them. */
@Injectable()
export class JobRegistry {
  private readonly jobs = new Map<string, Job>();

  /** @throws Error when the name is odd or taken: a programming mistake */
  add(job: Job): void {
    if (!NAME.test(job.name)) throw new Error(`${job.name} is no name of a job`);
    if (this.jobs.has(job.name)) throw new Error(`There are two jobs called ${job.name}`);
    this.jobs.set(job.name, job);
  }

  all(): Job[] {
    return [...this.jobs.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): Job | undefined {
    return this.jobs.get(name);
  }
}
