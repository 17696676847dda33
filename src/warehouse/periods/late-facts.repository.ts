import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { warehouseScope } from '../enquiry/warehouse-scope.js';
import type { LateFactDto, LateLineDto, LateProductDto } from './late-facts.dto.js';

/** Lines of late movements and late value in one list; `warehouses` are those that a row touches. */
const FACTS = `(
  select l.id, 'quantity' as kind, m.company_id, m.occurred_at, m.effective_at, m.recorded_at, m.type, m.id as movement_id, m.number as movement_number, l.product_id,
         case when l.from_area_id is null then l.quantity when l.to_area_id is null then -l.quantity else 0 end as quantity,
         case when l.from_area_id is null then l.value when l.to_area_id is null then -l.value else 0::numeric(15,2) end as value,
         m.reverses_id as relates_to_movement_id, l.returns_line_id as relates_to_line_id, m.reason, m.created_by,
         array(select w.warehouse_id from erp.locations w where w.id in (l.from_location_id, l.to_location_id)) as warehouses
    from erp.stock_movements m join erp.stock_ledgers l on l.movement_id = m.id and l.recorded_at = m.recorded_at
   where m.occurred_at is not null
  union all
  select a.id, 'value', a.company_id, a.occurred_at, a.effective_at, a.recorded_at, a.type, null, null, a.product_id, 0, a.value, a.movement_id, a.line_id, a.reason,
         a.created_by, array(select w.warehouse_id from erp.locations w where w.id = a.area_id)
    from erp.stock_value_adjustments a where a.occurred_at is not null)`;

const IN_PERIOD = `exists (select from erp.stock_periods sp where sp.id = ? and sp.company_id = f.company_id and f.occurred_at >= sp.month
  and f.occurred_at < sp.month + interval '1 month')`;

const LATE_FACTS = defineList({
  select: `f.id, f.kind, f.company_id, date_trunc('month', f.occurred_at)::date as month, f.occurred_at, f.effective_at, f.recorded_at, f.type, f.movement_id,
    f.movement_number, f.product_id, p.sku, f.quantity, f.value, f.relates_to_movement_id, f.relates_to_line_id, f.reason, f.created_by`,
  from: `${FACTS} f left join erp.products p on p.id = f.product_id`,
  id: 'f.id',
  sorts: { recorded_at: 'f.id' },
  default_sort: '-recorded_at',
  search: ['p.sku', 'f.movement_number'],
  filters: {
    company_id: 'f.company_id = ?',
    period_id: IN_PERIOD,
    kind: 'f.kind = ?',
    product_id: 'f.product_id = ?',
    relates_to_movement_id: 'f.relates_to_movement_id = ?',
  },
});

const BY_PRODUCT = `select f.product_id, p.sku, count(*)::integer as facts, sum(f.quantity)::bigint as quantity, sum(f.value)::numeric(15,2) as value
  from ${FACTS} f left join erp.products p on p.id = f.product_id
 where f.company_id = any($2::uuid[]) and ($3::uuid[] is null or f.warehouses && $3::uuid[]) and ${IN_PERIOD.replace('?', '$1')}
 group by f.product_id, p.sku order by p.sku`;

/** What was told after its month was closed. */
@Injectable()
export class LateFactsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<LateFactDto>> {
    return this.db.page<LateFactDto>(LATE_FACTS, query, warehouseScope('f.company_id', 'f.warehouses && ?::uuid[]'));
  }

  /** By product, what came late for one period. */
  byProduct(
    periodId: string,
    companyIds: readonly string[],
    warehouseIds: readonly string[] | null,
  ): Promise<LateProductDto[]> {
    return this.db.query<LateProductDto>(BY_PRODUCT, [periodId, companyIds, warehouseIds]);
  }

  /** The lines of a late movement that took value out of an area, beside what the pieces were worth there when it happened. */
  valuesThen(movementId: string): Promise<LateLineDto[]> {
    return this.db.query<LateLineDto>(
      `with line as materialized (
         select l.line_no, l.product_id, l.from_area_id as area_id, l.quantity, l.value, m.occurred_at
           from erp.stock_movements m join erp.stock_ledgers l on l.movement_id = m.id and l.recorded_at = m.recorded_at
          where m.id = $1 and m.occurred_at is not null and m.type not in ('reversal', 'return')
            and l.from_area_id is not null and l.from_area_id is distinct from l.to_area_id
       ), asked as (
         select occurred_at, case when count(distinct product_id) = 1 then min(product_id::text)::uuid end as product_id from line group by occurred_at
       ), worth as (
         select s.* from asked cross join lateral erp.stock_value_as_of(asked.occurred_at, true, asked.product_id) s
       ), said as (
         select line.*, case when w.quantity > 0 then round(w.value * line.quantity / w.quantity, 2)::numeric(15,2) end as value_then
           from line left join worth w on w.product_id = line.product_id and w.area_id = line.area_id
       )
       select line_no, product_id, quantity, value, value_then, (value - value_then)::numeric(15,2) as difference from said order by line_no`,
      [movementId],
    );
  }
}
