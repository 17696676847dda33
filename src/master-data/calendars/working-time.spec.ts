import fc from 'fast-check';
import { WorkingTime, breaksOutside } from './working-time.js';
import type { WorkedShift, WorkingHours } from './working-time.js';
import { ZonedMinutes, minuteOf, timeOf } from './zoned-minutes.js';

const DAY_SHIFT: WorkedShift = {
  starts_at: '07:00',
  ends_at: '16:00',
  breaks: [{ starts_at: '12:00', ends_at: '13:00' }],
};
const NIGHT_SHIFT: WorkedShift = {
  starts_at: '22:00',
  ends_at: '06:00',
  breaks: [{ starts_at: '01:30', ends_at: '02:00' }],
};

/** Monday to Friday in Jakarta (+07:00, no daylight saving); 17 August 2026, a Monday, is a holiday. */
function hours(given: Partial<WorkingHours> = {}): WorkingHours {
  return {
    working_days: [1, 2, 3, 4, 5],
    exceptions: new Map([['2026-08-17', false]]),
    shifts: [DAY_SHIFT],
    limits: new Map(),
    time_zone: 'Asia/Jakarta',
    ...given,
  };
}

const at = (text: string): number => minuteOf(text, 'up');
const jakarta = (text: string): number => at(`${text}:00+07:00`);
const berlin = (given: Partial<WorkingHours>): WorkingTime =>
  new WorkingTime(hours({ time_zone: 'Europe/Berlin', working_days: [1, 2, 3, 4, 5, 6, 7], ...given }));

describe('working minutes', () => {
  it('of a day are its shift without the break', () => {
    const time = new WorkingTime(hours());
    // Friday 07:00 to 16:00 is nine hours, one of them a break.
    expect(time.between(jakarta('2026-08-14T00:00'), jakarta('2026-08-15T00:00'))).toBe(480);
    expect(time.between(jakarta('2026-08-14T11:30'), jakarta('2026-08-14T13:15'))).toBe(45);
    expect(time.between(jakarta('2026-08-14T12:10'), jakarta('2026-08-14T12:50'))).toBe(0);
    expect(time.between(jakarta('2026-08-14T15:00'), jakarta('2026-08-14T09:00'))).toBe(0);
  });

  it('skip the weekend and the holiday', () => {
    const time = new WorkingTime(hours());
    // 60 minutes of Friday are left at 15:00; then Tuesday.
    expect(time.add(jakarta('2026-08-14T15:00'), 60)).toBe(jakarta('2026-08-14T16:00'));
    expect(time.add(jakarta('2026-08-14T15:00'), 61)).toBe(jakarta('2026-08-18T07:01'));
    expect(time.add(jakarta('2026-08-18T07:01'), -61)).toBe(jakarta('2026-08-14T15:00'));
    // 1,000 minutes: 60 on Friday, 480 on Tuesday, 460 on Wednesday: five hours, the break, 160 minutes more.
    expect(time.add(jakarta('2026-08-14T15:00'), 1000)).toBe(jakarta('2026-08-19T15:40'));
    expect(time.between(jakarta('2026-08-14T15:00'), jakarta('2026-08-19T15:40'))).toBe(1000);
    expect(time.add(jakarta('2026-08-16T10:00'), 0)).toBe(jakarta('2026-08-16T10:00'));
  });

  it('begin again with the next shift and ended with the last', () => {
    const time = new WorkingTime(hours());
    expect(time.next(jakarta('2026-08-14T16:00'))).toBe(jakarta('2026-08-18T07:00'));
    expect(time.next(jakarta('2026-08-14T15:59'))).toBe(jakarta('2026-08-14T15:59'));
    expect(time.next(jakarta('2026-08-14T12:20'))).toBe(jakarta('2026-08-14T13:00'));
    expect(time.previous(jakarta('2026-08-18T07:00'))).toBe(jakarta('2026-08-14T16:00'));
    expect(time.previous(jakarta('2026-08-18T07:01'))).toBe(jakarta('2026-08-18T07:01'));
  });

  it('of a night belong to the day it began on', () => {
    const time = new WorkingTime(hours({ shifts: [NIGHT_SHIFT] }));
    // Friday's night ends on Saturday at 06:00: 480 minutes less the break of 30.
    expect(time.between(jakarta('2026-08-14T12:00'), jakarta('2026-08-15T12:00'))).toBe(450);
    expect(time.between(jakarta('2026-08-15T00:00'), jakarta('2026-08-15T12:00'))).toBe(330);
    // Monday is a holiday, so nothing of the night to Tuesday is worked.
    expect(time.next(jakarta('2026-08-15T06:00'))).toBe(jakarta('2026-08-18T22:00'));
    // 120 before midnight, 90 after it, the break, then 1 more.
    expect(time.add(jakarta('2026-08-13T22:00'), 211)).toBe(jakarta('2026-08-14T02:01'));
  });

  it('of shifts that overlap count once, and somebody works through a break of the others', () => {
    const early = { starts_at: '06:00', ends_at: '14:00', breaks: [{ starts_at: '10:00', ends_at: '10:30' }] };
    const late = { starts_at: '13:00', ends_at: '21:00', breaks: [{ starts_at: '13:30', ends_at: '13:45' }] };
    const time = new WorkingTime(hours({ shifts: [late, early] }));
    expect(time.between(jakarta('2026-08-14T00:00'), jakarta('2026-08-15T00:00'))).toBe(15 * 60 - 30);
  });

  it('of a shortened day stop early or begin late; an extra day is worked', () => {
    const limits = new Map([
      ['2026-08-14', { works_from: null, works_until: '11:30' }],
      ['2026-08-13', { works_from: '14:00', works_until: null }],
      ['2026-08-12', { works_from: '08:00', works_until: '10:00' }],
    ]);
    const exceptions = new Map([['2026-08-15', true]]);
    const time = new WorkingTime(hours({ limits, exceptions }));
    const of = (day: string): number => time.between(jakarta(`${day}T00:00`), jakarta(`${day}T23:59`));
    expect([of('2026-08-12'), of('2026-08-13'), of('2026-08-14'), of('2026-08-15'), of('2026-08-16')]).toEqual([
      120, 120, 270, 480, 0,
    ]);
    const night = new WorkingTime(
      hours({
        shifts: [NIGHT_SHIFT],
        limits: new Map([['2026-08-14', { works_from: '23:00', works_until: '01:00' }]]),
      }),
    );
    expect(night.between(jakarta('2026-08-14T12:00'), jakarta('2026-08-15T12:00'))).toBe(120);
  });

  it('without shifts are all minutes of the working days', () => {
    const time = new WorkingTime(hours({ shifts: [] }));
    expect(time.between(jakarta('2026-08-14T00:00'), jakarta('2026-08-19T00:00'))).toBe(2 * 1440);
    expect(time.add(jakarta('2026-08-14T23:00'), 90)).toBe(jakarta('2026-08-18T00:30'));
  });

  it('are given up after a year without work, or after twenty years', () => {
    const never = new WorkingTime(hours({ working_days: [], exceptions: new Map() }));
    expect([never.add(0, 1), never.next(0), never.previous(0), never.add(0, -1)]).toEqual([null, null, null, null]);
    const minute = { starts_at: '08:00', ends_at: '08:01', breaks: [] };
    expect(new WorkingTime(hours({ shifts: [minute] })).add(0, 9000)).toBeNull();
  });
});

