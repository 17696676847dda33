import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { warehouseLimit } from '../enquiry/warehouse-scope.js';
import { LocationsService } from '../locations/index.js';
import { LotIntake } from '../lots/index.js';
import { BinsRepository, Placing } from '../put-away/index.js';
import type { MovementDraft } from '../stock/movement-draft.js';
import { StockPosting } from '../stock/stock-posting.js';
import { Sources, wantedPieces } from './bringing.js';
import { MAX_BINS } from './replenishment-limits.js';
import type { ReplenishInput, ReplenishedDto, ReplenishmentDto } from './replenishment.dto.js';
import { ReplenishmentRepository } from './replenishment.repository.js';
import type { LowBin } from './replenishment.repository.js';

/** Bins that are picked from, filled up from the others. */
@Injectable()
export class ReplenishmentService {
  constructor(
    private readonly db: Database,
    private readonly rules: ReplenishmentRepository,
    private readonly bins: BinsRepository,
    private readonly locations: LocationsService,
    private readonly posting: StockPosting,
    private readonly lots: LotIntake,
  ) {}

  /** Bins below their minimum, with what can be brought to each; what goes to the first of an answer is not there for the next. */
  async page(query: ListParameters): Promise<Page<ReplenishmentDto>> {
    const { data, ...rest } = await this.rules.low(query);
    return { data: await this.plan(data), ...rest };
  }

  /**
   * Fills bins up in one transfer. Those who do so in a warehouse take turns: the second finds what the first has brought.
   * @throws VALIDATION_FAILED for rules that are not there, or of several companies; NOT_FOUND for a warehouse out of reach; INSUFFICIENT_STOCK,
   *   LOCATION_FULL and the others of StockPosting.post for what others did meanwhile
   */
  replenish({ rule_ids, warehouse_id }: ReplenishInput): Promise<ReplenishedDto> {
    if ((rule_ids === undefined) === (warehouse_id === undefined))
      refuse([{ pointer: '/rule_ids', code: 'EXCLUSIVE', message: 'Name either rules or a warehouse' }]);
    return this.db.transaction(async () => {
      await this.rules.takeTurns(rule_ids ? await this.warehousesOf(rule_ids) : [await this.warehouse(warehouse_id!)]);
      const chosen = rule_ids ? { rule_ids } : { warehouse_id: warehouse_id! };
      const { data, next_cursor } = await this.rules.low({ ...chosen, limit: MAX_BINS });
      const bins = await this.plan(data);
      const draft = transferOf(bins);
      const [posted] = await this.posting.post(draft ? [draft] : [], [], warehouseLimit());
      const [movement = null] = await this.lots.named(posted ? [posted] : []);
      const low = new Set(bins.map(({ id }) => id));
      return {
        movement,
        bins,
        not_needed: [...new Set(rule_ids ?? [])].filter((id) => !low.has(id)),
        more: next_cursor !== null,
      } as ReplenishedDto;
    });
  }

  private async warehouse(id: string): Promise<string> {
    return (await this.locations.get(id)).id;
  }

  private async warehousesOf(ruleIds: readonly string[]): Promise<string[]> {
    const known = await this.rules.rules(ruleIds);
    const company = ruleIds.map((id) => known.get(id)?.company_id).find((id) => id !== undefined);
    refuse(
      ruleIds.flatMap((id, n): FieldError[] => {
        const rule = known.get(id);
        const pointer = `/rule_ids/${n}`;
        if (!rule) return [{ pointer, code: 'REFERENCE_NOT_FOUND', message: 'There is no such rule' }];
        return rule.company_id === company
          ? []
          : [{ pointer, code: 'OTHER_COMPANY', message: 'All bins are of one company' }];
      }),
    );
    return [...known.values()].map(({ warehouse_id }) => warehouse_id);
  }

  private async plan(low: readonly LowBin[]): Promise<ReplenishmentDto[]> {
    if (low.length === 0) return [];
    const stocks = await this.rules.sources(low.map(({ id }) => id));
    const placing = new Placing(await this.bins.below(low.map(({ location_id }) => location_id)));
    const sources = new Sources(stocks);
    return low.map(({ space_units, ...bin }): ReplenishmentDto => {
      const what = { product_id: bin.product_id, space_units };
      const room = placing.roomIn(bin.location_id, what);
      const own = stocks.filter(({ rule_id }) => rule_id === bin.id);
      const { wanted, quantity, limited_by, from } = sources.bring(
        wantedPieces(bin.free, bin),
        bin.multiple,
        room,
        own,
      );
      placing.fill(bin.location_id, what, quantity);
      return {
        ...bin,
        wanted,
        quantity,
        short: wanted - quantity,
        limited_by,
        from: from.map(({ stock: { location_id, location_code, lot_id, lot_code, expires_on }, quantity: pieces }) => ({
          location_id,
          location_code,
          lot_id,
          lot_code,
          expires_on,
          quantity: pieces,
        })),
      };
    });
  }
}

/** The one transfer that fills bins up; null when there is nothing to bring. */
function transferOf(bins: readonly ReplenishmentDto[]): MovementDraft | null {
  const lines = bins.flatMap(({ product_id, location_id, from }) =>
    from.map((stock) => ({
      product_id,
      lot_id: stock.lot_id,
      quantity: stock.quantity,
      from_location_id: stock.location_id,
      to_location_id: location_id,
    })),
  );
  if (lines.length === 0) return null;
  return { type: 'transfer', company_id: bins[0]!.company_id, source_type: 'replenishment', pointer: '', lines };
}
