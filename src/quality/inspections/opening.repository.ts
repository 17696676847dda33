import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Inspection } from './inspection.entity.js';

/** A receipt, as far as inspections are concerned. */
export interface Receipt {
  readonly id: string;
  readonly company_id: string;
  readonly type: string;
  readonly is_reversed: boolean;
}

/** Pieces that lie somewhere and are to be inspected. */
export interface Arrived {
  readonly line_no: number;
  readonly source_line_id: string | null;
  readonly product_id: string;
  readonly lot_id: string | null;
  readonly quantity: number;
  readonly company_id: string;
  readonly warehouse_id: string;
  readonly location_id: string;
  readonly quarantine_id: string | null;
  /** Where an inspection before it has put them already. */
  readonly held_location_id: string | null;
}

/** A row about to be made. */
export type NewInspection = Pick<
  Inspection,
  | 'company_id'
  | 'warehouse_id'
  | 'location_id'
  | 'held_location_id'
  | 'plan_id'
  | 'kind'
  | 'operation'
  | 'product_id'
  | 'lot_id'
  | 'quantity'
  | 'sample_size'
  | 'acceptance_number'
  | 'is_gate'
  | 'holds_lot'
  | 'source_type'
  | 'source_id'
  | 'source_line_id'
  | 'reinspects_id'
  | 'notes'
>;

/** A product or lot that was named, and whether it is there. */
export interface NamedPieces {
  readonly company_id: string | null;
  readonly warehouse_id: string | null;
  readonly quarantine_id: string | null;
  readonly has_product: boolean;
  readonly has_lot: boolean;
}

const QUARANTINE = `(select q.id from erp.locations q where q.warehouse_id = l.warehouse_id and q.type = 'quarantine' and q.is_active order by q.code limit 1)`;

@Injectable()
export class OpeningRepository {
  constructor(private readonly db: Database) {}

  receipt(movementId: string): Promise<Receipt | null> {
    return this.db.maybe<Receipt>(
      `select m.id, m.company_id, m.type, exists (select from erp.stock_movements r where r.reverses_id = m.id) as is_reversed
         from erp.stock_movements m where m.id = $1`,
      [movementId],
    );
  }

  /** Lines of a receipt that no inspection speaks of yet. */
  uninspected(movementId: string): Promise<Arrived[]> {
    return this.db.query<Arrived>(
      `select g.line_no, g.id as source_line_id, g.product_id, g.lot_id, g.quantity, l.company_id, l.warehouse_id, l.id as location_id,
              ${QUARANTINE} as quarantine_id,
              (select c.held_location_id from erp.inspections c where c.source_line_id = g.id order by c.created_at desc, c.id desc limit 1) as held_location_id
         from erp.stock_ledgers g join erp.locations l on l.id = g.to_location_id
        where g.movement_id = $1 and not l.is_virtual and l.warehouse_id is not null
          and not exists (select from erp.inspections i where i.source_line_id = g.id and i.state <> 'cancelled')
        order by g.line_no`,
      [movementId],
    );
  }

  /** The warehouses that a receipt brought stock into. */
  async warehousesOf(movementId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select distinct l.warehouse_id as id from erp.stock_ledgers g join erp.locations l on l.id = g.to_location_id
        where g.movement_id = $1 and l.warehouse_id is not null`,
      [movementId],
    );
    return rows.map(({ id }) => id);
  }

  named(productId: string, lotId: string | null, locationId: string): Promise<NamedPieces> {
    return this.db.one<NamedPieces>(
      `select l.company_id, l.warehouse_id, ${QUARANTINE} as quarantine_id,
              exists (select from erp.products p where p.id = $1 and p.type <> 'service') as has_product,
              ($2::uuid is null or exists (select from erp.lots t where t.id = $2 and t.product_id = $1)) as has_lot
         from (select 1) one left join erp.locations l on l.id = $3 and not l.is_virtual`,
      [productId, lotId, locationId],
    );
  }

  /**
   * Makes them, but none for a line that has one meanwhile. A lot that somebody holds for another reason is not theirs to release.
   */
  insert(rows: readonly NewInspection[]): Promise<Inspection[]> {
    return this.db.query<Inspection>(
      `insert into erp.inspections (company_id, warehouse_id, location_id, held_location_id, plan_id, kind, operation, product_id, lot_id, quantity, sample_size,
              acceptance_number, is_gate, holds_lot, source_type, source_id, source_line_id, reinspects_id, notes)
       select w.company_id, w.warehouse_id, w.location_id, w.held_location_id, w.plan_id, w.kind, w.operation, w.product_id, w.lot_id, w.quantity, w.sample_size,
              w.acceptance_number, w.is_gate, w.holds_lot and (t.state = 'available' or exists (select from erp.inspections o where o.lot_id = w.lot_id and o.holds_lot)),
              w.source_type, w.source_id, w.source_line_id, w.reinspects_id, w.notes
         from rows from (jsonb_to_recordset($1::jsonb) as (company_id uuid, warehouse_id uuid, location_id uuid, held_location_id uuid, plan_id uuid, kind text, operation text,
              product_id uuid, lot_id uuid, quantity bigint, sample_size bigint, acceptance_number bigint, is_gate boolean, holds_lot boolean, source_type text, source_id uuid,
              source_line_id uuid, reinspects_id uuid, notes text)) with ordinality w (company_id, warehouse_id, location_id, held_location_id, plan_id, kind, operation, product_id,
              lot_id, quantity, sample_size, acceptance_number, is_gate, holds_lot, source_type, source_id, source_line_id, reinspects_id, notes, n)
         left join erp.lots t on t.id = w.lot_id
        order by w.n
       on conflict (source_line_id) where source_line_id is not null and reinspects_id is null and state <> 'cancelled' do nothing
       returning *`,
      [JSON.stringify(rows)],
    );
  }
}
