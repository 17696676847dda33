import { Injectable, Logger } from '@nestjs/common';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { AppConfig } from '../config/index.js';
import { Metrics } from '../metrics/index.js';

/** Whoever asks does not wait longer: what Redis would have told is known in some other way. */
const COMMAND_TIMEOUT_MS = 100;
const CONNECT_TIMEOUT_MS = 1_000;
const DEAF_AFTER_MS = 5_000;
const RETRY_FIRST_MS = 100;
const RETRY_LAST_MS = 2_000;
/** How often a Redis that did not answer is asked, by nobody's request, whether it does again. */
const PROBE_MS = 1_000;

const UP = Metrics.gauge({
  name: 'erp_redis_up',
  help: '1 when Redis answers; 0 when it does not, or when there is none',
});
const FAILURES = Metrics.counter({
  name: 'erp_redis_failures_total',
  help: 'Questions to Redis that were not answered in time or at all, and were answered without it',
});

/**
 * Redis where REDIS_URL names one. It is never needed: a question that it does not answer within 100 ms is answered by `undefined`, and
 * from then on it is asked nothing until it has answered a question of our own. Nothing waits for it, nothing fails without it.
 */
@Injectable()
export class RedisStore implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(RedisStore.name);
  private client: Redis | undefined;
  private readonly returns = new Set<() => void>();
  private answers = false;
  private ended = false;
  private probe: NodeJS.Timeout | undefined;

  constructor(private readonly config: AppConfig) {}

  /** Begins to connect and waits for nobody. The client is loaded by who names a Redis alone. */
  async onModuleInit(): Promise<void> {
    const { redisUrl, redisPrefix } = this.config;
    if (redisUrl === undefined) return;
    const { Redis } = await import('ioredis');
    this.client = new Redis(redisUrl, {
      connectionName: 'pabrik',
      connectTimeout: CONNECT_TIMEOUT_MS,
      commandTimeout: COMMAND_TIMEOUT_MS,
      // A connection that has gone deaf is given up, so that a new one is tried.
      socketTimeout: DEAF_AFTER_MS,
      keyPrefix: redisPrefix,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      retryStrategy: (attempt) => Math.min(RETRY_FIRST_MS * 2 ** Math.min(attempt, 10), RETRY_LAST_MS),
    });
    // Each failed attempt is told here; only the first of an outage is worth a line.
    this.client.on('error', (error: Error) => this.lost(error.message));
    this.client.on('close', () => this.lost('the connection was closed'));
    this.client.on('ready', () => this.found());
    UP.set(0);
  }

  /** Whether there should be one. */
  get configured(): boolean {
    return this.config.redisUrl !== undefined;
  }

  /** Whether it answered when it was last asked. */
  get usable(): boolean {
    return this.answers;
  }

  /** What Redis answers, or undefined when there is none or it does not answer in time. Never throws. */
  async ask<T>(question: (client: Redis) => Promise<T>): Promise<T | undefined> {
    if (!this.answers) return undefined;
    try {
      return await question(this.client!);
    } catch (error) {
      FAILURES.inc();
      this.lost((error as Error).message);
      return undefined;
    }
  }

  /** Has something done each time it is there again. */
  onReturn(work: () => void): void {
    this.returns.add(work);
  }

  onModuleDestroy(): void {
    this.ended = true;
    this.answers = false;
    clearInterval(this.probe);
    this.client?.disconnect();
  }

  private lost(why: string): void {
    if (this.ended) return;
    if (!this.answers && this.probe) return;
    if (this.answers)
      this.logger.warn(`Redis does not answer (${why}): limits are counted here, data is read directly`);
    this.answers = false;
    UP.set(0);
    this.probe ??= setInterval(() => this.tryAgain(), PROBE_MS).unref();
  }

  private tryAgain(): void {
    if (this.client!.status !== 'ready') return;
    this.client!.ping().then(
      () => this.found(),
      () => undefined,
    );
  }

  private found(): void {
    clearInterval(this.probe);
    this.probe = undefined;
    if (this.answers) return;
    this.answers = true;
    UP.set(1);
    this.logger.log('Redis answers');
    for (const work of this.returns) work();
  }
}
