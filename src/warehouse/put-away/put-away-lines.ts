import type { FieldError } from '../../kernel/errors/index.js';
import type { CountedLine } from '../line-units/index.js';
import type { MovementDraft } from '../stock/movement-draft.js';
import type { Placing, PlacingRule } from './placing.js';
import type { PutAwayInput, PutAwayLineInput, PutAwayPlaceDto } from './put-away.dto.js';

/** Under this name everything that was put away is found in the ledger. */
export const PUT_AWAY_SOURCE = 'put_away';

/** What is known of what a line names. */
export interface KnownLine {
  readonly from: {
    readonly is_receiving: boolean;
    readonly company_id: string;
    readonly owner_id: string | null;
  } | null;
  readonly to: { readonly is_virtual: boolean; readonly company_id: string } | null;
  readonly space_units: number | null;
}

/** What cannot be, line by line: names of nothing, places where nothing waits, lines of another company than the first. */
export function lineFaults(
  lines: readonly Pick<PutAwayLineInput, 'to_location_id'>[],
  known: readonly KnownLine[],
): FieldError[] {
  const company = known.find(({ from }) => from)?.from?.company_id;
  return lines.flatMap((line, n) => {
    const { from, to, space_units } = known[n]!;
    const at = (field: string, code: string, message: string): FieldError => ({
      pointer: `/lines/${n}/${field}`,
      code,
      message,
    });
    return [
      ...(space_units === null ? [at('product_id', 'REFERENCE_NOT_FOUND', 'There is no such product')] : []),
      ...(from === null ? [at('from_location_id', 'REFERENCE_NOT_FOUND', 'There is no such location')] : []),
      ...(from && !from.is_receiving
        ? [at('from_location_id', 'NOT_RECEIVING', 'Nothing waits here to be put away; move it by a transfer')]
        : []),
      ...(from && from.company_id !== company
        ? [at('from_location_id', 'OTHER_COMPANY', 'All lines are of one company')]
        : []),
      ...(line.to_location_id && (!to || to.is_virtual || (from && to.company_id !== from.company_id))
        ? [at('to_location_id', 'REFERENCE_NOT_FOUND', 'There is no such place')]
        : []),
    ];
  });
}

/**
 * Where each line goes: to the place it names, or where the rules say. What one line takes is not there for the next.
 * @returns the places, and a fault for each line that the rules find no room for
 */
export function placeLines(
  lines: readonly CountedLine<PutAwayLineInput>[],
  known: readonly KnownLine[],
  placing: Placing,
  rulesOf: (line: number) => readonly PlacingRule[],
): { places: PutAwayPlaceDto[]; faults: FieldError[] } {
  const faults: FieldError[] = [];
  const places = lines.flatMap(({ product_id, quantity, to_location_id }, n): PutAwayPlaceDto[] => {
    const { from, space_units } = known[n]!;
    const waiting = { product_id, quantity, space_units: space_units!, owner_id: from!.owner_id };
    const proposed = placing.propose(waiting, rulesOf(n));
    const chosen = to_location_id ? [{ location_id: to_location_id, quantity }] : proposed;
    for (const { location_id, quantity: pieces } of chosen) placing.fill(location_id, waiting, pieces);
    const placed = chosen.reduce((sum, place) => sum + place.quantity, 0);
    if (placed < quantity)
      faults.push({
        pointer: `/lines/${n}/to_location_id`,
        code: 'NO_BIN',
        message: `The rules find room for ${placed} of ${quantity} pieces; name a place, or add a rule`,
      });
    const first = proposed[0];
    return chosen.map((place) => ({
      line_no: n + 1,
      location_id: place.location_id,
      quantity: place.quantity,
      rule_id: 'rule_id' in place ? (place.rule_id as string) : (first?.rule_id ?? null),
      proposed_location_id: first?.location_id ?? null,
      is_override: Boolean(to_location_id && first && first.location_id !== to_location_id),
    }));
  });
  return { places, faults };
}

/** The one transfer that puts everything away. */
export function putAwayOf(
  companyId: string,
  { reference = null, reason = null, effective_at = null, when_closed, lines }: PutAwayInput,
  places: readonly PutAwayPlaceDto[],
): MovementDraft {
  return {
    type: 'transfer',
    company_id: companyId,
    source_type: PUT_AWAY_SOURCE,
    reference,
    reason,
    effective_at,
    ...(when_closed && { when_closed }),
    pointer: '',
    lines: places.map(({ line_no, location_id, quantity }) => {
      const { product_id, lot_id, from_location_id } = lines[line_no - 1]!;
      return {
        product_id,
        lot_id: lot_id ?? null,
        place: line_no,
        quantity,
        from_location_id,
        to_location_id: location_id,
      };
    }),
  };
}
