import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { PurchaseOrderState } from '../orders/purchase-order.machine.js';
import type { SupplierReturnDto, SupplierReturnHeadDto, SupplierReturnLineDto } from './returns.dto.js';

const RETURNS = defineList({
  select: `r.id, r.number, r.company_id, r.supplier_id, s.code as supplier_code, r.warehouse_id, r.movement_id, r.reason, r.reference, r.returned_at,
    (select count(*)::integer from erp.purchase_return_lines b where b.return_id = r.id) as line_count, r.created_by, r.created_at`,
  from: 'erp.purchase_returns r join erp.suppliers s on s.id = r.supplier_id',
  id: 'r.id',
  sorts: { returned_at: 'r.returned_at' },
  default_sort: '-returned_at',
  search: ['r.number', 'r.reference', 's.code'],
  filters: {
    company_id: 'r.company_id = ?',
    supplier_id: 'r.supplier_id = ?',
    order_id: `exists (select from erp.purchase_return_lines b join erp.purchase_receipt_lines g on g.id = b.receipt_line_id
      join erp.purchase_order_lines l on l.id = g.order_line_id where b.return_id = r.id and l.order_id = ?)`,
    receipt_id: `exists (select from erp.purchase_return_lines b join erp.purchase_receipt_lines g on g.id = b.receipt_line_id
      where b.return_id = r.id and g.receipt_id = ?)`,
  },
});

/** A line of a receipt of which something may go back. */
export interface ReturnableReceiptLine {
  readonly id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly order_state: PurchaseOrderState;
  readonly order_line_id: string;
  readonly line_no: number;
  readonly is_closed_short: boolean;
  readonly company_id: string;
  readonly supplier_id: string;
  readonly warehouse_id: string;
  readonly product_id: string;
  readonly lot_id: string | null;
  readonly location_id: string | null;
  readonly ledger_line_id: string | null;
  readonly quantity: number;
  readonly returned_quantity: number;
  readonly is_rejected: boolean;
  readonly amount: string;
  readonly value: string;
}

/** A line of a return about to be written. */
export interface NewReturnLine {
  readonly return_id: string;
  readonly line_no: number;
  readonly receipt_line_id: string;
  readonly ledger_line_id: string | null;
  readonly quantity: number;
  readonly is_reopened: boolean;
  readonly amount: string;
  readonly value: string;
}

/** Returns to suppliers as rows. */
@Injectable()
export class SupplierReturnsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<SupplierReturnHeadDto>> {
    return this.db.page<SupplierReturnHeadDto>(RETURNS, query, within());
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<SupplierReturnDto> {
    const head = await this.db.listed<SupplierReturnHeadDto>(RETURNS, id, within());
    if (!head) throw notFound('Return to a supplier', id);
    const lines = await this.db.query<SupplierReturnLineDto>(
      `select b.line_no, b.receipt_line_id, g.receipt_id, r.number as receipt_number, o.id as order_id, o.number as order_number, l.line_no as order_line_no,
              g.product_id, p.sku, t.code as lot_code, b.ledger_line_id, b.quantity, b.is_reopened, b.amount, o.currency_code, b.value
         from erp.purchase_return_lines b join erp.purchase_receipt_lines g on g.id = b.receipt_line_id join erp.purchase_receipts r on r.id = g.receipt_id
         join erp.purchase_order_lines l on l.id = g.order_line_id join erp.purchase_orders o on o.id = l.order_id join erp.products p on p.id = g.product_id
         left join erp.lots t on t.id = g.lot_id
        where b.return_id = $1 order by b.line_no`,
      [id],
    );
    return { ...head, lines };
  }

  /** Lines of receipts within the caller's scope, with the orders that they are of. */
  async returnable(ids: readonly string[]): Promise<ReadonlyMap<string, ReturnableReceiptLine>> {
    const { company_ids, warehouse_ids } = currentActor();
    const rows = await this.db.query<ReturnableReceiptLine>(
      `select g.id, o.id as order_id, o.number as order_number, o.state as order_state, l.id as order_line_id, l.line_no, l.is_closed_short, o.company_id, o.supplier_id,
              o.warehouse_id, g.product_id, g.lot_id, g.location_id, g.ledger_line_id, g.quantity, g.returned_quantity, g.is_rejected, g.amount, g.value
         from erp.purchase_receipt_lines g join erp.purchase_order_lines l on l.id = g.order_line_id join erp.purchase_orders o on o.id = l.order_id
        where g.id = any($1::uuid[]) and o.company_id = any($2::uuid[]) and ($3::uuid[] is null or o.warehouse_id = any($3))`,
      [ids, company_ids, warehouse_ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Writes lines of a return and counts them in the receipt and in the order. What waited to be put away goes first. */
  async record(rows: readonly NewReturnLine[]): Promise<void> {
    await this.db.query(
      `with written as (
         insert into erp.purchase_return_lines (return_id, line_no, receipt_line_id, ledger_line_id, quantity, is_reopened, amount, value)
         select w.return_id, w.line_no, w.receipt_line_id, w.ledger_line_id, w.quantity, w.is_reopened, w.amount, w.value
           from jsonb_to_recordset($1::jsonb) w (return_id uuid, line_no integer, receipt_line_id uuid, ledger_line_id uuid, quantity bigint, is_reopened boolean,
                amount numeric, value numeric)
         returning receipt_line_id, quantity, is_reopened, amount, value
       ), counted as (
         update erp.purchase_receipt_lines g
            set returned_quantity = g.returned_quantity + w.quantity, returned_amount = g.returned_amount + w.amount, returned_value = g.returned_value + w.value,
                put_away_quantity = least(g.put_away_quantity, g.quantity - g.returned_quantity - w.quantity)
           from (select receipt_line_id, sum(quantity)::bigint as quantity, sum(amount) as amount, sum(value) as value from written group by receipt_line_id) w
          where g.id = w.receipt_line_id returning g.id, g.order_line_id
       )
       update erp.purchase_order_lines l set returned_quantity = l.returned_quantity + w.quantity, reopened_quantity = l.reopened_quantity + w.reopened
         from (select c.order_line_id, sum(x.quantity)::bigint as quantity, coalesce(sum(x.quantity) filter (where x.is_reopened), 0)::bigint as reopened
                 from written x join counted c on c.id = x.receipt_line_id group by c.order_line_id) w
        where l.id = w.order_line_id`,
      [JSON.stringify(rows)],
    );
  }
}

const within = () => scopeWhere({ company: 'r.company_id', warehouse: 'r.warehouse_id' });
