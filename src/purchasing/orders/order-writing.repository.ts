import { Injectable } from '@nestjs/common';
import { Database, checkIfMatch } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { LIVE_STATES } from './purchase-order.machine.js';
import type { PurchaseOrderState } from './purchase-order.machine.js';
import type { PurchaseOrder, PurchaseOrderLine } from './purchase-order.entity.js';

/** What a new order names, as far as it is there, and what stands for what it does not name. */
export interface OrderCircumstances {
  readonly today: string;
  readonly company_currency: string | null;
  readonly warehouse_id: string | null;
  readonly supplier_id: string | null;
  readonly supplier_is_active: boolean;
  readonly supplier_currency: string | null;
  readonly payment_terms_days: number;
  readonly has_currency: boolean;
}

/** What is known of a product that is ordered from a supplier. */
export interface OrderedProduct {
  readonly id: string;
  readonly unit_id: string;
  readonly is_active: boolean;
  readonly is_purchased: boolean;
  readonly lead_time_days: number | null;
  readonly supplier_sku: string | null;
  readonly over_percent: string;
  readonly under_percent: string;
}

/** A step that the lines of an order have led to. */
export interface SettledOrder {
  readonly id: string;
  readonly from_state: PurchaseOrderState;
  readonly state: PurchaseOrderState;
}

/** Purchase orders as they are written: under their locks, many at once. */
@Injectable()
export class OrderWritingRepository {
  constructor(private readonly db: Database) {}

  circumstances(named: {
    company_id: string;
    supplier_id: string;
    warehouse_id: string | null;
    currency_code: string | null;
  }): Promise<OrderCircumstances> {
    const { warehouse_ids } = currentActor();
    return this.db.one<OrderCircumstances>(
      `select current_date as today, c.currency_code as company_currency, h.id as warehouse_id, s.id as supplier_id, coalesce(s.is_active, false) as supplier_is_active,
              s.currency_code as supplier_currency, coalesce(s.payment_terms_days, 0) as payment_terms_days,
              ($4::text is null or exists (select from erp.currencies k where k.code = $4)) as has_currency
         from (select 1) one left join erp.companies c on c.id = $1 left join erp.suppliers s on s.id = $2
         left join lateral (select l.id from erp.locations l
                             where l.company_id = $1 and l.type = 'warehouse' and l.is_active and ($3::uuid is null or l.id = $3)
                               and ($5::uuid[] is null or l.id = any($5))
                             order by l.code <> 'WH', l.created_at, l.id limit 1) h on true`,
      [named.company_id, named.supplier_id, named.warehouse_id, named.currency_code, warehouse_ids],
    );
  }

