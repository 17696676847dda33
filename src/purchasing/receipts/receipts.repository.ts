import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { PutAwayPieces } from '../../warehouse/index.js';
import type {
  GoodsReceiptDto,
  GoodsReceiptHeadDto,
  GoodsReceiptLineDto,
  NotInvoicedDto,
  WaitingReceiptLineDto,
} from './receipts.dto.js';

const OF_ORDERS = `erp.purchase_receipt_lines g join erp.purchase_order_lines l on l.id = g.order_line_id join erp.purchase_orders o on o.id = l.order_id`;

const RECEIPTS = defineList({
  select: `r.id, r.number, r.company_id, r.warehouse_id, w.code as warehouse_code, r.shipment_id, r.movement_id, r.delivery_note, r.notes, r.received_at,
    (select count(*)::integer from erp.purchase_receipt_lines g where g.receipt_id = r.id) as line_count, r.created_by, r.created_at`,
  from: 'erp.purchase_receipts r join erp.locations w on w.id = r.warehouse_id',
  id: 'r.id',
  sorts: { received_at: 'r.received_at' },
  default_sort: '-received_at',
  search: ['r.number', 'r.delivery_note'],
  filters: {
    company_id: 'r.company_id = ?',
    warehouse_id: 'r.warehouse_id = ?',
    shipment_id: 'r.shipment_id = ?',
    supplier_id: `exists (select from ${OF_ORDERS} where g.receipt_id = r.id and o.supplier_id = ?)`,
    order_id: `exists (select from ${OF_ORDERS} where g.receipt_id = r.id and o.id = ?)`,
    product_id: 'exists (select from erp.purchase_receipt_lines g where g.receipt_id = r.id and g.product_id = ?)',
    received_from: 'r.received_at >= ?::date',
    received_to: 'r.received_at < ?::date + 1',
  },
});

const WAITING = defineList({
  select: `g.id, g.receipt_id, r.number as receipt_number, g.line_no, o.number as order_number, g.product_id, p.sku, t.code as lot_code, g.location_id,
    c.code as location_code, g.quantity - g.returned_quantity - g.put_away_quantity as quantity, r.received_at`,
  from: `${OF_ORDERS} join erp.purchase_receipts r on r.id = g.receipt_id join erp.products p on p.id = g.product_id
    join erp.locations c on c.id = g.location_id left join erp.lots t on t.id = g.lot_id`,
  id: 'g.id',
  sorts: { received_at: 'r.received_at' },
  default_sort: 'received_at',
  search: ['r.number', 'o.number', 'p.sku', 't.code'],
  filters: {
    company_id: 'r.company_id = ?',
    warehouse_id: 'r.warehouse_id = ?',
    receipt_id: 'g.receipt_id = ?',
    product_id: 'g.product_id = ?',
  },
});

const NOT_INVOICED = defineList({
  select: `n.order_line_id, n.order_id, o.number as order_number, n.line_no, n.company_id, n.supplier_id, s.code as supplier_code, n.product_id, p.sku,
    n.received_quantity, n.returned_quantity, n.invoiced_quantity, n.quantity, n.currency_code, n.amount, n.value, n.last_received_at`,
  from: `erp.purchase_received_not_invoiced n join erp.purchase_orders o on o.id = n.order_id join erp.suppliers s on s.id = n.supplier_id
    join erp.products p on p.id = n.product_id`,
  id: 'n.order_line_id',
  sorts: { last_received_at: 'n.last_received_at' },
  default_sort: 'last_received_at',
  search: ['o.number', 's.code', 'p.sku'],
  filters: {
    company_id: 'n.company_id = ?',
    supplier_id: 'n.supplier_id = ?',
    order_id: 'n.order_id = ?',
    product_id: 'n.product_id = ?',
  },
});

const within = () => scopeWhere({ company: 'r.company_id', warehouse: 'r.warehouse_id' });

/** A line of a receipt as those who put it away, or charge it, need it. */
export interface ReceivedLine {
  readonly id: string;
  readonly line_no: number;
  readonly order_id: string;
  readonly ledger_line_id: string | null;
  readonly product_id: string;
  readonly lot_id: string | null;
  readonly location_id: string | null;
  readonly is_rejected: boolean;
  readonly waiting_quantity: number;
}

/** Pieces of a receipt that wait in a receiving place. */
export interface WaitingReceiptLine {
  readonly id: string;
  readonly order_id: string;
  readonly product_id: string;
  readonly lot_id: string | null;
  readonly location_id: string;
  readonly quantity: number;
}

