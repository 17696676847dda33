import { addDays, isWorkingDay } from './working-days.js';
import type { WorkingPattern } from './working-days.js';
import { ZonedMinutes } from './zoned-minutes.js';

/** Two times of day, `HH:MM`; an end that is not after the start lies on the next day. */
export interface TimesOfDay {
  readonly starts_at: string;
  readonly ends_at: string;
}

/** A shift belongs to the day on which it begins. */
export interface WorkedShift extends TimesOfDay {
  readonly name?: string;
  readonly breaks: readonly TimesOfDay[];
}

/** Hours to which the shifts of one day are cut; null: no limit on that side. */
export interface DayLimits {
  readonly works_from: string | null;
  readonly works_until: string | null;
}

/** Which minutes are worked: those of the shifts of each working day. Without shifts, a working day is worked round the clock. */
export interface WorkingHours extends WorkingPattern {
  readonly shifts: readonly WorkedShift[];
  /** Date -> its limits, for shortened days. */
  readonly limits: ReadonlyMap<string, DayLimits>;
  readonly time_zone: string;
}

/** From one moment to another. */
export type Span = readonly [start: number, end: number];

/** What is worked of one shift on the day on which it begins, its hours after midnight included. */
export interface ShiftOfDay {
  /** null: there are no shifts, and the day is worked round the clock. */
  readonly name: string | null;
  readonly spans: readonly Span[];
}

const DAY = 1440;
const ROUND_THE_CLOCK: readonly Span[] = [[0, DAY]];
/** A year without work is a mistake in the calendar, not a plan. */
const LONGEST_IDLE_DAYS = 366;
/** Twenty years: what lies further away is no plan either. */
const LONGEST_PLAN_DAYS = 7320;

/** Counts working minutes. Moments are whole minutes since 1970-01-01T00:00Z; see `zoned-minutes`. */
export class WorkingTime {
  private readonly clock: ZonedMinutes;
  private readonly days = new Map<string, readonly Span[]>();
  private readonly shifts: readonly Span[];

  constructor(private readonly hours: WorkingHours) {
    this.clock = new ZonedMinutes(hours.time_zone);
    this.shifts = hours.shifts.length === 0 ? ROUND_THE_CLOCK : hours.shifts.flatMap(withoutBreaks);
  }

  /** How many minutes are worked between two moments; none when the second is not later. */
  between(from: number, to: number): number {
    let minutes = 0;
    if (to <= from) return minutes;
    const last = this.clock.dateAt(to);
    for (let date = this.clock.dateAt(from); date <= last; date = addDays(date, 1)) {
      for (const [start, end] of this.workedOn(date)) {
        minutes += Math.max(0, Math.min(end, to) - Math.max(start, from));
      }
    }
    return minutes;
  }

  /**
   * The moment that is so many working minutes after another, the earliest such moment; before it, when negative, the latest. Zero
   * is the moment itself, worked or not.
   * @returns null when a year passes without work, or twenty years are not enough
   */
  add(moment: number, minutes: number): number | null {
    if (minutes === 0) return moment;
    let left = Math.abs(minutes);
    return this.walk(moment, minutes > 0, (start, end) => {
      if (end - start >= left) return minutes > 0 ? start + left : end - left;
      left -= end - start;
      return null;
    });
  }

  /** The first moment, not before this one, from which work goes on. @returns null when there is none within a year */
  next(moment: number): number | null {
    return this.walk(moment, true, (start) => start);
  }

  /** The last moment, not after this one, up to which work went on. @returns null when there is none within a year */
  previous(moment: number): number | null {
    return this.walk(moment, false, (_, end) => end);
  }

  /** The shifts that begin on a date, as moments and without their breaks; none on a day that is not worked. */
  shiftsOn(date: string): ShiftOfDay[] {
    if (!isWorkingDay(this.hours, date)) return [];
    const { shifts } = this.hours;
    const named = shifts.length === 0 ? [{ name: null, worked: ROUND_THE_CLOCK }] : shifts.map(workedOf);
    return named.map(({ name, worked }) => ({
      name,
      spans: merged(this.limited(date, worked))
        .map(([start, end]): Span => [this.at(date, start), this.at(date, end)])
        .filter(([start, end]) => start < end),
    }));
  }

