import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { invalid } from '../../kernel/errors/index.js';
import { LineUnits } from '../line-units/index.js';
import type { LotMovementsDto, MergeInput, RelabelInput, SplitInput } from './lot-conversions.dto.js';
import { Lot } from './lot.entity.js';
import { LotPostings, commonFacts, heir } from './lot-postings.js';
import type { Pieces } from './lot-postings.js';
import { LOT_ERRORS } from './lots.errors.js';
import { LotsRepository } from './lots.repository.js';

/** Pieces that change their lot. All of it is posted: nothing about stock is rewritten. */
@Injectable()
export class LotConversionsService {
  constructor(
    private readonly db: Database,
    private readonly lots: LotsRepository,
    private readonly postings: LotPostings,
    private readonly units: LineUnits,
  ) {}

  /** Makes pieces of a lot into others, which know all that it knew. @throws SERIAL_NOT_SPLIT, LOT_DIFFERS, INSUFFICIENT_STOCK */
  split(id: string, { reason, location_id, parts }: SplitInput): Promise<LotMovementsDto> {
    return this.db.transaction(async () => {
      const lot = await this.db.lock(Lot, id);
      const [known] = await this.lots.find([lot]);
      if (known!.tracking === 'serial') throw LOT_ERRORS.SERIAL_NOT_SPLIT();
      const place = (await this.lots.places(id)).find((each) => each.location_id === location_id);
      if (!place) throw LOT_ERRORS.LOT_HAS_NO_STOCK();
      const twice = parts.findIndex(
        ({ code }, n) => code === lot.code || parts.findIndex((p) => p.code === code) !== n,
      );
      if (twice >= 0)
        throw invalid([
          { pointer: `/parts/${twice}/code`, code: 'DUPLICATE', message: 'Each part becomes a lot of its own' },
        ]);
      const { lines, said } = await this.units.counted(
        parts.map((part, n) => ({ ...part, product_id: lot.product_id, at: `/parts/${n}` })),
      );
      const made = await this.postings.become(parts.map(({ code }) => heir(lot, code)));
      const quantity = lines.reduce((sum, part) => sum + part.quantity, 0);
      return this.postings.convert(
        lot.id,
        reason,
        [{ lot, place, quantity }],
        lines.map((part, n) => ({ lot_id: made[n]!, quantity: part.quantity, place, line_no: n + 1 })),
        said,
      );
    });
  }

  /**
   * Makes pieces of several lots of a product into one, in the places where they lie.
   * @throws LOT_EXPIRES_EARLIER when the lot would last longer than a source, LOT_DIFFERS when it is there and is not on hold while a
   * source is, VALIDATION_FAILED, INSUFFICIENT_STOCK
   */
  merge({ product_id, code, expires_on, reason, sources }: MergeInput): Promise<LotMovementsDto> {
    return this.db.transaction(async () => {
      const ids = [...new Set(sources.map(({ lot_id }) => lot_id))];
      const [lots, places] = [await this.lots.lock(ids), await this.lots.places(...ids)];
      const { lines, said } = await this.units.counted(
        sources.map((source, n) => ({ ...source, product_id, at: `/sources/${n}` })),
      );
      const taken = lines.map(({ lot_id, location_id, quantity }, n): Pieces => {
        const lot = lots.get(lot_id);
        if (lot?.product_id !== product_id || lot.code === code)
          throw invalid([
            {
              pointer: `/sources/${n}/lot_id`,
              code: 'INVALID_VALUE',
              message: 'A source is another lot of this product',
            },
          ]);
        const place = places.find((each) => each.lot_id === lot_id && each.location_id === location_id);
        if (!place) throw LOT_ERRORS.LOT_HAS_NO_STOCK();
        return { lot, place, quantity, line_no: n + 1 };
      });
      const { expires_on: earliest, ...common } = commonFacts(taken.map(({ lot }) => lot));
      const [target] = await this.postings.become(
        [{ ...common, code, expires_on: expires_on ?? earliest ?? null }],
        [{ product_id, code, expires_on, state: common.state! }],
      );
      const into = await this.db.get(Lot, target!);
      if (earliest != null && (into.expires_on === null || into.expires_on > earliest))
        throw LOT_ERRORS.LOT_EXPIRES_EARLIER();
      return this.postings.convert(
        target!,
        reason,
        taken,
        taken.map(({ quantity, place }) => ({ lot_id: target!, quantity, place })),
        said,
      );
    });
  }

  /** Gives all pieces of a lot another number. @throws LOT_HAS_NO_STOCK, INSUFFICIENT_STOCK for reserved pieces */
  relabel(id: string, { code, reason }: RelabelInput): Promise<LotMovementsDto> {
    return this.db.transaction(async () => {
      const lot = await this.db.lock(Lot, id);
      const places = await this.lots.places(id);
      if (places.length === 0) throw LOT_ERRORS.LOT_HAS_NO_STOCK();
      if (code === lot.code)
        throw invalid([{ pointer: '/code', code: 'DUPLICATE', message: 'It has this number already' }]);
      const [target] = await this.postings.become([heir(lot, code)]);
      const taken = places.map((place) => ({ lot, place, quantity: place.on_hand }));
      return this.postings.convert(
        target!,
        reason,
        taken,
        taken.map(({ place, quantity }) => ({ lot_id: target!, quantity, place })),
      );
    });
  }
}
