import { Injectable } from '@nestjs/common';
import { Database, holdRules } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

const RULES = {
  orders_agree_with_ledger: 'What an order counts as consumed, received and rejected is what the ledger moved for it.',
  orders_agree_with_postings: 'The counters of an order are the sums of its postings that were not reversed.',
  finished_orders_hold_nothing: 'An order that is completed, closed or cancelled holds no reservation.',
  material_debts_add_up:
    'A material debt counts what its postings used and settled, and a component owes what its debts owe.',
  finished_orders_owe_nothing: 'Nothing is owed to stock for an order that is closed or cancelled.',
  backflush_follows_pieces: 'Of what reports consume, taken and owed pieces are those that the processed pieces need.',
  settled_orders_have_no_wip: 'Nothing is in progress for an order that is closed or cancelled.',
} as const;

/** The invariants of manufacturing orders, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class OrderIntegrity {
  constructor(private readonly db: Database) {}

  check(): Promise<Invariant[]> {
    return holdRules(this.db, RULES, { count: COUNT, violations: VIOLATIONS });
  }
}

const COUNT = 'select count(*)::bigint as count from erp.manufacturing_orders';

const VIOLATIONS = /* sql */ `
with moved as (
  select o.id, o.number, flow.direction, flow.product_id, sum(flow.quantity)::bigint as quantity
    from erp.manufacturing_order_flows flow join erp.manufacturing_orders o on o.id = flow.order_id
   group by o.id, o.number, flow.direction, flow.product_id
), counted as (
  select c.order_id as id, 'consumed' as direction, c.product_id, sum(c.issued_quantity)::bigint as quantity
    from erp.manufacturing_order_components c group by c.order_id, c.product_id
  union all
  select received.id, 'received', received.product_id, sum(received.quantity)::bigint
    from (select o.id, o.product_id, o.good_quantity + o.rejected_quantity as quantity from erp.manufacturing_orders o
          union all select u.order_id, u.product_id, u.received_quantity from erp.manufacturing_order_outputs u) received
   group by received.id, received.product_id
), posted as (
  select o.id,
         coalesce(sum(s.good_quantity), 0) as good, coalesce(sum(s.rejected_quantity), 0) as rejected, coalesce(sum(s.lost_quantity), 0) as lost
    from erp.manufacturing_orders o
    left join erp.production_postings s on s.order_id = o.id and s.reversed_at is null
   group by o.id
), debt as (
  select d.id, d.number, d.component_id, d.used_quantity, d.settled_quantity,
         coalesce(sum(e.quantity) filter (where e.kind = 'use' and s.reversed_at is null), 0) as used,
         coalesce(sum(e.quantity) filter (where e.kind = 'settlement' and s.reversed_at is null), 0) as settled
    from erp.material_debts d
    left join erp.material_debt_entries e on e.debt_id = d.id
    left join erp.production_postings s on s.id = e.posting_id
   group by d.id
), violation as (
  select 'orders_agree_with_ledger' as name, jsonb_build_object('order_id', coalesce(m.id, c.id), 'direction', coalesce(m.direction, c.direction),
         'product_id', coalesce(m.product_id, c.product_id), 'ledger', coalesce(m.quantity, 0), 'order', coalesce(c.quantity, 0)) as sample
    from moved m full join counted c on c.id = m.id and c.direction = m.direction and c.product_id = m.product_id
   where coalesce(m.quantity, 0) <> coalesce(c.quantity, 0)
  union all
  select 'orders_agree_with_postings', jsonb_build_object('order_id', o.id, 'number', o.number, 'good', o.good_quantity, 'posted', p.good)
    from erp.manufacturing_orders o join posted p on p.id = o.id
   where (o.good_quantity, o.rejected_quantity, o.lost_quantity) is distinct from (p.good, p.rejected, p.lost)
  union all
  select 'finished_orders_hold_nothing', jsonb_build_object('order_id', o.id, 'number', o.number, 'state', o.state, 'held', sum(r.open_quantity))
    from erp.manufacturing_orders o
    join erp.stock_reservations r on r.source_id = o.id and r.source_type = 'manufacturing_order' and r.open_quantity > 0
   where o.state in ('completed', 'closed', 'cancelled') group by o.id
  union all
  select 'material_debts_add_up', jsonb_build_object('debt_id', d.id, 'number', d.number, 'used', d.used_quantity, 'settled', d.settled_quantity,
         'used_by_postings', d.used, 'settled_by_postings', d.settled)
    from debt d where (d.used_quantity, d.settled_quantity) is distinct from (d.used, d.settled)
  union all
  select 'material_debts_add_up', jsonb_build_object('component_id', c.id, 'owed', c.owed_quantity, 'by_debts', coalesce(sum(d.used - d.settled), 0))
    from erp.manufacturing_order_components c left join debt d on d.component_id = c.id
   group by c.id having c.owed_quantity <> coalesce(sum(d.used - d.settled), 0)
  union all
  select 'finished_orders_owe_nothing', jsonb_build_object('order_id', o.id, 'number', o.number, 'component_id', c.id, 'owed', c.owed_quantity)
    from erp.manufacturing_orders o join erp.manufacturing_order_components c on c.order_id = o.id
   where o.state in ('closed', 'cancelled') and c.owed_quantity > 0
  union all
  select 'backflush_follows_pieces', jsonb_build_object('order_id', o.id, 'number', o.number, 'component_id', c.id, 'taken', c.issued_quantity, 'owed', c.owed_quantity,
         'needed', needed.quantity)
    from erp.manufacturing_orders o
    join erp.manufacturing_order_components c on c.order_id = o.id and c.issue_method = 'backflush'
    left join erp.work_orders w on w.id = c.work_order_id
   cross join lateral (
     select div((case when w.id is null then o.good_quantity + o.rejected_quantity + o.lost_quantity
                      else w.good_quantity + w.rejected_quantity + w.lost_quantity + w.rework_quantity end) * c.numerator + c.denominator - 1, c.denominator) as quantity) needed
   where o.state in ('in_progress', 'paused', 'completed', 'closed') and c.issued_quantity + c.owed_quantity <> needed.quantity
     -- What was taken back, issued by hand or moved to another operation is made up for by the next report, and not before.
     and not exists (select from erp.production_postings s where s.order_id = o.id and s.reversed_at is not null)
     and not exists (select from erp.production_postings s join erp.production_posting_lines n on n.posting_id = s.id and n.component_id = c.id
                      where s.order_id = o.id and s.kind = 'issue' and not exists (select from erp.material_debt_entries e where e.posting_id = s.id))
     and not exists (select from erp.work_orders x where x.order_id = o.id and x.state = 'cancelled')
  union all
  select 'settled_orders_have_no_wip', jsonb_build_object('order_id', o.id, 'number', o.number, 'work_in_progress', erp.work_in_progress(o.id)::text)
    from erp.manufacturing_orders o where o.state in ('closed', 'cancelled') and erp.work_in_progress(o.id) <> 0
)
select name, count(*)::bigint as violations,
       to_jsonb((array_agg(sample))[1:10]) as samples
  from violation group by name`;
