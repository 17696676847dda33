import { Rational } from '../../kernel/numbers/index.js';
import type { Span } from '../../master-data/index.js';

/** What the OEE is computed from: minutes of places, and pieces. */
export interface OeeFigures {
  /** Minutes of the shifts, of all places together. */
  readonly shift_minutes: number;
  readonly planned_downtime_minutes: number;
  readonly downtime_minutes: number;
  /** What the pieces made take by the standard, set-up included. */
  readonly standard_minutes: Rational;
  readonly made_quantity: number;
  /** Good when they were made first. */
  readonly first_good_quantity: number;
  /** Time of the places as it was told. */
  readonly machine_minutes: number;
}

/** Each in percent with four places; null: there is nothing to measure it by. */
export interface OeeFactors {
  readonly availability_percent: string | null;
  readonly performance_percent: string | null;
  readonly quality_percent: string | null;
  readonly oee_percent: string | null;
}

/** Pieces made at operations that take equally long, and the set-ups that were done for them. */
export interface StandardWork {
  readonly setup_minutes: number;
  readonly run_minutes: number;
  readonly run_quantity: number;
  readonly efficiency_percent: string;
  readonly made_quantity: number;
}

/** A standstill, in whole minutes since 1970. */
export interface Standstill {
  readonly started: number;
  readonly ended: number;
  /** null: all of them */
  readonly place: number | null;
  readonly is_planned: boolean;
}

export interface LostMinutes {
  readonly planned: number;
  readonly unplanned: number;
}

const HUNDRED = Rational.of(100);
const PERCENT_PLACES = 4;

export const NO_FIGURES: OeeFigures = {
  shift_minutes: 0,
  planned_downtime_minutes: 0,
  downtime_minutes: 0,
  standard_minutes: Rational.ZERO,
  made_quantity: 0,
  first_good_quantity: 0,
  machine_minutes: 0,
};

export function addFigures(a: OeeFigures, b: OeeFigures): OeeFigures {
  return {
    shift_minutes: a.shift_minutes + b.shift_minutes,
    planned_downtime_minutes: a.planned_downtime_minutes + b.planned_downtime_minutes,
    downtime_minutes: a.downtime_minutes + b.downtime_minutes,
    standard_minutes: a.standard_minutes.add(b.standard_minutes),
    made_quantity: a.made_quantity + b.made_quantity,
    first_good_quantity: a.first_good_quantity + b.first_good_quantity,
    machine_minutes: a.machine_minutes + b.machine_minutes,
  };
}

/** Time in which it was planned to work: the shifts without planned downtime. */
export const plannedMinutes = (figures: OeeFigures): number => figures.shift_minutes - figures.planned_downtime_minutes;

/** Time in which it could have worked: the planned time without downtime. */
export const runningMinutes = (figures: OeeFigures): number => plannedMinutes(figures) - figures.downtime_minutes;

/**
 * Availability = running / planned time, performance = standard time of what was made / running time, quality = good first time /
 * made, and OEE = their product: exact fractions, rounded once, each for itself. A factor that is zero makes the OEE zero whatever the
 * others are. The form is that of ISO 22400-2 (availability, effectiveness, quality ratio, OEE index) and SEMI E79, over the time
 * classes of SEMI E10; performance above 100 percent is told as it is.
 */
export function oeeFactors(figures: OeeFigures): OeeFactors {
  const [planned, running] = [plannedMinutes(figures), runningMinutes(figures)];
  const availability = planned > 0 ? Rational.of(running, planned) : null;
  const performance = running > 0 ? figures.standard_minutes.div(Rational.of(running)) : null;
  const quality = figures.made_quantity > 0 ? Rational.of(figures.first_good_quantity, figures.made_quantity) : null;
  return {
    availability_percent: percent(availability),
    performance_percent: percent(performance),
    quality_percent: percent(quality),
    oee_percent: availability === null ? null : percent(product([availability, performance, quality])),
  };
}

function product(factors: readonly (Rational | null)[]): Rational | null {
  if (factors.some((factor) => factor?.numerator === 0n)) return Rational.ZERO;
  return factors.reduce<Rational | null>(
    (sofar, factor) => (sofar === null || factor === null ? null : sofar.mul(factor)),
    Rational.ONE,
  );
}

function percent(fraction: Rational | null): string | null {
  return fraction === null ? null : fraction.mul(HUNDRED).toFixed(PERCENT_PLACES);
}

/** `(set-up + pieces * run minutes / run quantity) * 100 / efficiency`, exact: what `minutesFor` rounds up for a whole operation. */
export function standardMinutes(work: StandardWork): Rational {
  const run = Rational.of(work.made_quantity).mul(Rational.of(work.run_minutes, work.run_quantity));
  return Rational.of(work.setup_minutes).add(run).mul(HUNDRED).div(Rational.parse(work.efficiency_percent));
}

/** What standstills take of worked time, for all places together. A place that is not there (any more) loses nothing. */
export function lostMinutes(spans: readonly Span[], capacity: number, standstills: readonly Standstill[]): LostMinutes {
  const lost = { planned: 0, unplanned: 0 };
  for (const { started, ended, place, is_planned } of standstills) {
    const places = place === null ? capacity : place > capacity ? 0 : 1;
    const minutes = spans.reduce(
      (sum, [from, to]) => sum + Math.max(0, Math.min(to, ended) - Math.max(from, started)),
      0,
    );
    lost[is_planned ? 'planned' : 'unplanned'] += minutes * places;
  }
  return lost;
}
