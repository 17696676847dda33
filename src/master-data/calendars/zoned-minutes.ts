import { addDays } from './working-days.js';

/** Moments are whole minutes since 1970-01-01T00:00Z, so that adding them up is exact. */
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/**
 * The wall clock of one time zone, as minutes. A time of day that the clocks skip is the moment they are put forward; one that
 * comes twice is the first of the two.
 */
export class ZonedMinutes {
  private readonly formatter: Intl.DateTimeFormat;
  private readonly offsets = new Map<number, number>();

  /** @param timeZone IANA name such as `Asia/Jakarta` */
  constructor(timeZone: string) {
    this.formatter = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset', year: 'numeric' });
  }

  /** The date on the wall at a moment, `YYYY-MM-DD`. */
  dateAt(moment: number): string {
    return new Date((moment + this.offsetAt(moment)) * MINUTE_MS).toISOString().slice(0, 10);
  }

  /** The moment at which the wall clock of a date shows so many minutes past midnight, 0 to 1440. */
  moment(date: string, minute: number): number {
    if (minute === DAY_MINUTES) return this.moment(addDays(date, 1), 0);
    const midnight = Date.parse(`${date}T00:00:00Z`) / MINUTE_MS;
    const wall = midnight + minute;
    const before = this.offsetAt(midnight - DAY_MINUTES);
    const after = this.offsetAt(midnight + 2 * DAY_MINUTES);
    if (before === after || this.offsetAt(wall - before) === before) return wall - before;
    if (this.offsetAt(wall - after) === after) return wall - after;
    return this.changeBetween(wall - after, wall - before, after);
  }

  /** The first moment after `low`, up to `high`, at which the offset is `offset`. */
  private changeBetween(low: number, high: number, offset: number): number {
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.offsetAt(middle) === offset) high = middle;
      else low = middle;
    }
    return high;
  }

  /** Minutes that the wall clock is ahead of UTC. */
  private offsetAt(moment: number): number {
    let offset = this.offsets.get(moment);
    if (offset === undefined) {
      const parts = this.formatter.formatToParts(moment * MINUTE_MS);
      const name = parts.find(({ type }) => type === 'timeZoneName')!.value;
      const [, sign, hours, minutes] = /^GMT(?:([+-])(\d\d):(\d\d))?/.exec(name)!;
      offset = sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
      this.offsets.set(moment, offset);
    }
    return offset;
  }
}

/** A moment as whole minutes: one with seconds counts as the next minute (`up`) or the one before (`down`). */
export function minuteOf(time: string, rounding: 'up' | 'down'): number {
  const minutes = Date.parse(time) / MINUTE_MS;
  return rounding === 'up' ? Math.ceil(minutes) : Math.floor(minutes);
}

/** The moment as a point in time. */
export function timeOf(moment: number): Date {
  return new Date(moment * MINUTE_MS);
}
