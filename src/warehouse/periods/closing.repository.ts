import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ClosingAreaDto, ClosingItemDto, ClosingRecordDto } from './closing.dto.js';
import { MAX_SAMPLES } from './closing-limits.js';
import type { ClosingItemCode } from './closing-limits.js';

/** The period asked for ($1) and its last moment; then stock then by product and area, as frozen or as the ledger says, in what the caller sees ($2). */
const THEN = `
with period as materialized (
  select id, company_id, month, state, closed_through is not null as frozen,
         coalesce(closed_through, (month + interval '1 month')::timestamptz(3) - interval '1 millisecond')::timestamptz(3) as at
    from erp.stock_periods where id = $1
), worth as materialized (
  select s.*, coalesce(w.code, c.code) as area_code, coalesce(w.is_owned, false) as is_owned
    from (select v.product_id, v.area_id, v.quantity, v.value from period
            join (select c.id from erp.stock_closings c where c.period_id = $1 order by c.closing_no desc limit 1) closing on period.frozen
            join erp.stock_closing_values v on v.closing_id = closing.id
          union all
          select v.* from period cross join lateral erp.stock_value_as_of(period.at, true, null) v where not period.frozen) s
    left join erp.locations w on w.id = s.area_id
    join erp.companies c on c.id = coalesce(w.company_id, s.area_id)
    join period on period.company_id = c.id
   where $2::uuid[] is null or w.warehouse_id = any($2::uuid[])
)`;

const FIGURES = `${THEN}
select period.state, period.at, period.frozen, coalesce(sum(a.quantity), 0)::bigint as quantity, coalesce(sum(a.value), 0)::numeric(15,2) as value,
       coalesce(json_agg(json_build_object('area_id', a.area_id, 'area_code', a.area_code, 'products', a.products, 'quantity', a.quantity, 'value', a.value::text)
         order by a.area_code) filter (where a.area_id is not null), '[]') as areas
  from period
  left join (select area_id, area_code, count(*) filter (where quantity <> 0) as products, sum(quantity)::bigint as quantity, sum(value)::numeric(15,2) as value
               from worth group by 1, 2) a on true
 group by period.state, period.at, period.frozen`;

/** Value in progress belongs to no warehouse: a caller limited to some does not see it. */
const ITEMS = `${THEN}, found as (
  select 'EARLIER_PERIOD_OPEN' as code, null::uuid as id, to_char(m.month, 'YYYY-MM') as label, null as detail
    from period cross join lateral (select erp.first_open_month_before(period.company_id, period.month) as month) m
   where m.month is not null and period.state <> 'hard_closed'
  union all
  select 'TRANSFERS_IN_TRANSIT', t.id, t.number, t.state from period join erp.transfer_orders t on t.company_id = period.company_id
   where t.state = 'in_transit' and t.dispatched_at <= period.at and ($2::uuid[] is null or array[t.from_warehouse_id, t.to_warehouse_id] && $2::uuid[])
  union all
  select 'TRANSFERS_NOT_DISPATCHED', t.id, t.number, t.state from period join erp.transfer_orders t on t.company_id = period.company_id
   where t.state = 'draft' and coalesce(t.expected_on::timestamptz, t.created_at) <= period.at
     and ($2::uuid[] is null or array[t.from_warehouse_id, t.to_warehouse_id] && $2::uuid[])
  union all
  select 'COUNTS_NOT_POSTED', k.id, k.number, k.state from period join erp.stock_counts k on k.company_id = period.company_id
   where k.state in ('draft', 'counting', 'review', 'approved') and coalesce(k.started_at, k.created_at) <= period.at
     and ($2::uuid[] is null or k.warehouse_id = any($2::uuid[]))
  union all
  select 'WORK_IN_PROGRESS', source_id, min(source_type), sum(value)::numeric(15,2)::text from (
    select m.source_id, m.source_type, case when t.type = 'production' then l.value else -l.value end as value
      from period join erp.stock_movements m on m.company_id = period.company_id and m.effective_at <= period.at
      join erp.stock_ledgers l on l.movement_id = m.id and l.recorded_at = m.recorded_at
      join erp.locations f on f.id = l.from_location_id join erp.locations t on t.id = l.to_location_id
     where $2::uuid[] is null and (f.type = 'production' or t.type = 'production')
    union all
    select a.wip_source_id, a.source_type, a.wip_value from period join erp.stock_value_adjustments a on a.company_id = period.company_id and a.effective_at <= period.at
     where $2::uuid[] is null and a.wip_source_id is not null) leg
   group by source_id having sum(value) <> 0
  union all
  select 'NEGATIVE_STOCK', s.product_id, p.sku || ' ' || l.code, s.quantity::text from period
   cross join lateral erp.stock_as_of(period.at, true, null) s join erp.locations l on l.id = s.location_id and l.company_id = period.company_id
    join erp.products p on p.id = s.product_id
   where s.quantity < 0 and ($2::uuid[] is null or l.warehouse_id = any($2::uuid[]))
  union all
  select 'STOCK_WITHOUT_VALUE', w.product_id, p.sku || ' ' || w.area_code, w.quantity || ' pieces, ' || w.value from worth w join erp.products p on p.id = w.product_id
   where not w.is_owned and (w.quantity > 0) <> (w.value > 0)
), ranked as (
  select *, row_number() over (partition by code order by label, id) as n from found
)
select code, count(*)::integer as count, json_agg(json_build_object('id', id, 'label', label, 'detail', detail) order by n) filter (where n <= ${MAX_SAMPLES}) as samples
  from ranked group by code`;

