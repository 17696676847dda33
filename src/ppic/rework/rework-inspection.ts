import type { InspectionDto, InspectionInput } from '../../quality/index.js';
import type { ReworkOrder } from './rework-order.entity.js';

type Reworked = Pick<ReworkOrder, 'product_id' | 'lot_id' | 'good_quantity' | 'output_location_id' | 'number'>;
type Before = Pick<
  InspectionDto,
  'id' | 'kind' | 'operation' | 'state' | 'quantity' | 'location_id' | 'held_location_id'
>;

/**
 * The inspection of what a rework made good. It takes the place of the one that rejected the pieces where that rejected all of them, all
 * of them are good now, and they lie where that one looks for them; otherwise it stands for itself.
 */
export function inspectionAfter(
  { product_id, lot_id, good_quantity, output_location_id, number }: Reworked,
  before: Before | null,
): Omit<InspectionInput, 'source_type' | 'source_id'> {
  const common = { product_id, lot_id, quantity: good_quantity, notes: `After rework ${number}` };
  if (!before) return { ...common, kind: 'final', location_id: output_location_id };
  const { id, kind, operation, state, quantity, location_id, held_location_id } = before;
  const replaces =
    state === 'rejected' &&
    quantity === good_quantity &&
    (held_location_id === null || held_location_id === output_location_id);
  return {
    ...common,
    kind,
    operation,
    location_id: replaces && held_location_id !== null ? location_id : output_location_id,
    ...(replaces && { reinspects_id: id }),
  };
}
