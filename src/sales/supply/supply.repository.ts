import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { HeldLine } from './holding.js';
import type { MadeKind } from './supply-port.js';

/** An open line of a confirmed order, with what is held for it. */
export interface LineToSupply extends Omit<HeldLine, 'supplied_quantity'> {
  readonly id: string;
  readonly line_no: number;
  readonly product_id: string;
  readonly warehouse_id: string;
  readonly due_on: string | null;
  readonly promised_on: string | null;
  readonly today: string;
  readonly soft_ids: readonly string[];
  /** Held hard for all lines of the order with this product: a delivery may take for one line what another was given. */
  readonly held_of_product: number;
}

export interface SuppliedBy {
  readonly order_line_id: string;
  readonly kind: MadeKind;
  readonly document_id: string;
  readonly document_number: string;
  readonly quantity: number;
}

/** An order that waits, and its place in the row. */
export interface WaitingOrder {
  readonly id: string;
  readonly due_on: string;
}

@Injectable()
export class SupplyRepository {
  constructor(private readonly db: Database) {}

  lines(orderId: string): Promise<LineToSupply[]> {
    return this.db.query<LineToSupply>(
      `select l.id, l.line_no, l.product_id, l.warehouse_id, l.supply, l.reserve_on, l.promised_on, coalesce(l.promised_on, l.requested_on) as due_on, current_date as today,
              l.open_quantity, l.shipped_quantity, l.reopened_quantity, coalesce(r.held, 0)::bigint as held_quantity, coalesce(r.claimed, 0)::bigint as claimed_quantity,
              coalesce(r.soft_ids, '{}') as soft_ids,
              (select coalesce(sum(s.open_quantity), 0)::bigint from erp.stock_reservations s
                where s.source_type = 'sales_order' and s.source_id = $1 and s.kind = 'hard' and s.open_quantity > 0 and s.product_id = l.product_id) as held_of_product
         from erp.sales_order_lines l
         left join (select s.source_line_id, sum(s.open_quantity) filter (where s.kind = 'hard') as held, sum(s.open_quantity) filter (where s.kind = 'soft') as claimed,
                           array_agg(s.id) filter (where s.kind = 'soft') as soft_ids
                      from erp.stock_reservations s where s.source_type = 'sales_order' and s.source_id = $1 and s.open_quantity > 0 group by s.source_line_id) r
                on r.source_line_id = l.id
        where l.order_id = $1 and l.open_quantity > 0 order by l.line_no`,
      [orderId],
    );
  }

  suppliesOf(orderId: string): Promise<SuppliedBy[]> {
    return this.db.query<SuppliedBy>(
      `select s.order_line_id, s.kind, s.document_id, s.document_number, s.quantity
         from erp.sales_line_supplies s join erp.sales_order_lines l on l.id = s.order_line_id where l.order_id = $1 order by l.line_no, s.id`,
      [orderId],
    );
  }

  async promise(lines: readonly { id: string; promised_on: string }[]): Promise<void> {
    if (lines.length === 0) return;
    await this.db.query(
      `update erp.sales_order_lines l set promised_on = w.promised_on from unnest($1::uuid[], $2::date[]) w (id, promised_on) where l.id = w.id`,
      [lines.map(({ id }) => id), lines.map(({ promised_on }) => promised_on)],
    );
  }

  /**
   * Confirmed orders with a line for which less is held than is open and of which there may be more by now: free stock in its warehouse, and its day has
   * come. The most urgent first, those after the given one.
   */
  waiting(limit: number, after: WaitingOrder | null): Promise<WaitingOrder[]> {
    return this.db.query<WaitingOrder>(
      `select * from (select o.id, min(coalesce(l.promised_on, l.requested_on, date '9999-12-31')) as due_on
         from erp.sales_orders o
         join erp.sales_order_lines l on l.order_id = o.id and l.open_quantity > 0
        where o.state in ('confirmed', 'partially_shipped') and coalesce(l.reserve_on, current_date) <= current_date
          and l.open_quantity > (select coalesce(sum(r.open_quantity), 0) from erp.stock_reservations r
                                  where r.source_id = o.id and r.source_type = 'sales_order' and r.source_line_id = l.id and r.kind = 'hard' and r.open_quantity > 0)
          and exists (select from erp.stock_balances b join erp.locations p on p.id = b.location_id left join erp.lots t on t.id = b.lot_id
                       where b.product_id = l.product_id and b.on_hand > b.reserved and p.warehouse_id = l.warehouse_id and p.is_available
                         and erp.is_lot_usable(t.state, t.expires_on))
          and (l.supply = 'stock' or exists (select from erp.sales_line_supplies s where s.order_line_id = l.id))
        group by o.id) w
        where $2::date is null or (w.due_on, w.id) > ($2::date, $3::uuid)
        order by w.due_on, w.id limit $1`,
      [limit, after?.due_on ?? null, after?.id ?? null],
    );
  }

  /** Locks an order that nobody else has locked. @returns whether it is still to be supplied */
  async lockFree(orderId: string): Promise<boolean> {
    const row = await this.db.maybe<{ id: string }>(
      `select id from erp.sales_orders where id = $1 and state in ('confirmed', 'partially_shipped') for update skip locked`,
      [orderId],
    );
    return row !== null;
  }
}
