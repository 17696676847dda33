import { Injectable } from '@nestjs/common';
import { PeriodicRegistry, PeriodicWork } from '../../kernel/periodic/index.js';
import { DRIFT_NAMES, StockDrift } from '../../warehouse/index.js';
import type { Drift, DriftMark } from '../../warehouse/index.js';
import { reportCheck } from './integrity-metrics.js';
import { IntegrityService } from './integrity.service.js';

const EVERY_MS = 60_000;
/** Products that are looked at in one statement; well below the longest that a statement may take. */
const AT_ONCE = 200;
/** What is left over after this many comes first the next time. */
const MOST_PER_PASS = 4_000;
/** Products that nobody has touched and that are looked at all the same, so that each one comes round. */
const ROUND = 200;

/**
 * Looks every minute at what has changed since the last time, at what was wrong then, and at the next few of all the rest. What it finds is in
 * `erp_invariant_violations` until it is mended. Each process looks for itself: a look costs little, and one that is dead looks at nothing.
 */
@Injectable()
export class DriftWatch extends PeriodicWork {
  private seen: DriftMark | undefined;
  private waiting = new Set<string>();
  private round: string | null = null;
  private readonly found = new Map<string, readonly Drift[]>();
  private running: Promise<Drift[]> | undefined;

  constructor(
    registry: PeriodicRegistry,
    private readonly stock: StockDrift,
    private readonly integrity: IntegrityService,
  ) {
    super(registry, {
      name: 'drift-watch',
      title: 'Looks whether the stock that has changed still agrees with its ledger.',
      every_ms: EVERY_MS,
      complaint: 'What has changed could not be checked',
    });
  }

  /** Everything that is known to be off, after a look at what has changed. One look at a time. */
  look(): Promise<Drift[]> {
    this.running ??= this.pass().finally(() => (this.running = undefined));
    return this.running;
  }

  protected work(): Promise<unknown> {
    return this.look();
  }

  private async pass(): Promise<Drift[]> {
    const began = performance.now();
    const mark = await this.stock.mark();
    for (const id of await this.toLookAt()) this.waiting.add(id);
    this.seen = mark;
    for (const ids of portions([...this.waiting].slice(0, MOST_PER_PASS))) {
      const drifts = await this.stock.ofProducts(ids);
      for (const id of ids) {
        this.waiting.delete(id);
        const off = drifts.filter(({ product_id }) => product_id === id);
        if (off.length > 0) this.found.set(id, off);
        else this.found.delete(id);
      }
    }
    const all = [...this.found.values()].flat();
    const guards = await this.integrity.guards();
    const counts = DRIFT_NAMES.map((name) => [name, all.filter((drift) => drift.name === name).length] as const);
    const others = guards.map(({ name, violations }) => [name, violations] as const);
    reportCheck('incremental', [...counts, ...others], (performance.now() - began) / 1000);
    return all;
  }

  private async toLookAt(): Promise<string[]> {
    const changed = this.seen ? await this.stock.changedSince(this.seen) : [];
    const round = await this.stock.productsAfter(this.round, ROUND);
    this.round = round.length < ROUND ? null : (round.at(-1) ?? null);
    return [...this.found.keys(), ...changed, ...round];
  }
}

function* portions(ids: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < ids.length; from += AT_ONCE) yield ids.slice(from, from + AT_ONCE);
}
