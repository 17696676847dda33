import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { LedgerRowDto, ProductStockDto, ProductStockQuery, StockRowDto, ValuationDto } from './enquiry.dto.js';
import { warehouseScope } from './warehouse-scope.js';

/** Whether pieces of a balance may be promised, by its location `l` and its lot `lt`. */
const PROMISABLE = 'l.is_available and erp.is_lot_usable(lt.state, lt.expires_on)';

const STOCK = defineList({
  select: `b.id, b.product_id, p.sku, p.name as product_name, l.company_id, b.location_id, l.code as location_code, l.name as location_name,
    l.warehouse_id, b.lot_id, lt.code as lot_code, lt.expires_on, b.on_hand, b.reserved, case when ${PROMISABLE} then b.on_hand - b.reserved else 0 end as available,
    l.owner_supplier_id, l.owner_customer_id, b.updated_at`,
  from: `erp.stock_balances b join erp.products p on p.id = b.product_id join erp.locations l on l.id = b.location_id
    left join erp.lots lt on lt.id = b.lot_id`,
  id: 'b.id',
  sorts: { sku: 'p.sku', location_code: 'l.code' },
  default_sort: 'sku',
  search: ['p.sku', 'p.name', 'l.code'],
  filters: {
    company_id: 'l.company_id = ?',
    warehouse_id: 'l.warehouse_id = ?',
    product_id: 'b.product_id = ?',
    location_id: 'b.location_id = ?',
    lot_id: 'b.lot_id = ?',
    below: `l.path >= (select r.path from erp.locations r where r.id = ?::uuid)
      and l.path < (select r.path from erp.locations r where r.id = ?::uuid) || '~'`,
    in_stock: '(b.on_hand > 0) = ?',
    is_owned: 'l.is_owned = ?',
    owner_supplier_id: 'l.owner_supplier_id = ?',
    owner_customer_id: 'l.owner_customer_id = ?',
  },
});

/** In the order of recording: ids are made in it, and their index is the one that is already there. */
const LEDGER = defineList({
  select: `l.id, l.recorded_at, m.effective_at, l.movement_id, m.number as movement_number, m.type as movement_type, m.reference,
    m.source_type, m.source_id, l.line_no, l.product_id, p.sku, l.lot_id, lt.code as lot_code, l.returns_line_id, l.quantity, l.from_location_id, f.code as from_location_code,
    l.to_location_id, t.code as to_location_code, l.value`,
  from: `erp.stock_ledgers l join erp.stock_movements m on m.id = l.movement_id join erp.products p on p.id = l.product_id
    join erp.locations f on f.id = l.from_location_id join erp.locations t on t.id = l.to_location_id left join erp.lots lt on lt.id = l.lot_id`,
  id: 'l.id',
  sorts: { recorded_at: 'l.id' },
  default_sort: '-recorded_at',
  search: ['p.sku', 'm.number', 'm.reference'],
  filters: {
    company_id: 'm.company_id = ?',
    product_id: 'l.product_id = ?',
    location_id: '?::uuid in (l.from_location_id, l.to_location_id)',
    lot_id: 'l.lot_id = ?',
    movement_id: 'l.movement_id = ?',
    type: 'm.type = ?',
    recorded_from: 'l.recorded_at >= ?::date',
    recorded_to: 'l.recorded_at < ?::date + 1',
    effective_from: 'm.effective_at >= ?::date',
    effective_to: 'm.effective_at < ?::date + 1',
  },
});

const VALUATIONS = defineList({
  select: `v.id, v.product_id, p.sku, p.name as product_name, c.id as company_id, v.area_id, coalesce(w.code, c.code) as area_code, v.quantity, v.value,
    case when v.quantity > 0 then round(v.value / v.quantity, 6) end as unit_cost, v.updated_at`,
  from: `erp.stock_valuations v join erp.products p on p.id = v.product_id left join erp.locations w on w.id = v.area_id
    join erp.companies c on c.id = coalesce(w.company_id, v.area_id)`,
  id: 'v.id',
  sorts: { sku: 'p.sku' },
  default_sort: 'sku',
  search: ['p.sku', 'p.name'],
  filters: {
    company_id: 'c.id = ?',
    product_id: 'v.product_id = ?',
    area_id: 'v.area_id = ?',
    in_stock: '(v.quantity > 0) = ?',
  },
});

