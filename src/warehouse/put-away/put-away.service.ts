import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { assertInScope } from '../../kernel/security/index.js';
import { warehouseLimit } from '../enquiry/warehouse-scope.js';
import { LineUnits } from '../line-units/index.js';
import { LotIntake } from '../lots/index.js';
import { StockPosting } from '../stock/stock-posting.js';
import { BinsRepository } from './bins.repository.js';
import { Placing } from './placing.js';
import { lineFaults, placeLines, putAwayOf } from './put-away-lines.js';
import type { KnownLine } from './put-away-lines.js';
import { PutAwayOverride } from './put-away-override.entity.js';
import type { PutAwayDto, PutAwayInput, PutAwayOverrideDto, PutAwayPlaceDto, WaitingDto } from './put-away.dto.js';
import { PutAwayRepository } from './put-away.repository.js';
import type { PutAwayPlace, RuleFor } from './put-away.repository.js';

/** Pieces that are about to leave a receiving place. */
export interface PutAwayPieces {
  readonly product_id: string;
  readonly lot_id: string | null;
  readonly from_location_id: string;
  readonly quantity: number;
}

/** What lies in receiving places, where it should go, and its going there. */
@Injectable()
export class PutAwayService {
  private readonly watchers: ((pieces: readonly PutAwayPieces[]) => Promise<void>)[] = [];

  constructor(
    private readonly db: Database,
    private readonly waiting: PutAwayRepository,
    private readonly bins: BinsRepository,
    private readonly posting: StockPosting,
    private readonly lots: LotIntake,
    private readonly units: LineUnits,
  ) {}

  /** What waits, each with the bins that the rules choose for it; those before it have taken theirs. */
  async page(query: ListParameters): Promise<Page<WaitingDto>> {
    const { data, ...rest } = await this.waiting.page(query);
    const { placing, rulesOf } = await this.plan(data);
    const rows = data.map(({ space_units, owner_id, ...row }): WaitingDto => {
      const what = { product_id: row.product_id, quantity: row.quantity, space_units, owner_id };
      const bins = placing.propose(what, rulesOf(row));
      for (const { location_id, quantity } of bins) placing.fill(location_id, what, quantity);
      return { ...row, bins, unplaced: row.quantity - bins.reduce((sum, { quantity }) => sum + quantity, 0) };
    });
    return { data: rows, ...rest };
  }

  overrides(query: ListParameters): Promise<Page<PutAwayOverrideDto>> {
    return this.waiting.overrides(query);
  }

  /**
   * Lets a higher floor know what is put away by people who do not ask it.
   * @param heard called within the transaction, before anything is locked
   */
  watch(heard: (pieces: readonly PutAwayPieces[]) => Promise<void>): void {
    this.watchers.push(heard);
  }

  /**
   * Puts away in one transfer, all lines or none; where the rules decide, those who ask them take turns.
   * @throws NOT_FOUND out of the caller's scope; VALIDATION_FAILED with every fault; INSUFFICIENT_STOCK, LOCATION_FULL,
   *   LOCATION_HOLDS_OTHER_PRODUCT and the others of StockPosting.post
   * @param is_told whether those who watch are told; false for one of them who sees to it
   */
  putAway(document: PutAwayInput, { is_told = true }: { is_told?: boolean } = {}): Promise<PutAwayDto> {
    return this.db.transaction(async () => {
      const { lines, said, faults: uncounted } = await this.units.count(document.lines);
      const places = await this.waiting.places(
        lines.flatMap(({ from_location_id, to_location_id }) => [from_location_id, to_location_id ?? []].flat()),
      );
      const spaces = await this.waiting.spaces(lines.map(({ product_id }) => product_id));
      const known = lines.map((line): KnownLine & { from: PutAwayPlace | null } => ({
        from: places.get(line.from_location_id) ?? null,
        to: (line.to_location_id && places.get(line.to_location_id)) || null,
        space_units: spaces.get(line.product_id) ?? null,
      }));
      for (const { from, to } of known) for (const end of [from, to]) if (end) assertInScope(end, 'Location');
      refuse([...uncounted, ...lineFaults(lines, known)]);
      if (is_told) {
        const pieces = lines.map(({ product_id, lot_id = null, from_location_id, quantity }) => {
          return { product_id, lot_id, from_location_id, quantity };
        });
        for (const heard of this.watchers) await heard(pieces);
      }
      await this.waiting.takeTurns(known.flatMap(({ from }) => from!.warehouse_id ?? []));
      const wanted = lines.map(({ product_id }, n) => ({ product_id, warehouse_id: known[n]!.from!.warehouse_id }));
      const { placing, rulesOf } = await this.plan(wanted);
      const { places: put, faults } = placeLines(lines, known, placing, (n) => rulesOf(wanted[n]!));
      refuse(faults);
      const draft = putAwayOf(known[0]!.from!.company_id, document, put);
      const [posted] = await this.posting.post([draft], [], warehouseLimit());
      const [movement] = await this.lots.named([await this.units.keep(posted!, draft.lines, said)]);
      await this.record(document, movement!.id, put);
      return { movement: movement!, places: put } as PutAwayDto;
    });
  }

  /** The bins as they are now, and the rules for each product of each warehouse. */
  private async plan(wanted: readonly { product_id: string; warehouse_id: string | null }[]): Promise<{
    placing: Placing;
    rulesOf: (what: { product_id: string; warehouse_id: string | null }) => readonly RuleFor[];
  }> {
    if (wanted.length === 0) return { placing: new Placing([]), rulesOf: () => [] };
    const rules = await this.waiting.rules(
      [...new Set(wanted.map(({ product_id }) => product_id))],
      [...new Set(wanted.flatMap(({ warehouse_id }) => warehouse_id ?? []))],
    );
    const byProduct = new Map<string, RuleFor[]>();
    for (const rule of rules) {
      const key = `${rule.product_id} ${rule.warehouse_id}`;
      byProduct.set(key, [...(byProduct.get(key) ?? []), rule]);
    }
    const bins = await this.bins.below([...new Set(rules.map(({ location_id }) => location_id))]);
    return {
      placing: new Placing(bins),
      rulesOf: ({ product_id, warehouse_id }) => byProduct.get(`${product_id} ${warehouse_id}`) ?? [],
    };
  }

  private async record(
    { lines }: PutAwayInput,
    movement_id: string,
    places: readonly PutAwayPlaceDto[],
  ): Promise<void> {
    const overruled = places.filter(({ is_override }) => is_override);
    await this.db.insertMany(
      PutAwayOverride,
      overruled.map(({ line_no, location_id, quantity, rule_id, proposed_location_id }) => {
        const { product_id, lot_id = null, from_location_id, reason = null } = lines[line_no - 1]!;
        return {
          movement_id,
          product_id,
          lot_id,
          from_location_id,
          to_location_id: location_id,
          proposed_location_id: proposed_location_id!,
          rule_id: rule_id!,
          quantity,
          reason,
        };
      }),
    );
  }
}
