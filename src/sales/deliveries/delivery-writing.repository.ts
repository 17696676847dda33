import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { OPEN_DELIVERY_STATES } from './delivery.machine.js';
import type { DeliverableLine, HeldPieces, PickedPlace, PickableLine, Standing } from './delivery-lines.js';

/** A line of a delivery under its lock. */
export interface ShippableLine extends PickableLine {
  readonly is_service: boolean;
  readonly order_number: string;
  readonly order_state: string;
}

/** A pick with what the ledger made of it. */
export interface PostedPick extends PickedPlace {
  readonly ledger_line_id: string;
  readonly value: string;
}

/** Deliveries as they are written, each question one statement however many lines there are. */
@Injectable()
export class DeliveryWritingRepository {
  constructor(private readonly db: Database) {}

  /** Ids of the open lines of orders, in their order. */
  async openLinesOf(orderIds: readonly string[]): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select l.id from erp.sales_order_lines l where l.order_id = any($1::uuid[]) and l.open_quantity > 0
        order by array_position($1::uuid[], l.order_id), l.line_no`,
      [orderIds],
    );
    return rows.map(({ id }) => id);
  }

  /** Order lines within the caller's companies and warehouses. */
  async deliverable(ids: readonly string[]): Promise<ReadonlyMap<string, DeliverableLine>> {
    const { company_ids, warehouse_ids } = currentActor();
    const rows = await this.db.query<DeliverableLine>(
      `select l.id, l.order_id, o.number as order_number, o.state as order_state, l.line_no, o.company_id, o.customer_id, l.warehouse_id, o.ship_to_name, o.ship_to_address,
              l.product_id, p.type = 'service' as is_service, l.open_quantity,
              (select coalesce(sum(n.quantity), 0)::bigint from erp.sales_delivery_lines n join erp.sales_deliveries d on d.id = n.delivery_id and d.state = any($4::text[])
                where n.order_line_id = l.id) as planned_quantity
         from erp.sales_order_lines l join erp.sales_orders o on o.id = l.order_id join erp.products p on p.id = l.product_id
        where l.id = any($1::uuid[]) and o.company_id = any($2::uuid[]) and ($3::uuid[] is null or l.warehouse_id = any($3))`,
      [ids, company_ids, warehouse_ids, OPEN_DELIVERY_STATES],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  linesOf(deliveryId: string): Promise<ShippableLine[]> {
    return this.db.query<ShippableLine>(
      `select n.id, n.line_no, l.order_id, n.order_line_id, n.product_id, n.quantity, p.type = 'service' as is_service, o.number as order_number, o.state as order_state
         from erp.sales_delivery_lines n join erp.sales_order_lines l on l.id = n.order_line_id join erp.sales_orders o on o.id = l.order_id
         join erp.products p on p.id = n.product_id where n.delivery_id = $1 order by n.line_no`,
      [deliveryId],
    );
  }

  picksOf(deliveryId: string): Promise<PickedPlace[]> {
    return this.db.query<PickedPlace>(
      `select k.delivery_line_id, k.location_id, k.lot_id, k.quantity from erp.sales_delivery_picks k
         join erp.sales_delivery_lines n on n.id = k.delivery_line_id where n.delivery_id = $1 order by n.line_no, k.id`,
      [deliveryId],
    );
  }

  /** Of named places, those that are active ones of the warehouse and company of a delivery. */
  async placesAmong(
    named: readonly { location_id: string }[],
    { warehouse_id, company_id }: { warehouse_id: string; company_id: string },
  ): Promise<ReadonlySet<string>> {
    if (named.length === 0) return new Set();
    const rows = await this.db.query<{ id: string }>(
      'select id from erp.locations where id = any($1::uuid[]) and warehouse_id = $2 and company_id = $3 and is_active',
      [named.map(({ location_id }) => location_id), warehouse_id, company_id],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * What is held for orders in a warehouse, less what other deliveries have picked of it: the first to expire first, then bin by bin. Lots that may
   * not leave are told apart.
   */
  heldFor(
    orderIds: readonly string[],
    warehouseId: string,
    deliveryId: string,
  ): Promise<(HeldPieces & { readonly is_usable: boolean })[]> {
    return this.db.query(
      `select h.order_id, h.product_id, h.location_id, h.lot_id, (h.quantity - coalesce(k.quantity, 0))::bigint as quantity,
              erp.is_lot_usable(t.state, t.expires_on) as is_usable
         from (select r.source_id as order_id, r.product_id, r.location_id, r.lot_id, sum(r.open_quantity) as quantity
                 from erp.stock_reservations r join erp.locations f on f.id = r.location_id and f.warehouse_id = $2
                where r.source_type = 'sales_order' and r.source_id = any($1::uuid[]) and r.kind = 'hard' and r.open_quantity > 0
                group by r.source_id, r.product_id, r.location_id, r.lot_id) h
         join erp.locations f on f.id = h.location_id left join erp.lots t on t.id = h.lot_id
         left join lateral (
           select sum(k.quantity) as quantity from erp.sales_delivery_picks k join erp.sales_delivery_lines n on n.id = k.delivery_line_id
             join erp.sales_deliveries d on d.id = n.delivery_id and d.state in ('picked', 'packed') and d.id <> $3
             join erp.sales_order_lines l on l.id = n.order_line_id and l.order_id = h.order_id
            where k.location_id = h.location_id and k.lot_id is not distinct from h.lot_id and n.product_id = h.product_id) k on true
        where h.quantity > coalesce(k.quantity, 0)
        order by t.expires_on nulls last, t.created_at, t.code, f.code collate "C", h.location_id`,
      [orderIds, warehouseId, deliveryId],
    );
  }

  /** Of orders, by product of a delivery, what is held and what is open in a warehouse. */
  standingsOf(deliveryId: string, warehouseId: string): Promise<Standing[]> {
    return this.db.query<Standing>(
      `select w.order_id, w.product_id,
              (select coalesce(sum(r.open_quantity), 0)::bigint from erp.stock_reservations r join erp.locations f on f.id = r.location_id and f.warehouse_id = $2
                where r.source_id = w.order_id and r.source_type = 'sales_order' and r.product_id = w.product_id and r.kind = 'hard' and r.open_quantity > 0) as held_quantity,
              (select coalesce(sum(l.open_quantity), 0)::bigint from erp.sales_order_lines l
                where l.order_id = w.order_id and l.product_id = w.product_id and l.warehouse_id = $2) as open_quantity
         from (select distinct l.order_id, n.product_id from erp.sales_delivery_lines n join erp.sales_order_lines l on l.id = n.order_line_id
                where n.delivery_id = $1) w order by w.order_id, w.product_id`,
      [deliveryId, warehouseId],
    );
  }

  /** Puts picks in place of those of a delivery. */
  async replacePicks(deliveryId: string, picks: readonly (PickedPlace | PostedPick)[]): Promise<void> {
    await this.db.query(
      'delete from erp.sales_delivery_picks k using erp.sales_delivery_lines n where n.id = k.delivery_line_id and n.delivery_id = $1',
      [deliveryId],
    );
    await this.db.query(
      `insert into erp.sales_delivery_picks (delivery_line_id, location_id, lot_id, quantity, ledger_line_id, value)
       select k.delivery_line_id, k.location_id, k.lot_id, k.quantity, k.ledger_line_id, k.value
         from jsonb_to_recordset($1::jsonb) k (delivery_line_id uuid, location_id uuid, lot_id uuid, quantity bigint, ledger_line_id uuid, value numeric)`,
      [JSON.stringify(picks)],
    );
  }

  /** Counts what leaves in its order lines. @throws SALES_QUANTITY_EXCEEDED. */
  async countShipped(deliveryId: string): Promise<void> {
    await this.db.query(
      `update erp.sales_order_lines l set shipped_quantity = l.shipped_quantity + n.quantity
         from erp.sales_delivery_lines n where n.delivery_id = $1 and l.id = n.order_line_id`,
      [deliveryId],
    );
  }

  /** Of orders, those of which nothing stays open once a delivery has left: what is held for them is given back. */
  async wholeAfter(deliveryId: string, orderIds: readonly string[]): Promise<string[]> {
    const rows = await this.db.query<{ order_id: string }>(
      `select l.order_id from erp.sales_order_lines l left join erp.sales_delivery_lines n on n.order_line_id = l.id and n.delivery_id = $1
        where l.order_id = any($2::uuid[]) group by l.order_id having sum(l.open_quantity - coalesce(n.quantity, 0)) <= 0 order by l.order_id`,
      [deliveryId, orderIds],
    );
    return rows.map(({ order_id }) => order_id);
  }
}
