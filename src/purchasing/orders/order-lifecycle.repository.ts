import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ConfirmedLine } from './order-confirmations.js';

/** What the steps of orders leave on their lines. */
@Injectable()
export class OrderLifecycleRepository {
  constructor(private readonly db: Database) {}

  async confirm(orderId: string, lines: readonly ConfirmedLine[], reference: string | null): Promise<void> {
    await this.db.query(
      `update erp.purchase_order_lines l set confirmed_on = w.confirmed_on, confirmed_quantity = w.confirmed_quantity, confirmed_at = now()
         from unnest($1::uuid[], $2::date[], $3::bigint[]) w (id, confirmed_on, confirmed_quantity) where l.id = w.id`,
      [
        lines.map(({ id }) => id),
        lines.map(({ confirmed_on }) => confirmed_on),
        lines.map(({ confirmed_quantity }) => confirmed_quantity),
      ],
    );
    if (reference !== null)
      await this.db.query('update erp.purchase_orders set supplier_reference = $2 where id = $1', [orderId, reference]);
  }

  async closeShort(lineIds: readonly string[]): Promise<void> {
    await this.db.query('update erp.purchase_order_lines set is_closed_short = true where id = any($1::uuid[])', [
      lineIds,
    ]);
  }

  /** The sums of the lines, those left out that were closed before anything of them came. */
  async sumUp(orderId: string): Promise<void> {
    await this.db.query(
      `update erp.purchase_orders o set net_amount = w.net_amount, tax_amount = w.tax_amount, total_amount = w.net_amount + w.tax_amount
         from (select coalesce(sum(l.net_amount), 0) as net_amount, coalesce(sum(l.tax_amount), 0) as tax_amount from erp.purchase_order_lines l
                where l.order_id = $1 and not (l.is_closed_short and l.received_quantity = 0)) w
        where o.id = $1`,
      [orderId],
    );
  }

  /** @returns the ids of the changes that waited */
  async withdrawChanges(orderId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `update erp.purchase_order_changes set state = 'withdrawn', version = version + 1, decided_by = erp.current_actor(), decided_at = now()
        where order_id = $1 and state = 'pending' returning id`,
      [orderId],
    );
    return rows.map(({ id }) => id);
  }
}
