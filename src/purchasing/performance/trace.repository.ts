import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { TracedDocumentDto } from './performance.dto.js';

/** Finds documents of purchasing and what hangs together with them. */
@Injectable()
export class TraceRepository {
  constructor(private readonly db: Database) {}

  /** A document by its id or number, within the caller's scope. */
  async find(document: string): Promise<{ kind: string; id: string } | null> {
    const { company_ids, warehouse_ids } = currentActor();
    return this.db.maybe<{ kind: string; id: string }>(
      `select d.kind, d.id from (
         select 'requisition' as kind, id, number, company_id, warehouse_id from erp.requisitions
         union all select 'purchase_order', id, number, company_id, warehouse_id from erp.purchase_orders
         union all select 'purchase_shipment', id, number, company_id, warehouse_id from erp.purchase_shipments
         union all select 'purchase_receipt', id, number, company_id, warehouse_id from erp.purchase_receipts
         union all select 'purchase_return', id, number, company_id, warehouse_id from erp.purchase_returns
         union all select 'purchase_invoice', b.id, i.number, b.company_id, o.warehouse_id from erp.purchase_invoices b join erp.invoices i on i.id = b.invoice_id
           cross join lateral (select o.warehouse_id from erp.purchase_invoice_lines n join erp.purchase_order_lines l on l.id = n.order_line_id
             join erp.purchase_orders o on o.id = l.order_id where n.purchase_invoice_id = b.id limit 1) o) d
        where (d.number = $1 or d.id::text = lower($1)) and d.company_id = any($2::uuid[]) and ($3::uuid[] is null or d.warehouse_id = any($3))`,
      [document, company_ids, warehouse_ids],
    );
  }

  /** The chain of a document: of its order lines, everything; of a requisition without orders, itself. */
  chain(kind: string, id: string): Promise<TracedDocumentDto[]> {
    const { company_ids, warehouse_ids } = currentActor();
    return this.db.query<TracedDocumentDto>(CHAIN, [kind, id, company_ids, warehouse_ids]);
  }
}

const CHAIN = /* sql */ `
with line as materialized (
  select l.id, l.order_id from erp.purchase_order_lines l join erp.purchase_orders o on o.id = l.order_id and o.company_id = any($3::uuid[])
     and ($4::uuid[] is null or o.warehouse_id = any($4))
   where case $1
     when 'purchase_order' then l.order_id = $2
     when 'requisition' then l.id in (select q.order_line_id from erp.purchase_order_line_requests q join erp.requisition_lines n on n.id = q.requisition_line_id where n.requisition_id = $2)
     when 'purchase_shipment' then l.id in (select s.order_line_id from erp.purchase_shipment_lines s where s.shipment_id = $2)
     when 'purchase_receipt' then l.id in (select g.order_line_id from erp.purchase_receipt_lines g where g.receipt_id = $2)
     when 'purchase_invoice' then l.id in (select n.order_line_id from erp.purchase_invoice_lines n where n.purchase_invoice_id = $2)
     else l.id in (select g.order_line_id from erp.purchase_return_lines b join erp.purchase_receipt_lines g on g.id = b.receipt_line_id where b.return_id = $2) end
), asked as (
  select distinct n.id, n.requisition_id, line.order_id from line join erp.purchase_order_line_requests q on q.order_line_id = line.id
    join erp.requisition_lines n on n.id = q.requisition_line_id
  union
  select n.id, n.requisition_id, null from erp.requisition_lines n where $1 = 'requisition' and n.requisition_id = $2
), node as (
  select 1 as rank, 'requisition' as kind, r.id, r.number, r.state, r.created_at as at, array[]::uuid[] as comes_of
    from erp.requisitions r where r.id in (select requisition_id from asked)
  union all
  select 2, 'purchase_order', o.id, o.number, o.state, o.created_at, array(select distinct a.requisition_id from asked a where a.order_id = o.id)
    from erp.purchase_orders o where o.id in (select order_id from line)
  union all
  select 3, 'purchase_order_change', c.id, o.number || '/' || c.revision, c.state, c.created_at, array[o.id]
    from erp.purchase_order_changes c join erp.purchase_orders o on o.id = c.order_id where o.id in (select order_id from line)
  union all
  select 4, 'purchase_shipment', h.id, h.number, h.state, h.created_at, array_agg(distinct line.order_id)
    from erp.purchase_shipments h join erp.purchase_shipment_lines s on s.shipment_id = h.id join line on line.id = s.order_line_id group by h.id
  union all
  select 5, 'purchase_receipt', r.id, r.number, null, r.created_at, array_agg(distinct line.order_id) || array_remove(array[r.shipment_id], null)
    from erp.purchase_receipts r join erp.purchase_receipt_lines g on g.receipt_id = r.id join line on line.id = g.order_line_id group by r.id
  union all
  select 6, 'inspection', i.id, i.number, i.state, i.created_at, array[g.receipt_id]
    from line join erp.purchase_receipt_lines g on g.order_line_id = line.id join erp.inspections i on i.source_line_id = g.ledger_line_id
  union all
  select 7, 'purchase_return', b.id, b.number, null, b.created_at, array_agg(distinct g.receipt_id)
    from erp.purchase_returns b join erp.purchase_return_lines x on x.return_id = b.id join erp.purchase_receipt_lines g on g.id = x.receipt_line_id
    join line on line.id = g.order_line_id group by b.id
  union all
  select 8, 'acceptance', a.id, null, null, a.created_at, array[n.requisition_id]
    from erp.requisition_acceptances a join erp.requisition_lines n on n.id = a.line_id where n.id in (select id from asked)
  union all
  select 9, 'issue', m.id, d.number, null, m.created_at, array[n.requisition_id]
    from erp.requisition_moves m join erp.stock_movements d on d.id = m.movement_id join erp.requisition_lines n on n.id = m.line_id
   where n.id in (select id from asked)
  union all
  select 10, 'purchase_invoice', b.id, i.number, b.state, b.created_at, array_agg(distinct line.order_id)
    from erp.purchase_invoices b join erp.invoices i on i.id = b.invoice_id join erp.purchase_invoice_lines n on n.purchase_invoice_id = b.id
    join line on line.id = n.order_line_id group by b.id, i.id
  union all
  select 11, 'payment', p.id, p.number, p.state, p.created_at, array_agg(distinct b.id)
    from erp.payments p join erp.payment_allocations a on a.payment_id = p.id and a.undone_on is null join erp.purchase_invoices b on b.invoice_id = a.invoice_id
   where exists (select from erp.purchase_invoice_lines n join line on line.id = n.order_line_id where n.purchase_invoice_id = b.id) group by p.id
)
select kind, id, number, state, at, comes_of from node order by rank, at, id`;
