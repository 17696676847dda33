import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** Up to where changes have been looked at: a transaction number and a time. */
export interface DriftMark {
  readonly transaction: string;
  readonly ledger_id: string;
  readonly recorded_at: string;
}

/** One row kept beside the ledger that does not agree with it. */
export interface Drift {
  /** The invariant, by the name that the whole check gives it. */
  name: string;
  product_id: string;
  sample: Record<string, unknown>;
}

/** The invariants that are looked at here; the whole check has more. */
export const DRIFT_NAMES = [
  'balance_equals_ledger',
  'valuation_equals_ledger',
  'valuation_equals_balances',
  'balance_in_bounds',
  'reserved_equals_reservations',
] as const;

/**
 * Holds the stock of single products against the ledger, from the last snapshot on: the cost is that of what has changed, not of the
 * ledger. A row counts as changed when PostgreSQL wrote it anew, whoever did it and by whatever way. Reads only.
 */
@Injectable()
export class StockDrift {
  constructor(private readonly db: Database) {}

  /** Where things stand now; what is committed later is behind this mark. */
  mark(): Promise<DriftMark> {
    return this.db.one<DriftMark>(MARK);
  }

  /** Products whose balances, values, open reservations or ledger have been written since a mark. */
  async changedSince(mark: DriftMark): Promise<string[]> {
    const rows = await this.db.query<{ product_id: string }>(CHANGED, [
      mark.transaction,
      mark.ledger_id,
      mark.recorded_at,
    ]);
    return rows.map(({ product_id }) => product_id);
  }

  /** The next products in the order of their ids, to come round to those that nobody touches; from the beginning after the last one. */
  async productsAfter(id: string | null, limit: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select id from erp.products where $1::uuid is null or id > $1 order by id limit $2`,
      [id, limit],
    );
    return rows.map((row) => row.id);
  }

  /** Everything that is off for these products, in one look. */
  ofProducts(ids: readonly string[]): Promise<Drift[]> {
    return this.db.query<Drift>(DRIFT, [ids]);
  }
}

/**
 * Transactions that run when the mark is set are behind it, so that none is missed. A ledger row has its number from the time at which it
 * was written; the mark is set two minutes back, longer than a posting can take.
 */
const MARK = /* sql */ `
select pg_snapshot_xmin(pg_current_snapshot())::text as transaction,
       (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid as ledger_id,
       moment as recorded_at
  from (select clock_timestamp() - interval '2 minutes' as moment) m`;

/** Balances and values are read as wholes: they are as many as there are goods and places, and the number of the writing transaction is in the row. */
const CHANGED = /* sql */ `
with since as (select age(($1::text::xid8)::xid) as distance)
select product_id from erp.stock_balances, since where age(stock_balances.xmin) <= distance
union select product_id from erp.stock_valuations, since where age(stock_valuations.xmin) <= distance
union select product_id from erp.stock_reservations, since where open_quantity > 0 and age(stock_reservations.xmin) <= distance
union select product_id from erp.stock_ledgers where id >= $2::uuid and recorded_at >= $3::timestamptz
union select product_id from erp.stock_value_adjustments where recorded_at >= $3::timestamptz and product_id is not null`;

const DRIFT = /* sql */ `
with base as (select max(month) as month, coalesce(max(month)::timestamp at time zone 'UTC', '-infinity') as since from erp.stock_snapshots),
line as materialized (
  select l.product_id, l.lot_id, l.quantity, l.value, l.from_location_id, l.to_location_id, l.from_area_id, l.to_area_id
    from erp.stock_ledgers l where l.product_id = any($1::uuid[]) and l.recorded_at >= (select since from base)
), quantity as (
  select product_id, location_id, coalesce(lot_id::text, '') as lot, sum(quantity)::bigint as quantity from (
    select product_id, location_id, lot_id, quantity from erp.stock_snapshot_quantities
     where month = (select month from base) and product_id = any($1::uuid[])
    union all select product_id, from_location_id, lot_id, -quantity from line where from_area_id is not null
    union all select product_id, to_location_id, lot_id, quantity from line where to_area_id is not null) leg group by 1, 2, 3
), area as (
  select product_id, area_id, sum(quantity)::bigint as quantity, sum(value) as value from (
    select product_id, area_id, quantity, value from erp.stock_snapshot_values where month = (select month from base) and product_id = any($1::uuid[])
    union all select product_id, from_area_id, -quantity, -value from line where from_area_id is not null
    union all select product_id, to_area_id, quantity, value from line where to_area_id is not null
    union all select product_id, area_id, 0, value from erp.stock_value_adjustments
     where product_id = any($1::uuid[]) and value <> 0 and recorded_at >= (select since from base)) leg group by 1, 2
), balance as (
  select product_id, location_id, coalesce(lot_id::text, '') as lot, on_hand, reserved from erp.stock_balances where product_id = any($1::uuid[])
), valuation as (
  select product_id, area_id, quantity, value from erp.stock_valuations where product_id = any($1::uuid[])
), drift as (
  select 'balance_equals_ledger' as name, product_id,
         jsonb_build_object('product_id', product_id, 'location_id', location_id, 'lot_id', nullif(lot, ''), 'ledger', coalesce(q.quantity, 0), 'on_hand', coalesce(b.on_hand, 0)) as sample
    from quantity q full join balance b using (product_id, location_id, lot) where coalesce(q.quantity, 0) <> coalesce(b.on_hand, 0)
  union all
  select 'valuation_equals_ledger', product_id,
         jsonb_build_object('product_id', product_id, 'area_id', area_id, 'ledger_quantity', coalesce(a.quantity, 0), 'quantity', coalesce(v.quantity, 0),
                            'ledger_value', coalesce(a.value, 0)::text, 'value', coalesce(v.value, 0)::text)
    from area a full join valuation v using (product_id, area_id)
   where coalesce(a.quantity, 0) <> coalesce(v.quantity, 0) or coalesce(a.value, 0) <> coalesce(v.value, 0)
  union all
  select 'valuation_equals_balances', product_id,
         jsonb_build_object('product_id', product_id, 'area_id', area_id, 'on_hand', coalesce(s.on_hand, 0), 'quantity', coalesce(v.quantity, 0))
    from (select b.product_id, l.valuation_area_id as area_id, sum(b.on_hand)::bigint as on_hand
            from balance b join erp.locations l on l.id = b.location_id group by 1, 2) s
    full join valuation v using (product_id, area_id) where coalesce(s.on_hand, 0) <> coalesce(v.quantity, 0)
  union all
  select 'balance_in_bounds', product_id, to_jsonb(b) from balance b where not (on_hand >= 0 and reserved between 0 and on_hand)
  union all
  select 'reserved_equals_reservations', product_id,
         jsonb_build_object('product_id', product_id, 'location_id', location_id, 'lot_id', nullif(lot, ''), 'reservations', coalesce(r.quantity, 0), 'reserved', coalesce(b.reserved, 0))
    from (select product_id, location_id, coalesce(lot_id::text, '') as lot, sum(open_quantity)::bigint as quantity
            from erp.stock_reservations where product_id = any($1::uuid[]) and open_quantity > 0 and kind = 'hard' group by 1, 2, 3) r
    full join (select * from balance where reserved <> 0) b using (product_id, location_id, lot)
   where coalesce(r.quantity, 0) <> coalesce(b.reserved, 0)
)
select name, product_id, sample from drift order by name, product_id`;
