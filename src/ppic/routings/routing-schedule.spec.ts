import fc from 'fast-check';
import { WorkingTime } from '../../master-data/index.js';
import { OutOfCalendar, scheduleFrom, scheduleUntil } from './routing-schedule.js';
import type { Schedule, ScheduledOperation, WorkingClock } from './routing-schedule.js';

const ALWAYS: WorkingClock = {
  add: (moment, minutes) => moment + minutes,
  next: (moment) => moment,
  previous: (moment) => moment,
  between: (from, to) => Math.max(0, to - from),
};

interface Given {
  number: number;
  predecessors?: number[];
  minutes: number;
  queue?: number;
  move?: number;
  /** Minutes until the first batch, where the next may begin with it; and how long it works at the last batch of one before. */
  first?: number;
  last?: number;
  clock?: WorkingClock;
}

function operation({
  number,
  predecessors = [],
  minutes,
  queue = 0,
  move = 0,
  first,
  last,
  clock,
}: Given): ScheduledOperation {
  return {
    number,
    predecessors,
    clock: clock ?? ALWAYS,
    queue_minutes: queue,
    duration_minutes: minutes,
    move_minutes: move,
    first_batch_minutes: first ?? minutes,
    last_batch_minutes: new Map(predecessors.map((each) => [each, last ?? minutes])),
  };
}

const times = (of: Schedule['earliest']): Record<number, [number, number]> =>
  Object.fromEntries([...of].map(([number, { start, finish }]) => [number, [start, finish]]));

