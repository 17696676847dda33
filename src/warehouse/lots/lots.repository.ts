import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { Lot } from './lot.entity.js';
import type { LotStockDto } from './lots.dto.js';

/** A lot as a line of a document names it. */
export interface NamedLot {
  readonly product_id: string;
  readonly code: string;
  readonly supplier_id?: string | null | undefined;
  readonly supplier_lot?: string | null | undefined;
  readonly manufactured_on?: string | null | undefined;
  readonly expires_on?: string | null | undefined;
  readonly attributes?: Record<string, unknown> | undefined;
  readonly state?: string;
}

/** When lots came to be known, and whether that is when they were made. */
export interface LotOccasion {
  readonly effective_at?: string | null | undefined;
  /** They come out of production here: their day of making is the day of the occasion, unless they say another. */
  readonly made_here?: boolean;
}

/** What was found for it. */
export interface FoundLot {
  readonly lot_id: string | null;
  readonly tracking: string | null;
  /** Facts that are known otherwise than given. */
  readonly differs: { field: string; known: string | null; given: string }[];
}

/** A place where pieces of a lot lie. */
export interface LotPlace extends LotStockDto {
  readonly lot_id: string;
  readonly is_available: boolean;
  readonly in_quarantine: boolean;
  readonly quarantine_id: string | null;
}

@Injectable()
export class LotsRepository {
  constructor(private readonly db: Database) {}

  /**
   * Makes the lots that are not there yet, in the order of their codes. A lot that gives no expiry takes it from the shelf life of its
   * product, counted from the day of making or from the day of the occasion. Untracked and unknown products make none.
   */
  async make(lots: readonly NamedLot[], { effective_at = null, made_here = false }: LotOccasion = {}): Promise<void> {
    await this.db.query(
      `insert into erp.lots (product_id, code, supplier_id, supplier_lot, manufactured_on, expires_on, attributes, state)
       select distinct on (w.product_id, w.code) w.product_id, w.code, w.supplier_id, w.supplier_lot, coalesce(w.manufactured_on, case when $3 then o.day end),
              coalesce(w.expires_on, coalesce(w.manufactured_on, o.day) + p.shelf_life_days), coalesce(w.attributes, '{}'), coalesce(w.state, 'available')
         from (select coalesce($2::timestamptz, now())::date as day) o cross join jsonb_to_recordset($1::jsonb) w (product_id uuid, code text, supplier_id uuid, supplier_lot text, manufactured_on date, expires_on date,
                attributes jsonb, state text)
         join erp.products p on p.id = w.product_id and p.tracking <> 'none'
        order by w.product_id, w.code
       on conflict (product_id, code) do nothing`,
      [JSON.stringify(lots), effective_at, made_here],
    );
  }

  /** The lots of these names, in the order given. */
  find(lots: readonly NamedLot[]): Promise<FoundLot[]> {
    return this.db.query<FoundLot>(
      `select t.id as lot_id, p.tracking, (
                select coalesce(json_agg(json_build_object('field', f.field, 'known', f.known, 'given', f.given)), '[]')
                  from (values ('supplier_id', t.supplier_id::text, w.supplier_id::text), ('supplier_lot', t.supplier_lot, w.supplier_lot),
                               ('attributes', t.attributes::text, case when not t.attributes @> w.attributes then w.attributes::text end), ('manufactured_on', t.manufactured_on::text, w.manufactured_on::text),
                               ('expires_on', t.expires_on::text, w.expires_on::text),
                               ('state', t.state, nullif(w.state, 'available'))) f (field, known, given)
                 where t.id is not null and f.given is not null and f.known is distinct from f.given) as differs
         from rows from (jsonb_to_recordset($1::jsonb) as (product_id uuid, code text, supplier_id uuid, supplier_lot text, manufactured_on date,
              expires_on date, attributes jsonb, state text)) with ordinality w (product_id, code, supplier_id, supplier_lot, manufactured_on, expires_on, attributes, state, n)
         left join erp.products p on p.id = w.product_id
         left join erp.lots t on t.product_id = w.product_id and t.code = w.code
        order by w.n`,
      [JSON.stringify(lots)],
    );
  }

  /** The codes of lots, by their id. */
  async codes(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.db.query<{ id: string; code: string }>(
      'select t.id, t.code from erp.lots t where t.id = any($1::uuid[])',
      [ids],
    );
    return new Map(rows.map(({ id, code }) => [id, code]));
  }

  /** Locks the lots of these ids, as far as there are such: none of them is put on hold or released meanwhile. */
  async lock(ids: readonly string[]): Promise<Map<string, Lot>> {
    const rows = await this.db.query<Lot>(
      `select t.id, t.product_id, t.code, t.state, t.supplier_id, t.supplier_lot, t.manufactured_on, t.expires_on, t.attributes, t.external_id, t.created_by,
              t.version, t.created_at, t.updated_at
         from erp.lots t where t.id = any($1::uuid[]) order by t.id for no key update`,
      [ids],
    );
    return new Map(rows.map((lot) => [lot.id, lot]));
  }

  /** Moves lots out of one state into another. @returns those that were in it */
  async setState(ids: readonly string[], from: string, to: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `with held as (select t.id from erp.lots t where t.id = any($1::uuid[]) order by t.id for no key update)
       update erp.lots t set state = $3, version = t.version + 1 from held h where t.id = h.id and t.state = $2 returning t.id`,
      [ids, from, to],
    );
    return rows.map(({ id }) => id);
  }

  /** Where pieces of lots lie, within the caller's companies and warehouses, and the quarantine of each place's warehouse. */
  places(...lotIds: string[]): Promise<LotPlace[]> {
    const { company_ids, warehouse_ids } = currentActor();
    return this.db.query<LotPlace>(
      `select b.lot_id, l.company_id, l.id as location_id, l.code as location_code, l.warehouse_id, b.on_hand, b.reserved, l.is_available,
              case when l.is_available and erp.is_lot_usable(t.state, t.expires_on) then b.on_hand - b.reserved else 0 end as available,
              exists (select from erp.locations q where q.company_id = l.company_id and q.type = 'quarantine' and starts_with(l.path, q.path)) as in_quarantine,
              (select q.id from erp.locations q where q.warehouse_id = l.warehouse_id and q.type = 'quarantine' and q.is_active order by q.code limit 1) as quarantine_id
         from erp.stock_balances b join erp.locations l on l.id = b.location_id join erp.lots t on t.id = b.lot_id
        where b.lot_id = any($1::uuid[]) and b.on_hand > 0 and l.company_id = any($2::uuid[]) and ($3::uuid[] is null or l.warehouse_id = any($3::uuid[]))
        order by l.code, l.id`,
      [lotIds, company_ids, warehouse_ids],
    );
  }
}
