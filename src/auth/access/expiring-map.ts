/**
 * A bounded memory of what was read: an entry is forgotten when its time is over, the oldest when there are too many. Callers
 * that ask for the same missing entry at once share one read.
 */
export class ExpiringMap<Value> {
  private readonly entries = new Map<string, { readonly value: Value; readonly until: number }>();
  private readonly reads = new Map<string, Promise<Value>>();

  constructor(
    private readonly capacity: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get(key: string): Value | undefined {
    const entry = this.entries.get(key);
    return entry && entry.until > this.now() ? entry.value : undefined;
  }

  /** The remembered value, or what `read` answers, remembered for as long as `lifetime` says (milliseconds; 0 is not at all). */
  async through(key: string, read: () => Promise<Value>, lifetime: (value: Value) => number): Promise<Value> {
    const running = this.reads.get(key);
    if (running) return running;
    const reading = read();
    this.reads.set(key, reading);
    const asked = this.now();
    try {
      const value = await reading;
      // Forgotten meanwhile: what was read may be from before the change that was the reason to forget.
      if (this.reads.get(key) === reading) this.put(key, value, asked + lifetime(value));
      return value;
    } finally {
      if (this.reads.get(key) === reading) this.reads.delete(key);
    }
  }

  /** Remembers a value until a moment of the clock given. */
  put(key: string, value: Value, until: number): void {
    this.entries.delete(key);
    if (until <= this.now()) return;
    this.entries.set(key, { value, until });
    if (this.entries.size > this.capacity) this.entries.delete(this.entries.keys().next().value!);
  }

  /** Forgets the entries that `matches` names, and every read that is under way. */
  forget(matches: (value: Value) => boolean): void {
    this.reads.clear();
    for (const [key, entry] of this.entries) if (matches(entry.value)) this.entries.delete(key);
  }
}
