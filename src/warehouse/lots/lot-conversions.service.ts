import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { invalid, notFound } from '../../kernel/errors/index.js';
import { warehouseLimit } from '../enquiry/warehouse-scope.js';
import type { MovementDraft, MovementLineDraft } from '../stock/movement-draft.js';
import { StockPosting } from '../stock/stock-posting.js';
import { VirtualSides } from '../stock/virtual-sides.js';
import type {
  LotMovementsDto,
  MergeInput,
  QuarantineInput,
  RelabelInput,
  SplitInput,
  UnquarantineInput,
} from './lot-conversions.dto.js';
import { Lot } from './lot.entity.js';
import { LOT_ERRORS } from './lots.errors.js';
import { LotsRepository } from './lots.repository.js';
import type { LotPlace, NamedLot } from './lots.repository.js';

/** Pieces of one lot in one place. */
interface Pieces {
  readonly lot: Lot;
  readonly place: Pick<LotPlace, 'company_id' | 'location_id'>;
  readonly quantity: number;
}

/** Pieces that change their lot or their standing. All of it is posted: nothing about stock is rewritten. */
@Injectable()
export class LotConversionsService {
  constructor(
    private readonly db: Database,
    private readonly lots: LotsRepository,
    private readonly posting: StockPosting,
    private readonly sides: VirtualSides,
  ) {}

  /** Moves all free places of a lot into quarantine. @throws LOT_HAS_NO_STOCK, QUARANTINE_MISSING, INSUFFICIENT_STOCK for reserved pieces */
  quarantine(id: string, { reason, to_location_id }: QuarantineInput): Promise<LotMovementsDto> {
    return this.relocate(id, reason, (place) =>
      place.is_available ? (to_location_id ?? place.quarantine_id) : undefined,
    );
  }

  /** Moves all pieces of a lot that cannot be promised (quarantine, scrap, transit) to one place. @throws LOT_HAS_NO_STOCK */
  unquarantine(id: string, { reason, to_location_id }: UnquarantineInput): Promise<LotMovementsDto> {
    return this.relocate(id, reason, (place) => (place.is_available ? undefined : to_location_id));
  }

  /** Makes pieces of a lot into others, which know all that it knew. @throws VALIDATION_FAILED, INSUFFICIENT_STOCK */
  split(id: string, { reason, location_id, parts }: SplitInput): Promise<LotMovementsDto> {
    return this.db.transaction(async () => {
      const lot = await this.db.lock(Lot, id);
      const place = (await this.lots.places(id)).find((each) => each.location_id === location_id);
      if (!place) throw LOT_ERRORS.LOT_HAS_NO_STOCK();
      const twice = parts.findIndex(
        ({ code }, n) => code === lot.code || parts.findIndex((p) => p.code === code) !== n,
      );
      if (twice >= 0)
        throw invalid([
          { pointer: `/parts/${twice}/code`, code: 'DUPLICATE', message: 'Each part becomes a lot of its own' },
        ]);
      const made = await this.become(parts.map(({ code }) => heir(lot, code)));
      const quantity = parts.reduce((sum, part) => sum + part.quantity, 0);
      return this.convert(
        lot.id,
        reason,
        [{ lot, place, quantity }],
        parts.map((part, n) => ({ lot_id: made[n]!, quantity: part.quantity, place })),
      );
    });
  }

