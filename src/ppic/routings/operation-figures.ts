import { Rational, sumAmounts } from '../../kernel/numbers/index.js';
import { successorsOf } from './routing-network.js';
import type { NetworkOperation } from './routing-network.js';

/** How long an operation takes. */
export interface OperationTimes {
  readonly setup_minutes: number;
  /** For `run_quantity` pieces. */
  readonly run_minutes: number;
  readonly run_quantity: number;
  /** The most places that it takes; null: all there are. */
  readonly places: number | null;
}

/** What a work centre adds to it. */
export interface CentreFigures {
  readonly kind: string;
  readonly capacity: number;
  readonly people_per_place: number;
  readonly efficiency_percent: string;
  readonly labour_rate: string;
  readonly machine_rate: string;
  readonly overhead_percent: string;
}

export interface OperationMinutes {
  /** Places that work at it side by side. */
  readonly places: number;
  /** From the first set-up to the last piece. */
  readonly duration_minutes: number;
  /** Of all places together. */
  readonly machine_minutes: number;
  /** Of all people together. */
  readonly labour_minutes: number;
}

export interface OperationCost {
  readonly labour_cost: string;
  readonly machine_cost: string;
  readonly overhead_cost: string;
  readonly subcontract_cost: string;
  readonly total_cost: string;
}

const HUNDRED = Rational.of(100);
const HOUR = Rational.of(60);
const AMOUNT_PLACES = 2;

/**
 * How many pieces each operation is to make so that the last one still meets the order: what the most demanding of the operations
 * after it makes (the order, for the last), and its own buffer on top, rounded up.
 * @throws RangeError past 2^53 - 1
 */
export function quantitiesFor(
  operations: readonly (NetworkOperation & { readonly buffer_percent: string })[],
  quantity: number,
): Map<number, number> {
  const byNumber = new Map(operations.map((operation) => [operation.number, operation]));
  const successors = successorsOf(operations);
  const made = new Map<number, number>();
  const toMake = (number: number): number => {
    const known = made.get(number);
    if (known !== undefined) return known;
    const needed = Math.max(quantity, ...successors.get(number)!.map(toMake));
    const buffer = Rational.parse(byNumber.get(number)!.buffer_percent);
    const pieces = safe(
      Rational.of(needed)
        .mul(Rational.ONE.add(buffer.div(HUNDRED)))
        .ceil(),
    );
    made.set(number, pieces);
    return pieces;
  };
  for (const { number } of operations) toMake(number);
  return made;
}

/**
 * The minutes of an operation: `ceil((set-up + quantity * run / places) * 100 / efficiency)` on the clock. Every place that works is
 * set up, so all places together take `ceil((set-up * places + quantity * run) * 100 / efficiency)`, and people that for each place.
 * @throws RangeError past 2^53 - 1
 */
export function minutesFor(times: OperationTimes, centre: CentreFigures, quantity: number): OperationMinutes {
  const places = Math.min(centre.capacity, times.places ?? centre.capacity, quantity);
  const slower = HUNDRED.div(Rational.parse(centre.efficiency_percent));
  const setup = Rational.of(times.setup_minutes);
  const run = Rational.of(quantity).mul(Rational.of(times.run_minutes, times.run_quantity));
  const whole = Rational.of(places);
  const machine_minutes = safe(setup.mul(whole).add(run).mul(slower).ceil());
  return {
    places,
    duration_minutes: safe(setup.add(run.div(whole)).mul(slower).ceil()),
    machine_minutes,
    labour_minutes: safe(BigInt(machine_minutes) * BigInt(centre.people_per_place)),
  };
}

/**
 * What an operation costs: whole minutes at the rate of an hour, a supplier's pieces at their price, overhead on labour and machine
 * as rounded. Each amount is rounded once, to the cent, halves away from zero.
 * @param price for a piece of a subcontract operation; null: not known, and nothing is counted for it
 */
export function costOf(
  minutes: OperationMinutes,
  centre: CentreFigures,
  quantity: number,
  price: string | null,
): OperationCost {
  const internal = centre.kind === 'internal';
  const labour_cost = internal ? hourly(minutes.labour_minutes, centre.labour_rate) : '0.00';
  const machine_cost = internal ? hourly(minutes.machine_minutes, centre.machine_rate) : '0.00';
  const overhead_cost = Rational.parse(sumAmounts([labour_cost, machine_cost]))
    .mul(Rational.parse(centre.overhead_percent).div(HUNDRED))
    .toFixed(AMOUNT_PLACES);
  const subcontract_cost = Rational.of(internal ? 0 : quantity)
    .mul(Rational.parse(price ?? '0'))
    .toFixed(AMOUNT_PLACES);
  const total_cost = sumAmounts([labour_cost, machine_cost, overhead_cost, subcontract_cost]);
  return { labour_cost, machine_cost, overhead_cost, subcontract_cost, total_cost };
}

/** The cost of one of so many pieces, six places. */
export function perPiece(amount: string, quantity: number): string {
  return Rational.parse(amount).div(Rational.of(quantity)).toFixed(6);
}

function hourly(minutes: number, rate: string): string {
  return Rational.of(minutes).mul(Rational.parse(rate)).div(HOUR).toFixed(AMOUNT_PLACES);
}

function safe(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('More than a whole number can say');
  return Number(value);
}
