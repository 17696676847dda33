import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { SupplierPerformanceRowDto } from './performance.dto.js';

/** Figures of suppliers, out of orders, receipts and inspections. */
@Injectable()
export class PerformanceRepository {
  constructor(private readonly db: Database) {}

  today(): Promise<{ today: string }> {
    return this.db.one<{ today: string }>('select current_date as today');
  }

  /**
   * On time and in full by order line, quality by piece, price by what the list said on the day, in the currency of the company at the rate that
   * the order was held against its tiers at.
   */
  rows(
    from: string,
    to: string,
    { company_id = null, supplier_id = null }: { company_id?: string | null; supplier_id?: string | null },
  ): Promise<SupplierPerformanceRowDto[]> {
    const { company_ids, warehouse_ids } = currentActor();
    return this.db.query<SupplierPerformanceRowDto>(
      `with seen as (
         select o.id, o.supplier_id, o.ordered_on, o.total_amount, o.company_amount from erp.purchase_orders o
          where o.state not in ('draft', 'submitted', 'cancelled') and o.company_id = any($5::uuid[]) and ($6::uuid[] is null or o.warehouse_id = any($6))
            and ($3::uuid is null or o.company_id = $3) and ($4::uuid is null or o.supplier_id = $4)
       ), due as (
         select o.supplier_id, count(*) as lines_due,
                count(*) filter (where l.least_quantity <= (select coalesce(sum(g.quantity), 0) from erp.purchase_receipt_lines g
                  join erp.purchase_receipts r on r.id = g.receipt_id where g.order_line_id = l.id and r.received_at < coalesce(l.promised_on, l.needed_on) + 1)) as lines_on_time,
                count(*) filter (where l.received_quantity - l.reopened_quantity >= l.least_quantity) as lines_in_full
           from seen o join erp.purchase_order_lines l on l.order_id = o.id
          where coalesce(l.promised_on, l.needed_on) between $1::date and $2::date and not (l.is_closed_short and l.received_quantity = 0 and l.confirmed_at is null)
          group by o.supplier_id
       ), came as (
         select o.supplier_id, sum(g.quantity) as received, sum(g.returned_quantity) as returned,
                sum(case when g.is_rejected then g.quantity else coalesce(i.rejected_quantity, 0) end) as rejected
           from seen o join erp.purchase_order_lines l on l.order_id = o.id join erp.purchase_receipt_lines g on g.order_line_id = l.id
           join erp.purchase_receipts r on r.id = g.receipt_id and r.received_at >= $1::date and r.received_at < $2::date + 1
           left join lateral (select i.rejected_quantity from erp.inspections i where i.source_line_id = g.ledger_line_id and i.state in ('accepted', 'partially_accepted', 'rejected')
                               order by i.created_at desc, i.id desc limit 1) i on true
          group by o.supplier_id
       ), priced as (
         select o.supplier_id, sum(l.net_amount * k.rate) as ordered, sum(round(l.unit_quantity * l.list_price, 2) * k.rate) as listed
           from seen o join erp.purchase_order_lines l on l.order_id = o.id and l.list_price is not null
          cross join lateral (select case when o.total_amount = 0 then 1 else o.company_amount / o.total_amount end as rate) k
          where o.ordered_on between $1::date and $2::date
          group by o.supplier_id
       )
       select s.id as supplier_id, s.code as supplier_code, s.name as supplier_name, coalesce(d.lines_due, 0)::integer as lines_due,
              coalesce(d.lines_on_time, 0)::integer as lines_on_time, coalesce(d.lines_in_full, 0)::integer as lines_in_full,
              round(100.0 * d.lines_on_time / d.lines_due, 2)::text as on_time_percent, round(100.0 * d.lines_in_full / d.lines_due, 2)::text as in_full_percent,
              coalesce(c.received, 0)::bigint as received_quantity, coalesce(c.rejected, 0)::bigint as rejected_quantity, coalesce(c.returned, 0)::bigint as returned_quantity,
              round(100.0 * (c.received - c.rejected) / c.received, 2)::text as accepted_percent, round(coalesce(p.ordered, 0), 2)::text as ordered_amount,
              round(coalesce(p.ordered - p.listed, 0), 2)::text as price_variance,
              round(100.0 * (p.ordered - p.listed) / nullif(p.listed, 0), 2)::text as price_variance_percent
         from erp.suppliers s left join due d on d.supplier_id = s.id left join came c on c.supplier_id = s.id left join priced p on p.supplier_id = s.id
        where coalesce(d.supplier_id, c.supplier_id, p.supplier_id) is not null
        order by s.code`,
      [from, to, company_id, supplier_id, company_ids, warehouse_ids],
    );
  }
}
