import type { ThrottlerStorage } from '@nestjs/throttler';

interface Window {
  hits: number;
  readonly ends_at: number;
}

const MOST_WINDOWS = 100_000;

/**
 * Counts requests in fixed windows. The library's own storage starts a timer for every request, which at a thousand requests a
 * second is sixty thousand timers; here a full window is dropped when it is next touched, or swept when there are many.
 */
export class RateLimitStorage implements ThrottlerStorage {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @param ttl length of a window, milliseconds */
  increment(
    key: string,
    ttl: number,
    limit: number,
  ): Promise<{ totalHits: number; timeToExpire: number; isBlocked: boolean; timeToBlockExpire: number }> {
    const now = this.now();
    let window = this.windows.get(key);
    if (!window || window.ends_at <= now) {
      if (this.windows.size >= MOST_WINDOWS) this.sweep(now);
      this.windows.set(key, (window = { hits: 0, ends_at: now + ttl }));
    }
    window.hits += 1;
    const seconds = Math.max(1, Math.ceil((window.ends_at - now) / 1000));
    return Promise.resolve({
      totalHits: window.hits,
      timeToExpire: seconds,
      isBlocked: window.hits > limit,
      timeToBlockExpire: seconds,
    });
  }

  private sweep(now: number): void {
    for (const [key, window] of this.windows) if (window.ends_at <= now) this.windows.delete(key);
    if (this.windows.size >= MOST_WINDOWS) this.windows.clear();
  }
}