/** What stock was worth at the end of a month. */
export interface ClosingFigures {
  readonly state: string;
  readonly at: string;
  readonly frozen: boolean;
  readonly quantity: number;
  readonly value: string;
  readonly areas: ClosingAreaDto[];
}

/** What keeps a month from being closed, and from being opened again. */
export interface Hindrances {
  readonly not_begun: boolean;
  /** YYYY-MM: the first month before it that has to be closed hard first. */
  readonly earlier_open: string | null;
  /** YYYY-MM: the last month after it that is closed hard. */
  readonly later_closed: string | null;
}

export type FoundItem = Pick<ClosingItemDto, 'count' | 'samples'> & { readonly code: ClosingItemCode };

/** A month's end: its figures, and what is still open then. */
@Injectable()
export class ClosingRepository {
  constructor(private readonly db: Database) {}

  figures(periodId: string, warehouseIds: readonly string[] | null): Promise<ClosingFigures> {
    return this.db.one<ClosingFigures>(FIGURES, [periodId, warehouseIds]);
  }

  items(periodId: string, warehouseIds: readonly string[] | null): Promise<FoundItem[]> {
    return this.db.query<FoundItem>(ITEMS, [periodId, warehouseIds]);
  }

  /** Every hard closing of a month, the last one first, with what stock was worth by it in what the caller sees. */
  closings(periodId: string, warehouseIds: readonly string[] | null): Promise<ClosingRecordDto[]> {
    return this.db.query<ClosingRecordDto>(
      `select c.closing_no, p.state = 'hard_closed' and c.closing_no = max(c.closing_no) over () as in_force, c.closed_through, v.quantity, v.value, c.created_by, c.created_at
         from erp.stock_closings c join erp.stock_periods p on p.id = c.period_id
        cross join lateral (
          select coalesce(sum(v.quantity), 0)::bigint as quantity, coalesce(sum(v.value), 0)::numeric(15,2) as value
            from erp.stock_closing_values v left join erp.locations w on w.id = v.area_id
           where v.closing_id = c.id and ($2::uuid[] is null or w.warehouse_id = any($2::uuid[]))) v
        where c.period_id = $1 order by c.closing_no desc`,
      [periodId, warehouseIds],
    );
  }

  hindrances(periodId: string): Promise<Hindrances> {
    return this.db.one(
      `select p.month > current_date as not_begun, to_char(erp.first_open_month_before(p.company_id, p.month), 'YYYY-MM') as earlier_open,
              (select to_char(max(l.month), 'YYYY-MM') from erp.stock_periods l where l.company_id = p.company_id and l.state = 'hard_closed' and l.month > p.month)
                as later_closed
         from erp.stock_periods p where p.id = $1`,
      [periodId],
    );
  }
}
