import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { exitWith } from './config.js';

const DRAIN_LIMIT_MS = 20_000;
/** npm passes on the Ctrl-C that the terminal has sent to us already: only a signal after this long is a person insisting. */
const SAME_SIGNAL_MS = 1_000;
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const PARENT_CHECK_MS = 500;

export interface ShutdownOptions {
  /** How long new requests are still taken, while load balancers learn that they should not come. */
  graceSeconds: number;
  /** Leaves the database server, once the pool is closed. */
  closeDatabase: () => Promise<void>;
  logger: Logger;
  /** How long requests in flight may take to their end; 20 s when not given. */
  drainLimitMs?: number;
}

/** An application, or the processes of one. */
export interface Closable {
  close(): Promise<unknown>;
}

/** What is to be ended besides the database, from the moment it exists. */
interface Service {
  app: Closable;
  /** Makes `/health/ready` say no. */
  drain: () => void;
}

/**
 * Ends the process in order on SIGTERM, SIGINT and SIGHUP: not ready at once, new requests still taken for a while, those in
 * flight finished (20 s at most), the pool closed, the embedded database stopped, exit 0. A signal more than a second later
 * ends it at once. During the start a signal waits for the database, stops it and ends the process.
 */
export class Shutdown {
  private service: Service | undefined;
  private askedAt: number | undefined;

  constructor(private readonly options: ShutdownOptions) {
    for (const signal of SIGNALS) process.on(signal, () => this.onSignal(signal));
    if (process.env['npm_lifecycle_event'] !== undefined) this.followParent();
  }

  /** A SIGTERM to npm ends npm and the shell between us, which passes nothing on: without our parent we end as well. */
  private followParent(): void {
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      if (this.askedAt === undefined) this.onSignal('SIGTERM');
    }, PARENT_CHECK_MS);
    watch.unref();
  }

  /** A start that failed: leaves what was begun in order and ends with 1. When a signal has caused it, that one is followed. */
  async fail(error: unknown): Promise<void> {
    if (this.askedAt !== undefined) return;
    await this.service?.app.close().catch(() => undefined);
    await this.options.closeDatabase().catch(() => undefined);
    exitWith(error);
  }

  /** From now on the application is ended, too. */
  includes(app: Closable, drain: () => void): void {
    this.service = { app, drain };
  }

  private onSignal(signal: NodeJS.Signals): void {
    if (this.askedAt !== undefined) {
      if (performance.now() - this.askedAt > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    this.askedAt = performance.now();
    this.run(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        this.options.logger.error({ err: error }, 'the shutdown failed');
        process.exit(1);
      },
    );
  }

  private async run(signal: NodeJS.Signals): Promise<void> {
    const { closeDatabase, logger } = this.options;
    logger.info({ signal }, 'shutting down');
    if (this.service) await this.endService(this.service);
    await closeDatabase();
    logger.info('stopped');
  }

  private async endService({ app, drain }: Service): Promise<void> {
    drain();
    await sleep(this.options.graceSeconds * 1_000);
    const limit = this.options.drainLimitMs ?? DRAIN_LIMIT_MS;
    const inTime = await Promise.race([app.close().then(() => true), sleep(limit, false)]);
    if (!inTime) this.options.logger.warn(`requests were still running after ${limit / 1000} s and are cut off`);
  }
}
