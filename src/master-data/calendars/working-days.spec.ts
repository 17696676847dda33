import fc from 'fast-check';
import { addDays, addWorkingDays, isWorkingDay, workingDaysBetween } from './working-days.js';
import type { WorkingPattern } from './working-days.js';

/** Monday to Friday; Monday 17 August 2026 is a holiday, Saturday 22 August is worked. */
const pattern: WorkingPattern = {
  working_days: [1, 2, 3, 4, 5],
  exceptions: new Map([
    ['2026-08-17', false],
    ['2026-08-22', true],
  ]),
};

describe('working days', () => {
  it('follow the weekday, and an exception before it', () => {
    expect(isWorkingDay(pattern, '2026-08-14')).toBe(true);
    expect(isWorkingDay(pattern, '2026-08-16')).toBe(false);
    expect(isWorkingDay(pattern, '2026-08-17')).toBe(false);
    expect(isWorkingDay(pattern, '2026-08-22')).toBe(true);
  });

  it('are counted with both ends', () => {
    expect(workingDaysBetween(pattern, '2026-08-14', '2026-08-24')).toEqual([
      '2026-08-14',
      '2026-08-18',
      '2026-08-19',
      '2026-08-20',
      '2026-08-21',
      '2026-08-22',
      '2026-08-24',
    ]);
  });

  it('are added and taken off', () => {
    expect(addWorkingDays(pattern, '2026-08-14', 1)).toBe('2026-08-18');
    expect(addWorkingDays(pattern, '2026-08-14', 5)).toBe('2026-08-22');
    expect(addWorkingDays(pattern, '2026-08-18', -1)).toBe('2026-08-14');
    expect(addWorkingDays(pattern, '2026-08-16', 0)).toBe('2026-08-18');
    expect(addWorkingDays(pattern, '2026-08-18', 0)).toBe('2026-08-18');
  });

  it('cross the end of February in a leap year', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-02-28', 1)).toBe('2027-03-01');
  });

  it('are given up when there are none for a year', () => {
    const never: WorkingPattern = { working_days: [], exceptions: new Map() };
    expect(addWorkingDays(never, '2026-08-14', 1)).toBeNull();
    expect(addWorkingDays(never, '2026-08-14', 0)).toBeNull();
  });

  it('end with the last day that can be written', () => {
    expect(workingDaysBetween(pattern, '9999-12-30', '9999-12-31')).toEqual(['9999-12-30', '9999-12-31']);
    expect(addWorkingDays(pattern, '9999-12-31', 1)).toBeNull();
    expect(addWorkingDays(pattern, '9999-12-30', 1)).toBe('9999-12-31');
  });

  it('agree with counting them one by one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 400 }), (count, offset) => {
        const start = addDays('2026-06-01', offset);
        const end = addWorkingDays(pattern, start, count)!;
        expect(workingDaysBetween(pattern, addDays(start, 1), end)).toHaveLength(count);
        expect(isWorkingDay(pattern, end)).toBe(true);
      }),
    );
  });
});
