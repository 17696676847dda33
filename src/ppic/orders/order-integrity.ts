import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** One rule held against every row there is. */
export interface OrderInvariant {
  name: string;
  rule: string;
  checked: number;
  violations: number;
  /** The first ten. */
  samples: Record<string, unknown>[];
}

const RULES = {
  orders_agree_with_ledger: 'What an order counts as consumed, received and rejected is what the ledger moved for it.',
  orders_agree_with_postings: 'The counters of an order are the sums of its postings that were not reversed.',
  finished_orders_hold_nothing: 'An order that is completed, closed or cancelled holds no reservation.',
  settled_orders_have_no_wip: 'Nothing is in progress for an order that is closed or cancelled.',
} as const;

/** The invariants of manufacturing orders, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class OrderIntegrity {
  constructor(private readonly db: Database) {}

  async check(): Promise<OrderInvariant[]> {
    const { count } = await this.db.one<{ count: number }>(
      'select count(*)::bigint as count from erp.manufacturing_orders',
    );
    const found = await this.db.query<{
      name: keyof typeof RULES;
      violations: number;
      samples: Record<string, unknown>[];
    }>(VIOLATIONS);
    return (Object.keys(RULES) as (keyof typeof RULES)[]).map((name) => {
      const row = found.find((violation) => violation.name === name);
      return { name, rule: RULES[name], checked: count, violations: row?.violations ?? 0, samples: row?.samples ?? [] };
    });
  }
}

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
  select 'settled_orders_have_no_wip', jsonb_build_object('order_id', o.id, 'number', o.number, 'work_in_progress', erp.work_in_progress(o.id)::text)
    from erp.manufacturing_orders o where o.state in ('closed', 'cancelled') and erp.work_in_progress(o.id) <> 0
)
select name, count(*)::bigint as violations,
       to_jsonb((array_agg(sample))[1:10]) as samples
  from violation group by name`;