describe('when the clocks change', () => {
  const NIGHT = { starts_at: '22:00', ends_at: '06:00', breaks: [] };

  it('the night in spring is an hour shorter and the night in autumn an hour longer', () => {
    const time = berlin({ shifts: [NIGHT] });
    expect(time.between(at('2026-03-28T21:00Z'), at('2026-03-29T21:00Z') - 120)).toBe(420);
    expect(time.between(at('2026-10-24T19:00Z'), at('2026-10-25T19:00Z'))).toBe(540);
    // From 22:00 (+01:00) seven hours on it is 06:00 (+02:00).
    expect(time.add(at('2026-03-28T22:00+01:00'), 420)).toBe(at('2026-03-29T06:00+02:00'));
    expect(time.add(at('2026-10-25T06:00+01:00'), -540)).toBe(at('2026-10-24T22:00+02:00'));
  });

  it('a time that is skipped is the moment of the change, one that comes twice the first of them', () => {
    const clock = new ZonedMinutes('Europe/Berlin');
    expect(clock.moment('2026-03-29', 150)).toBe(at('2026-03-29T01:00Z'));
    expect(clock.moment('2026-03-29', 180)).toBe(at('2026-03-29T01:00Z'));
    expect(clock.moment('2026-03-29', 119)).toBe(at('2026-03-29T00:59Z'));
    expect(clock.moment('2026-10-25', 150)).toBe(at('2026-10-25T00:30Z'));
    expect(clock.moment('2026-10-25', 180)).toBe(at('2026-10-25T02:00Z'));
    expect(clock.moment('2026-10-25', 1440)).toBe(at('2026-10-25T23:00Z'));
    expect(clock.dateAt(at('2026-10-25T22:59Z'))).toBe('2026-10-25');
    expect(clock.dateAt(at('2026-10-25T23:00Z'))).toBe('2026-10-26');
    expect(new ZonedMinutes('America/St_Johns').moment('2026-01-15', 0)).toBe(at('2026-01-15T03:30Z'));
    expect(new ZonedMinutes('UTC').moment('2026-01-15', 60)).toBe(at('2026-01-15T01:00Z'));
  });
});

describe('a moment', () => {
  it('with seconds is the minute after or before', () => {
    expect(timeOf(minuteOf('2026-01-01T10:00:30Z', 'up')).toISOString()).toBe('2026-01-01T10:01:00.000Z');
    expect(timeOf(minuteOf('2026-01-01T10:00:30Z', 'down')).toISOString()).toBe('2026-01-01T10:00:00.000Z');
    expect(minuteOf('2026-01-01T17:00:00+07:00', 'up')).toBe(minuteOf('2026-01-01T10:00:00Z', 'down'));
  });
});

