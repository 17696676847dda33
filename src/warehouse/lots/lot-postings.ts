import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors/index.js';
import { canonicalJson } from '../../kernel/http/index.js';
import { LineUnits } from '../line-units/index.js';
import type { SaidQuantity } from '../line-units/index.js';
import { warehouseLimit } from '../enquiry/warehouse-scope.js';
import type { MovementDraft, MovementLineDraft } from '../stock/movement-draft.js';
import { StockPosting } from '../stock/stock-posting.js';
import { VirtualSides } from '../stock/virtual-sides.js';
import type { LotMovementsDto } from './lot-conversions.dto.js';
import type { Lot } from './lot.entity.js';
import { LotIntake, refuseDiffering } from './lot-intake.js';
import { LotsRepository } from './lots.repository.js';
import type { LotPlace, NamedLot } from './lots.repository.js';

/** Pieces of one lot in one place. */
export interface Pieces {
  readonly lot: Lot;
  readonly place: Pick<LotPlace, 'company_id' | 'location_id'>;
  readonly quantity: number;
  /** Place of the line, counted from one, that said so in a unit. */
  readonly line_no?: number;
}

/** The movements by which pieces change their lot or their place. */
@Injectable()
export class LotPostings {
  constructor(
    private readonly lots: LotsRepository,
    private readonly intake: LotIntake,
    private readonly posting: StockPosting,
    private readonly sides: VirtualSides,
    private readonly units: LineUnits,
  ) {}

  /**
   * The ids of lots, made when they are not there.
   * @param known what one that is there must know as well
   * @throws LOT_DIFFERS when it knows otherwise, or is not on hold as it should be
   */
  async become(lots: readonly NamedLot[], known: readonly NamedLot[] = lots): Promise<string[]> {
    await this.lots.make(lots);
    const found = await this.lots.find(known);
    refuseDiffering(known, found);
    return found.map(({ lot_id }) => {
      if (lot_id === null) throw notFound('Lot');
      return lot_id;
    });
  }

  /** Out of the places into the conversion side and back: the value goes along, the last piece with the rest of it. */
  async convert(
    lotId: string,
    reason: string,
    taken: readonly Pieces[],
    given: readonly { lot_id: string; quantity: number; place: Pieces['place']; line_no?: number }[],
    said: readonly SaidQuantity[] = [],
  ): Promise<LotMovementsDto> {
    const product_id = taken[0]!.lot.product_id;
    const side = (company: string): Promise<string> => this.sides.of(company, 'conversion');
    const lines: [string, MovementLineDraft][] = [];
    for (const { lot, place, quantity, line_no = 0 } of taken)
      lines.push([
        place.company_id,
        {
          product_id,
          lot_id: lot.id,
          place: line_no,
          quantity,
          from_location_id: place.location_id,
          to_location_id: await side(place.company_id),
        },
      ]);
    for (const { lot_id, quantity, place, line_no = 0 } of given)
      lines.push([
        place.company_id,
        {
          product_id,
          lot_id,
          place: line_no,
          quantity,
          from_location_id: await side(place.company_id),
          to_location_id: place.location_id,
        },
      ]);
    return this.post(lotId, taken[0]!.lot.id, 'conversion', reason, lines, said);
  }

  /** One movement for each company, in one call. */
  async post(
    lotId: string,
    source_id: string,
    type: MovementDraft['type'],
    reason: string,
    lines: readonly [company: string, line: MovementLineDraft][],
    said: readonly SaidQuantity[] = [],
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
    const posted = await this.posting.post(drafts, [], warehouseLimit());
    const movements = [];
    for (const [n, movement] of posted.entries())
      movements.push(await this.units.keep(movement, drafts[n]!.lines, said));
    return { lot_id: lotId, movements: await this.intake.named(movements) };
  }
}

/** What lots have in common, as one lot: the earliest expiry of all, and on hold when one is. */
export function commonFacts(lots: readonly Lot[]): Omit<NamedLot, 'code'> {
  const [first] = lots as [Lot];
  const shared = <Field extends 'supplier_id' | 'supplier_lot' | 'manufactured_on'>(field: Field): Lot[Field] | null =>
    lots.every((lot) => lot[field] === first[field]) ? first[field] : null;
  const attributes = canonicalJson(first.attributes);
  return {
    product_id: first.product_id,
    supplier_id: shared('supplier_id'),
    supplier_lot: shared('supplier_lot'),
    manufactured_on: shared('manufactured_on'),
    expires_on: lots.flatMap(({ expires_on }) => expires_on ?? []).sort()[0] ?? null,
    attributes: lots.every((lot) => canonicalJson(lot.attributes) === attributes) ? first.attributes : {},
    state: lots.some(({ state }) => state === 'on_hold') ? 'on_hold' : 'available',
  };
}

/** A lot of another code that knows what this one knew; one on hold has heirs on hold. */
export function heir(lot: Lot, code: string): NamedLot {
  const { product_id, supplier_id, supplier_lot, manufactured_on, expires_on, attributes, state } = lot;
  return { product_id, code, supplier_id, supplier_lot, manufactured_on, expires_on, attributes, state };
}
