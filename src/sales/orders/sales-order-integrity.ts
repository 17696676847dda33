import { Injectable } from '@nestjs/common';
import { Database, holdRules } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

/** The invariants of sales orders, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class SalesOrderIntegrity {
  constructor(private readonly db: Database) {}

  check(): Promise<Invariant[]> {
    return holdRules(this.db, RULES, {
      count: 'select count(*)::integer as count from erp.sales_orders',
      violations: VIOLATIONS,
    });
  }
}

const RULES = {
  sales_orders_are_their_lines: 'The amounts of a sales order are the sums of its lines.',
  sales_orders_follow_their_lines:
    'The state of a confirmed sales order is what its lines say; of one that is a draft, cancelled or closed nothing is open that should not be.',
  sales_lines_are_held_once:
    'Stock is held and claimed for live sales orders only, and no more of a product than is open of their lines.',
};

const VIOLATIONS = /* sql */ `
with fault as (
  select 'sales_orders_are_their_lines' as name, jsonb_build_object('order', o.number, 'total', o.total_amount::text) as sample
    from erp.sales_orders o
   cross join lateral (select coalesce(sum(l.net_amount), 0) as net, coalesce(sum(l.tax_amount), 0) as tax from erp.sales_order_lines l where l.order_id = o.id) s
   where (o.net_amount, o.tax_amount) <> (s.net, s.tax)
  union all
  select 'sales_orders_follow_their_lines', jsonb_build_object('order', o.number, 'state', o.state, 'lines_say', p.state)
    from erp.sales_orders o join erp.sales_order_progress p on p.order_id = o.id
   where case when o.state in ('confirmed', 'partially_shipped', 'shipped') then o.state <> p.state
              when o.state = 'draft' then p.open_lines <> p.line_count
              else p.open_lines > 0 end
  union all
  select 'sales_lines_are_held_once', jsonb_build_object('order_id', r.source_id, 'product_id', r.product_id, 'held', r.quantity)
    from (select source_id, product_id, sum(open_quantity) as quantity from erp.stock_reservations
           where source_type = 'sales_order' and open_quantity > 0 group by source_id, product_id) r
    left join erp.sales_orders o on o.id = r.source_id
   where coalesce(o.state, '') not in ('confirmed', 'partially_shipped')
      or r.quantity > (select coalesce(sum(l.open_quantity), 0) from erp.sales_order_lines l where l.order_id = r.source_id and l.product_id = r.product_id)
)
select f.name, count(*)::integer as violations, jsonb_path_query_array(jsonb_agg(f.sample), '$[0 to 9]') as samples from fault f group by f.name`;
