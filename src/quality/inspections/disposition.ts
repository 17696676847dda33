import type { MovementDraft, MovementLineDraft } from '../../warehouse/index.js';
import type { Inspection } from './inspection.entity.js';

/** What becomes of rejected pieces: they stay where they lie, go into quarantine, or leave the books. */
export const DISPOSITIONS = ['leave', 'quarantine', 'scrap'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** Under this name, with its id, everything that an inspection does to stock is found in the ledger. */
export const INSPECTION_SOURCE = 'inspection';

type Inspected = Pick<
  Inspection,
  'id' | 'number' | 'company_id' | 'product_id' | 'lot_id' | 'location_id' | 'held_location_id'
>;

function moved(
  inspected: Inspected,
  type: MovementDraft['type'],
  reason: string | null,
  lines: readonly (Pick<MovementLineDraft, 'quantity'> & { from: string; to: string })[],
): MovementDraft[] {
  const { id, number, company_id, product_id, lot_id } = inspected;
  if (lines.length === 0) return [];
  return [
    {
      type,
      company_id,
      source_type: INSPECTION_SOURCE,
      source_id: id,
      reference: number,
      reason,
      pointer: '',
      lines: lines.map(({ quantity, from, to }) => ({
        product_id,
        lot_id,
        quantity,
        from_location_id: from,
        to_location_id: to,
      })),
    },
  ];
}

/** Pieces that wait in quarantine until they are accepted. */
export function holding(inspected: Inspected & { quantity: number }, quarantine: string): MovementDraft[] {
  const { quantity, location_id } = inspected;
  return moved(inspected, 'transfer', 'Waits for its inspection', [{ quantity, from: location_id, to: quarantine }]);
}

export interface Outcome {
  readonly accepted: number;
  readonly rejected: number;
  readonly disposition: Disposition | null;
  readonly reason: string | null;
  /** Where accepted pieces go; where they belong when not given. */
  readonly to?: string | null | undefined;
}

/** Accepted pieces out of quarantine to where they belong; rejected ones into it, or out of the books. */
export function decided(
  inspected: Inspected,
  { accepted, rejected, disposition, reason, to }: Outcome,
  { quarantine, adjustment }: { quarantine: string | null; adjustment: string },
): MovementDraft[] {
  const { location_id, held_location_id } = inspected;
  const from = held_location_id ?? location_id;
  const leg = (quantity: number, place: string | null) =>
    quantity > 0 && place !== null && place !== from ? [{ quantity, from, to: place }] : [];
  return [
    ...moved(inspected, 'transfer', reason, [
      ...leg(accepted, to ?? location_id),
      ...(disposition === 'quarantine' ? leg(rejected, quarantine) : []),
    ]),
    ...(disposition === 'scrap' ? moved(inspected, 'adjustment', reason, leg(rejected, adjustment)) : []),
  ];
}
