import { checkSchedule, nextTime } from './schedule.js';

const next = (schedule: string, after: string, timezone = 'Asia/Jakarta'): string | undefined =>
  nextTime(schedule, new Date(after), timezone)?.toISOString();

it('falls due by the clock of the factory', () => {
  expect(next('30 1 * * *', '2026-11-26T10:00:00Z')).toBe('2026-11-26T18:30:00.000Z');
  expect(next('30 1 * * *', '2026-11-26T18:30:00Z')).toBe('2026-11-27T18:30:00.000Z');
  expect(next('0 4 * * 0', '2026-11-26T10:00:00Z')).toBe('2026-11-28T21:00:00.000Z');
});

it('knows seconds as a sixth field in front', () => {
  expect(next('*/5 * * * * *', '2026-11-26T10:00:02Z')).toBe('2026-11-26T10:00:05.000Z');
});

it('runs once a day, on days of 23 and of 25 hours too', () => {
  const days = ['2026-03-28T12:00:00Z', '2026-10-24T12:00:00Z'].map((start) => {
    const first = next('30 2 * * *', start, 'Europe/Berlin')!;
    return [first.slice(0, 10), next('30 2 * * *', first, 'Europe/Berlin')!.slice(0, 10)];
  });
  expect(days).toEqual([
    ['2026-03-29', '2026-03-30'],
    ['2026-10-25', '2026-10-26'],
  ]);
});

it('says what is no schedule, and that a day never comes', () => {
  expect(() => checkSchedule('every day')).toThrow();
  expect(() => checkSchedule('61 * * * *')).toThrow();
  expect(() => checkSchedule('30 1 * * *')).not.toThrow();
  expect(next('0 0 30 2 *', '2026-01-01T00:00:00Z')).toBeUndefined();
});
