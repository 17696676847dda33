/** What decides whether a day is worked: weekdays by ISO number (Monday 1, Sunday 7), and days that are exceptions to them. */
export interface WorkingPattern {
  readonly working_days: readonly number[];
  /** Date -> whether it is worked. */
  readonly exceptions: ReadonlyMap<string, boolean>;
}

const DAY_MS = 86_400_000;
/** A year of nothing but holidays is a mistake in the calendar, not a plan. */
const LONGEST_SEARCH_DAYS = 366;
/** The last day that is written with four digits for the year. */
const LAST_DAY = '9999-12-31';

/** The date `days` after another (before it, when negative), as YYYY-MM-DD. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whether a date is worked: an exception decides first, then the weekday. */
export function isWorkingDay(pattern: WorkingPattern, date: string): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
  return pattern.exceptions.get(date) ?? pattern.working_days.includes(weekday);
}

/** The working days from one date to another, both included. */
export function workingDaysBetween(pattern: WorkingPattern, from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (isWorkingDay(pattern, day)) days.push(day);
    if (day === LAST_DAY) break;
  }
  return days;
}

/**
 * The date that lies `count` working days after (before, when negative) a date. The date itself does not count; zero gives the date,
 * or the next working day when it is not one.
 * @returns null when the calendar has no working day within a year, or the calendar of four-digit years ends first
 */
export function addWorkingDays(pattern: WorkingPattern, date: string, count: number): string | null {
  const step = count < 0 ? -1 : 1;
  let day = date;
  let left = Math.abs(count);
  let idle = 0;
  if (left === 0) {
    while (!isWorkingDay(pattern, day)) {
      if (++idle > LONGEST_SEARCH_DAYS) return null;
      if (day === LAST_DAY) return null;
      day = addDays(day, 1);
    }
  }
  while (left > 0) {
    if (step > 0 && day === LAST_DAY) return null;
    day = addDays(day, step);
    if (isWorkingDay(pattern, day)) [left, idle] = [left - 1, 0];
    else if (++idle > LONGEST_SEARCH_DAYS) return null;
  }
  return day;
}