/** Questions about stock. Each is one statement, read into the shape of its answer. */
@Injectable()
export class EnquiryRepository {
  constructor(private readonly db: Database) {}

  /** Stock of a product within the caller's companies and warehouses; null when there is no such product. */
  ofProduct(productId: string, query: ProductStockQuery): Promise<ProductStockDto | null> {
    const { company_ids, warehouse_ids } = currentActor();
    return this.db.maybe<ProductStockDto>(
      `select p.id as product_id, p.sku, p.name, u.code as unit_code, coalesce(s.on_hand, 0)::bigint as on_hand, coalesce(s.on_hand, 0)::bigint as qty_on_hand,
              coalesce(s.reserved, 0)::bigint as reserved, coalesce(s.available, 0)::bigint as available, coalesce(s.held, 0)::bigint as held,
              coalesce(s.of_others, 0)::bigint as of_others,
              coalesce(s.locations, '[]') as locations, coalesce(s.updated_at, p.created_at) as updated_at
         from erp.products p
         join erp.units u on u.id = p.unit_id
         left join lateral (
           select sum(b.on_hand) as on_hand, sum(b.reserved) as reserved, max(b.updated_at) as updated_at,
                  sum(b.on_hand - b.reserved) filter (where ${PROMISABLE}) as available, sum(b.on_hand) filter (where not (${PROMISABLE})) as held,
                  sum(b.on_hand) filter (where l.is_owned) as of_others,
                  json_agg(json_build_object('location_id', l.id, 'location_code', l.code, 'location_name', l.name, 'warehouse_id', l.warehouse_id,
                    'lot_id', b.lot_id, 'lot_code', lt.code, 'expires_on', lt.expires_on, 'on_hand', b.on_hand, 'reserved', b.reserved,
                    'available', case when ${PROMISABLE} then b.on_hand - b.reserved else 0 end,
                    'owner_supplier_id', l.owner_supplier_id, 'owner_customer_id', l.owner_customer_id) order by l.code, b.lot_id) filter (where b.on_hand > 0) as locations
             from erp.stock_balances b
             join erp.locations l on l.id = b.location_id
             left join erp.lots lt on lt.id = b.lot_id
            where b.product_id = p.id and l.company_id = any($2::uuid[]) and ($3::uuid[] is null or l.warehouse_id = any($3::uuid[]))
              and ($4::uuid is null or l.company_id = $4) and ($5::uuid is null or l.warehouse_id = $5)
              and ($6::uuid is null or b.lot_id = $6)
         ) s on true
        where p.id = $1`,
      [
        productId,
        company_ids,
        warehouse_ids,
        query.company_id ?? null,
        query.warehouse_id ?? null,
        query.lot_id ?? null,
      ],
    );
  }

  balances(query: ListParameters): Promise<Page<StockRowDto>> {
    return this.db.page<StockRowDto>(
      STOCK,
      query,
      scopeWhere({ company: 'l.company_id', warehouse: 'l.warehouse_id' }),
    );
  }

  ledger(query: ListParameters): Promise<Page<LedgerRowDto>> {
    const either = `exists (select from unnest(?::uuid[]) w where w in (f.warehouse_id, t.warehouse_id))`;
    return this.db.page<LedgerRowDto>(LEDGER, query, warehouseScope('m.company_id', either));
  }

  /** Value belongs to a company as a whole unless it is kept by warehouse: a caller limited to warehouses sees only theirs. */
  valuations(query: ListParameters): Promise<Page<ValuationDto>> {
    return this.db.page<ValuationDto>(VALUATIONS, query, warehouseScope('c.id', 'w.warehouse_id = any(?::uuid[])'));
  }
}
