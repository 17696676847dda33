import { Injectable } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { invalid } from '../../kernel/errors/index.js';
import { can, currentActor } from '../../kernel/security/index.js';
import { MASTER_DATA, SupplierPricesService, addDays } from '../../master-data/index.js';
import type { QuotedOffer } from '../../master-data/index.js';
import { AvailabilityService } from '../availability/index.js';
import { sizeLot } from './lot-sizing.js';
import type { SizedLot } from './lot-sizing.js';
import { suggestReorderPoint } from './reorder-point.js';
import type {
  ReorderPlaceQuery,
  ReorderPointQuery,
  ReorderPointSuggestionsDto,
  ReorderSuggestionDto,
  ReorderSuggestionListQuery,
  SuggestedOfferDto,
} from './reordering.dto.js';
import { MAX_SUGGESTIONS } from './reordering-limits.js';
import { ReorderingRepository } from './reordering.repository.js';
import type { ReorderRow } from './reordering.repository.js';

/** A suggestion whose quantity is known. */
interface Sized {
  readonly row: ReorderRow;
  readonly lot: SizedLot;
}

/** What should be ordered now, how much and why; and at which level it should be. Changes nothing. */
@Injectable()
export class ReorderingService {
  constructor(
    private readonly reordering: ReorderingRepository,
    private readonly availability: AvailabilityService,
    private readonly prices: SupplierPricesService,
  ) {}

  /** Products that are ordered by their level and have fallen to it. @throws NOT_FOUND, VALIDATION_FAILED */
  async suggestions({
    company_id,
    warehouse_id,
    ...query
  }: ReorderSuggestionListQuery): Promise<Page<ReorderSuggestionDto>> {
    const place = await this.place({ company_id, warehouse_id });
    const page = await this.reordering.due(query, place);
    const due = page.data.map((row): Sized => ({
      row,
      lot: sizeLot(row, { projected: row.projected, level: row.reorder_level }),
    }));
    const { today, currency_code } = await this.reordering.circumstances(place.company_id);
    const outlooks = await this.availability.outlooks(
      due.map(({ row }) => row.product_id),
      place,
    );
    const offers = await this.offers(due, today, currency_code);
    const data = due.map(({ row, lot }): ReorderSuggestionDto => {
      const { projection } = outlooks.get(row.product_id)!;
      return suggestion(
        { row, lot },
        today,
        projection.firstBelow(row.safety_stock),
        offers.get(row.product_id) ?? null,
      );
    });
    return { ...page, data };
  }

  /** Levels as the use of the past suggests them. @throws NOT_FOUND, VALIDATION_FAILED */
  async reorderPoints({
    product_id,
    days = 90,
    review_days = 30,
    ...where
  }: ReorderPointQuery): Promise<ReorderPointSuggestionsDto> {
    const place = await this.place(where);
    const found = await this.reordering.use({ ...place, product_id: product_id ?? null, days });
    const rows = found.slice(0, MAX_SUGGESTIONS).map(({ used, ...row }) => {
      const { steps, ...suggested } = suggestReorderPoint({ ...row, used, days, review_days });
      return { ...row, used, ...suggested, explanation: [...steps] };
    });
    return { ...place, days, review_days, truncated: found.length > MAX_SUGGESTIONS, rows };
  }

  /** A level is held against one warehouse or a whole company: who sees parts of it only has to name one. */
  private place(where: ReorderPlaceQuery): ReturnType<AvailabilityService['place']> {
    if (where.warehouse_id === undefined && currentActor().warehouse_ids !== null)
      throw invalid([{ pointer: '?warehouse_id', code: 'REQUIRED', message: 'Name one of your warehouses' }]);
    return this.availability.place(where);
  }

  /** The cheapest offer for each product that is bought, for those who may see prices. */
  private async offers(
    due: readonly Sized[],
    today: string,
    currency: string,
  ): Promise<ReadonlyMap<string, QuotedOffer>> {
    if (!can(MASTER_DATA.supplier_prices.read)) return new Map();
    const bought = due.filter(({ row }) => row.is_purchased && !row.is_manufactured);
    const needs = bought.map(({ row, lot }) => ({ product_id: row.product_id, quantity: lot.quantity }));
    return this.prices.bestOffers(needs, today, currency);
  }
}

function suggestion(
  { row, lot }: Sized,
  today: string,
  neededOn: string | null,
  offer: QuotedOffer | null,
): ReorderSuggestionDto {
  const {
    is_manufactured,
    is_purchased,
    reorder_level,
    lot_sizing: _sizing,
    lot_size: _size,
    lot_minimum: _min,
    lot_maximum: _max,
    ...figures
  } = row;
  const expectedOn = addDays(today, offer?.offer.lead_time_days ?? row.lead_time_days);
  return {
    ...figures,
    reorder_level,
    suggested_quantity: lot.quantity,
    orders: lot.orders,
    method: lot.method,
    source: is_manufactured ? 'make' : is_purchased ? 'buy' : 'none',
    order_on: today,
    expected_on: expectedOn,
    needed_on: neededOn,
    is_late: neededOn !== null && neededOn < expectedOn,
    supplier: offer && offerDto(offer),
    explanation: [...whyDue(row), ...lot.steps],
  };
}

function offerDto({ offer, order_quantity, stock_quantity, amount }: QuotedOffer): SuggestedOfferDto {
  const { id, supplier_id, supplier_code, unit_id, currency_code, price, lead_time_days } = offer;
  return {
    supplier_price_id: id,
    supplier_id,
    supplier_code,
    unit_id,
    currency_code,
    price,
    lead_time_days,
    order_quantity,
    stock_quantity,
    amount,
  };
}

function whyDue({
  free,
  supply,
  demand,
  expiring,
  projected,
  horizon,
  lead_time_days,
  reorder_point,
  safety_stock,
  reorder_level,
}: ReorderRow): string[] {
  const lost = expiring > 0 ? ` - expiring ${expiring}` : '';
  return [
    `Free ${free} + expected ${supply} - wanted ${demand}${lost} = ${projected} on ${horizon}, ${lead_time_days} days from now`,
    `Level: the largest of reorder point ${reorder_point}, safety stock ${safety_stock} and a minimum = ${reorder_level}`,
  ];
}
