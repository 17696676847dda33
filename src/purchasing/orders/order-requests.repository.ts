import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** The stages of a requisition line that orders lead, in their order. */
export const TOLD_STAGES = ['ordered', 'confirmed', 'shipped', 'received', 'put_away'] as const;
export type ToldStage = (typeof TOLD_STAGES)[number];

/** How far an order line has come for one line of a requisition, and what that was told so far. */
export type RequestProgress = { readonly order_line_id: string; readonly requisition_line_id: string } & Readonly<
  Record<ToldStage | `told_${ToldStage}`, number>
>;

/** Links between order lines and the lines of requisitions that they are for. */
@Injectable()
export class OrderRequestsRepository {
  constructor(private readonly db: Database) {}

  /** By line, so that the view is not worked out for all lines there are. What has to be told: links of these orders whose progress is not what was told of it, by requisition line. */
  untold(orderIds: readonly string[]): Promise<RequestProgress[]> {
    return this.db.query<RequestProgress>(
      `select p.order_line_id, p.requisition_line_id, p.ordered, p.confirmed, p.shipped, p.received, p.put_away,
              r.told_ordered, r.told_confirmed, r.told_shipped, r.told_received, r.told_put_away
         from erp.purchase_order_line_requests r
         join erp.purchase_order_lines l on l.id = r.order_line_id and l.order_id = any($1::uuid[])
         cross join lateral (select p.* from erp.purchase_request_progress p
                             where p.order_line_id = r.order_line_id and p.requisition_line_id = r.requisition_line_id offset 0) p
        where (p.ordered, p.confirmed, p.shipped, p.received, p.put_away)
              is distinct from (r.told_ordered, r.told_confirmed, r.told_shipped, r.told_received, r.told_put_away)
        order by p.requisition_line_id, p.order_line_id`,
      [orderIds],
    );
  }

  async told(rows: readonly RequestProgress[]): Promise<void> {
    await this.db.query(
      `update erp.purchase_order_line_requests r
          set told_ordered = w.told_ordered, told_confirmed = w.told_confirmed, told_shipped = w.told_shipped, told_received = w.told_received,
              told_put_away = w.told_put_away
         from jsonb_to_recordset($1::jsonb) w (order_line_id uuid, requisition_line_id uuid, told_ordered bigint, told_confirmed bigint, told_shipped bigint,
              told_received bigint, told_put_away bigint)
        where r.order_line_id = w.order_line_id and r.requisition_line_id = w.requisition_line_id`,
      [JSON.stringify(rows)],
    );
  }

  /** Takes pieces off the links of an order line that got smaller, the last one first. */
  async shrink(lines: readonly { order_line_id: string; quantity: number }[]): Promise<void> {
    if (lines.length === 0) return;
    await this.db.query(
      `with part as (
         select r.order_line_id, r.requisition_line_id,
                least(r.quantity, greatest(w.quantity - (sum(r.quantity) over (partition by r.order_line_id order by r.requisition_line_id) - r.quantity), 0)) as kept
           from erp.purchase_order_line_requests r join unnest($1::uuid[], $2::bigint[]) w (order_line_id, quantity) on w.order_line_id = r.order_line_id
       )
       update erp.purchase_order_line_requests r set quantity = part.kept
         from part where part.order_line_id = r.order_line_id and part.requisition_line_id = r.requisition_line_id and part.kept <> r.quantity`,
      [lines.map(({ order_line_id }) => order_line_id), lines.map(({ quantity }) => quantity)],
    );
  }
}