describe('a break', () => {
  it('lies within its shift, also past midnight', () => {
    const breaks = [
      { starts_at: '23:30', ends_at: '00:30' },
      { starts_at: '05:30', ends_at: '06:30' },
      { starts_at: '21:00', ends_at: '22:30' },
    ];
    expect(breaksOutside({ starts_at: '22:00', ends_at: '06:00', breaks })).toEqual([1, 2]);
    expect(breaksOutside(DAY_SHIFT)).toEqual([]);
  });
});

/** The same question asked of the wall clock, one minute after another. */
class NaiveClock {
  private readonly wall: Intl.DateTimeFormat;
  constructor(private readonly of: WorkingHours) {
    this.wall = new Intl.DateTimeFormat('sv-SE', { timeZone: of.time_zone, dateStyle: 'short', timeStyle: 'short' });
  }

  works(moment: number): boolean {
    const [date, time] = this.wall.format(timeOf(moment)).split(' ') as [string, string];
    const before = new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    return this.of.shifts.some(
      (shift) => (this.isDay(date) && within(shift, time, true)) || (this.isDay(before) && within(shift, time, false)),
    );
  }

  private isDay(date: string): boolean {
    return (
      this.of.exceptions.get(date) ?? this.of.working_days.includes(new Date(`${date}T00:00:00Z`).getUTCDay() || 7)
    );
  }
}

/** Whether a shift is at work at a time of the day it began on, or of the day after. */
function within(shift: WorkedShift, time: string, first: boolean): boolean {
  const covers = ({ starts_at, ends_at }: { starts_at: string; ends_at: string }): boolean => {
    if (ends_at > starts_at) return first && starts_at <= time && time < ends_at;
    return first ? starts_at <= time : time < ends_at;
  };
  const overnight = shift.ends_at <= shift.starts_at;
  const inBreak = shift.breaks.some((each) =>
    overnight && each.starts_at < shift.starts_at
      ? !first && each.starts_at <= time && time < each.ends_at
      : covers(each),
  );
  return covers(shift) && !inBreak;
}

describe('against a clock that is watched minute by minute', () => {
  // In the hour that comes twice (from 02:00 in Berlin, from 01:00 in New York) a wall clock does not say which of two moments it
  // means; what is taken then is told above.
  const time = fc
    .tuple(fc.constantFrom(0, 1, 3, 4, 6, 7, 9, 12, 15, 18, 22, 23), fc.constantFrom(0, 1, 15, 30, 59))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(hour === 1 ? 0 : minute).padStart(2, '0')}`);
  const shift = fc
    .tuple(time, time, fc.array(fc.tuple(time, time), { maxLength: 2 }))
    .map(([starts_at, ends_at, pairs]): WorkedShift => {
      const breaks = pairs.map(([a, b]) => ({ starts_at: a, ends_at: b }));
      return {
        starts_at,
        ends_at,
        breaks: breaks.filter((each) => breaksOutside({ starts_at, ends_at, breaks: [each] }).length === 0),
      };
    });
  const pattern = fc.record({
    shifts: fc.array(shift, { minLength: 1, maxLength: 3 }),
    working_days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    time_zone: fc.constantFrom('Europe/Berlin', 'Asia/Jakarta', 'America/New_York'),
    exceptions: fc.constantFrom(
      new Map<string, boolean>(),
      new Map([
        ['2026-03-29', true],
        ['2026-10-26', false],
      ]),
    ),
    limits: fc.constant(new Map()),
  });

  it('every minute counts, forward and back', () => {
    const start = fc
      .tuple(
        fc.constantFrom('2026-03-07T12:00Z', '2026-03-28T00:00Z', '2026-10-24T00:00Z', '2026-10-31T12:00Z'),
        fc.integer({ min: 0, max: 2000 }),
      )
      .map(([day, offset]) => at(day) + offset);
    fc.assert(
      fc.property(pattern, start, fc.integer({ min: 1, max: 2500 }), (given, from, length) => {
        const working = new WorkingTime(given);
        const naive = new NaiveClock(given);
        let worked = 0;
        for (let moment = from; moment < from + length; moment++) {
          const works = naive.works(moment);
          if (works) {
            worked += 1;
            if (worked % 50 === 1) expect(working.next(moment)).toBe(moment);
            if (worked % 50 === 1) expect(working.add(from, worked)).toBe(moment + 1);
          }
        }
        expect(working.between(from, from + length)).toBe(worked);
        if (worked === 0) return;
        const end = working.add(from, worked)!;
        const back = working.add(end, -worked)!;
        expect(back).toBeGreaterThanOrEqual(from);
        expect([working.between(from, back), naive.works(back), naive.works(end - 1)]).toEqual([0, true, true]);
        expect(working.previous(end)).toBe(end);
      }),
      { numRuns: 60 },
    );
  });
});
