import { sumAmounts } from '../../kernel/numbers/index.js';
import { costOf, minutesFor } from '../routings/operation-figures.js';
import type { CentreFigures, OperationCost, OperationTimes } from '../routings/operation-figures.js';
import { processedAt } from './floor-flow.js';
import type { WorkedPieces } from './floor-flow.js';

/** A work order as time and cost look at it. */
export interface WorkedOperation extends OperationTimes, CentreFigures, WorkedPieces {
  readonly price_per_piece: string | null;
}

/** What one shift made; `reworked` of these pieces had waited to be done again. */
export interface EntryPieces extends WorkedPieces {
  readonly reworked_quantity: number;
}

/** What was said of the time: of all places together, of all people together. Not said: null. */
export interface ToldTime {
  readonly machine_minutes?: number | null | undefined;
  readonly labour_minutes?: number | null | undefined;
}

export interface EntryFigures extends OperationCost {
  readonly machine_minutes: number;
  readonly labour_minutes: number;
  readonly is_standard_time: boolean;
}

/** Pieces that go through the operation for the first time. */
export function firstPass(pieces: EntryPieces): number {
  return processedAt(pieces) - pieces.reworked_quantity;
}

/**
 * Time and cost of an entry. Nothing told: what the operation takes for all pieces so far, less what it took for those before, so that the
 * set-up is counted once and ten entries take what one takes; pieces done again take what is told of them. One of the two told: the other
 * follows from the people of a place. A supplier is paid for good pieces.
 */
export function entryFigures(work: WorkedOperation, pieces: EntryPieces, told: ToldTime): EntryFigures {
  const { machine_minutes, labour_minutes, is_standard_time } = timeOf(work, firstPass(pieces), told);
  const minutes = { places: 0, duration_minutes: 0, machine_minutes, labour_minutes };
  return {
    machine_minutes,
    labour_minutes,
    is_standard_time,
    ...costOf(minutes, work, pieces.good_quantity, work.price_per_piece),
  };
}

/** What entries cost together. */
export function conversionCost(figures: readonly OperationCost[]): string {
  return sumAmounts(figures.map(({ total_cost }) => total_cost));
}

function timeOf(
  work: WorkedOperation,
  pieces: number,
  { machine_minutes, labour_minutes }: ToldTime,
): { machine_minutes: number; labour_minutes: number; is_standard_time: boolean } {
  const people = work.people_per_place;
  if (machine_minutes == null && labour_minutes == null) {
    const before = standard(work, processedAt(work));
    const after = standard(work, processedAt(work) + pieces);
    return {
      machine_minutes: after.machine_minutes - before.machine_minutes,
      labour_minutes: after.labour_minutes - before.labour_minutes,
      is_standard_time: true,
    };
  }
  const machine = machine_minutes ?? (people === 0 ? 0 : Math.ceil(labour_minutes! / people));
  return { machine_minutes: machine, labour_minutes: labour_minutes ?? machine * people, is_standard_time: false };
}

function standard(work: WorkedOperation, pieces: number): { machine_minutes: number; labour_minutes: number } {
  return pieces === 0 ? { machine_minutes: 0, labour_minutes: 0 } : minutesFor(work, work, pieces);
}