/** Receipts as they are shown. */
@Injectable()
export class GoodsReceiptsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<GoodsReceiptHeadDto>> {
    return this.db.page<GoodsReceiptHeadDto>(RECEIPTS, query, within());
  }

  /** What came into receiving places and waits there. */
  waiting(query: ListParameters): Promise<Page<WaitingReceiptLineDto>> {
    const { where, params } = within();
    const waits = 'not g.is_rejected and c.is_receiving and g.put_away_quantity < g.quantity - g.returned_quantity';
    return this.db.page<WaitingReceiptLineDto>(WAITING, query, { where: `${waits} and ${where}`, params });
  }

  notInvoiced(query: ListParameters): Promise<Page<NotInvoicedDto>> {
    const { where, params } = scopeWhere({ company: 'n.company_id', warehouse: 'o.warehouse_id' });
    return this.db.page<NotInvoicedDto>(NOT_INVOICED, query, {
      where: `(n.quantity <> 0 or n.value <> 0) and ${where}`,
      params,
    });
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<GoodsReceiptDto> {
    const head = await this.db.listed<GoodsReceiptHeadDto>(RECEIPTS, id, within());
    if (!head) throw notFound('Receipt of goods', id);
    const lines = await this.db.query<GoodsReceiptLineDto>(
      `select g.id, g.line_no, o.id as order_id, o.number as order_number, g.order_line_id, l.line_no as order_line_no, o.supplier_id, s.code as supplier_code,
              g.product_id, p.sku, g.lot_id, t.code as lot_code, g.location_id, c.code as location_code, g.ledger_line_id, g.quantity, g.is_rejected, g.rejection_reason,
              g.amount, o.currency_code, g.value, g.returned_quantity, g.returned_amount, g.returned_value, g.put_away_quantity,
              (select json_build_object('id', i.id, 'number', i.number, 'state', i.state, 'accepted_quantity', i.accepted_quantity, 'rejected_quantity', i.rejected_quantity)
                 from erp.inspections i where i.source_line_id = g.ledger_line_id and i.state <> 'cancelled' order by i.created_at desc, i.id desc limit 1) as inspection
         from ${OF_ORDERS} join erp.suppliers s on s.id = o.supplier_id join erp.products p on p.id = g.product_id
         left join erp.lots t on t.id = g.lot_id left join erp.locations c on c.id = g.location_id
        where g.receipt_id = $1 order by g.line_no`,
      [id],
    );
    return { ...head, lines };
  }

  linesOf(receiptId: string): Promise<ReceivedLine[]> {
    return this.db.query<ReceivedLine>(
      `select g.id, g.line_no, l.order_id, g.ledger_line_id, g.product_id, g.lot_id, g.location_id, g.is_rejected,
              case when g.is_rejected or g.location_id is null then 0 else greatest(g.quantity - g.returned_quantity - g.put_away_quantity, 0) end as waiting_quantity
         from erp.purchase_receipt_lines g join erp.purchase_order_lines l on l.id = g.order_line_id
        where g.receipt_id = $1 order by g.line_no`,
      [receiptId],
    );
  }

  /** What waits of receipts in places that pieces are taken from, what came first first. */
  waitingFor(pieces: readonly PutAwayPieces[]): Promise<WaitingReceiptLine[]> {
    return this.db.query<WaitingReceiptLine>(
      `select g.id, l.order_id, g.product_id, g.lot_id, g.location_id, g.quantity - g.returned_quantity - g.put_away_quantity as quantity
         from erp.purchase_receipt_lines g join erp.purchase_receipts r on r.id = g.receipt_id join erp.purchase_order_lines l on l.id = g.order_line_id
        where not g.is_rejected and g.put_away_quantity < g.quantity - g.returned_quantity
          and (g.product_id, g.location_id) in (select * from unnest($1::uuid[], $2::uuid[]))
        order by r.received_at, g.id`,
      [pieces.map(({ product_id }) => product_id), pieces.map(({ from_location_id }) => from_location_id)],
    );
  }

  async putAway(lines: readonly { id: string; quantity: number }[]): Promise<void> {
    await this.db.query(
      `update erp.purchase_receipt_lines g set put_away_quantity = g.put_away_quantity + w.quantity
         from unnest($1::uuid[], $2::bigint[]) w (id, quantity) where g.id = w.id`,
      [lines.map(({ id }) => id), lines.map(({ quantity }) => quantity)],
    );
  }
}
