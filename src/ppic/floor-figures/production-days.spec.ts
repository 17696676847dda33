import { WorkingTime } from '../../master-data/index.js';
import type { Standstill } from './oee.js';
import { byDay, slotsOf } from './production-days.js';

const shift = (name: string, starts_at: string, ends_at: string, breaks: object[] = []) => ({
  name,
  starts_at,
  ends_at,
  breaks: breaks as never,
});
const clock = (shifts: ReturnType<typeof shift>[], more: object = {}) =>
  new WorkingTime({
    working_days: [1, 2, 3, 4, 5],
    exceptions: new Map(),
    limits: new Map(),
    shifts,
    time_zone: 'Asia/Jakarta',
    ...more,
  });
/** Minutes since 1970 of a time in Jakarta. */
const at = (time: string): number => Date.parse(`${time}:00+07:00`) / 60_000;
const LATER = at('2027-01-01T00:00');
/** A Friday and a Saturday. */
const DAYS = { from: '2026-11-20', to: '2026-11-21' };

const TWO = [
  shift('Morning', '06:00', '14:00', [{ starts_at: '10:00', ends_at: '10:30' }]),
  shift('Night', '22:00', '06:00', [{ starts_at: '02:00', ends_at: '02:30' }]),
];

describe('the shifts of production days', () => {
  it('belong to the day on which they begin, with their hours after midnight and without their breaks', () => {
    expect(slotsOf(clock(TWO), DAYS, LATER)).toEqual([
      {
        production_date: '2026-11-20',
        shift: 'Morning',
        spans: [
          [at('2026-11-20T06:00'), at('2026-11-20T10:00')],
          [at('2026-11-20T10:30'), at('2026-11-20T14:00')],
        ],
      },
      {
        production_date: '2026-11-20',
        shift: 'Night',
        spans: [
          [at('2026-11-20T22:00'), at('2026-11-21T02:00')],
          [at('2026-11-21T02:30'), at('2026-11-21T06:00')],
        ],
      },
    ]);
  });

  it('are cut at the moment up to which is asked, and can be one only, whatever its case', () => {
    const night = slotsOf(clock(TWO), DAYS, at('2026-11-20T23:00'), 'NIGHT');
    expect(night.map(({ spans }) => spans)).toEqual([[[at('2026-11-20T22:00'), at('2026-11-20T23:00')]]]);
    expect(slotsOf(clock(TWO), DAYS, at('2026-11-20T06:00'))).toEqual([]);
    expect(slotsOf(clock(TWO), DAYS, LATER, 'Noon')).toEqual([]);
  });

  it('count what overlaps for the first of them', () => {
    const slots = slotsOf(clock([shift('A', '06:00', '14:00'), shift('B', '13:00', '21:00')]), DAYS, LATER);
    expect(slots.map(({ spans }) => spans[0]![1] - spans[0]![0])).toEqual([480, 420]);
  });

  it('are cut to the hours of a shortened day, and without shifts are the day round the clock', () => {
    const limits = new Map([['2026-11-20', { works_from: null, works_until: '12:00' }]]);
    expect(slotsOf(clock(TWO, { limits }), DAYS, LATER).map(({ spans }) => spans.at(-1)![1])).toEqual([
      at('2026-11-20T12:00'),
    ]);
    expect(slotsOf(clock([]), DAYS, LATER)).toEqual([
      { production_date: '2026-11-20', shift: null, spans: [[at('2026-11-20T00:00'), at('2026-11-21T00:00')]] },
    ]);
  });
});

describe('standstills by day', () => {
  it('are found for every day that they can touch, and not for others', () => {
    const stop: Standstill = {
      started: at('2026-11-21T05:00'),
      ended: at('2026-11-21T05:30'),
      place: null,
      is_planned: false,
    };
    const other = { ...stop, started: at('2026-11-20T08:00'), ended: at('2026-11-20T09:00') };
    const on = byDay('2026-11-01', [stop, other]);
    // The night shift of the 20th is still at work at five in the morning of the 21st.
    expect(on('2026-11-20')).toEqual([stop, other]);
    expect(on('2026-11-21')).toEqual([stop, other]);
    expect(on('2026-11-10')).toEqual([]);
    expect(on('2026-12-10')).toEqual([]);
  });
});
