import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';

const DRAIN_LIMIT_MS = 20_000;
/** npm passes on the Ctrl-C that the terminal has sent to us already: only a signal after this long is a person insisting. */
const SAME_SIGNAL_MS = 1_000;
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

export interface ShutdownSteps {
  app: INestApplication;
  /** Makes `/health/ready` say no. */
  drain: () => void;
  /** How long new requests are still taken, while load balancers learn that they should not come. */
  graceSeconds: number;
  /** Leaves the database server, once the pool is closed. */
  closeDatabase: () => Promise<void>;
  logger: Logger;
}

/**
 * Ends the process in order on SIGTERM, SIGINT and SIGHUP: not ready at once, new requests still taken for a while, those in
 * flight finished (20 s at most), the pool closed, the embedded database stopped, exit 0. A signal more than
 * a second later ends it at once.
 */
export function shutDownOnSignal(steps: ShutdownSteps): void {
  let askedAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (askedAt !== undefined) {
      if (performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    askedAt = performance.now();
    shutDown(steps, signal).then(
      () => process.exit(0),
      (error: unknown) => {
        steps.logger.error({ err: error }, 'the shutdown failed');
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

async function shutDown(steps: ShutdownSteps, signal: NodeJS.Signals): Promise<void> {
  const { app, drain, graceSeconds, closeDatabase, logger } = steps;
  logger.info({ signal }, 'shutting down');
  drain();
  await sleep(graceSeconds * 1_000);
  const closed = app.close().then(() => true);
  const inTime = await Promise.race([closed, sleep(DRAIN_LIMIT_MS, false)]);
  if (!inTime) logger.warn('requests were still running after 20 s and are cut off');
  await closeDatabase();
  logger.info('stopped');
}
