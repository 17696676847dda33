import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { RequestContext, systemActor } from '../security/index.js';
import type { Periodic, PeriodicRegistry, PeriodicReport } from './periodic-registry.js';

/** What failed is tried again this soon where its turn is later: what a short outage of the database left behind is over with it. */
const RETRY_MS = 5_000;
const LONGEST_FAULT = 2000;

/** What `work` gives back when somebody else is at it: neither a success nor a failure. */
export const ELSEWHERE = Symbol('elsewhere');

export interface PeriodicDefinition {
  /** Lower case with hyphens, unique among these and the jobs. */
  readonly name: string;
  /** What it does, as a sentence. */
  readonly title: string;
  readonly every_ms: number;
  /** What the log says when it fails, such as `Stock could not be summed up`. */
  readonly complaint: string;
  /** Of all processes one does it at a time, and the others find it `ELSEWHERE`; otherwise each does it for itself. */
  readonly one_of_all?: boolean;
}

/** A moment of the monotonic clock; null before it came. */
type Moment = number | null;

/**
 * Work that a process does every so often beside its requests. What fails is a warning and is tried again: a database that is away must
 * neither keep the process from starting nor end it. It is done by the system, whose name its changes bear: without an actor the database
 * would show it neither users nor sessions nor the audit. How it stands is kept here and shown with the jobs.
 */
export abstract class PeriodicWork implements OnApplicationBootstrap, OnApplicationShutdown, Periodic {
  private readonly logger = new Logger(this.constructor.name);
  private timer: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private began: Moment = null;
  private readonly underWay = new Set<number>();
  private last: { readonly started: number; readonly ended: number; readonly fault: string | null } | null = null;
  private success: Moment = null;
  private lastFault: { readonly at: number; readonly text: string } | null = null;
  private runs = 0;
  private failures = 0;

  protected constructor(
    private readonly registry: PeriodicRegistry,
    private readonly definition: PeriodicDefinition,
  ) {
    registry.add(this);
  }

  get name(): string {
    return this.definition.name;
  }

  get title(): string {
    return this.definition.title;
  }

  get every_ms(): number {
    return this.definition.every_ms;
  }

  /** @returns `ELSEWHERE` when another is at it and nothing was done */
  protected abstract work(): Promise<unknown>;

  onApplicationBootstrap(): void | Promise<void> {
    this.began = performance.now();
    this.timer = setInterval(() => void this.attempt(), this.every_ms);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    clearTimeout(this.retry);
    this.began = null;
  }

  report(): PeriodicReport | null {
    if (this.began === null) return null;
    const now = performance.now();
    const ago = (moment: Moment | undefined): number | null =>
      moment === null || moment === undefined ? null : Math.max(0, Math.round(now - moment));
    const [runningSince] = this.underWay;
    return {
      name: this.name,
      every_ms: this.every_ms,
      one_of_all: this.definition.one_of_all ?? false,
      began_ago: ago(this.began)!,
      running_for: ago(runningSince),
      started_ago: ago(this.last?.started),
      ended_ago: ago(this.last?.ended),
      duration_ms: this.last && Math.round(this.last.ended - this.last.started),
      fault: this.last?.fault ?? null,
      success_ago: ago(this.success),
      last_fault: this.lastFault?.text ?? null,
      last_fault_ago: ago(this.lastFault?.at),
      runs: this.runs,
      failures: this.failures,
    };
  }

  /** Does it now. @param again soon after a failure: the same one is not told twice */
  protected async attempt(again = false): Promise<void> {
    let started = performance.now();
    // Two that begin at once are two: this is a set of beginnings.
    while (this.underWay.has(started)) started += 1e-3;
    this.underWay.add(started);
    try {
      const context = RequestContext.forSystem(systemActor(new Set(), []), randomUUID());
      const done = await RequestContext.run(context, () => this.work());
      this.ended(started, done === ELSEWHERE ? ELSEWHERE : null);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (!again || text !== this.lastFault?.text) this.logger.warn(`${this.definition.complaint}: ${text}`);
      this.ended(started, text.slice(0, LONGEST_FAULT));
      this.tryAgainSoon();
    }
  }

  private ended(started: number, fault: string | typeof ELSEWHERE | null): void {
    this.underWay.delete(started);
    const wasFailing = this.isFailing;
    const now = performance.now();
    if (fault === ELSEWHERE) {
      // It could be asked for, so what failed before is over; but it was not done.
      if (this.last) this.last = { ...this.last, fault: null };
    } else {
      this.last = { started, ended: now, fault };
      this.runs += 1;
      if (fault === null) this.success = now;
      else {
        this.failures += 1;
        this.lastFault = { at: now, text: fault };
      }
    }
    if (wasFailing !== this.isFailing) this.registry.turned();
  }

  private get isFailing(): boolean {
    return typeof this.last?.fault === 'string';
  }

  private tryAgainSoon(): void {
    if (this.began === null || this.every_ms <= RETRY_MS) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.attempt(true), RETRY_MS);
    this.retry.unref();
  }
}
