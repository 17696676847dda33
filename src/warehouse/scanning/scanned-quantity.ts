import type { FieldError } from '../../kernel/errors/index.js';
import type { ScannedItem } from './scanned-item.js';
import type { NamedProduct } from './scans.repository.js';

/** How much a line is about: pieces, or so many of a unit. */
export interface ScannedQuantity {
  readonly quantity?: number;
  readonly unit_id?: string;
  readonly unit_quantity?: string;
}

/**
 * What was keyed in goes before what the codes say. Those say a measure, or how many of what the code stands for; without either it is one of it.
 * A number keyed in without a unit is in pieces; with `unit_quantity` alone it is in the unit of the pack that was scanned.
 */
export function quantityOf(
  given: { quantity?: number; unit_id?: string | null; unit_quantity?: string | null },
  { count, measure }: ScannedItem,
  { unit_id, stock_unit_id, quantity }: NamedProduct,
  units: ReadonlyMap<string, string>,
  index: number,
  faults: FieldError[],
): ScannedQuantity {
  const at = (code: string, message: string): ScannedQuantity => {
    faults.push({ pointer: `/lines/${index}/scans`, code, message });
    return { quantity: 1 };
  };
  if (given.quantity !== undefined || given.unit_quantity != null || given.unit_id != null)
    return {
      ...(given.quantity !== undefined && { quantity: given.quantity }),
      ...(given.unit_quantity != null && { unit_quantity: given.unit_quantity, unit_id: given.unit_id ?? unit_id }),
      ...(given.unit_quantity == null && given.unit_id != null && { unit_id: given.unit_id }),
    };
  if (measure) {
    const id = units.get(measure.unit);
    if (id === undefined) return at('UNIT_UNKNOWN', `There is no unit ${measure.unit} to take the measure in`);
    return Number(measure.decimal) > 0
      ? { unit_id: id, unit_quantity: measure.decimal }
      : at('TOO_SMALL', 'The measure is nothing');
  }
  const total = BigInt(count ?? 1) * BigInt(quantity);
  if (total < 1n) return at('TOO_SMALL', 'The count is nothing');
  if (total > BigInt(Number.MAX_SAFE_INTEGER)) return at('TOO_LARGE', 'Is more than 9007199254740991');
  return unit_id === stock_unit_id ? { quantity: Number(total) } : { unit_id, unit_quantity: String(total) };
}
