import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { PlannedCosts } from './output-cost.js';
import type { MaterialNeed, OrderComponent, OrderFlow, OrderOutput, OrderParts } from './order-parts.js';

/** What a locked order is made of and what stock and ledger say about it. Ask only after the lock: before it, figures are stale. */
@Injectable()
export class OrderSnapshotRepository {
  constructor(private readonly db: Database) {}

  /** Components and outputs with today's worth, and the few facts of the company that a step may need. */
  parts(orderId: string): Promise<OrderParts> {
    return this.db.one<OrderParts>(
      `select coalesce((
                select json_agg(json_build_object('id', c.id, 'line_no', c.line_no, 'product_id', c.product_id, 'sku', p.sku,
                         'issue_method', c.issue_method, 'work_order_id', c.work_order_id, 'numerator', c.numerator::text, 'denominator', c.denominator::text,
                         'required_quantity', c.required_quantity, 'issued_quantity', c.issued_quantity, 'owed_quantity', c.owed_quantity,
                         'unit_cost', coalesce(round(v.value / nullif(v.quantity, 0), 6), p.standard_cost)::text) order by c.line_no)
                  from erp.manufacturing_order_components c
                  join erp.products p on p.id = c.product_id
                  left join erp.stock_valuations v on v.product_id = c.product_id and v.area_id = w.valuation_area_id
                 where c.order_id = o.id), '[]'::json) as components,
              coalesce((
                select json_agg(json_build_object('id', u.id, 'line_no', u.line_no, 'product_id', u.product_id,
                         'numerator', u.numerator::text, 'denominator', u.denominator::text, 'received_quantity', u.received_quantity,
                         'cost_share_percent', u.cost_share_percent::text, 'planned_unit_cost', u.planned_unit_cost::text) order by u.line_no)
                  from erp.manufacturing_order_outputs u where u.order_id = o.id), '[]'::json) as outputs,
              coalesce((
                select json_agg(json_build_object('id', d.id, 'component_id', d.component_id, 'state', d.state,
                         'open_quantity', d.quantity - d.cancelled_quantity - d.used_quantity) order by d.decided_at, d.id)
                  from erp.material_debts d where d.order_id = o.id and d.state in ('requested', 'approved')), '[]'::json) as debts,
              coalesce((
                select json_agg(json_build_object('product_id', p.id, 'tracking', p.tracking, 'numbered_quantity', made.quantity))
                  from (select o.product_id, (select coalesce(sum(s.good_quantity + s.rejected_quantity), 0)::bigint
                                                from erp.production_postings s where s.order_id = o.id) as quantity
                        union all
                        select u.product_id, (select coalesce(sum(n.quantity), 0)::bigint from erp.production_posting_lines n where n.output_id = u.id)
                          from erp.manufacturing_order_outputs u where u.order_id = o.id) made
                  join erp.products p on p.id = made.product_id and p.tracking <> 'none'), '[]'::json) as tracked_outputs,
              (select l.id from erp.locations l where l.company_id = o.company_id and l.type = 'production') as production_location_id,
              case when o.released_at is null then 0 else erp.work_in_progress(o.id) end::numeric(15,2)::text as work_in_progress,
              coalesce(setting.approver_must_differ, false) as approver_must_differ, setting.over_production_percent::text as over_production_percent,
              setting.over_consumption_percent::text as over_consumption_percent, setting.under_consumption_percent::text as under_consumption_percent
         from erp.manufacturing_orders o join erp.locations w on w.id = o.warehouse_id
         left join erp.ppic_settings setting on setting.company_id = o.company_id
        where o.id = $1`,
      [orderId],
    );
  }

  /** What the order still needs of each product, against its reservations and the free stock of its warehouse. */
  material(orderId: string): Promise<MaterialNeed[]> {
    return this.db.query<MaterialNeed>(
      `select product_id, sku, unreserved_quantity, short_quantity from erp.manufacturing_order_material where order_id = $1 order by sku`,
      [orderId],
    );
  }

  /** What the order has taken from and put into stock, the location with the lowest code first. */
  flows(orderId: string): Promise<OrderFlow[]> {
    return this.db.query<OrderFlow>(
      `select f.direction, f.product_id, f.location_id, f.lot_id, f.quantity, f.value
         from erp.manufacturing_order_lot_flows f join erp.locations l on l.id = f.location_id
        where f.order_id = $1 and (f.quantity <> 0 or f.value <> 0) order by f.product_id, l.code, f.lot_id`,
      [orderId],
    );
  }

  /** Fixes at release what output is received at until the order closes. */
  async freezeCosts(
    orderId: string,
    components: readonly OrderComponent[],
    outputs: readonly OrderOutput[],
    costs: PlannedCosts,
  ): Promise<void> {
    await this.db.query(
      `with component as (
         update erp.manufacturing_order_components c set planned_unit_cost = given.cost
           from unnest($2::uuid[], $3::numeric[]) given (id, cost) where c.id = given.id
       ), output as (
         update erp.manufacturing_order_outputs u set planned_unit_cost = given.cost
           from unnest($4::uuid[], $5::numeric[]) given (id, cost) where u.id = given.id)
       update erp.manufacturing_orders set planned_unit_cost = $6 where id = $1`,
      [
        orderId,
        components.map(({ id }) => id),
        components.map(({ unit_cost }) => unit_cost),
        outputs.map(({ id }) => id),
        costs.output_unit_costs,
        costs.unit_cost,
      ],
    );
  }

  /** Takes back from the components' counters what went back to stock with a cancellation. */
  async noteReturned(returned: readonly { id: string; quantity: number }[]): Promise<void> {
    await this.db.query(
      `update erp.manufacturing_order_components c set issued_quantity = c.issued_quantity - given.quantity
         from unnest($1::uuid[], $2::bigint[]) given (id, quantity) where c.id = given.id`,
      [returned.map(({ id }) => id), returned.map(({ quantity }) => quantity)],
    );
  }
}
