import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { RequestContext, systemActor } from '../security/index.js';

/**
 * Work that a process does every so often beside its requests. What fails is a warning and is tried again the next time: a database that
 * is away must neither keep the process from starting nor end it. It is done by the system, whose name its changes bear: without an actor
 * the database would show it neither users nor sessions nor the audit.
 */
export abstract class PeriodicWork implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(this.constructor.name);
  private timer: NodeJS.Timeout | undefined;

  /** @param complaint what the log says when it fails, such as `Stock could not be summed up` */
  protected constructor(
    private readonly everyMs: number,
    private readonly complaint: string,
  ) {}

  protected abstract work(): Promise<unknown>;

  onApplicationBootstrap(): void | Promise<void> {
    this.timer = setInterval(() => void this.attempt(), this.everyMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Does it now. */
  protected async attempt(): Promise<void> {
    try {
      const context = RequestContext.forSystem(systemActor(new Set(), []), randomUUID());
      await RequestContext.run(context, () => this.work());
    } catch (error) {
      this.logger.warn(`${this.complaint}: ${(error as Error).message}`);
    }
  }
}
