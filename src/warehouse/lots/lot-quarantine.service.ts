import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { LotMovementsDto, QuarantineInput, UnquarantineInput } from './lot-conversions.dto.js';
import { Lot } from './lot.entity.js';
import { LotPostings } from './lot-postings.js';
import { LOT_ERRORS } from './lots.errors.js';
import { LotsRepository } from './lots.repository.js';
import type { LotPlace } from './lots.repository.js';

/** Lots that go into quarantine and out of it, by transfers that name the lot as their source and say why. */
@Injectable()
export class LotQuarantineService {
  constructor(
    private readonly db: Database,
    private readonly lots: LotsRepository,
    private readonly postings: LotPostings,
  ) {}

  /** Moves all free places of a lot into quarantine. @throws LOT_HAS_NO_STOCK, QUARANTINE_MISSING, INSUFFICIENT_STOCK for reserved pieces */
  quarantine(id: string, { reason, to_location_id }: QuarantineInput): Promise<LotMovementsDto> {
    return this.relocate(id, reason, (place) =>
      place.is_available ? (to_location_id ?? place.quarantine_id) : undefined,
    );
  }

  /** Moves all pieces of a lot that lie in quarantine to one place. @throws LOT_HAS_NO_STOCK */
  unquarantine(id: string, { reason, to_location_id }: UnquarantineInput): Promise<LotMovementsDto> {
    return this.relocate(id, reason, (place) => (place.in_quarantine ? to_location_id : undefined));
  }

  private relocate(
    id: string,
    reason: string,
    target: (place: LotPlace) => string | null | undefined,
  ): Promise<LotMovementsDto> {
    return this.db.transaction(async () => {
      const lot = await this.db.lock(Lot, id);
      const moves = (await this.lots.places(id)).flatMap((place) => {
        const to = target(place);
        if (to === undefined || to === place.location_id) return [];
        if (to === null) throw LOT_ERRORS.QUARANTINE_MISSING();
        return [
          {
            place,
            line: {
              product_id: lot.product_id,
              lot_id: id,
              quantity: place.on_hand,
              from_location_id: place.location_id,
              to_location_id: to,
            },
          },
        ];
      });
      if (moves.length === 0) throw LOT_ERRORS.LOT_HAS_NO_STOCK();
      return this.postings.post(
        id,
        id,
        'transfer',
        reason,
        moves.map(({ place, line }) => [place.company_id, line]),
      );
    });
  }
}