  /** With the tolerance that applies: of the supplier before that of all, of the nearest category before that of all products. */
  async products(
    ids: readonly string[],
    companyId: string,
    supplierId: string,
  ): Promise<ReadonlyMap<string, OrderedProduct>> {
    const rows = await this.db.query<OrderedProduct>(
      `with recursive above (product_id, category_id, depth) as (
         select id, category_id, 1 from erp.products where id = any($1::uuid[]) and category_id is not null
         union all
         select a.product_id, c.parent_id, a.depth + 1 from above a join erp.product_categories c on c.id = a.category_id where c.parent_id is not null
       )
       select p.id, p.unit_id, p.is_active, p.is_purchased, coalesce(s.lead_time_days, p.lead_time_days) as lead_time_days,
              (select sp.supplier_sku from erp.supplier_prices sp where sp.product_id = p.id and sp.supplier_id = $3 and sp.supplier_sku is not null
                order by sp.valid_from desc limit 1) as supplier_sku,
              coalesce(t.over_percent, 0)::text as over_percent, coalesce(t.under_percent, 0)::text as under_percent
         from erp.products p left join erp.suppliers s on s.id = $3
         left join lateral (
           select t.over_percent, t.under_percent from erp.purchase_tolerances t
             left join above a on a.product_id = p.id and a.category_id = t.category_id
            where t.company_id = $2 and t.is_active and (t.supplier_id is null or t.supplier_id = $3) and (t.category_id is null or a.depth is not null)
            order by t.supplier_id is null, a.depth nulls last limit 1) t on true
        where p.id = any($1::uuid[])`,
      [ids, companyId, supplierId],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Locks orders in the order of their ids. @throws NOT_FOUND also outside the caller's scope; STALE_VERSION when it is one */
  async lock(ids: readonly string[]): Promise<PurchaseOrder[]> {
    const { company_ids, warehouse_ids } = currentActor();
    const rows = await this.db.query<PurchaseOrder>(
      `select o.* from erp.purchase_orders o
        where o.id = any($1::uuid[]) and o.company_id = any($2::uuid[]) and ($3::uuid[] is null or o.warehouse_id = any($3))
        order by o.id for update`,
      [ids, company_ids, warehouse_ids],
    );
    const missing = ids.find((id) => !rows.some((row) => row.id === id));
    if (missing !== undefined) throw notFound('Purchase order', missing);
    if (rows.length === 1) checkIfMatch(rows[0]!);
    return rows;
  }

  /** Locks orders in the order of their ids, for documents of their own: receipts, returns and invoices of a line take turns. */
  async takeTurns(ids: readonly string[]): Promise<void> {
    await this.db.query('select id from erp.purchase_orders where id = any($1::uuid[]) order by id for update', [ids]);
  }

  /** The same for the orders that lines belong to. */
  async takeTurnsOfLines(lineIds: readonly string[]): Promise<void> {
    await this.db.query(
      `select o.id from erp.purchase_orders o
        where o.id in (select order_id from erp.purchase_order_lines where id = any($1::uuid[])) order by o.id for update`,
      [lineIds],
    );
  }

  linesOf(orderIds: readonly string[]): Promise<PurchaseOrderLine[]> {
    return this.db.query<PurchaseOrderLine>(
      'select l.* from erp.purchase_order_lines l where l.order_id = any($1::uuid[]) order by l.order_id, l.line_no',
      [orderIds],
    );
  }

  async setStates(rows: readonly { id: string; state: PurchaseOrderState }[]): Promise<void> {
    await this.db.query(
      `update erp.purchase_orders o set state = w.state, version = o.version + 1
         from unnest($1::uuid[], $2::text[]) w (id, state) where o.id = w.id`,
      [rows.map(({ id }) => id), rows.map(({ state }) => state)],
    );
  }

  /** Sets columns of the same name on many orders, each its own; the version is the step's to raise. */
  async setColumns(
    rows: readonly (Pick<PurchaseOrder, 'id'> & { company_amount?: string; approved_amount?: string })[],
    marks: { submitted?: true; approved?: true; sent?: true; new_round?: true } = {},
  ): Promise<void> {
    await this.db.query(
      `update erp.purchase_orders o
          set company_amount = coalesce(w.company_amount, o.company_amount), approved_amount = coalesce(greatest(o.approved_amount, w.approved_amount), o.approved_amount),
              submitted_by = case when $4 then erp.current_actor() else o.submitted_by end, submitted_at = case when $4 then now() else o.submitted_at end,
              approved_at = case when $5 then now() else o.approved_at end, sent_at = case when $6 then now() else o.sent_at end,
              sent_revision = case when $6 then o.revision else o.sent_revision end, approval_round = o.approval_round + case when $7 then 1 else 0 end
         from unnest($1::uuid[], $2::numeric[], $3::numeric[]) w (id, company_amount, approved_amount) where o.id = w.id`,
      [
        rows.map(({ id }) => id),
        rows.map(({ company_amount }) => company_amount ?? null),
        rows.map(({ approved_amount }) => approved_amount ?? null),
        marks.submitted ?? false,
        marks.approved ?? false,
        marks.sent ?? false,
        marks.new_round ?? false,
      ],
    );
  }

  /** Lets the lines of orders that the supplier has say in which state those are; the version grows in any case. */
  settle(orderIds: readonly string[]): Promise<SettledOrder[]> {
    return this.db.query<SettledOrder>(
      `update erp.purchase_orders o set state = p.state, version = o.version + 1
         from erp.purchase_order_progress p, erp.purchase_orders b
        where o.id = any($1::uuid[]) and p.order_id = o.id and b.id = o.id and o.state = any($2::text[])
        returning o.id, b.state as from_state, o.state`,
      [orderIds, LIVE_STATES],
    );
  }
}
