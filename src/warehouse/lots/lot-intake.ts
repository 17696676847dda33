import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import type { NamedMovement, PostedMovement } from '../stock/movement-draft.js';
import { LOT_ERRORS } from './lots.errors.js';
import { LotsRepository } from './lots.repository.js';
import type { FoundLot, LotOccasion, NamedLot } from './lots.repository.js';
import { serialsOf } from './serial-range.js';
import type { SerialRange } from './serial-range.js';

/** Ledger lines that one document makes at most, where serial numbers make a line each. */
const MAX_PIECES = 5000;

/** A line that brings stock in and may name its lot by code, or its pieces by serial numbers. */
export interface LotLine {
  readonly product_id: string;
  readonly quantity: number;
  readonly lot_id?: string | null;
  readonly lot?: Omit<NamedLot, 'product_id'> | null;
  readonly serials?: readonly string[] | null;
  readonly serial_range?: SerialRange | null;
  /** Its place, counted from one, in the document it came from. */
  readonly place?: number;
}

/** Turns the lots that lines name by code into lots that are there: found, or made in the transaction of the posting. */
@Injectable()
export class LotIntake {
  constructor(private readonly lots: LotsRepository) {}

  /**
   * The lines with `lot_id` in place of names. Two statements however many lines there are, none when no line names a lot.
   * @throws VALIDATION_FAILED for a lot of a product that is not tracked; LOT_DIFFERS for a code known with other facts
   */
  async resolve<Line extends LotLine>(lines: readonly Line[], occasion: LotOccasion = {}): Promise<Line[]> {
    const named = lines.flatMap((line, index) =>
      line.lot ? [{ index, ...line.lot, product_id: line.product_id }] : [],
    );
    if (named.length === 0) return [...lines];
    await this.lots.make(named, occasion);
    const found = await this.lots.find(named);
    const faults: FieldError[] = found.flatMap(({ tracking }, n) =>
      tracking === 'none'
        ? [
            {
              pointer: `/lines/${(lines[named[n]!.index]!.place ?? named[n]!.index + 1) - 1}/lot`,
              code: 'LOT_NOT_TRACKED',
              message: 'The product is not tracked by lot',
            },
          ]
        : [],
    );
    refuse(faults);
    refuseDiffering(named, found);
    const ids = new Map(found.map(({ lot_id }, n) => [named[n]!.index, lot_id]));
    return lines.map((line, index) => (ids.has(index) ? { ...line, lot_id: ids.get(index) ?? null } : line));
  }

  /** Movements as posted, with the codes of their lots: one statement, none where nothing is tracked. */
  async named(movements: readonly PostedMovement[]): Promise<NamedMovement[]> {
    const ids = [...new Set(movements.flatMap(({ lines }) => lines.flatMap(({ lot_id }) => lot_id ?? [])))];
    const codes = ids.length > 0 ? await this.lots.codes(ids) : new Map<string, string>();
    return movements.map((movement) => ({
      ...movement,
      lines: movement.lines.map((line) => ({ ...line, lot_code: (line.lot_id && codes.get(line.lot_id)) ?? null })),
    }));
  }
}

/** @throws LOT_DIFFERS with every fact that is known otherwise than given */
export function refuseDiffering(named: readonly NamedLot[], found: readonly FoundLot[]): void {
  const lots = found.flatMap(({ differs }, n) => differs.map((fact) => ({ code: named[n]!.code, ...fact })));
  if (lots.length > 0) throw LOT_ERRORS.LOT_DIFFERS(undefined, { lots });
}

/** What lines say of lots in more than one way, or not as often as there are pieces. */
export function lotFaults(lines: readonly LotLine[]): FieldError[] {
  const faults = lines.flatMap((line, index) =>
    faultsOf(line).map(([field, code, message]) => ({ pointer: `/lines/${index}/${field}`, code, message })),
  );
  const pieces = lines.reduce(
    (sum, { serials, serial_range }) => sum + (serials?.length ?? serial_range?.count ?? 1),
    0,
  );
  if (pieces > MAX_PIECES)
    faults.push({
      pointer: '/lines',
      code: 'TOO_LARGE',
      message: `With a line for each serial number, at most ${MAX_PIECES}`,
    });
  return faults;
}

function faultsOf({
  lot_id,
  lot,
  serials,
  serial_range,
  quantity,
}: LotLine): [field: string, code: string, message: string][] {
  const codes = serials ?? (serial_range ? serialsOf(serial_range) : undefined);
  const field = serials ? 'serials' : 'serial_range';
  return [
    [
      [lot_id, lot, serials, serial_range].filter((way) => way != null).length > 1,
      'lot',
      'EXCLUSIVE',
      'Name the lot by its id, by its code, or the pieces by their serials',
    ],
    [codes === null, 'serial_range', 'INVALID_VALUE', 'The first ends in no digit, or the last would be too long'],
    [codes && codes.length !== quantity, field, 'SERIAL_QUANTITY', 'There is one serial number for each piece'],
    [serials && new Set(serials).size !== serials.length, field, 'DUPLICATE', 'A serial number is named twice'],
  ]
    .filter(([wrong]) => wrong)
    .map(([, ...fault]) => fault as [string, string, string]);
}
