import { Injectable } from '@nestjs/common';
import { Database, holdRules } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

const RULES = {
  work_orders_agree_with_entries: 'What a work order counts is what its entries told and what came back to it.',
  work_order_links_agree_with_hand_overs: 'What went from one operation to the next is the sum of its hand-overs.',
  work_orders_can_be: 'No operation hands on more than is good there, or processes more than came to it.',
  conversion_agrees_with_entries:
    "The time of an order's entries cost what the ledger has put into its work in progress for them.",
} as const;

/** The invariants of the shop floor, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class FloorIntegrity {
  constructor(private readonly db: Database) {}

  check(): Promise<Invariant[]> {
    return holdRules(this.db, RULES, { count: COUNT, violations: VIOLATIONS });
  }
}

const COUNT = 'select count(*)::bigint as count from erp.work_orders';

const VIOLATIONS = /* sql */ `
with told as (
  select e.work_order_id as id, sum(e.good_quantity) as good, sum(e.rejected_quantity) as rejected, sum(e.lost_quantity) as lost,
         sum(e.rework_quantity - e.reworked_quantity) as rework, sum(e.machine_minutes) as machine, sum(e.labour_minutes) as labour,
         sum(e.labour_cost + e.machine_cost + e.overhead_cost + e.subcontract_cost) as cost
    from erp.work_order_entries e where e.reversed_at is null group by e.work_order_id
), handed as (
  select h.link_id, sum(h.quantity) filter (where h.state = 'offered') as offered, sum(h.accepted_quantity) filter (where h.reversed_at is null) as accepted,
         sum(h.missing_quantity) filter (where h.reversed_at is null) as missing, sum(h.returned_quantity) filter (where h.reversed_at is null) as returned
    from erp.work_order_hand_overs h group by h.link_id
), returned as (
  select l.from_work_order_id as id, sum(handed.returned) as quantity from erp.work_order_links l join handed on handed.link_id = l.id group by l.from_work_order_id
), violation as (
  select 'work_orders_agree_with_entries' as name, jsonb_build_object('work_order_id', w.id, 'number', w.number, 'good', w.good_quantity,
         'told', coalesce(t.good, 0) - coalesce(r.quantity, 0), 'conversion_cost', w.conversion_cost::text, 'cost', coalesce(t.cost, 0)::text) as sample
    from erp.work_orders w left join told t on t.id = w.id left join returned r on r.id = w.id
   where (w.good_quantity, w.rejected_quantity, w.lost_quantity, w.rework_quantity, w.machine_minutes, w.labour_minutes, w.conversion_cost)
      is distinct from (coalesce(t.good, 0) - coalesce(r.quantity, 0), coalesce(t.rejected, 0), coalesce(t.lost, 0), coalesce(t.rework, 0) + coalesce(r.quantity, 0),
        coalesce(t.machine, 0), coalesce(t.labour, 0), coalesce(t.cost, 0))
  union all
  select 'work_order_links_agree_with_hand_overs', jsonb_build_object('link_id', l.id, 'order_id', l.order_id, 'accepted', l.accepted_quantity, 'handed', h.accepted)
    from erp.work_order_links l left join handed h on h.link_id = l.id
   where (l.offered_quantity, l.accepted_quantity, l.missing_quantity) is distinct from (coalesce(h.offered, 0), coalesce(h.accepted, 0), coalesce(h.missing, 0))
  union all
  select 'work_orders_can_be', jsonb_build_object('work_order_id', w.id, 'number', w.number)
    from erp.work_orders w
   where exists (select from erp.work_order_links l where l.from_work_order_id = w.id and l.offered_quantity + l.accepted_quantity + l.missing_quantity > w.good_quantity)
      or exists (select from erp.work_order_links l where l.to_work_order_id = w.id
                   and l.accepted_quantity < w.good_quantity + w.rejected_quantity + w.lost_quantity + w.rework_quantity)
  union all
  select 'conversion_agrees_with_entries', jsonb_build_object('order_id', o.id, 'number', o.number, 'entries', coalesce(c.cost, 0)::text, 'ledger', coalesce(a.value, 0)::text)
    from erp.manufacturing_orders o
    left join (select w.order_id, sum(t.cost) as cost from erp.work_orders w join told t on t.id = w.id group by w.order_id) c on c.order_id = o.id
    left join (select s.wip_source_id, sum(s.wip_value) as value from erp.stock_value_adjustments s
                where s.type = 'conversion_cost' and s.source_type = 'work_order' group by s.wip_source_id) a on a.wip_source_id = o.id
   where coalesce(c.cost, 0) <> coalesce(a.value, 0)
)
select name, count(*)::bigint as violations, to_jsonb((array_agg(sample))[1:10]) as samples from violation group by name`;
