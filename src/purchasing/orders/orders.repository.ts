import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { OrderApprovalDto, PurchaseOrderDto, PurchaseOrderHeadDto, PurchaseOrderLineDto } from './orders.dto.js';

/** When a line is due: as confirmed, else as it was asked for, else as it is needed. */
export const DUE_ON = 'coalesce(l.confirmed_on, l.promised_on, l.needed_on)';
const WAITS = `o.state not in ('draft', 'closed', 'cancelled') and not l.is_complete`;
const LATE = `exists (select from erp.purchase_order_lines l where l.order_id = o.id and ${WAITS} and ${DUE_ON} < current_date)`;

const ORDERS = defineList({
  select: `o.id, o.number, o.company_id, o.supplier_id, s.code as supplier_code, s.name as supplier_name, o.warehouse_id, w.code as warehouse_code, o.currency_code,
    o.state, o.revision, o.sent_revision, o.ordered_on, x.due_on, coalesce(x.due_on < current_date, false) as is_late, o.supplier_reference, o.payment_terms_days,
    o.delivery_terms, o.notes, o.net_amount, o.tax_amount, o.total_amount, o.company_amount, x.line_count, x.open_lines,
    (select c.id from erp.purchase_order_changes c where c.order_id = o.id and c.state = 'pending') as pending_change_id,
    o.submitted_by, o.submitted_at, o.approved_at, o.sent_at, o.created_by, o.version, o.created_at, o.updated_at`,
  from: `erp.purchase_orders o join erp.suppliers s on s.id = o.supplier_id join erp.locations w on w.id = o.warehouse_id
    cross join lateral (select count(*)::integer as line_count, (count(*) filter (where not l.is_complete))::integer as open_lines,
                               min(${DUE_ON}) filter (where ${WAITS}) as due_on
                          from erp.purchase_order_lines l where l.order_id = o.id) x`,
  id: 'o.id',
  sorts: { created_at: 'o.created_at', ordered_on: 'o.ordered_on', number: 'o.number' },
  default_sort: '-created_at',
  search: ['o.number', 's.code', 's.name', 'o.supplier_reference'],
  filters: {
    state: 'o.state = any(?::text[])',
    company_id: 'o.company_id = ?',
    supplier_id: 'o.supplier_id = ?',
    warehouse_id: 'o.warehouse_id = ?',
    product_id: 'exists (select from erp.purchase_order_lines l where l.order_id = o.id and l.product_id = ?)',
    requisition_line_id: `exists (select from erp.purchase_order_lines l join erp.purchase_order_line_requests r on r.order_line_id = l.id
      where l.order_id = o.id and r.requisition_line_id = ?)`,
    ordered_from: 'o.ordered_on >= ?::date',
    ordered_to: 'o.ordered_on <= ?::date',
    late: `${LATE} = ?`,
  },
});

const within = () => scopeWhere({ company: 'o.company_id', warehouse: 'o.warehouse_id' });

/** Purchase orders as they are shown. */
@Injectable()
export class PurchaseOrdersRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<PurchaseOrderHeadDto>> {
    return this.db.page<PurchaseOrderHeadDto>(ORDERS, query, within());
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async head(id: string): Promise<PurchaseOrderHeadDto> {
    const head = await this.db.listed<PurchaseOrderHeadDto>(ORDERS, id, within());
    if (!head) throw notFound('Purchase order', id);
    return head;
  }

  /** With its lines and approvals. @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<PurchaseOrderDto> {
    const head = await this.head(id);
    const { approvals } = await this.db.one<{ approvals: OrderApprovalDto[] }>(
      `select coalesce(json_agg(json_build_object('revision', a.revision, 'tier_id', a.tier_id, 'tier_name', t.name, 'amount', a.amount::text, 'notes', a.notes,
                'approved_by', a.approved_by, 'approved_by_username', u.username, 'approved_at', a.approved_at) order by a.approved_at, a.id), '[]') as approvals
         from erp.purchase_order_approvals a left join erp.purchase_approval_tiers t on t.id = a.tier_id join erp.user_names u on u.id = a.approved_by
        where a.order_id = $1`,
      [id],
    );
    return { ...head, lines: await this.lines(id), approvals };
  }

  lines(orderId: string): Promise<PurchaseOrderLineDto[]> {
    return this.db.query<PurchaseOrderLineDto>(
      `select l.id, l.line_no, l.product_id, p.sku, p.name as product_name, l.description, l.supplier_sku, l.unit_id, u.code as unit_code,
              trim_scale(l.unit_quantity)::text as unit_quantity, l.quantity, l.unit_price, l.list_price, l.discount_percent, l.tax_code, l.tax_percent, l.net_amount,
              l.tax_amount, l.needed_on, l.promised_on, l.confirmed_on, l.confirmed_quantity, ${DUE_ON} as due_on,
              coalesce(${DUE_ON} < current_date and ${WAITS}, false) as is_late, l.least_quantity, l.most_quantity, l.received_quantity, l.rejected_quantity,
              l.returned_quantity, l.reopened_quantity, l.open_quantity, l.is_closed_short, l.is_complete,
              coalesce((select json_agg(json_build_object('requisition_line_id', r.requisition_line_id, 'requisition_id', q.id, 'requisition_number', q.number,
                                'requisition_line_no', n.line_no, 'quantity', r.quantity) order by r.requisition_line_id)
                          from erp.purchase_order_line_requests r join erp.requisition_lines n on n.id = r.requisition_line_id
                          join erp.requisitions q on q.id = n.requisition_id where r.order_line_id = l.id), '[]') as requests
         from erp.purchase_order_lines l join erp.purchase_orders o on o.id = l.order_id join erp.products p on p.id = l.product_id join erp.units u on u.id = l.unit_id
        where l.order_id = $1 order by l.line_no`,
      [orderId],
    );
  }
}
