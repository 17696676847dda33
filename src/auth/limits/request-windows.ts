interface Window {
  hits: number;
  readonly ends_at: number;
}

/** How often something was done in the window that runs, and how many milliseconds are left of it. */
export interface WindowState {
  readonly hits: number;
  readonly left_ms: number;
}

const MOST_WINDOWS = 100_000;

/**
 * Counts in fixed windows. Nothing is started for a request: a window that is over is begun anew when it is next touched, or
 * swept when there are many.
 */
export class RequestWindows {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Counts once. @param length of a window that begins now, milliseconds */
  hit(key: string, length: number): WindowState {
    const now = this.now();
    let window = this.windows.get(key);
    if (!window || window.ends_at <= now) {
      if (this.windows.size >= MOST_WINDOWS) this.sweep(now);
      this.windows.set(key, (window = { hits: 0, ends_at: now + length }));
    }
    window.hits += 1;
    return { hits: window.hits, left_ms: window.ends_at - now };
  }

  private sweep(now: number): void {
    for (const [key, window] of this.windows) if (window.ends_at <= now) this.windows.delete(key);
    if (this.windows.size >= MOST_WINDOWS) this.windows.clear();
  }
}