describe('a schedule', () => {
  const fork = [
    operation({ number: 10, minutes: 60, move: 10 }),
    operation({ number: 20, predecessors: [10], minutes: 100, queue: 20 }),
    operation({ number: 30, predecessors: [10], minutes: 30 }),
    operation({ number: 40, predecessors: [20, 30], minutes: 15 }),
  ];

  it('waits for the longer branch, and says how much time the other has', () => {
    const { earliest, latest, slack, critical_path } = scheduleFrom(fork, 1000);
    // 10: 1000-1060, moved at 1070; 20 has queued at 1090; 30 begins at 1070; 40 when 20 is done at 1190.
    expect(times(earliest)).toEqual({ 10: [1000, 1060], 20: [1090, 1190], 30: [1070, 1100], 40: [1190, 1205] });
    expect(times(latest)).toEqual({ 10: [1000, 1060], 20: [1090, 1190], 30: [1160, 1190], 40: [1190, 1205] });
    expect(Object.fromEntries(slack)).toEqual({ 10: 0, 20: 0, 30: 90, 40: 0 });
    expect(critical_path).toEqual([10, 20, 40]);
  });

  it('ends when it is due, and begins as late as it can', () => {
    const { earliest, latest, critical_path } = scheduleUntil(fork, 2000);
    expect(times(latest)).toEqual({ 10: [1795, 1855], 20: [1885, 1985], 30: [1955, 1985], 40: [1985, 2000] });
    expect(times(earliest)).toEqual({ 10: [1795, 1855], 20: [1885, 1985], 30: [1865, 1895], 40: [1985, 2000] });
    expect(critical_path).toEqual([10, 20, 40]);
  });

  it('lets the next begin with the first batch, and the faster one so late that it never waits', () => {
    // 10 takes 100, its first batch is there after 20. A slower one begins at 20 and is done at 220.
    const slower = [
      operation({ number: 10, minutes: 100, first: 20 }),
      operation({ number: 20, predecessors: [10], minutes: 200, last: 40 }),
    ];
    expect(times(scheduleFrom(slower, 0).earliest)).toEqual({ 10: [0, 100], 20: [20, 220] });
    // A faster one of 50 works 10 at the last batch, which comes at 100: done at 110, begun at 60.
    const faster = [
      operation({ number: 10, minutes: 100, first: 20 }),
      operation({ number: 20, predecessors: [10], minutes: 50, last: 10 }),
    ];
    expect(times(scheduleFrom(faster, 0).earliest)).toEqual({ 10: [0, 100], 20: [60, 110] });
    expect(times(scheduleUntil(slower, 220).latest)).toEqual({ 10: [0, 100], 20: [20, 220] });
    expect(times(scheduleUntil(faster, 110).latest)).toEqual({ 10: [0, 100], 20: [60, 110] });
  });

  it('counts each work centre by its own calendar', () => {
    const shift = { starts_at: '07:00', ends_at: '15:00', breaks: [] };
    const day = {
      working_days: [1, 2, 3, 4, 5],
      exceptions: new Map(),
      limits: new Map(),
      time_zone: 'UTC',
      shifts: [shift],
    };
    const clock = new WorkingTime(day);
    const night = new WorkingTime({ ...day, shifts: [{ starts_at: '18:00', ends_at: '20:00', breaks: [] }] });
    const at = (text: string): number => Date.parse(`${text}:00Z`) / 60_000;
    const operations = [
      operation({ number: 10, minutes: 540, clock }),
      operation({ number: 20, predecessors: [10], minutes: 60, clock: night }),
    ];
    // Friday 14 August 2026 07:00: eight hours, and one on Monday; then the evening.
    const { earliest, latest } = scheduleFrom(operations, at('2026-08-14T06:00'));
    expect(times(earliest)).toEqual({
      10: [at('2026-08-14T07:00'), at('2026-08-17T08:00')],
      20: [at('2026-08-17T18:00'), at('2026-08-17T19:00')],
    });
    expect(times(latest)[10]).toEqual([at('2026-08-14T14:00'), at('2026-08-17T15:00')]);
    const never = new WorkingTime({ ...day, working_days: [] });
    expect(() => scheduleFrom([operation({ number: 10, minutes: 1, clock: never })], 0)).toThrow(OutOfCalendar);
  });

  it('of any network is as long as its longest chain, and the same forward and backward', () => {
    const network = fc
      .array(
        fc.record({
          minutes: fc.integer({ min: 0, max: 300 }),
          queue: fc.integer({ min: 0, max: 30 }),
          move: fc.integer({ min: 0, max: 30 }),
          before: fc.array(fc.nat(20), { maxLength: 3 }),
        }),
        { minLength: 1, maxLength: 9 },
      )
      .map((rows) =>
        rows.map(({ before, ...row }, index) => ({
          ...row,
          number: index + 1,
          predecessors: index === 0 ? [] : [...new Set(before.map((each) => (each % index) + 1))],
        })),
      );
    fc.assert(
      fc.property(network, (given) => {
        const operations = given.map(operation);
        // Every chain by itself: queue and work of each, and the moves between them.
        const chains = (upTo: number): number[] => {
          const { queue, minutes, predecessors } = given[upTo - 1]!;
          const before = predecessors.flatMap((each) => chains(each).map((length) => length + given[each - 1]!.move));
          return (before.length === 0 ? [0] : before).map((length) => length + queue + minutes);
        };
        const longest = Math.max(...given.flatMap(({ number }) => chains(number)));
        const forward = scheduleFrom(operations, 0);
        const end = Math.max(...[...forward.earliest.values()].map(({ finish }) => finish));
        expect(end).toBe(longest);
        const backward = scheduleUntil(operations, end);
        expect(times(backward.latest)).toEqual(times(forward.latest));
        expect(times(backward.earliest)).toEqual(times(forward.earliest));
        for (const { number } of operations) {
          expect(forward.latest.get(number)!.start).toBeGreaterThanOrEqual(forward.earliest.get(number)!.start);
        }
        for (const number of forward.critical_path) expect(forward.slack.get(number)).toBe(0);
      }),
    );
  });

  it('of any network by shifts, begun as late as it may, is done in time', () => {
    const shift = { starts_at: '07:00', ends_at: '15:30', breaks: [{ starts_at: '11:00', ends_at: '11:30' }] };
    const hours = {
      working_days: [1, 2, 3, 4, 5],
      exceptions: new Map(),
      limits: new Map(),
      time_zone: 'Europe/Berlin',
    };
    const clocks = [new WorkingTime({ ...hours, shifts: [shift] }), new WorkingTime({ ...hours, shifts: [] })];
    const row = fc.record({
      minutes: fc.integer({ min: 0, max: 900 }),
      first: fc.integer({ min: 1, max: 100 }),
      clock: fc.nat(1),
      before: fc.nat(9),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 10_000 }),
        (rows, offset) => {
          const operations = rows.map(({ minutes, first, clock, before }, index) =>
            operation({
              number: index + 1,
              minutes,
              first: Math.min(first, minutes),
              last: Math.min(first, minutes),
              clock: clocks[clock]!,
              predecessors: index === 0 ? [] : [(before % index) + 1],
            }),
          );
          const due = Date.parse('2026-03-30T00:00Z') / 60_000 + offset;
          const { earliest, latest } = scheduleUntil(operations, due);
          for (const { number } of operations) {
            expect(latest.get(number)!.finish).toBeLessThanOrEqual(due);
            expect(earliest.get(number)!.finish).toBeLessThanOrEqual(latest.get(number)!.finish);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
