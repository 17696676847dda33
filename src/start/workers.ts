import cluster from 'node:cluster';
import type { Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Logger } from 'pino';
import type { AppConfig } from '../kernel/config/index.js';
import { runMigrations } from '../kernel/database/index.js';
import { createLogger } from '../kernel/http/index.js';
import { openDatabaseServer } from './database-server.js';
import { Shutdown } from './shutdown.js';
import { UntakenConnections } from './untaken-connections.js';
import { answerWorkerMetrics } from './worker-metrics.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** Who has served for this long before it ended is replaced at once: it did not fail at its start. */
const SETTLED_MS = 60_000;
/** A worker takes its time of grace and 20 s for what is in flight; who is still there this long after the grace is ended. */
const WORKER_LIMIT_MS = 25_000;

/** How long to wait before the next start. @param failures starts in a row that did not last */
export function pauseBeforeRestart(failures: number): number {
  return failures === 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
}

/** The processes of one server: each in a place that keeps its number, replaced when it ends unasked. */
class Workers {
  private readonly places = new Map<number, Worker>();
  private readonly untaken = new UntakenConnections();
  private readonly pauses = new Set<NodeJS.Timeout>();
  private ending = false;

  constructor(
    private readonly config: AppConfig,
    private readonly logger: Logger,
  ) {
    answerWorkerMetrics(() => this.places);
  }

  /** The first alone, since it prepares what the others find. @throws Error when it ends before it serves */
  async start(): Promise<void> {
    const first = this.fork(1, 0);
    const ended = once(first, 'exit').then(() => {
      if (!this.ending) throw new Error('The first server process ended before it served: its own output says why');
    });
    await Promise.race([once(first, 'listening'), ended]);
    ended.catch(() => undefined);
    for (let place = 2; place <= this.config.webConcurrency && !this.ending; place++) this.fork(place, 0);
  }

  /** Asks all of them to end, and ends those that do not. */
  async close(): Promise<void> {
    this.ending = true;
    const limit = this.config.shutdownGraceSeconds * 1000 + WORKER_LIMIT_MS;
    for (const pause of this.pauses) clearTimeout(pause);
    await Promise.all(
      [...this.places.values()].map(async (worker) => {
        const gone = once(worker, 'exit');
        worker.process.kill('SIGTERM');
        const force = setTimeout(() => worker.process.kill('SIGKILL'), limit);
        await gone;
        clearTimeout(force);
      }),
    );
  }

  private fork(place: number, failures: number): Worker {
    const worker = cluster.fork();
    const since = Date.now();
    let served = false;
    this.places.set(place, worker);
    this.untaken.watch(worker);
    worker.once('listening', () => (served = true));
    // A message to one that has just died. Unheard, it would end this process and all the others; its exit is what counts.
    worker.on('error', (error) =>
      this.logger.warn({ err: error, place }, 'a server process could not be told something'),
    );
    worker.once('exit', (code, signal) => {
      this.places.delete(place);
      if (this.ending || (place === 1 && failures === 0 && !served)) return;
      const next = served && Date.now() - since > SETTLED_MS ? 0 : failures + 1;
      const pause = pauseBeforeRestart(next);
      this.logger.error(
        { place, pid: worker.process.pid, code, signal, pause },
        'a server process ended; another takes its place',
      );
      const timer = setTimeout(() => {
        this.pauses.delete(timer);
        this.fork(place, next);
      }, pause);
      this.pauses.add(timer);
    });
    return worker;
  }
}

/**
 * Several server processes on one machine, behind one port (WEB_CONCURRENCY). This process serves nothing itself: it holds the embedded
 * database, migrates outside production, replaces a process that ended, with a pause that grows, and passes the end on to all.
 */
export async function superviseWorkers(settings: AppConfig): Promise<void> {
  const logger = createLogger(settings);
  const database = openDatabaseServer(settings, (message) => logger.info(message));
  const shutdown = new Shutdown({
    graceSeconds: 0,
    drainLimitMs: settings.shutdownGraceSeconds * 1000 + WORKER_LIMIT_MS + 2_000,
    closeDatabase: async () => (await database).close(),
    logger,
  });
  try {
    const { config } = await database;
    if (!config.isProduction) await runMigrations(config.databaseDirectUrl);
    const workers = new Workers(config, logger);
    shutdown.includes(workers, () => undefined);
    await workers.start();
    logger.info({ processes: config.webConcurrency }, 'several processes serve');
  } catch (error) {
    await shutdown.fail(error);
  }
}
