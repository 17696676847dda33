import type { MovementDraft, PostedLine, PostedMovement } from './movement-draft.js';

/** Why and when a movement is taken back. */
export type ReversalOccasion = Pick<MovementDraft, 'reason' | 'effective_at' | 'when_closed'>;

/**
 * The counter-movement of a posted movement: every line the other way round, the last one first, at the value it had. It keeps
 * the original's source, so that work in progress of the source is right again.
 */
export function reversalOf(
  original: Pick<PostedMovement, 'id' | 'company_id' | 'source_type' | 'source_id'> & { lines: readonly PostedLine[] },
  occasion: ReversalOccasion = {},
): MovementDraft {
  return {
    type: 'reversal',
    company_id: original.company_id,
    source_type: original.source_type,
    source_id: original.source_id,
    reverses_id: original.id,
    reason: occasion.reason ?? null,
    effective_at: occasion.effective_at ?? null,
    ...(occasion.when_closed && { when_closed: occasion.when_closed }),
    pointer: '',
    lines: [...original.lines]
      .reverse()
      .map(({ id, product_id, lot_id, quantity, from_location_id, to_location_id, value }) => ({
        product_id,
        lot_id,
        quantity,
        from_location_id: to_location_id,
        to_location_id: from_location_id,
        value,
        returns_line_id: id,
      })),
  };
}
