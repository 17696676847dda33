import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';

/** How a work stands in this process. Times are ages in milliseconds: clocks of machines differ, ages do not. */
export interface PeriodicReport {
  readonly name: string;
  readonly every_ms: number;
  /** Of all processes one does it at a time: enough when any of them did. */
  readonly one_of_all: boolean;
  /** Since this process does it. */
  readonly began_ago: number;
  /** null when it is not at it. */
  readonly running_for: number | null;
  /** Of the last run that ended; null before the first. */
  readonly started_ago: number | null;
  readonly ended_ago: number | null;
  readonly duration_ms: number | null;
  /** Why the last run failed; null when it did not. */
  readonly fault: string | null;
  readonly success_ago: number | null;
  /** The last there was, also when all is well since. */
  readonly last_fault: string | null;
  readonly last_fault_ago: number | null;
  readonly runs: number;
  readonly failures: number;
}

/** What a work tells of itself. */
export interface Periodic {
  readonly name: string;
  /** What it does, as a sentence. */
  readonly title: string;
  readonly every_ms: number;
  /** null when this process does not do it. */
  report(): PeriodicReport | null;
}

/** The periodic works of this process; they add themselves. `src/operations/jobs` shows them. */
@Injectable()
export class PeriodicRegistry {
  /** This process among all, and among several applications in one process. */
  readonly instance_id = randomUUID();
  private readonly works = new Map<string, Periodic>();
  private readonly listeners: (() => void)[] = [];

  /** @throws Error when the name is taken: a programming mistake */
  add(work: Periodic): void {
    if (this.works.has(work.name)) throw new Error(`There are two periodic works called ${work.name}`);
    this.works.set(work.name, work);
  }

  all(): Periodic[] {
    return [...this.works.values()];
  }

  find(name: string): Periodic | undefined {
    return this.works.get(name);
  }

  reports(): PeriodicReport[] {
    return this.all().flatMap((work) => work.report() ?? []);
  }

  /** Has `listener` told whenever a work that was well fails, or one that failed is well again. */
  onTurn(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** To be called by a work. */
  turned(): void {
    for (const listener of this.listeners) listener();
  }
}
