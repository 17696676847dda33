import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Database, Notifications } from '../database/index.js';
import { Metrics } from '../metrics/index.js';
import { RedisStore } from './redis-store.js';

/** The database says so itself, whoever wrote: see `fn_tell_reference_data`. */
const CHANNEL = 'reference_data';
const GENERATION = 'reference:generation';
/** Nothing is believed for longer, should every word of a change have been missed. */
const LIFETIME_SECONDS = 300;
const LARGEST_BYTES = 256 * 1024;

const REQUESTS = Metrics.counter({
  name: 'erp_cache_requests_total',
  help: 'Questions about reference data while REDIS_URL is set, by where the answer was found: hit in Redis, miss or bypass in the database',
  labels: ['result'],
});
const RATIO = Metrics.gauge({
  name: 'erp_cache_hit_ratio',
  help: 'Share of the questions about reference data, since the start, that Redis answered',
});
for (const result of ['hit', 'miss', 'bypass']) REQUESTS.inc({ result }, 0);
Metrics.onCollect(async () => {
  const values = await REQUESTS.values();
  const all = values.reduce((sum, { value }) => sum + value, 0);
  const hits = values.find(({ labels }) => labels['result'] === 'hit')?.value ?? 0;
  RATIO.set(all === 0 ? 0 : hits / all);
});

/**
 * Answers about reference data (units, currencies, product categories, departments), kept in Redis where there is one. Every change makes all of
 * them void by a new generation; an answer is stored under the generation from before it was read, so that one read during a change is
 * never found after it. Without Redis, and within a transaction that has begun, everything is read from the database.
 */
@Injectable()
export class ReferenceCache implements OnModuleInit {
  constructor(
    private readonly redis: RedisStore,
    private readonly db: Database,
    private readonly notifications: Notifications,
  ) {}

  onModuleInit(): void {
    if (!this.redis.configured) return;
    this.notifications.listen(CHANNEL, () => void this.forget());
    // What was changed while Redis was away could not be told to it.
    this.redis.onReturn(() => void this.forget());
  }

  /** The kept answer, or what `read` answers. @param key everything the answer depends on, the caller's scope included */
  async through<T>(key: string, read: () => Promise<T>): Promise<T> {
    if (!this.redis.configured) return read();
    const found = this.db.hasBegun()
      ? undefined
      : await this.redis.ask((redis) => redis.mget(GENERATION, entryOf(key)));
    if (found === undefined) return this.answered('bypass', read());
    const [generation, entry] = found;
    if (generation && entry?.startsWith(generation)) {
      return this.answered('hit', Promise.resolve(JSON.parse(entry.slice(generation.length)) as T));
    }
    const answer = await this.answered('miss', read());
    await this.keep(key, generation ?? null, JSON.stringify(answer));
    return answer;
  }

  /** Makes every kept answer void once the ambient transaction is committed, and before its caller is answered. */
  changed(): void {
    if (this.redis.configured) this.db.afterCommit(() => this.forget());
  }

  private async forget(): Promise<void> {
    await this.redis.ask((redis) => redis.set(GENERATION, randomUUID()));
  }

  private async keep(key: string, generation: string | null, answer: string): Promise<void> {
    if (answer.length > LARGEST_BYTES) return;
    await this.redis.ask((redis) =>
      generation === null
        ? redis.set(GENERATION, randomUUID(), 'NX')
        : redis.set(entryOf(key), `${generation}${answer}`, 'EX', LIFETIME_SECONDS),
    );
  }

  private answered<T>(result: 'hit' | 'miss' | 'bypass', answer: Promise<T>): Promise<T> {
    REQUESTS.inc({ result });
    return answer;
  }
}

function entryOf(key: string): string {
  return `reference:entry:${key}`;
}
