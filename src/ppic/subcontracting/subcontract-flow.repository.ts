import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** A component of a work order at a subcontractor: what it needs there, what lies there for the order, and what may go or come back. */
export interface ComponentOutside {
  readonly product_id: string;
  readonly sku: string;
  /** Still to be consumed at this work order. */
  readonly needed_quantity: number;
  /** The same at earlier operations of the order with this subcontractor, and at all others. */
  readonly before_quantity: number;
  readonly others_quantity: number;
  /** Sent there for the order, less what came back and what was consumed there. */
  readonly lying_quantity: number;
  /** Where the last of it was sent from. */
  readonly origin_id: string | null;
}

/** Pieces that lie at a subcontractor for an order. */
export interface LyingOutside {
  readonly location_id: string;
  readonly product_id: string;
  readonly quantity: number;
  readonly origin_id: string;
}

/** A note about to be written: its lines are those of the movement. */
export interface NewDispatch {
  readonly kind: 'dispatch' | 'return';
  readonly order_id: string;
  /** null: of every subcontractor that the movement took from, the first work order of the order there. */
  readonly work_order_id: string | null;
  readonly movement_id: string;
  readonly is_automatic: boolean;
  readonly notes: string | null;
}

/** Net of what came back: pieces of an order that were sent to each place. */
const SENT = `select x.location_id, l.product_id, sum(case x.kind when 'dispatch' then l.quantity else -l.quantity end)::bigint as quantity
  from erp.work_orders w join erp.subcontract_dispatches x on x.work_order_id = w.id join erp.subcontract_dispatch_lines l on l.dispatch_id = x.id
 where w.order_id = $1 group by x.location_id, l.product_id`;
const CONSUMED = `select f.location_id, f.product_id, sum(f.quantity)::bigint as quantity from erp.manufacturing_order_lot_flows f
 where f.order_id = $1 and f.direction = 'consumed' group by f.location_id, f.product_id`;
/** Where the last pieces of a product came from. */
const ORIGIN = `select distinct on (x.location_id, l.product_id) x.location_id, l.product_id, l.from_location_id
  from erp.work_orders w join erp.subcontract_dispatches x on x.work_order_id = w.id and x.kind = 'dispatch'
  join erp.subcontract_dispatch_lines l on l.dispatch_id = x.id
 where w.order_id = $1 order by x.location_id, l.product_id, x.id desc, l.line_no`;

/** What lies at subcontractors for orders, and the notes of what went and came. Ask under the order's lock. */
@Injectable()
export class SubcontractFlowRepository {
  constructor(private readonly db: Database) {}

  /** Components of a work order, and whatever else was sent for it, at its subcontractor's place. */
  components(
    work: {
      readonly id: string;
      readonly order_id: string;
      readonly supplier_id: string | null;
      readonly operation_no: number;
    },
    locationId: string,
  ): Promise<ComponentOutside[]> {
    return this.db.query<ComponentOutside>(
      `with sent as (${SENT}), consumed as (${CONSUMED}), origin as (${ORIGIN}), need as (
         select c.product_id, w.id, w.operation_no, sum(greatest(c.required_quantity - c.issued_quantity, 0))::bigint as quantity
           from erp.manufacturing_order_components c join erp.work_orders w on w.id = c.work_order_id
          where c.order_id = $1 and w.kind = 'subcontract' and w.supplier_id = $4 and w.state not in ('completed', 'cancelled')
          group by c.product_id, w.id, w.operation_no
       )
       select p.id as product_id, p.sku,
              coalesce((select sum(n.quantity) from need n where n.product_id = p.id and n.id = $2), 0)::bigint as needed_quantity,
              coalesce((select sum(n.quantity) from need n where n.product_id = p.id and n.operation_no < $5), 0)::bigint as before_quantity,
              coalesce((select sum(n.quantity) from need n where n.product_id = p.id and n.id <> $2), 0)::bigint as others_quantity,
              greatest(coalesce(s.quantity, 0) - coalesce(u.quantity, 0), 0)::bigint as lying_quantity, g.from_location_id as origin_id
         from erp.products p
         left join sent s on s.product_id = p.id and s.location_id = $3
         left join consumed u on u.product_id = p.id and u.location_id = $3
         left join origin g on g.product_id = p.id and g.location_id = $3
        where p.id in (select c.product_id from erp.manufacturing_order_components c where c.work_order_id = $2
                       union select l.product_id from erp.subcontract_dispatches x join erp.subcontract_dispatch_lines l on l.dispatch_id = x.id
                              where x.work_order_id = $2)
        order by p.sku`,
      [work.order_id, work.id, locationId, work.supplier_id, work.operation_no],
    );
  }

