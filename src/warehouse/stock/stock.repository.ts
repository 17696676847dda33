import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListDefinition, ListParameters, Page } from '../../kernel/database/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { LedgerRowDto, ProductStockDto, ReservationDto, StockRowDto, ValuationDto } from './stock.dto.js';

const BELOW = `l.path >= (select b.path from erp.locations b where b.id = ?::uuid)
  and l.path < (select b.path from erp.locations b where b.id = ?::uuid) || '~'`;

const STOCK: ListDefinition = defineList({
  select: `b.id, b.product_id, p.sku, p.name as product_name, u.code as unit_code, l.company_id, l.warehouse_id, b.location_id,
    l.code as location_code, l.type as location_type, l.is_available, b.lot_id, b.on_hand, b.reserved, b.on_hand - b.reserved as free, b.updated_at`,
  from: `erp.stock_balances b join erp.products p on p.id = b.product_id join erp.units u on u.id = p.unit_id
    join erp.locations l on l.id = b.location_id`,
  id: 'b.id',
  sorts: { sku: 'p.sku', location_code: 'l.code', on_hand: 'b.on_hand', updated_at: 'b.updated_at' },
  default_sort: 'sku',
  search: ['p.sku', 'p.name', 'l.code'],
  filters: {
    product_id: 'b.product_id = ?',
    location_id: 'b.location_id = ?',
    below: BELOW,
    warehouse_id: 'l.warehouse_id = ?',
    company_id: 'l.company_id = ?',
    category_id: 'p.category_id = ?',
  },
});

/** Ids of ledger rows rise with time, and every index of the ledger ends in one: they are what it is sorted by. */
const LEDGER: ListDefinition = defineList({
  select: `g.id, g.movement_id, m.number as movement_number, m.type as movement_type, g.line_no, g.product_id, p.sku, g.lot_id, g.quantity,
    g.from_location_id, f.code as from_location_code, g.to_location_id, t.code as to_location_code, g.value, m.source_type, m.source_id,
    m.effective_at, g.recorded_at`,
  from: `erp.stock_ledgers g join erp.stock_movements m on m.id = g.movement_id join erp.products p on p.id = g.product_id
    join erp.locations f on f.id = g.from_location_id join erp.locations t on t.id = g.to_location_id`,
  id: 'g.id',
  sorts: { recorded_at: 'g.id' },
  default_sort: '-recorded_at',
  search: ['m.number', 'p.sku'],
  filters: {
    product_id: 'g.product_id = ?',
    location_id: 'g.from_location_id = ? or g.to_location_id = ?',
    movement_id: 'g.movement_id = ?',
    movement_type: 'm.type = ?',
    source_id: 'm.source_id = ?',
    recorded_from: 'g.recorded_at >= ?',
    recorded_to: 'g.recorded_at < ?',
    effective_from: 'm.effective_at >= ?',
    effective_to: 'm.effective_at < ?',
  },
});

const VALUATIONS: ListDefinition = defineList({
  select: `v.id, v.product_id, p.sku, v.area_id, coalesce(w.company_id, v.area_id) as company_id, v.quantity, v.value,
    case when v.quantity > 0 then round(v.value / v.quantity, 6) end as unit_cost, v.updated_at`,
  from: 'erp.stock_valuations v join erp.products p on p.id = v.product_id left join erp.locations w on w.id = v.area_id',
  id: 'v.id',
  sorts: { sku: 'p.sku', value: 'v.value', quantity: 'v.quantity' },
  default_sort: 'sku',
  search: ['p.sku', 'p.name'],
  filters: { product_id: 'v.product_id = ?', area_id: 'v.area_id = ?' },
});

const RESERVATIONS: ListDefinition = defineList({
  select: `r.id, r.company_id, r.product_id, p.sku, r.location_id, l.code as location_code, r.lot_id, r.quantity, r.consumed_quantity,
    r.released_quantity, r.open_quantity, r.source_type, r.source_id, r.created_at, r.updated_at`,
  from: 'erp.stock_reservations r join erp.products p on p.id = r.product_id join erp.locations l on l.id = r.location_id',
  id: 'r.id',
  sorts: { created_at: 'r.id' },
  default_sort: '-created_at',
  search: ['p.sku', 'l.code'],
  filters: {
    product_id: 'r.product_id = ?',
    location_id: 'r.location_id = ?',
    source_id: 'r.source_id = ?',
    is_open: '(r.open_quantity > 0) = ?',
  },
});

