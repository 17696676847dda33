import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { PurchaseReceiptLine } from './receipt.entity.js';

/** Where a warehouse puts what comes. */
export interface ReceivingPlaces {
  readonly receiving_id: string | null;
  readonly quarantine_id: string | null;
}

/** A place, as far as it matters to what is put there. */
export interface ReceivingPlace {
  readonly id: string;
  readonly warehouse_id: string | null;
  readonly is_receiving: boolean;
}

/** Receipts as they are written, and what they look up. */
@Injectable()
export class ReceivingRepository {
  constructor(private readonly db: Database) {}

  /** The orders of lines; lines that are not there have none. */
  async ordersOf(lineIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.db.query<{ id: string; order_id: string }>(
      'select id, order_id from erp.purchase_order_lines where id = any($1::uuid[])',
      [lineIds],
    );
    return new Map(rows.map(({ id, order_id }) => [id, order_id]));
  }

  /** Products that have no stock. */
  async services(productIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.db.query<{ id: string }>(
      `select id from erp.products where id = any($1::uuid[]) and type = 'service'`,
      [productIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** The first receiving place, else the zone of stock; and the first quarantine. */
  places(warehouseId: string): Promise<ReceivingPlaces> {
    return this.db.one<ReceivingPlaces>(
      `select (select l.id from erp.locations l
                where l.warehouse_id = $1 and l.is_active and l.type not in ('warehouse', 'quarantine', 'scrap', 'transit')
                  and l.owner_supplier_id is null and l.owner_customer_id is null
                order by not l.is_receiving, l.code <> 'STOCK', l.code limit 1) as receiving_id,
              (select q.id from erp.locations q where q.warehouse_id = $1 and q.type = 'quarantine' and q.is_active order by q.code limit 1) as quarantine_id`,
      [warehouseId],
    );
  }

  async placesById(ids: readonly string[]): Promise<ReadonlyMap<string, ReceivingPlace>> {
    const rows = await this.db.query<ReceivingPlace>(
      'select id, warehouse_id, is_receiving from erp.locations where id = any($1::uuid[])',
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Writes lines of a receipt and counts them up in the lines of their orders. */
  async record(rows: readonly Partial<PurchaseReceiptLine>[]): Promise<void> {
    await this.db.query(
      `with written as (
         insert into erp.purchase_receipt_lines (receipt_id, line_no, order_line_id, ledger_line_id, product_id, lot_id, location_id, quantity, is_rejected,
                rejection_reason, amount, value, put_away_quantity)
         select w.receipt_id, w.line_no, w.order_line_id, w.ledger_line_id, w.product_id, w.lot_id, w.location_id, w.quantity, w.is_rejected, w.rejection_reason,
                w.amount, w.value, w.put_away_quantity
           from jsonb_to_recordset($1::jsonb) w (receipt_id uuid, line_no integer, order_line_id uuid, ledger_line_id uuid, product_id uuid, lot_id uuid,
                location_id uuid, quantity bigint, is_rejected boolean, rejection_reason text, amount numeric, value numeric, put_away_quantity bigint)
         returning order_line_id, quantity, is_rejected
       )
       update erp.purchase_order_lines l
          set received_quantity = l.received_quantity + w.received, rejected_quantity = l.rejected_quantity + w.rejected
         from (select order_line_id, sum(quantity)::bigint as received, coalesce(sum(quantity) filter (where is_rejected), 0)::bigint as rejected
                 from written group by order_line_id) w
        where l.id = w.order_line_id`,
      [JSON.stringify(rows)],
    );
  }

  /** What came of a shipment, counted up in its lines. */
  async countShipment(shipmentId: string, pieces: ReadonlyMap<string, number>): Promise<void> {
    await this.db.query(
      `update erp.purchase_shipment_lines s set received_quantity = s.received_quantity + w.quantity
         from unnest($2::uuid[], $3::bigint[]) w (order_line_id, quantity) where s.shipment_id = $1 and s.order_line_id = w.order_line_id`,
      [shipmentId, [...pieces.keys()], [...pieces.values()]],
    );
  }
}
