import type { MovementDraft, MovementLineDraft } from '../../warehouse/index.js';
import type { RequestCard } from './request-card.entity.js';

/** Under this name, with the card's id, everything that a card does to stock is found in the ledger. */
export const CARD_SOURCE = 'request_card';

/** Pieces of one lot on their way. */
export interface InTransit {
  readonly id: string;
  readonly lot_id: string | null;
  readonly transit_location_id: string;
  readonly left: number;
}

/** How much of each shipment arrives and how much of it is lost. */
export interface Arrived extends InTransit {
  readonly received: number;
  readonly lost: number;
}

type Card = Pick<RequestCard, 'id' | 'number' | 'company_id' | 'product_id' | 'from_location_id' | 'to_location_id'>;

function head(card: Card, type: MovementDraft['type'], reason: string | null): Omit<MovementDraft, 'lines'> {
  return {
    type,
    company_id: card.company_id,
    source_type: CARD_SOURCE,
    source_id: card.id,
    reference: card.number,
    reason,
    pointer: '',
  };
}

/** Pieces out of wherever they lie in the place that supplies, into transit. */
export function shipment(card: Card, quantity: number, transit: string, reason: string | null): MovementDraft {
  const { product_id, from_location_id } = card;
  return {
    ...head(card, 'transfer', reason),
    lines: [{ product_id, quantity, pick_within: from_location_id, to_location_id: transit }],
  };
}

/** Which shipments the pieces belong to that arrive now: the oldest first, and what is lost after what has arrived. */
export function arrivals(shipments: readonly InTransit[], received: number, lost: number): Arrived[] {
  let arriving = received;
  let missing = lost;
  return shipments.flatMap((each) => {
    const here = Math.min(arriving, each.left);
    const gone = Math.min(missing, each.left - here);
    arriving -= here;
    missing -= gone;
    return here + gone > 0 ? [{ ...each, received: here, lost: gone }] : [];
  });
}

/** What has arrived to its place, what is lost out of the books. */
export function arrivalMovements(
  card: Card,
  arrived: readonly Arrived[],
  adjustmentSide: string,
  reason: string | null,
): MovementDraft[] {
  const legs = (quantityOf: (each: Arrived) => number, to_location_id: string): MovementLineDraft[] =>
    arrived.flatMap((each) =>
      quantityOf(each) === 0
        ? []
        : [
            {
              product_id: card.product_id,
              lot_id: each.lot_id,
              quantity: quantityOf(each),
              from_location_id: each.transit_location_id,
              to_location_id,
            },
          ],
    );
  const here = legs(({ received }) => received, card.to_location_id);
  const gone = legs(({ lost }) => lost, adjustmentSide);
  return [
    ...(here.length > 0 ? [{ ...head(card, 'transfer', reason), lines: here }] : []),
    ...(gone.length > 0 ? [{ ...head(card, 'adjustment', reason), lines: gone }] : []),
  ];
}
