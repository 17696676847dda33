import { Logger } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import type { JobRegistry } from './job-registry.js';
import type { Job } from './job.js';
import { ScheduledJob } from './scheduled-job.js';

/** Months of a table that is kept by months are made this far ahead. */
const MONTHS_AHEAD = 3;

/** Sees to it that a row always finds its month: at every start, and as a job on a server that then runs for a year. */
export abstract class MonthsAhead extends ScheduledJob implements OnApplicationBootstrap {
  private readonly logger = new Logger(this.constructor.name);

  /** @param of what is kept by months, as a person says it: `the audit` */
  protected constructor(
    registry: JobRegistry,
    private readonly of: string,
    { name, schedule }: Pick<Job, 'name' | 'schedule'>,
  ) {
    super(registry, { name, title: `Makes the months of ${of} ahead.`, schedule });
  }

  /** Makes the months that are missing, up to so many ahead. @returns how many were made */
  protected abstract make(monthsAhead: number): Promise<number>;

  /** A database that is away must not keep the process from starting. */
  async onApplicationBootstrap(): Promise<void> {
    await this.ensure().catch((error: Error) =>
      this.logger.warn(`The months of ${this.of} could not be made ahead: ${error.message}`),
    );
  }

  /** @returns how many months were made */
  ensure(monthsAhead = MONTHS_AHEAD): Promise<number> {
    return this.make(monthsAhead);
  }

  async work(): Promise<{ made: number }> {
    return { made: await this.ensure() };
  }
}
