import { Injectable } from '@nestjs/common';
import { Database, holdRules } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

const RULES = {
  reworks_agree_with_ledger:
    'What a rework order counts as taken, made good and rejected is what the ledger moved for it.',
  reworks_agree_with_reports:
    'The counters of a rework order are the sums of its reports, and their time is what came into its work in progress.',
  finished_reworks_hold_nothing: 'A rework order that is over holds no reservation and has nothing in progress.',
} as const;

/** The invariants of rework orders, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class ReworkIntegrity {
  constructor(private readonly db: Database) {}

  check(): Promise<Invariant[]> {
    return holdRules(this.db, RULES, { count: COUNT, violations: VIOLATIONS });
  }
}

const COUNT = 'select count(*)::bigint as count from erp.rework_orders';

const VIOLATIONS = /* sql */ `
with moved as (
  select f.order_id, f.direction, f.product_id, sum(f.quantity)::bigint as quantity
    from erp.rework_order_lot_flows f group by f.order_id, f.direction, f.product_id
), counted as (
  select o.id as order_id, 'consumed' as direction, o.product_id, case when o.started_at is null then 0 else o.quantity - o.returned_quantity end as quantity
    from erp.rework_orders o
  union all
  select o.id, 'received', o.product_id, o.good_quantity + o.rejected_quantity from erp.rework_orders o
  union all
  select m.rework_order_id, 'consumed', m.product_id, m.issued_quantity from erp.rework_order_materials m
), told as (
  select o.id, coalesce(sum(r.good_quantity), 0) as good, coalesce(sum(r.scrapped_quantity), 0) as scrapped, coalesce(sum(r.rejected_quantity), 0) as rejected,
         coalesce(sum(r.conversion_cost), 0) as time_cost
    from erp.rework_orders o left join erp.rework_reports r on r.rework_order_id = o.id group by o.id
), violation as (
  select 'reworks_agree_with_ledger' as name, jsonb_build_object('rework_order_id', coalesce(m.order_id, c.order_id), 'direction', coalesce(m.direction, c.direction),
         'product_id', coalesce(m.product_id, c.product_id), 'ledger', coalesce(m.quantity, 0), 'order', coalesce(c.quantity, 0)) as sample
    from moved m full join counted c on c.order_id = m.order_id and c.direction = m.direction and c.product_id = m.product_id
   where coalesce(m.quantity, 0) <> coalesce(c.quantity, 0)
  union all
  select 'reworks_agree_with_reports', jsonb_build_object('rework_order_id', o.id, 'number', o.number, 'good', o.good_quantity, 'told', t.good)
    from erp.rework_orders o join told t on t.id = o.id
   where (o.good_quantity, o.scrapped_quantity, o.rejected_quantity) is distinct from (t.good, t.scrapped, t.rejected)
      or t.time_cost <> (select coalesce(sum(a.wip_value), 0) from erp.stock_value_adjustments a where a.wip_source_id = o.id and a.type = 'conversion_cost')
  union all
  select 'finished_reworks_hold_nothing', jsonb_build_object('rework_order_id', o.id, 'number', o.number, 'work_in_progress', erp.work_in_progress(o.id)::text)
    from erp.rework_orders o
   where o.state in ('completed', 'verified', 'cancelled')
     and (erp.work_in_progress(o.id) <> 0 or exists (
       select from erp.stock_reservations r where r.source_id = o.id and r.source_type = 'rework_order' and r.open_quantity > 0))
)
select name, count(*)::bigint as violations, to_jsonb((array_agg(sample))[1:10]) as samples from violation group by name`;
