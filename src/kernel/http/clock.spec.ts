import { wireTime } from './clock.js';

describe('wireTime', () => {
  const at = new Date('2026-01-26T10:03:11.120Z');
  it.each([
    ['Asia/Jakarta', '2026-01-26T17:03:11.120+07:00'],
    ['UTC', '2026-01-26T10:03:11.120+00:00'],
    ['America/St_Johns', '2026-01-26T06:33:11.120-03:30'],
    ['Pacific/Kiritimati', '2026-01-27T00:03:11.120+14:00'],
  ])('in %s it is %s', (zone, expected) => expect(wireTime(zone, at)).toBe(expected));

  it('writes midnight as 00 and keeps the leading zeros of milliseconds', () => {
    expect(wireTime('UTC', new Date('2026-03-01T00:00:00.007Z'))).toBe('2026-03-01T00:00:00.007+00:00');
  });

  it('is now when no time is given', () => {
    expect(Math.abs(Date.parse(wireTime('Asia/Jakarta')) - Date.now())).toBeLessThan(1000);
  });
});
