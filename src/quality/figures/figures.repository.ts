import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { DefectParetoRowDto, FailureCostRowDto, FirstPassYieldRowDto } from './figures.dto.js';

/** Which decisions are counted. */
export interface FigureFilter {
  readonly from: string;
  readonly to: string;
  readonly company_id?: string | undefined;
  readonly warehouse_id?: string | undefined;
  readonly product_id?: string | undefined;
}

const COUNTED = `f.day between $1::date and $2::date and ($3::uuid is null or f.company_id = $3) and ($4::uuid is null or f.warehouse_id = $4)
  and ($5::uuid is null or f.product_id = $5) and f.company_id = any($6::uuid[]) and ($7::uuid[] is null or f.warehouse_id = any($7))`;

function params({ from, to, company_id, warehouse_id, product_id }: FigureFilter): unknown[] {
  const { company_ids, warehouse_ids } = currentActor();
  return [from, to, company_id ?? null, warehouse_id ?? null, product_id ?? null, company_ids, warehouse_ids];
}

/** Figures over decided inspections within the caller's scope: each one statement over a versioned view. */
@Injectable()
export class FiguresRepository {
  constructor(private readonly db: Database) {}

  /** By product, operation or day; the last row is the total, when there is anything. */
  firstPassYield(filter: FigureFilter, groupBy: string): Promise<(FirstPassYieldRowDto & { is_total: boolean })[]> {
    return this.db.query(
      `select g.key, g.name, count(*)::bigint as inspections, sum(g.quantity)::bigint as inspected_quantity, sum(g.first_pass_quantity)::bigint as first_pass_quantity,
              sum(g.rejected_quantity)::bigint as rejected_quantity, round(100 * sum(g.first_pass_quantity) / sum(g.quantity), 4) as first_pass_percent,
              grouping(g.key) = 1 as is_total
         from (select f.quantity, f.first_pass_quantity, f.rejected_quantity, case $8::text when 'product' then f.product_name end as name,
                      case $8::text when 'product' then f.sku when 'operation' then f.operation else f.day::text end as key
                 from erp.quality_inspection_facts f where ${COUNTED}) g
        group by grouping sets ((g.key, g.name), ())
       having count(*) > 0
        order by grouping(g.key), g.key nulls last`,
      [...params(filter), groupBy],
    );
  }

  defectPareto(filter: FigureFilter): Promise<DefectParetoRowDto[]> {
    return this.db.query<DefectParetoRowDto>(
      `select g.reason_id, g.reason_code, g.reason_name, g.severity, g.count, round(100 * g.count / sum(g.count) over (), 4) as share_percent,
              round(100 * sum(g.count) over (order by g.count desc, g.reason_code, g.severity rows unbounded preceding) / sum(g.count) over (), 4) as cumulative_percent
         from (select f.reason_id, f.reason_code, f.reason_name, f.severity, sum(f.quantity)::bigint as count
                 from erp.quality_defect_facts f where ${COUNTED}
                group by f.reason_id, f.reason_code, f.reason_name, f.severity) g
        order by g.count desc, g.reason_code, g.severity`,
      params(filter),
    );
  }

  failureCosts(filter: FigureFilter, groupBy: string): Promise<FailureCostRowDto[]> {
    return this.db.query<FailureCostRowDto>(
      `select g.key, g.name, g.quantity, g.scrapped_value::numeric(17,2) as scrapped_value, (g.value - g.scrapped_value)::numeric(17,2) as held_value,
              g.value::numeric(17,2) as value, coalesce(round(100 * g.value / nullif(sum(g.value) over (), 0), 4), 0.0000) as share_percent
         from (select case $8::text when 'reason' then f.reason_code when 'product' then f.sku else f.day::text end as key,
                      case $8::text when 'reason' then f.reason_name when 'product' then f.product_name end as name,
                      sum(f.quantity)::bigint as quantity, sum(f.value) as value, coalesce(sum(f.value) filter (where f.is_scrapped), 0) as scrapped_value
                 from erp.quality_failure_costs f where ${COUNTED}
                group by 1, 2) g
        order by g.value desc, g.key nulls last`,
      [...params(filter), groupBy],
    );
  }
}
