/** Raised when as many are waiting as may wait, or one has waited long enough. */
export class NoSlot extends Error {
  constructor() {
    super('No slot is free');
  }
}

/**
 * Lets a bounded number of works run at a time and a bounded number wait for a bounded time, so that a wave of logins can
 * neither take all memory nor all threads.
 */
export class HashingSlots {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly limits: { readonly running: number; readonly waiting: number; readonly waitMs: number },
  ) {}

  /** @throws NoSlot */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.limits.running) await this.wait();
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  /** Resolves when a finished work hands its slot over. */
  private wait(): Promise<void> {
    if (this.waiting.length >= this.limits.waiting) return Promise.reject(new NoSlot());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(go), 1);
        reject(new NoSlot());
      }, this.limits.waitMs);
      const go = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.waiting.push(go);
    });
  }
}
