import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PeriodicRegistry } from '../../kernel/periodic/index.js';
import { RUNNER } from './job-runner.js';
import { PeriodicWorksRepository } from './periodic-works.repository.js';

const LOOK_MS = 5_000;
const REPORT_MS = 60_000;
/** Nobody waits longer than this for a last word when the process stops; what is left is taken away by the others. */
const FAREWELL_MS = 1_000;

/**
 * Tells the other processes how this one's periodic works stand: one statement a minute, and at once when a work fails or is well again. What
 * cannot be written is written soon.
 */
@Injectable()
export class PeriodicReports implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(PeriodicReports.name);
  private timer: NodeJS.Timeout | undefined;
  private due = 0;
  private writing: Promise<void> | undefined;
  private again = false;
  private failing = false;
  private ended = false;

  constructor(
    private readonly registry: PeriodicRegistry,
    private readonly works: PeriodicWorksRepository,
    private readonly host: HttpAdapterHost,
  ) {}

  /** Only a server has something to tell; a command is over soon. */
  onApplicationBootstrap(): void {
    if (!this.host.httpAdapter) return;
    // A work may fail within somebody's transaction, which this must not be part of.
    this.registry.onTurn(AsyncResource.bind(() => this.report()));
    this.timer = setInterval(() => {
      if (performance.now() >= this.due) this.report();
    }, LOOK_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.ended = true;
    clearInterval(this.timer);
    if (!this.timer) return;
    const farewell = (this.writing ?? Promise.resolve()).then(() => this.works.forget(this.registry.instance_id));
    await Promise.race([farewell.catch(() => undefined), sleep(FAREWELL_MS, undefined, { ref: false })]);
  }

  /** One at a time; what turned meanwhile is told right after. */
  private report(): void {
    this.again = true;
    this.writing ??= this.write().finally(() => (this.writing = undefined));
  }

  private async write(): Promise<void> {
    while (this.again && !this.ended) {
      this.again = false;
      try {
        await this.works.write(this.registry.instance_id, RUNNER, this.registry.reports());
        await this.works.forget(null);
        this.due = performance.now() + REPORT_MS;
        this.failing = false;
      } catch (error) {
        this.due = 0;
        if (!this.failing)
          this.logger.warn(`How the periodic works stand could not be written down: ${(error as Error).message}`);
        this.failing = true;
      }
    }
  }
}
