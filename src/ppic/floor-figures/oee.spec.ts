import { Rational } from '../../kernel/numbers/index.js';
import {
  NO_FIGURES,
  addFigures,
  lostMinutes,
  oeeFactors,
  plannedMinutes,
  runningMinutes,
  standardMinutes,
} from './oee.js';
import type { OeeFigures, Standstill } from './oee.js';

const figures = (given: Partial<OeeFigures>): OeeFigures => ({ ...NO_FIGURES, ...given });
const percents = (given: Partial<OeeFigures>): (string | null)[] => {
  const { availability_percent, performance_percent, quality_percent, oee_percent } = oeeFactors(figures(given));
  return [availability_percent, performance_percent, quality_percent, oee_percent];
};

describe('OEE', () => {
  it('is the product of its factors: 810 of 900 planned, 720 standard in 810, 95 good of 100', () => {
    const day = figures({
      shift_minutes: 960,
      planned_downtime_minutes: 60,
      downtime_minutes: 90,
      standard_minutes: Rational.of(720),
      made_quantity: 100,
      first_good_quantity: 95,
    });
    expect([plannedMinutes(day), runningMinutes(day)]).toEqual([900, 810]);
    // 810/900 = 90 %; 720/810 = 88.888… %; 95 %; 720/900 * 0.95 = 76 % exactly, not 90 * 88.8889 * 95 of what was rounded.
    expect(percents(day)).toEqual(['90.0000', '88.8889', '95.0000', '76.0000']);
  });

  it('rounds the exact product once: thirds stay thirds', () => {
    // 2/3 * 2/3 * 1/3 = 4/27 = 14.8148148… %; the rounded factors would give 14.8149 %.
    const thirds = { shift_minutes: 3, downtime_minutes: 1, standard_minutes: Rational.of(4, 3) };
    expect(percents({ ...thirds, made_quantity: 3, first_good_quantity: 1 })).toEqual([
      '66.6667',
      '66.6667',
      '33.3333',
      '14.8148',
    ]);
  });

  it('tells performance above 100 percent as it is', () => {
    expect(
      percents({ shift_minutes: 100, standard_minutes: Rational.of(125), made_quantity: 1, first_good_quantity: 1 }),
    ).toEqual(['100.0000', '125.0000', '100.0000', '125.0000']);
  });

  it('says nothing where there is nothing to measure by, and zero where a factor is', () => {
    expect(percents({})).toEqual([null, null, null, null]);
    expect(percents({ shift_minutes: 60, planned_downtime_minutes: 60 })).toEqual([null, null, null, null]);
    expect(percents({ shift_minutes: 60, downtime_minutes: 60 })).toEqual(['0.0000', null, null, '0.0000']);
    expect(percents({ shift_minutes: 60 })).toEqual(['100.0000', '0.0000', null, '0.0000']);
    // What was made outside the planned time has a quality, and no OEE.
    expect(percents({ standard_minutes: Rational.of(5), made_quantity: 2, first_good_quantity: 1 })).toEqual([
      null,
      null,
      '50.0000',
      null,
    ]);
  });

  it('of several is of their sums, not a mean of percentages', () => {
    const a = figures({
      shift_minutes: 100,
      standard_minutes: Rational.of(50),
      made_quantity: 10,
      first_good_quantity: 10,
    });
    const b = figures({
      shift_minutes: 300,
      downtime_minutes: 100,
      standard_minutes: Rational.of(100, 3),
      machine_minutes: 7,
    });
    const sum = addFigures(a, b);
    expect([sum.shift_minutes, sum.downtime_minutes, sum.machine_minutes]).toEqual([400, 100, 7]);
    expect(sum.standard_minutes.toFixed(4)).toBe('83.3333');
    expect(oeeFactors(sum).availability_percent).toBe('75.0000');
  });
});

describe('the standard time', () => {
  it('is set-up and run at the efficiency: (30 + 100 * 5 / 2) * 100 / 80 = 350', () => {
    const work = {
      setup_minutes: 30,
      run_minutes: 5,
      run_quantity: 2,
      efficiency_percent: '80.0000',
      made_quantity: 100,
    };
    expect(standardMinutes(work).toFixed(4)).toBe('350.0000');
    // Without set-up, 7 pieces: 7 * 5 / 2 / 0.9 = 19.4444…
    expect(standardMinutes({ ...work, setup_minutes: 0, made_quantity: 7, efficiency_percent: '90' }).toFixed(4)).toBe(
      '19.4444',
    );
  });
});

describe('what standstills take', () => {
  const stop = (started: number, ended: number, place: number | null, is_planned = false): Standstill => ({
    started,
    ended,
    place,
    is_planned,
  });

  it('is counted within worked time only, for each place that stands still', () => {
    const morning = [
      [100, 200],
      [230, 400],
    ] as const;
    // 90 to 250 covers 100 minutes before the break and 20 after it: 120 at each of 4 places.
    expect(lostMinutes(morning, 4, [stop(90, 250, null)])).toEqual({ planned: 0, unplanned: 480 });
    expect(lostMinutes(morning, 4, [stop(90, 250, 4)])).toEqual({ planned: 0, unplanned: 120 });
    expect(lostMinutes(morning, 4, [stop(90, 250, 5)])).toEqual({ planned: 0, unplanned: 0 });
    expect(lostMinutes(morning, 4, [stop(200, 230, null), stop(400, 500, null)])).toEqual({ planned: 0, unplanned: 0 });
    expect(lostMinutes(morning, 2, [stop(380, 400, null, true), stop(300, 310, 1), stop(305, 310, 2)])).toEqual({
      planned: 40,
      unplanned: 15,
    });
  });
});
