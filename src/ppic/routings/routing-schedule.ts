import { inOrder, successorsOf } from './routing-network.js';
import type { NetworkOperation } from './routing-network.js';

/** A calendar of working minutes; null: it does not reach that far. */
export interface WorkingClock {
  add(moment: number, minutes: number): number | null;
  next(moment: number): number | null;
  previous(moment: number): number | null;
  between(from: number, to: number): number;
}

/** An operation with the minutes that it takes, each counted by the clock of its own work centre. */
export interface ScheduledOperation extends NetworkOperation {
  readonly clock: WorkingClock;
  /** Waits before its set-up. */
  readonly queue_minutes: number;
  readonly duration_minutes: number;
  /** On the way to the next operation. */
  readonly move_minutes: number;
  /** Until the first batch is done that the next operation may begin with; the whole duration without overlap. Nothing only when that is nothing. */
  readonly first_batch_minutes: number;
  /** By predecessor, how long this operation works at the last batch that comes from it; the same holds. */
  readonly last_batch_minutes: ReadonlyMap<number, number>;
}

export interface Times {
  readonly start: number;
  readonly finish: number;
}

export interface Schedule {
  readonly earliest: ReadonlyMap<number, Times>;
  readonly latest: ReadonlyMap<number, Times>;
  /** Working minutes by which each operation may start later without making the last one later. */
  readonly slack: ReadonlyMap<number, number>;
  /** The chain that decides when the last operation is done, first to last. */
  readonly critical_path: readonly number[];
}

/** A calendar did not reach that far: no work for a year, or more than twenty years. */
export class OutOfCalendar extends Error {}

/** Begins as early as possible from a moment on. @throws OutOfCalendar */
export function scheduleFrom(operations: readonly ScheduledOperation[], start: number): Schedule {
  const ordered = inOrder(operations);
  const { times: earliest, decided_by } = forward(ordered, start);
  const end = Math.max(...[...earliest.values()].map(({ finish }) => finish));
  const last = ordered.findLast(({ number }) => earliest.get(number)!.finish === end)!;
  return finished(ordered, earliest, backward(ordered, end), pathTo(last.number, decided_by));
}

/** Begins as late as possible so that all is done at a moment; its earliest times begin with its first operation. @throws OutOfCalendar */
export function scheduleUntil(operations: readonly ScheduledOperation[], due: number): Schedule {
  const ordered = inOrder(operations);
  const latest = backward(ordered, due);
  const start = Math.min(
    ...ordered
      .filter(({ predecessors }) => predecessors.length === 0)
      .map(({ number, clock, queue_minutes }) => need(clock.add(latest.get(number)!.start, -queue_minutes))),
  );
  const { times: earliest, decided_by } = forward(ordered, start);
  const end = Math.max(...[...earliest.values()].map(({ finish }) => finish));
  const last = ordered.findLast(({ number }) => earliest.get(number)!.finish === end)!;
  return finished(ordered, earliest, latest, pathTo(last.number, decided_by));
}

/**
 * An operation begins when the first batch of each predecessor has come and has queued, and so late that it does not run out of
 * pieces: after the last batch has come, it still works at that batch.
 */
function forward(
  ordered: readonly ScheduledOperation[],
  start: number,
): { times: Map<number, Times>; decided_by: Map<number, number> } {
  const byNumber = new Map(ordered.map((operation) => [operation.number, operation]));
  const times = new Map<number, Times>();
  const decided_by = new Map<number, number>();
  for (const operation of ordered) {
    const { number, clock, duration_minutes, queue_minutes, predecessors } = operation;
    let begins = predecessors.length === 0 ? need(clock.add(start, queue_minutes)) : -Infinity;
    for (const each of predecessors) {
      const before = byNumber.get(each)!;
      const { start: from, finish } = times.get(each)!;
      const first = need(
        before.clock.add(need(before.clock.add(from, before.first_batch_minutes)), before.move_minutes),
      );
      const arrived = need(before.clock.add(finish, before.move_minutes));
      const ends = need(clock.add(arrived, operation.last_batch_minutes.get(each)!));
      const bound = Math.max(need(clock.add(first, queue_minutes)), need(clock.add(ends, -duration_minutes)));
      if (bound > begins) {
        begins = bound;
        decided_by.set(number, each);
      }
    }
    // What takes no time waits for no shift.
    const from = duration_minutes === 0 ? begins : need(clock.next(begins));
    times.set(number, { start: from, finish: need(clock.add(from, duration_minutes)) });
  }
  return { times, decided_by };
}

/** The same seen from the end. */
function backward(ordered: readonly ScheduledOperation[], due: number): Map<number, Times> {
  const byNumber = new Map(ordered.map((operation) => [operation.number, operation]));
  const successors = successorsOf(ordered);
  const times = new Map<number, Times>();
  for (const { number, clock, duration_minutes, move_minutes, first_batch_minutes } of ordered.toReversed()) {
    let ends = due;
    for (const each of successors.get(number)!) {
      const after = byNumber.get(each)!;
      const { start, finish } = times.get(each)!;
      const arrived = need(after.clock.add(finish, -after.last_batch_minutes.get(number)!));
      const queued = need(after.clock.add(start, -after.queue_minutes));
      const first = need(clock.add(need(clock.add(queued, -move_minutes)), -first_batch_minutes));
      ends = Math.min(ends, need(clock.add(arrived, -move_minutes)), need(clock.add(first, duration_minutes)));
    }
    const finish = duration_minutes === 0 ? ends : need(clock.previous(ends));
    times.set(number, { start: need(clock.add(finish, -duration_minutes)), finish });
  }
  return times;
}

function finished(
  ordered: readonly ScheduledOperation[],
  earliest: ReadonlyMap<number, Times>,
  latest: ReadonlyMap<number, Times>,
  critical_path: readonly number[],
): Schedule {
  const slack = new Map(
    ordered.map(({ number, clock }) => [number, clock.between(earliest.get(number)!.start, latest.get(number)!.start)]),
  );
  return { earliest, latest, slack, critical_path };
}

function pathTo(last: number, decided_by: ReadonlyMap<number, number>): number[] {
  const path = [last];
  for (let before = decided_by.get(last); before !== undefined; before = decided_by.get(before)) path.unshift(before);
  return path;
}

function need(moment: number | null): number {
  if (moment === null) throw new OutOfCalendar();
  return moment;
}
