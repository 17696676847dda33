import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import type { WorkCentreUseDto, WorkCentreUseQuery } from './work-centres.dto.js';

/** An operation names a work centre once: the main one is none of its alternatives. */
const USES = defineList({
  select: `o.id, o.routing_id, r.product_id, p.sku, r.revision, r.state, r.is_default, o.number, o.name, u.preference`,
  from: `(select m.id as operation_id, m.work_centre_id, null::integer as preference from erp.routing_operations m
          union all
          select a.operation_id, a.work_centre_id, a.preference from erp.routing_operation_alternatives a) u
    join erp.routing_operations o on o.id = u.operation_id
    join erp.routings r on r.id = o.routing_id
    join erp.products p on p.id = r.product_id`,
  id: 'o.id',
  sorts: { sku: 'p.sku' },
  default_sort: 'sku',
  search: ['p.sku', 'o.name'],
  filters: { state: 'r.state = ?' },
});

/** Where work centres are used. */
@Injectable()
export class WorkCentreUses {
  constructor(private readonly db: Database) {}

  /** The operations that name a work centre, as the main one or as an alternative. */
  page(workCentreId: string, query: WorkCentreUseQuery): Promise<Page<WorkCentreUseDto>> {
    return this.db.page<WorkCentreUseDto>(USES, query, {
      where: 'u.work_centre_id = ?',
      params: [workCentreId],
    });
  }
}
