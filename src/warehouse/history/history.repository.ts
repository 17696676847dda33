import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { MAX_ROWS } from './history-limits.js';
import type { AgeingRowDto, SlowMoverDto, StockThenDto, ValueThenDto } from './history.dto.js';

/** Asked for and one more, to know whether there are more. */
const LIMIT = MAX_ROWS + 1;

@Injectable()
export class HistoryRepository {
  constructor(private readonly db: Database) {}

  /** What lay where, within the caller's companies and warehouses. */
  stock(at: string, effective: boolean, productId: string | null, below: string | null): Promise<StockThenDto[]> {
    const { company_ids, warehouse_ids } = currentActor();
    return this.db.query<StockThenDto>(
      `select s.product_id, p.sku, s.location_id, l.code as location_code, s.lot_id, t.code as lot_code, s.quantity
         from erp.stock_as_of($1, $2, $3) s
         join erp.products p on p.id = s.product_id
         join erp.locations l on l.id = s.location_id
         left join erp.lots t on t.id = s.lot_id
        where l.company_id = any($5::uuid[]) and ($6::uuid[] is null or l.warehouse_id = any($6::uuid[]))
          and ($4::uuid is null or starts_with(l.path, (select r.path from erp.locations r where r.id = $4)))
        order by p.sku, l.code, t.code limit ${LIMIT}`,
      [at, effective, productId, below, company_ids, warehouse_ids],
    );
  }

  /** What it was worth, with the sum of all. A caller limited to warehouses sees only what is valued by his. */
  value(at: string, effective: boolean, productId: string | null): Promise<(ValueThenDto & { total_value: string })[]> {
    const { company_ids, warehouse_ids } = currentActor();
    return this.db.query(
      `select s.product_id, p.sku, s.area_id, coalesce(w.code, c.code) as area_code, s.quantity, s.value::numeric(15,2) as value,
              (sum(s.value) over ())::numeric(15,2) as total_value
         from erp.stock_value_as_of($1, $2, $3) s
         join erp.products p on p.id = s.product_id
         left join erp.locations w on w.id = s.area_id
         join erp.companies c on c.id = coalesce(w.company_id, s.area_id)
        where c.id = any($4::uuid[]) and ($5::uuid[] is null or w.warehouse_id = any($5::uuid[]))
        order by p.sku, area_code limit ${LIMIT}`,
      [at, effective, productId, company_ids, warehouse_ids],
    );
  }

  /** How old what is on hand is: the last receipts, back to as many pieces as there are. */
  ageing(companyIds: readonly string[], productId: string | null): Promise<AgeingRowDto[]> {
    return this.db.query<AgeingRowDto>(
      `with held as (
         select b.product_id, l.company_id, sum(b.on_hand)::bigint as on_hand
           from erp.stock_balances b join erp.locations l on l.id = b.location_id and l.company_id = any($1::uuid[])
          where b.on_hand > 0 and ($2::uuid is null or b.product_id = $2) group by 1, 2
       ), receipt as (
         select h.product_id, h.company_id, h.on_hand, r.effective_at, r.quantity, sum(r.quantity) over w as upto
           from held h
           join lateral (
             select m.effective_at, l.quantity, l.id from erp.stock_ledgers l join erp.stock_movements m on m.id = l.movement_id and m.company_id = h.company_id
              where l.product_id = h.product_id and l.from_area_id is null and m.type not in ('reversal', 'conversion')
                and not exists (select from erp.stock_movements x where x.reverses_id = m.id)) r on true
         window w as (partition by h.product_id, h.company_id order by r.effective_at desc, r.id desc)
       ), piece as (
         select product_id, company_id, effective_at, greatest(least(quantity, on_hand - (upto - quantity)), 0) as quantity from receipt
       ), aged as (
         select product_id, company_id,
                sum(quantity) filter (where effective_at > now() - interval '31 days') as a, sum(quantity) filter (where effective_at <= now() - interval '31 days' and effective_at > now() - interval '91 days') as b,
                sum(quantity) filter (where effective_at <= now() - interval '91 days' and effective_at > now() - interval '181 days') as c,
                sum(quantity) filter (where effective_at <= now() - interval '181 days' and effective_at > now() - interval '366 days') as d,
                min(effective_at) filter (where quantity > 0)::date as oldest_on
           from piece group by 1, 2
       )
       select h.product_id, p.sku, h.company_id, h.on_hand, coalesce(v.value, 0)::numeric(15,2) as value, coalesce(a.a, 0)::bigint as days_0_30, coalesce(a.b, 0)::bigint as days_31_90,
              coalesce(a.c, 0)::bigint as days_91_180, coalesce(a.d, 0)::bigint as days_181_365,
              (h.on_hand - coalesce(a.a, 0) - coalesce(a.b, 0) - coalesce(a.c, 0) - coalesce(a.d, 0))::bigint as older, a.oldest_on
         from held h join erp.products p on p.id = h.product_id
         left join aged a on a.product_id = h.product_id and a.company_id = h.company_id
         left join lateral (select sum(v.value) as value from erp.stock_valuations v left join erp.locations w on w.id = v.area_id
                             where v.product_id = h.product_id and coalesce(w.company_id, v.area_id) = h.company_id) v on true
        order by p.sku, h.company_id limit ${LIMIT}`,
      [companyIds, productId],
    );
  }

  /** Stock that nobody has used for so many days, the most valuable first. */
  slowMovers(companyIds: readonly string[], days: number): Promise<SlowMoverDto[]> {
    return this.db.query<SlowMoverDto>(
      `with used as (
         select l.product_id, m.company_id, max(m.effective_at) as last_used_at
           from erp.stock_ledgers l join erp.stock_movements m on m.id = l.movement_id and m.type in ('issue', 'production_consumption') and m.company_id = any($1::uuid[])
          where not exists (select from erp.stock_movements x where x.reverses_id = m.id) group by 1, 2
       )
       select v.product_id, p.sku, p.name as product_name, c.id as company_id, sum(v.quantity)::bigint as on_hand, sum(v.value)::numeric(15,2) as value, used.last_used_at
         from erp.stock_valuations v join erp.products p on p.id = v.product_id
         left join erp.locations w on w.id = v.area_id
         join erp.companies c on c.id = coalesce(w.company_id, v.area_id) and c.id = any($1::uuid[])
         left join used on used.product_id = v.product_id and used.company_id = c.id
        where v.quantity > 0 and coalesce(used.last_used_at < now() - make_interval(days => $2), true)
        group by v.product_id, p.sku, p.name, c.id, used.last_used_at
        order by sum(v.value) desc, p.sku limit ${LIMIT}`,
      [companyIds, days],
    );
  }
}