  /**
   * Makes pieces of several lots of a product into one, in the places where they lie.
   * @throws LOT_EXPIRES_EARLIER when that lot is there and lasts longer than a source, VALIDATION_FAILED, INSUFFICIENT_STOCK
   */
  merge({ product_id, code, expires_on, reason, sources }: MergeInput): Promise<LotMovementsDto> {
    return this.db.transaction(async () => {
      const ids = [...new Set(sources.map(({ lot_id }) => lot_id))];
      const [lots, places] = [await this.lots.byId(ids), await this.lots.places(...ids)];
      const taken = sources.map(({ lot_id, location_id, quantity }, n): Pieces => {
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
        return { lot, place, quantity };
      });
      const earliest =
        taken
          .map(({ lot }) => lot.expires_on)
          .filter((day) => day !== null)
          .sort()[0] ?? null;
      const first = taken[0]!.lot;
      const held = taken.some(({ lot }) => lot.state === 'on_hold');
      const [target] = await this.become([
        {
          ...heir(first, code),
          supplier_lot: null,
          expires_on: expires_on ?? earliest,
          state: held ? 'on_hold' : 'available',
        },
      ]);
      const into = await this.db.get(Lot, target!);
      if (earliest !== null && (into.expires_on === null || into.expires_on > earliest))
        throw LOT_ERRORS.LOT_EXPIRES_EARLIER();
      return this.convert(
        target!,
        reason,
        taken,
        taken.map(({ quantity, place }) => ({ lot_id: target!, quantity, place })),
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
      const [target] = await this.become([heir(lot, code)]);
      const taken = places.map((place) => ({ lot, place, quantity: place.on_hand }));
      return this.convert(
        target!,
        reason,
        taken,
        taken.map(({ place, quantity }) => ({ lot_id: target!, quantity, place })),
      );
    });
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
      return this.post(
        id,
        id,
        'transfer',
        reason,
        moves.map(({ place, line }) => [place.company_id, line]),
      );
    });
  }

  /** The ids of lots, made when they are not there. */
  private async become(lots: readonly NamedLot[]): Promise<string[]> {
    await this.lots.make(lots);
    const found = await this.lots.find(lots);
    return found.map(({ lot_id }) => {
      if (lot_id === null) throw notFound('Lot');
      return lot_id;
    });
  }

  /** Out of the places into the conversion side and back: the value goes along, the last piece with the rest of it. */
  private async convert(
    lotId: string,
    reason: string,
    taken: readonly Pieces[],
    given: readonly { lot_id: string; quantity: number; place: Pieces['place'] }[],
  ): Promise<LotMovementsDto> {
    const product_id = taken[0]!.lot.product_id;
    const side = (company: string): Promise<string> => this.sides.of(company, 'conversion');
    const lines: [string, MovementLineDraft][] = [];
    for (const { lot, place, quantity } of taken)
      lines.push([
        place.company_id,
        {
          product_id,
          lot_id: lot.id,
          quantity,
          from_location_id: place.location_id,
          to_location_id: await side(place.company_id),
        },
      ]);
    for (const { lot_id, quantity, place } of given)
      lines.push([
        place.company_id,
        {
          product_id,
          lot_id,
          quantity,
          from_location_id: await side(place.company_id),
          to_location_id: place.location_id,
        },
      ]);
    return this.post(lotId, taken[0]!.lot.id, 'conversion', reason, lines);
  }

  /** One movement for each company, in one call. */
  private async post(
    lotId: string,
    source_id: string,
    type: MovementDraft['type'],
    reason: string,
    lines: readonly [company: string, line: MovementLineDraft][],
  ): Promise<LotMovementsDto> {
    const companies = [...new Set(lines.map(([company]) => company))];
    const drafts = companies.map((company_id): MovementDraft => ({
      type,
      company_id,
      source_type: 'lot',
      source_id,
      reason,
      pointer: '',
      lines: lines.filter(([company]) => company === company_id).map(([, line]) => line),
    }));
    return { lot_id: lotId, movements: await this.posting.post(drafts, [], warehouseLimit()) };
  }
}

/** A lot of another code that knows what this one knew; one on hold has heirs on hold. */
function heir(lot: Lot, code: string): NamedLot {
  const { product_id, supplier_id, supplier_lot, manufactured_on, expires_on, attributes, state } = lot;
  return { product_id, code, supplier_id, supplier_lot, manufactured_on, expires_on, attributes, state };
}
