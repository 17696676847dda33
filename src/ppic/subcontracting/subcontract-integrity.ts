import { Injectable } from '@nestjs/common';
import { Database, holdRules } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

const RULES = {
  dispatches_agree_with_ledger:
    'What orders count as sent to subcontractors, and as come back, is what the ledger moved there and back for them.',
  subcontract_stock_is_explained:
    'An order has consumed at a subcontractor no more than was sent there and did not come back, and holds no more than is left of it.',
  finished_orders_left_subcontractors:
    'An order that is over holds nothing at a subcontractor, and of a cancelled one nothing lies there.',
} as const;

/** The invariants of stock at subcontractors, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class SubcontractIntegrity {
  constructor(private readonly db: Database) {}

  check(): Promise<Invariant[]> {
    return holdRules(this.db, RULES, { count: COUNT, violations: VIOLATIONS });
  }
}

const COUNT = 'select count(*)::bigint as count from erp.subcontract_dispatches';

const VIOLATIONS = /* sql */ `
with noted as (
  select w.order_id, x.location_id, l.product_id, l.lot_id, sum(case x.kind when 'dispatch' then l.quantity else -l.quantity end)::bigint as quantity
    from erp.subcontract_dispatches x join erp.work_orders w on w.id = x.work_order_id join erp.subcontract_dispatch_lines l on l.dispatch_id = x.id
   group by w.order_id, x.location_id, l.product_id, l.lot_id
), moved as (
  select m.source_id as order_id, k.location_id, l.product_id, l.lot_id,
         sum(case when l.to_location_id = k.location_id then l.quantity else -l.quantity end)::bigint as quantity
    from erp.subcontractor_locations k
    join erp.stock_ledgers l on k.location_id in (l.from_location_id, l.to_location_id)
    join erp.stock_movements m on m.id = l.movement_id and m.recorded_at = l.recorded_at
   where m.type = 'transfer' and m.source_type = 'manufacturing_order'
   group by m.source_id, k.location_id, l.product_id, l.lot_id
), used as (
  select f.order_id, f.location_id, f.product_id, f.lot_id, sum(f.quantity)::bigint as quantity
    from erp.manufacturing_order_lot_flows f join erp.subcontractor_locations k on k.location_id = f.location_id
   where f.direction = 'consumed' group by f.order_id, f.location_id, f.product_id, f.lot_id
), held as (
  select r.source_id as order_id, r.location_id, r.product_id, r.lot_id, sum(r.open_quantity)::bigint as quantity
    from erp.stock_reservations r join erp.subcontractor_locations k on k.location_id = r.location_id
   where r.source_type = 'manufacturing_order' and r.open_quantity > 0 group by r.source_id, r.location_id, r.product_id, r.lot_id
), state as (
  select o.id as order_id, o.number, o.state, p.location_id, p.product_id, p.lot_id,
         coalesce(n.quantity, 0) - coalesce(u.quantity, 0) as lying, coalesce(h.quantity, 0) as held
    from (select order_id, location_id, product_id, lot_id from noted union select order_id, location_id, product_id, lot_id from used
          union select order_id, location_id, product_id, lot_id from held) p
    join erp.manufacturing_orders o on o.id = p.order_id
    left join noted n on (n.order_id, n.location_id, n.product_id) = (p.order_id, p.location_id, p.product_id) and n.lot_id is not distinct from p.lot_id
    left join used u on (u.order_id, u.location_id, u.product_id) = (p.order_id, p.location_id, p.product_id) and u.lot_id is not distinct from p.lot_id
    left join held h on (h.order_id, h.location_id, h.product_id) = (p.order_id, p.location_id, p.product_id) and h.lot_id is not distinct from p.lot_id
), violation as (
  select 'dispatches_agree_with_ledger' as name, jsonb_build_object('order_id', coalesce(n.order_id, m.order_id), 'location_id', coalesce(n.location_id, m.location_id),
         'product_id', coalesce(n.product_id, m.product_id), 'noted', coalesce(n.quantity, 0), 'ledger', coalesce(m.quantity, 0)) as sample
    from noted n full join moved m on m.order_id = n.order_id and m.location_id = n.location_id and m.product_id = n.product_id
     and coalesce(m.lot_id, m.product_id) = coalesce(n.lot_id, n.product_id)
   where coalesce(n.quantity, 0) <> coalesce(m.quantity, 0)
  union all
  select 'subcontract_stock_is_explained', to_jsonb(s) from state s where s.lying < 0 or s.held > s.lying
  union all
  select 'finished_orders_left_subcontractors', to_jsonb(s) from state s
   where (s.state in ('completed', 'closed', 'cancelled') and s.held > 0) or (s.state = 'cancelled' and s.lying > 0)
)
select name, count(*)::bigint as violations, to_jsonb((array_agg(sample))[1:10]) as samples from violation group by name`;
