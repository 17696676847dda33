import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { MAX_SUGGESTIONS } from './reordering-limits.js';

/** Asked for and one more, to know whether there are more. */
const LIMIT = MAX_SUGGESTIONS + 1;

/** A product at or below its level, as the view has it. */
export interface ReorderRow {
  readonly product_id: string;
  readonly sku: string;
  readonly product_name: string;
  readonly unit_code: string;
  readonly lead_time_days: number;
  readonly safety_stock: number;
  readonly reorder_point: number;
  readonly reorder_level: number;
  readonly lot_sizing: string;
  readonly lot_size: number | null;
  readonly lot_minimum: number | null;
  readonly lot_maximum: number | null;
  readonly is_manufactured: boolean;
  readonly is_purchased: boolean;
  readonly horizon: string;
  readonly free: number;
  readonly supply: number;
  readonly demand: number;
  readonly expiring: number;
  readonly projected: number;
}

/** What was used of a product, and what its level is now. */
export interface UseRow {
  readonly product_id: string;
  readonly sku: string;
  readonly product_name: string;
  readonly lead_time_days: number;
  readonly safety_stock: number;
  readonly current_reorder_point: number;
  readonly used: number;
}

/** Where and how far back use is looked at. */
export interface UseQuestion {
  readonly company_id: string;
  readonly warehouse_id: string | null;
  readonly product_id: string | null;
  readonly days: number;
}

const DUE = defineList({
  select: `r.product_id, r.sku, r.product_name, r.unit_code, r.lead_time_days, r.safety_stock, r.reorder_point, r.reorder_level, r.lot_sizing, r.lot_size, r.lot_minimum,
    r.lot_maximum, r.is_manufactured, r.is_purchased, r.horizon, r.free, r.supply, r.demand, greatest(r.expiring - r.demand, 0) as expiring, r.projected`,
  from: 'erp.reorder_positions r',
  id: 'r.row_id',
  sorts: { sku: 'r.sku' },
  default_sort: 'sku',
  search: ['r.sku', 'r.product_name'],
  filters: { product_id: 'r.product_id = ?' },
});

@Injectable()
export class ReorderingRepository {
  constructor(private readonly db: Database) {}

  /** Products at or below their level in a warehouse, or in a company as a whole. */
  due(
    query: ListParameters,
    { company_id, warehouse_id }: { company_id: string; warehouse_id: string | null },
  ): Promise<Page<ReorderRow>> {
    return this.db.page<ReorderRow>(DUE, query, {
      where: 'r.projected <= r.reorder_level and r.company_id = ? and r.warehouse_id is not distinct from ?::uuid',
      params: [company_id, warehouse_id],
    });
  }

  /** The day in the factory's time zone, and the currency in which offers are compared. */
  circumstances(companyId: string): Promise<{ today: string; currency_code: string }> {
    return this.db.one('select current_date as today, c.currency_code from erp.companies c where c.id = $1', [
      companyId,
    ]);
  }

  /** What left for customers and production in the last whole days, less what came back and what was taken back. */
  use({ company_id, warehouse_id, product_id, days }: UseQuestion): Promise<UseRow[]> {
    return this.db.query<UseRow>(
      `with used as (
         select l.product_id, sum(case when m.type = 'return' then -l.quantity else l.quantity end) as quantity
           from erp.stock_movements m
           join erp.stock_ledgers l on l.movement_id = m.id and l.recorded_at >= (current_date - $4::integer)::timestamptz
           join erp.locations f on f.id = l.from_location_id
           join erp.locations t on t.id = l.to_location_id
          where m.company_id = $1 and m.effective_at >= current_date - $4::integer and m.effective_at < current_date
            and (m.type in ('issue', 'production_consumption') and not f.is_virtual and ($2::uuid is null or f.warehouse_id = $2)
              or m.type = 'return' and f.type in ('customer', 'production') and ($2::uuid is null or t.warehouse_id = $2))
            and ($3::uuid is null or l.product_id = $3)
            and not exists (select from erp.stock_movements x where x.reverses_id = m.id)
          group by l.product_id
       )
       select p.id as product_id, p.sku, p.name as product_name, p.lead_time_days, p.safety_stock, p.reorder_point as current_reorder_point,
              least(greatest(coalesce(used.quantity, 0), 0), 9007199254740991)::bigint as used
         from erp.products p left join used on used.product_id = p.id
        where p.is_active and p.type <> 'service' and ($3::uuid is null or p.id = $3) and (used.quantity > 0 or p.reorder_policy = 'reorder_point')
        order by p.sku limit ${LIMIT}`,
      [company_id, warehouse_id, product_id, days],
    );
  }
}
