/** Retries that may come at once when all was quiet: sixteen clients on one row may each lose all of their four retries, and some more. */
const MOST = 100;
/** A retry for every so many transactions. */
const TRANSACTIONS_PER_RETRY = 10;
/** Beside those, this many a second: a server with little to do has hardly any transactions to earn retries with, and they cost it nothing. */
const FLOOR_PER_SECOND = 10;

/**
 * How many transactions may be run again. Where nearly everybody loses, running again is what everybody loses by: beyond a tenth of the
 * transactions (and a small floor) who has lost is told to come later instead. A bucket of tokens, full at the start: each transaction adds a
 * tenth, time adds a few, a retry takes one. So in any stretch of time there are at most 100 + 10 for each second + a tenth of the
 * transactions. One for each process.
 */
export class RetryBudget {
  private tokens = MOST;
  private asked: number;

  /** @param now milliseconds of a monotonic clock */
  constructor(now = performance.now()) {
    this.asked = now;
  }

  /** A transaction begins. On the path of every change: an addition. */
  earn(): void {
    if (this.tokens < MOST) this.tokens += 1 / TRANSACTIONS_PER_RETRY;
  }

  /** Whether one may be run again; it is spent then. @param now milliseconds of the same clock */
  take(now = performance.now()): boolean {
    this.tokens = Math.min(MOST, this.tokens + (Math.max(0, now - this.asked) / 1000) * FLOOR_PER_SECOND);
    this.asked = Math.max(this.asked, now);
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
