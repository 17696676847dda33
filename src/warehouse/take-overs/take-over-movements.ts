import type { FieldError } from '../../kernel/errors/index.js';
import type { CountedLine } from '../line-units/index.js';
import type { MovementDraft } from '../stock/movement-draft.js';
import type { TakeOverInput, TakeOverLineInput } from './take-overs.dto.js';

/** Under this name, with its id, both movements of a take-over are found in the ledger. */
export const TAKE_OVER_SOURCE = 'take_over';

/** A place that lines take from: whose stock lies there. */
export interface OwnedPlace {
  readonly id: string;
  readonly company_id: string;
  readonly owner_supplier_id: string | null;
}

/** What lines say that cannot be: a place that is no supplier's, two suppliers in one document, no price or two. */
export function takeOverFaults(
  lines: readonly TakeOverLineInput[],
  places: ReadonlyMap<string, OwnedPlace>,
  companyId: string,
): FieldError[] {
  const owners = lines.map(({ from_location_id }) => places.get(from_location_id)?.owner_supplier_id);
  const supplier = owners.find(Boolean);
  return lines.flatMap(({ from_location_id, unit_cost, value }, index) => {
    const place = places.get(from_location_id);
    const at = (field: string, code: string, message: string): FieldError => ({
      pointer: `/lines/${index}/${field}`,
      code,
      message,
    });
    const fault =
      place?.company_id !== companyId
        ? at('from_location_id', 'REFERENCE_NOT_FOUND', 'There is no such location in the company')
        : place.owner_supplier_id === null
          ? at('from_location_id', 'NOT_CONSIGNED', "Is no place of a supplier's stock")
          : place.owner_supplier_id !== supplier
            ? at('from_location_id', 'OWNER_DIFFERS', 'Belongs to another supplier than the lines before')
            : null;
    const priced = [unit_cost, value].filter((given) => given != null).length;
    return [
      ...(fault ? [fault] : []),
      ...(priced === 1
        ? []
        : [
            priced === 0
              ? at('unit_cost', 'REQUIRED', 'Give a unit cost or a value')
              : at('value', 'EXCLUSIVE', 'Give a unit cost or a value, not both'),
          ]),
    ];
  });
}

/**
 * A take-over in the ledger: the pieces leave the supplier's stock without value and enter ours at their price. Both are posted in one
 * call, so no moment sees only one of them.
 */
export function takeOverMovements(
  id: string,
  companyId: string,
  { reference = null, reason = null, effective_at = null, when_closed = null }: Omit<TakeOverInput, 'lines'>,
  lines: readonly CountedLine<TakeOverLineInput>[],
  supplierSide: string,
): [MovementDraft, MovementDraft] {
  const head = {
    company_id: companyId,
    source_type: TAKE_OVER_SOURCE,
    source_id: id,
    reference,
    reason,
    effective_at,
    ...(when_closed && { when_closed }),
    pointer: '',
  };
  const piece = ({ product_id, lot_id, quantity }: CountedLine<TakeOverLineInput>) => ({
    product_id,
    lot_id: lot_id ?? null,
    quantity,
  });
  return [
    {
      ...head,
      type: 'issue',
      lines: lines.map((line) => ({
        ...piece(line),
        from_location_id: line.from_location_id,
        to_location_id: supplierSide,
      })),
    },
    {
      ...head,
      type: 'receipt',
      lines: lines.map((line) => ({
        ...piece(line),
        from_location_id: supplierSide,
        to_location_id: line.to_location_id,
        unit_cost: line.unit_cost ?? null,
        value: line.value ?? null,
      })),
    },
  ];
}