  /** Whatever lies at subcontractors for an order and can be fetched: pieces that others hold there by now stay. */
  lying(orderId: string): Promise<LyingOutside[]> {
    return this.db.query<LyingOutside>(
      `with sent as (${SENT}), consumed as (${CONSUMED}), origin as (${ORIGIN})
       select s.location_id, s.product_id, least(s.quantity - coalesce(u.quantity, 0), free.quantity)::bigint as quantity, g.from_location_id as origin_id
         from sent s
         left join consumed u on u.location_id = s.location_id and u.product_id = s.product_id
         join origin g on g.location_id = s.location_id and g.product_id = s.product_id
        cross join lateral (
          select coalesce(sum(b.on_hand - b.reserved), 0) + coalesce((
                   select sum(r.open_quantity) from erp.stock_reservations r where r.source_type = 'manufacturing_order' and r.source_id = $1
                      and r.location_id = s.location_id and r.product_id = s.product_id and r.open_quantity > 0), 0) as quantity
            from erp.stock_balances b where b.location_id = s.location_id and b.product_id = s.product_id) free
        where least(s.quantity - coalesce(u.quantity, 0), free.quantity) > 0
        order by s.location_id, s.product_id`,
      [orderId],
    );
  }

  /** Pieces that were sent to a subcontractor for an order and are there still, by work order's supplier. */
  async liesFor(work: {
    readonly order_id: string;
    readonly company_id: string;
    readonly supplier_id: string | null;
  }): Promise<boolean> {
    const { lies } = await this.db.one<{ lies: boolean }>(
      `with sent as (${SENT}), consumed as (${CONSUMED})
       select exists (select from sent s join erp.subcontractor_locations p on p.location_id = s.location_id and p.company_id = $2 and p.supplier_id = $3
                        left join consumed u on u.location_id = s.location_id and u.product_id = s.product_id
                       where s.quantity > coalesce(u.quantity, 0)) as lies`,
      [work.order_id, work.company_id, work.supplier_id],
    );
    return lies;
  }

  /** Those of the locations that are not within the warehouse. */
  async outside(warehouseId: string, locationIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (locationIds.length === 0) return new Set();
    const rows = await this.db.query<{ id: string }>(
      `select given.id from unnest($2::uuid[]) given (id)
        where not exists (select from erp.locations l where l.id = given.id and l.warehouse_id = $1)`,
      [warehouseId, locationIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * Writes a note with the lines of its movement (one for each subcontractor that the movement took from), and counts the work order's version
   * on, in one statement. @returns ids
   */
  async note({ kind, order_id, work_order_id, movement_id, is_automatic, notes }: NewDispatch): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `with moved as (
         select l.line_no, l.product_id, l.lot_id, l.quantity, l.from_location_id, l.to_location_id, p.location_id, p.supplier_id
           from erp.stock_ledgers l
           join erp.subcontractor_locations p on p.location_id = case $1 when 'dispatch' then l.to_location_id else l.from_location_id end
          where l.movement_id = $4
       ), noted as (
         insert into erp.subcontract_dispatches (kind, work_order_id, supplier_id, location_id, movement_id, is_automatic, notes)
         select $1, coalesce($3::uuid, (
                  select w.id from erp.work_orders w where w.order_id = $2 and w.kind = 'subcontract' and w.supplier_id = m.supplier_id
                   order by w.state = 'cancelled', w.operation_no limit 1), (
                  select x.work_order_id from erp.subcontract_dispatches x join erp.work_orders w on w.id = x.work_order_id
                   where w.order_id = $2 and x.location_id = m.location_id order by x.id limit 1)), m.supplier_id, m.location_id, $4, $5, $6
           from (select distinct supplier_id, location_id from moved) m
         returning id, location_id, work_order_id
       ), line as (
         insert into erp.subcontract_dispatch_lines (dispatch_id, line_no, product_id, lot_id, quantity, from_location_id, to_location_id)
         select n.id, row_number() over (partition by n.id order by m.line_no), m.product_id, m.lot_id, m.quantity, m.from_location_id, m.to_location_id
           from moved m join noted n on n.location_id = m.location_id
       ), counted as (
         update erp.work_orders w set version = w.version + 1 from noted n where w.id = n.work_order_id
       )
       select id from noted`,
      [kind, order_id, work_order_id, movement_id, is_automatic, notes],
    );
    return rows.map(({ id }) => id);
  }
}
