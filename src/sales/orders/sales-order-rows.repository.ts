import { Injectable } from '@nestjs/common';
import { Database, checkIfMatch } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { SalesOrder, SalesOrderLine } from './sales-order.entity.js';
import type { SalesOrderState } from './sales-order.machine.js';

/** A step that the lines of an order have led to. */
export interface SettledSalesOrder {
  readonly id: string;
  readonly from_state: SalesOrderState;
  readonly state: SalesOrderState;
}

/** Sales orders as they are written: under their locks, many at once. */
@Injectable()
export class SalesOrderRows {
  constructor(private readonly db: Database) {}

  /** Locks orders in the order of their ids. @throws NOT_FOUND also outside the caller's scope; STALE_VERSION when it is one */
  async lock(ids: readonly string[]): Promise<SalesOrder[]> {
    const { company_ids, warehouse_ids } = currentActor();
    const rows = await this.db.query<SalesOrder>(
      `select o.* from erp.sales_orders o
        where o.id = any($1::uuid[]) and o.company_id = any($2::uuid[]) and ($3::uuid[] is null or o.warehouse_id = any($3))
        order by o.id for update`,
      [ids, company_ids, warehouse_ids],
    );
    const missing = ids.find((id) => !rows.some((row) => row.id === id));
    if (missing !== undefined) throw notFound('Sales order', missing);
    if (rows.length === 1) checkIfMatch(rows[0]!);
    return rows;
  }

  /** Without locking them, whoever asks: for other documents, which have locked them. */
  named(ids: readonly string[]): Promise<SalesOrder[]> {
    return this.db.query<SalesOrder>('select o.* from erp.sales_orders o where o.id = any($1::uuid[]) order by o.id', [
      ids,
    ]);
  }

  async isCustomerActive(customerId: string): Promise<boolean> {
    const { is_active } = await this.db.one<{ is_active: boolean }>(
      'select is_active from erp.customers where id = $1',
      [customerId],
    );
    return is_active;
  }

  /** Whatever of an order has not left is not waited for any more. */
  /** Whether anything of an order is on an invoice that stands and is not credited, goods or what was asked in advance. */
  async isInvoiced(id: string): Promise<boolean> {
    const { amount } = await this.db.one<{ amount: string }>(
      `select (coalesce((select sum(case b.kind when 'credit_note' then -n.quantity else n.quantity end) from erp.sales_order_lines l
                  join erp.sales_invoice_lines n on n.order_line_id = l.id join erp.sales_invoices b on b.id = n.sales_invoice_id and b.state <> 'cancelled'
                 where l.order_id = $1), 0)
             + coalesce((select sum(case h.kind when 'deduction' then -h.amount else h.amount end) from erp.sales_invoice_charges h
                  join erp.sales_invoices b on b.id = h.sales_invoice_id and b.state <> 'cancelled' where h.order_id = $1), 0))::text as amount`,
      [id],
    );
    return Number(amount) > 0;
  }

  async cancelOpen(orderId: string): Promise<void> {
    await this.db.query(
      'update erp.sales_order_lines set cancelled_quantity = cancelled_quantity + open_quantity where order_id = $1 and open_quantity > 0',
      [orderId],
    );
  }

  async takeTurns(ids: readonly string[]): Promise<void> {
    await this.db.query('select id from erp.sales_orders where id = any($1::uuid[]) order by id for update', [ids]);
  }

  async takeTurnsOfLines(lineIds: readonly string[]): Promise<void> {
    await this.db.query(
      `select o.id from erp.sales_orders o
        where o.id in (select order_id from erp.sales_order_lines where id = any($1::uuid[])) order by o.id for update`,
      [lineIds],
    );
  }

  linesOf(orderIds: readonly string[]): Promise<SalesOrderLine[]> {
    return this.db.query<SalesOrderLine>(
      'select l.* from erp.sales_order_lines l where l.order_id = any($1::uuid[]) order by l.order_id, l.line_no',
      [orderIds],
    );
  }

  /** Lets the lines of live orders say in which state those are; the version grows in any case, also of one that is closed. */
  settle(orderIds: readonly string[]): Promise<SettledSalesOrder[]> {
    return this.db.query<SettledSalesOrder>(
      `update erp.sales_orders o set state = case when b.state = 'closed' then b.state else p.state end, version = o.version + 1
         from erp.sales_order_progress p, erp.sales_orders b
        where o.id = any($1::uuid[]) and p.order_id = o.id and b.id = o.id and o.state not in ('draft', 'cancelled')
        returning o.id, b.state as from_state, o.state`,
      [orderIds],
    );
  }
}