/** Reads of what there is, where it lies, what it is worth and how it came about, always within the caller's scope. */
@Injectable()
export class StockRepository {
  constructor(private readonly db: Database) {}

  /** A product with all its places; null when there is no such product. One statement. */
  ofProduct(productId: string): Promise<ProductStockDto | null> {
    const { company_ids, warehouse_ids } = currentActor();
    return this.db.maybe<ProductStockDto>(
      `select p.id as product_id, p.sku, p.name, u.code as unit_code,
              coalesce(sum(s.on_hand), 0)::bigint as on_hand, coalesce(sum(s.on_hand), 0)::bigint as qty_on_hand,
              coalesce(sum(s.reserved), 0)::bigint as reserved,
              coalesce(sum(s.on_hand - s.reserved) filter (where s.is_available), 0)::bigint as available,
              coalesce(json_agg(json_build_object('location_id', s.location_id, 'location_code', s.code, 'location_type', s.type,
                'warehouse_id', s.warehouse_id, 'lot_id', s.lot_id, 'is_available', s.is_available, 'on_hand', s.on_hand, 'reserved', s.reserved)
                order by s.code, s.lot_id) filter (where s.on_hand > 0), '[]') as locations,
              max(s.updated_at) as updated_at
         from erp.products p
         join erp.units u on u.id = p.unit_id
         left join lateral (
           select b.location_id, b.lot_id, b.on_hand, b.reserved, b.updated_at, l.code, l.type, l.warehouse_id, l.is_available
             from erp.stock_balances b join erp.locations l on l.id = b.location_id
            where b.product_id = p.id and l.company_id = any ($2::uuid[]) and ($3::uuid[] is null or l.warehouse_id = any ($3))
         ) s on true
        where p.id = $1
        group by p.id, u.code`,
      [productId, company_ids, warehouse_ids],
    );
  }

  page(query: ListParameters): Promise<Page<StockRowDto>> {
    const { where, params } = scopeWhere({ company: 'l.company_id', warehouse: 'l.warehouse_id' });
    return this.db.page(STOCK, query, { where: `${where} and b.on_hand > 0`, params });
  }

  /** Lines that touch a location which the caller may see. */
  ledger(query: ListParameters): Promise<Page<LedgerRowDto>> {
    const { company_ids, warehouse_ids } = currentActor();
    const inWarehouse = warehouse_ids
      ? ' and (f.warehouse_id = any(?::uuid[]) or t.warehouse_id = any(?::uuid[]))'
      : '';
    return this.db.page(LEDGER, query, {
      where: `m.company_id = any(?::uuid[])${inWarehouse}`,
      params: [company_ids, ...(warehouse_ids ? [warehouse_ids, warehouse_ids] : [])],
    });
  }

  /** A valuation of a whole company is no figure of one warehouse: who is limited to warehouses sees only those valued by warehouse. */
  valuations(query: ListParameters): Promise<Page<ValuationDto>> {
    return this.db.page(
      VALUATIONS,
      query,
      scopeWhere({ company: 'coalesce(w.company_id, v.area_id)', warehouse: 'v.area_id' }),
    );
  }

  reservations(query: ListParameters): Promise<Page<ReservationDto>> {
    return this.db.page(RESERVATIONS, query, scopeWhere({ company: 'r.company_id', warehouse: 'l.warehouse_id' }));
  }

  /** One reservation within the caller's scope. */
  async reservation(id: string): Promise<ReservationDto | null> {
    const { where, params } = scopeWhere({ company: 'r.company_id', warehouse: 'l.warehouse_id' });
    const { data } = await this.db.page<ReservationDto>(
      RESERVATIONS,
      { limit: 1 },
      { where: `r.id = ? and ${where}`, params: [id, ...params] },
    );
    return data[0] ?? null;
  }

  /** Which of these locations the caller does not see, or that are no locations at all. */
  async locationsOutOfSight(ids: readonly string[]): Promise<string[]> {
    const { company_ids, warehouse_ids } = currentActor();
    const rows = await this.db.query<{ id: string }>(
      `select w.id from unnest($1::uuid[]) w (id)
        where not exists (select from erp.locations l where l.id = w.id and l.company_id = any ($2::uuid[])
          and ($3::uuid[] is null or l.warehouse_id = any ($3)))`,
      [ids, company_ids, warehouse_ids],
    );
    return rows.map(({ id }) => id);
  }
}
