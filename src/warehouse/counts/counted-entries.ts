import type { CountedPlace } from './count-lines.repository.js';
import type { CountEntryInput } from './counts.dto.js';

/** What was found of one line of a count, in pieces: one entry, or several in different units. */
export interface Finding {
  readonly line_id?: string | null | undefined;
  readonly product_id?: string | null | undefined;
  readonly location_id?: string | null | undefined;
  readonly lot_id?: string | null | undefined;
  quantity: number;
  /** Places of its entries, from zero. */
  readonly entries: number[];
  readonly key: string;
}

/** An entry in pieces, with the unit it was counted in; null for pieces. */
export interface EntryInPieces {
  readonly index: number;
  readonly entry: CountEntryInput;
  readonly quantity: number;
  readonly unit_id: string | null;
}

/** The product, place and lot that an entry is of; a line that is not there is told by its own name. */
export function entryKey(entry: CountEntryInput, lines: ReadonlyMap<string, CountedPlace>): string {
  const { product_id, location_id, lot_id } = lines.get(entry.line_id ?? '') ?? entry;
  return [product_id ?? entry.line_id, location_id, lot_id].filter((id) => id != null).join(' ');
}

/**
 * Entries of one line in different units add up, such as three cartons and five loose pieces. The same unit twice is a slip of the pen: it
 * stays an entry of its own, which the count then refuses.
 */
export function findings(counted: readonly EntryInPieces[], lines: ReadonlyMap<string, CountedPlace>): Finding[] {
  const found: Finding[] = [];
  const open = new Map<string, { finding: Finding; units: Set<string | null> }>();
  for (const { index, entry, quantity, unit_id } of counted) {
    const key = entryKey(entry, lines);
    const before = open.get(key);
    if (before && !before.units.has(unit_id)) {
      before.finding.quantity += quantity;
      before.finding.entries.push(index);
      before.units.add(unit_id);
      continue;
    }
    const { line_id, product_id, location_id, lot_id } = entry;
    const finding = { line_id, product_id, location_id, lot_id, quantity, entries: [index], key };
    found.push(finding);
    if (!before) open.set(key, { finding, units: new Set([unit_id]) });
  }
  return found;
}
