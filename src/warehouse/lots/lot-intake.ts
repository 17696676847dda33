import { Injectable } from '@nestjs/common';
import { invalid } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { LOT_ERRORS } from './lots.errors.js';
import { LotsRepository } from './lots.repository.js';
import type { LotOccasion, NamedLot } from './lots.repository.js';

/** A line that brings stock in and may name its lot by code, or its pieces by serial numbers. */
export interface LotLine {
  readonly product_id: string;
  readonly quantity: number;
  readonly lot_id?: string | null;
  readonly lot?: Omit<NamedLot, 'product_id'> | null;
  readonly serials?: readonly string[] | null;
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
    if (faults.length > 0) throw invalid(faults);
    const differing = found.flatMap(({ differs }, n) => differs.map((d) => ({ code: named[n]!.code, ...d })));
    if (differing.length > 0) throw LOT_ERRORS.LOT_DIFFERS(undefined, { lots: differing });
    const ids = new Map(found.map(({ lot_id }, n) => [named[n]!.index, lot_id]));
    return lines.map((line, index) => (ids.has(index) ? { ...line, lot_id: ids.get(index) ?? null } : line));
  }
}

/** What lines say of lots in more than one way, or not as often as there are pieces. */
export function lotFaults(lines: readonly LotLine[]): FieldError[] {
  return lines.flatMap(({ lot_id, lot, serials, quantity }, index) => {
    const at = (field: string, code: string, message: string): FieldError => ({
      pointer: `/lines/${index}/${field}`,
      code,
      message,
    });
    const ways = [lot_id, lot, serials].filter((way) => way != null).length;
    return [
      ...(ways > 1
        ? [at('lot', 'EXCLUSIVE', 'Name the lot by its id, by its code, or the pieces by their serials')]
        : []),
      ...(serials && serials.length !== quantity
        ? [at('serials', 'SERIAL_QUANTITY', 'There is one serial number for each piece')]
        : []),
      ...(serials && new Set(serials).size !== serials.length
        ? [at('serials', 'DUPLICATE', 'A serial number is named twice')]
        : []),
    ];
  });
}
