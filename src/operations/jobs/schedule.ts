import { Cron } from 'croner';

/**
 * The first moment after another at which a schedule falls due, by the clock of the factory. A time that a change of the clock leaves out
 * is taken right after it, one that comes twice is taken once.
 * @param schedule five fields of cron, or six with seconds first
 * @returns null when it never comes (30 February)
 * @throws Error when it is no schedule
 */
export function nextTime(schedule: string, after: Date, timezone: string): Date | null {
  return new Cron(schedule, { timezone, paused: true }).nextRun(after);
}

/** @throws Error whose message says what is wrong with a schedule */
export function checkSchedule(schedule: string): void {
  new Cron(schedule, { paused: true }).stop();
}
