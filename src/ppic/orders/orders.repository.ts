import { Injectable } from '@nestjs/common';
import { Database, checkIfMatch, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { assertInScope, currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { BomRequirements } from '../../warehouse/index.js';
import { ManufacturingOrder } from './manufacturing-order.entity.js';
import type { OrderState } from './manufacturing-order.machine.js';
import type { OrderRow, OrderSummaryRow } from './order-rows.js';

const ORDERS = defineList({
  select: `o.id, o.number, o.company_id, o.warehouse_id, o.department_id, o.product_id, p.sku, p.name as product_name, o.bom_id, o.routing_id, o.subcontractor_id, o.state,
    o.priority, o.planned_quantity, o.good_quantity, o.rejected_quantity, o.lost_quantity, o.planned_start_date, o.due_date, o.batch_number,
    o.sales_order_line_id, coalesce(o.due_date < current_date and o.state not in ('completed', 'closed', 'cancelled'), false) as is_late,
    o.version, o.created_by, o.created_at, o.updated_at`,
  from: 'erp.manufacturing_orders o join erp.products p on p.id = o.product_id',
  id: 'o.id',
  sorts: { created_at: 'o.created_at', number: 'o.number', due_date: `coalesce(o.due_date, date '9999-12-31')` },
  default_sort: '-created_at',
  search: ['o.number', 'o.batch_number'],
  filters: {
    state: 'o.state = any(?::text[])',
    product_id: 'o.product_id = ?',
    warehouse_id: 'o.warehouse_id = ?',
    department_id: 'o.department_id = ?',
    due_before: 'o.due_date < ?',
    late: `coalesce(o.due_date < current_date and o.state not in ('completed', 'closed', 'cancelled'), false) = ?`,
  },
});

/** What an order may be made of and where; what was named and does not fit is null. */
export interface OrderReferences {
  readonly product_active: boolean | null;
  readonly department_id: string | null;
  readonly routing_id: string | null;
  readonly subcontractor_id: string | null;
  readonly warehouse_id: string | null;
  readonly output_location_id: string | null;
  readonly reject_location_id: string | null;
}

export interface NamedReferences {
  readonly company_id: string;
  readonly product_id: string;
  readonly warehouse_id?: string | null | undefined;
  readonly department_id?: string | null | undefined;
  readonly output_location_id?: string | null | undefined;
  readonly reject_location_id?: string | null | undefined;
  /** null: made in one step; not given: by the product's default on `date` (today when not given), if it has one. */
  readonly routing_id?: string | null | undefined;
  readonly date?: string | null | undefined;
  readonly subcontractor_id?: string | null | undefined;
}

/** Manufacturing orders as rows: found, locked, drafted and moved along. */
@Injectable()
export class OrdersRepository {
  constructor(private readonly db: Database) {}

  /** Orders within the caller's scope; one that belongs to no department is everybody's, in a list as by its id. */
  page(query: ListParameters): Promise<Page<OrderSummaryRow>> {
    const { where, params } = scopeWhere({ company: 'o.company_id', warehouse: 'o.warehouse_id' });
    const departments = currentActor().department_ids;
    if (departments === null) return this.db.page<OrderSummaryRow>(ORDERS, query, { where, params });
    return this.db.page<OrderSummaryRow>(ORDERS, query, {
      where: `${where} and (o.department_id is null or o.department_id = any(?::uuid[]))`,
      params: [...params, departments],
    });
  }

  /** The order with everything derived. @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<OrderRow> {
    const row = await this.db.maybe<OrderRow>(
      `select d.*, erp.units_said('manufacturing_order', d.id) as units, o.subcontractor_id, o.subcontract_price,
              (select coalesce(json_object_agg(c.id, c.owed_quantity), '{}') from erp.manufacturing_order_components c where c.order_id = d.id and c.owed_quantity > 0) as owed,
              (select coalesce(json_object_agg(c.id, c.substitutes_component_id), '{}') from erp.manufacturing_order_components c
                where c.order_id = d.id and c.substitutes_component_id is not null) as stands_for
         from erp.manufacturing_order_details d join erp.manufacturing_orders o on o.id = d.id where d.id = $1`,
      [id],
    );
    if (!row) throw notFound('Manufacturing order', id);
    assertInScope(row, 'Manufacturing order');
    return row;
  }

  /** Locks an order within the caller's scope until the transaction ends. @throws NOT_FOUND, STALE_VERSION */
  async lock(id: string): Promise<ManufacturingOrder> {
    const order = await this.hold(id);
    assertInScope(order, 'Manufacturing order');
    checkIfMatch(order);
    return order;
  }

  /** The same for what belongs to an order and has a version and a scope of its own. @throws NOT_FOUND */
  async hold(id: string): Promise<ManufacturingOrder> {
    const order = await this.db.maybe<ManufacturingOrder>(
      'select * from erp.manufacturing_orders where id = $1 for update',
      [id],
    );
    if (!order) throw notFound('Manufacturing order', id);
    return order;
  }

  /** Looks up everything a draft names, and chooses warehouse and locations where it names none. */
  references(named: NamedReferences): Promise<OrderReferences> {
    return this.db.one<OrderReferences>(
      `select (select p.is_active from erp.products p where p.id = $2) as product_active,
              (select d.id from erp.departments d where d.id = $4 and d.company_id = $1) as department_id,
              (select r.id from erp.routings r
                where r.product_id = $2 and r.company_id = $1 and r.state = 'active'
                  and case when $9 then r.is_default and daterange(r.valid_from, r.valid_to, '[]') @> coalesce($10::date, current_date) else r.id = $8 end) as routing_id,
              (select s.id from erp.suppliers s where s.id = $11 and s.is_active) as subcontractor_id,
              w.id as warehouse_id, output.id as output_location_id, reject.id as reject_location_id
         from (select 1) one
         left join lateral (
           select l.id from erp.locations l
            where l.company_id = $1 and l.type = 'warehouse' and l.is_active and ($3::uuid is null or l.id = $3)
              and ($7::uuid[] is null or l.id = any ($7))
            order by l.code <> 'WH', l.created_at, l.id limit 1) w on true
         left join lateral (
           select l.id from erp.locations l
            where l.warehouse_id = w.id and l.is_active and case when $5::uuid is null then l.is_available else l.id = $5 end
            order by l.code <> 'STOCK', l.type <> 'zone', l.created_at, l.id limit 1) output on true
         left join lateral (
           select l.id from erp.locations l
            where l.warehouse_id = w.id and l.is_active and case when $6::uuid is null then l.type = 'quarantine' else l.id = $6 end
            order by l.code <> 'HOLD', l.created_at, l.id limit 1) reject on true`,
      [
        named.company_id,
        named.product_id,
        named.warehouse_id ?? null,
        named.department_id ?? null,
        named.output_location_id ?? null,
        named.reject_location_id ?? null,
        currentActor().warehouse_ids,
        named.routing_id ?? null,
        named.routing_id === undefined,
        named.date ?? null,
        named.subcontractor_id ?? null,
      ],
    );
  }

  async isRoutingActive(id: string): Promise<boolean> {
    return (await this.db.maybe(`select id from erp.routings where id = $1 and state = 'active'`, [id])) !== null;
  }

  insert(values: Partial<ManufacturingOrder>): Promise<ManufacturingOrder> {
    return this.db.insert(ManufacturingOrder, values);
  }

  update(id: string, patch: Partial<ManufacturingOrder>): Promise<ManufacturingOrder> {
    return this.db.update(ManufacturingOrder, id, patch);
  }

  async forgetSnapshot(id: string): Promise<void> {
    await this.db.query(
      `with outputs as (delete from erp.manufacturing_order_outputs where order_id = $1)
       delete from erp.manufacturing_order_components where order_id = $1`,
      [id],
    );
  }

  /** Copies the needs of a bill into the order. */
  async takeSnapshot(id: string, { components, outputs }: BomRequirements): Promise<void> {
    await this.db.query(
      `with components as (
         insert into erp.manufacturing_order_components (order_id, line_no, product_id, issue_method, operation, numerator, denominator, required_quantity)
         select $1, c.nr, c.component_id, c.issue_method, c.operation, (c.per_output ->> 'numerator')::numeric, (c.per_output ->> 'denominator')::numeric, c.quantity
           from rows from (jsonb_to_recordset($2::jsonb) as (component_id uuid, issue_method text, operation text, per_output jsonb, quantity bigint))
                with ordinality c (component_id, issue_method, operation, per_output, quantity, nr))
       insert into erp.manufacturing_order_outputs (order_id, line_no, kind, product_id, numerator, denominator, planned_quantity, cost_share_percent)
       select $1, u.nr, u.kind, u.product_id, (u.per_output ->> 'numerator')::numeric, (u.per_output ->> 'denominator')::numeric, u.quantity, u.cost_share_percent
         from rows from (jsonb_to_recordset($3::jsonb) as (kind text, product_id uuid, per_output jsonb, quantity bigint, cost_share_percent numeric))
              with ordinality u (kind, product_id, per_output, quantity, cost_share_percent, nr)`,
      [id, JSON.stringify(components), JSON.stringify(outputs)],
    );
  }

  /**
   * Moves an order from one state to the next and stamps the time that belongs to it. The old state is part of the question: were
   * it another one by now, nothing would change.
   * @param note kept with the order where the step has a place for it: approval, start and quality notes
   */
  async advance(
    id: string,
    step: { event: string; from: OrderState; to: OrderState; note?: string | null | undefined },
  ): Promise<void> {
    const moved = await this.db.query(
      `update erp.manufacturing_orders o
          set state = $3, version = o.version + 1,
              approved_at = case when $4 = 'approve' then clock.now else o.approved_at end,
              approved_by = case when $4 = 'approve' then erp.current_actor() else o.approved_by end,
              released_at = case when $3 in ('released', 'in_progress') then coalesce(o.released_at, clock.now) else o.released_at end,
              started_at = case when $4 = 'start' then clock.now else o.started_at end,
              paused_at = case when $3 = 'paused' then clock.now end,
              paused_ms = o.paused_ms + coalesce((extract(epoch from clock.now - o.paused_at) * 1000)::bigint, 0),
              completed_at = case when $3 = 'completed' then clock.now else o.completed_at end,
              closed_at = case when $3 = 'closed' then clock.now end,
              cancelled_at = case when $3 = 'cancelled' then clock.now end,
              approval_notes = case when $4 = 'approve' then $5 else o.approval_notes end,
              start_notes = case when $4 = 'start' then $5 else o.start_notes end,
              quality_notes = case when $3 = 'completed' then $5 else o.quality_notes end
         from (select clock_timestamp()::timestamptz(3) as now) clock
        where o.id = $1 and o.state = $2 returning o.id`,
      [id, step.from, step.to, step.event, step.note ?? null],
    );
    if (moved.length !== 1) throw new Error(`Manufacturing order ${id} was not ${step.from} under its own lock`);
  }
}