  /** Offers the worked spans from a moment on (or back), until one is taken. */
  private walk(moment: number, forward: boolean, take: (start: number, end: number) => number | null): number | null {
    let date = this.clock.dateAt(moment);
    for (let day = 0, idle = 0; day <= LONGEST_PLAN_DAYS && idle <= LONGEST_IDLE_DAYS; day++, idle++) {
      const spans = this.workedOn(date);
      for (const [from, to] of forward ? spans : spans.toReversed()) {
        const [start, end] = forward ? [Math.max(from, moment), to] : [from, Math.min(to, moment)];
        if (start >= end) continue;
        const taken = take(start, end);
        if (taken !== null) return taken;
        idle = 0;
      }
      date = addDays(date, forward ? 1 : -1);
    }
    return null;
  }

  /** What is worked between two midnights, in order and without overlap: shifts of the day, and the end of the night before. */
  private workedOn(date: string): readonly Span[] {
    let spans = this.days.get(date);
    if (!spans) {
      const night = this.shiftsOf(addDays(date, -1)).map(([start, end]): Span => [start - DAY, end - DAY]);
      spans = merged([...night, ...this.shiftsOf(date)].map((span) => cut(span, 0, DAY)))
        .map(([start, end]): Span => [this.clock.moment(date, start), this.clock.moment(date, end)])
        .filter(([start, end]) => start < end);
      this.days.set(date, spans);
    }
    return spans;
  }

  /** The shifts that begin on a date, as minutes past its midnight. */
  private shiftsOf(date: string): readonly Span[] {
    if (!isWorkingDay(this.hours, date)) return [];
    return this.limited(date, this.shifts);
  }

  /** Minutes past the midnight of a date, cut to its hours. */
  private limited(date: string, spans: readonly Span[]): readonly Span[] {
    const limits = this.hours.limits.get(date);
    if (!limits) return spans;
    const from = limits.works_from === null ? 0 : minutesOf(limits.works_from);
    const until = limits.works_until === null ? 2 * DAY : endAfter(from, minutesOf(limits.works_until));
    return spans.map((span) => cut(span, from, until));
  }

  /** The moment at which so many minutes, up to two days of them, have passed on the wall since the midnight of a date. */
  private at(date: string, minute: number): number {
    return minute > DAY ? this.clock.moment(addDays(date, 1), minute - DAY) : this.clock.moment(date, minute);
  }
}

function workedOf(shift: WorkedShift): { name: string | null; worked: readonly Span[] } {
  return { name: shift.name ?? null, worked: withoutBreaks(shift) };
}

/** Minutes past midnight of a time of day. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function endAfter(start: number, end: number): number {
  return end > start ? end : end + DAY;
}

/** A shift, or a break of it, as minutes past the midnight before the shift. */
function spanOf({ starts_at, ends_at }: TimesOfDay, notBefore = 0): Span {
  const start = minutesOf(starts_at);
  const from = start < notBefore ? start + DAY : start;
  const length = endAfter(start, minutesOf(ends_at)) - start;
  return [from, from + length];
}

function cut([start, end]: Span, from: number, until: number): Span {
  return [Math.max(start, from), Math.min(end, until)];
}

function withoutBreaks(shift: WorkedShift): Span[] {
  const whole = spanOf(shift);
  const breaks = merged(shift.breaks.map((each) => cut(spanOf(each, whole[0]), ...whole)));
  const starts = [whole[0], ...breaks.map(([, end]) => end)];
  const ends = [...breaks.map(([start]) => start), whole[1]];
  return starts.map((start, index): Span => [start, ends[index]!]).filter(([start, end]) => start < end);
}

/** The same minutes in order, each once. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const [start, end] of spans.filter(([from, to]) => from < to).sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], end)];
    else result.push([start, end]);
  }
  return result;
}

/** What is wrong with the breaks of a shift: the positions of those that do not lie within it. */
export function breaksOutside(shift: WorkedShift): number[] {
  const [start, end] = spanOf(shift);
  return shift.breaks.flatMap((each, index) => {
    const [from, to] = spanOf(each, start);
    return from >= start && to <= end ? [] : [index];
  });
}
