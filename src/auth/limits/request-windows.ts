interface Window {
  hits: number;
  readonly began_at: number;
  readonly length: number;
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
    if (!window || isOver(window, now)) {
      if (this.windows.size >= MOST_WINDOWS) this.sweep(now);
      this.windows.set(key, (window = { hits: 0, began_at: now, length }));
    }
    window.hits += 1;
    return { hits: window.hits, left_ms: leftOf(window, now) };
  }

  private sweep(now: number): void {
    for (const [key, window] of this.windows) if (isOver(window, now)) this.windows.delete(key);
    if (this.windows.size >= MOST_WINDOWS) this.windows.clear();
  }
}

/** From the beginning, never from the end: `now + length - now` is not `length` in floating point, and one answer in many promised 61 seconds of 60. */
function leftOf({ began_at, length }: Window, now: number): number {
  return length - (now - began_at);
}

function isOver(window: Window, now: number): boolean {
  return leftOf(window, now) <= 0;
}
