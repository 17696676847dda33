import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { InspectionDefectDto, InspectionHeadDto } from './inspections.dto.js';
import type { Tally } from './verdict.js';

const INSPECTIONS = defineList({
  select: `i.id, i.number, i.company_id, i.warehouse_id, i.location_id, l.code as location_code, i.held_location_id, i.plan_id, q.revision as plan_revision,
    i.kind, i.operation, i.product_id, p.sku, i.lot_id, t.code as lot_code, i.quantity, i.sample_size, i.acceptance_number, i.is_gate, i.holds_lot, i.source_type,
    i.source_id, i.source_line_id, i.reinspects_id, i.state, i.accepted_quantity, i.rejected_quantity, i.is_sorted, i.is_concession, i.disposition,
    i.scrap_movement_id, i.reason, i.notes, i.started_at, i.decided_at, i.decided_by, i.created_by, i.version, i.created_at, i.updated_at`,
  from: `erp.inspections i join erp.locations l on l.id = i.location_id join erp.inspection_plans q on q.id = i.plan_id
    join erp.products p on p.id = i.product_id left join erp.lots t on t.id = i.lot_id`,
  id: 'i.id',
  sorts: { created_at: 'i.created_at' },
  default_sort: '-created_at',
  search: ['i.number', 'p.sku', 't.code'],
  filters: {
    company_id: 'i.company_id = ?',
    warehouse_id: 'i.warehouse_id = ?',
    product_id: 'i.product_id = ?',
    lot_id: 'i.lot_id = ?',
    source_id: 'i.source_id = ?',
    plan_id: 'i.plan_id = ?',
    kind: 'i.kind = ?',
    state: 'i.state = ?',
    is_gate: 'i.is_gate = ?',
  },
});

const within = () => scopeWhere({ company: 'i.company_id', warehouse: 'i.warehouse_id' });

/** More lines than a receipt can have. */
const MAX_LINES = 10_000;

/** What an inspection stands on when it is decided. */
export interface Standing extends Tally {
  readonly is_reinspected: boolean;
}

@Injectable()
export class InspectionsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<InspectionHeadDto>> {
    return this.db.page<InspectionHeadDto>(INSPECTIONS, query, within());
  }

  find(id: string): Promise<InspectionHeadDto | null> {
    return this.db.listed<InspectionHeadDto>(INSPECTIONS, id, within());
  }

  /** Those made of a receipt, in the order of its lines. */
  async ofMovement(movementId: string): Promise<InspectionHeadDto[]> {
    const { where, params } = within();
    const { data } = await this.db.page<InspectionHeadDto>(
      INSPECTIONS,
      { limit: MAX_LINES, sort: 'created_at' },
      { where: `i.source_id = ? and i.source_line_id is not null and ${where}`, params: [movementId, ...params] },
    );
    return data;
  }

  standing(id: string): Promise<Standing> {
    return this.db.one<Standing>(
      `select i.acceptance_number, t.defective_quantity, t.critical_quantity, t.missing_results,
              exists (select from erp.inspections r where r.reinspects_id = i.id and r.state <> 'cancelled') as is_reinspected
         from erp.inspections i join erp.quality_inspection_tallies t on t.inspection_id = i.id
        where i.id = $1`,
      [id],
    );
  }

  defects(id: string): Promise<InspectionDefectDto[]> {
    return this.db.query<InspectionDefectDto>(
      `select d.stage, d.sample_no, d.reason_id, r.code as reason_code, d.severity, d.quantity, d.note
         from erp.inspection_defects d join erp.defect_reasons r on r.id = d.reason_id
        where d.inspection_id = $1 order by d.stage, d.sample_no nulls last, r.code`,
      [id],
    );
  }

  /** What pieces are worth in stock now: their share of the product's value in the area, amount with two decimals. */
  async valueOf(productId: string, locationId: string, quantity: number): Promise<string> {
    const found = await this.db.maybe<{ value: string }>(
      `select erp.moving_average_value($3::bigint, v.quantity, v.value)::numeric(15,2) as value
         from erp.locations l join erp.stock_valuations v on v.area_id = l.valuation_area_id and v.product_id = $1 and v.quantity > 0
        where l.id = $2`,
      [productId, locationId, quantity],
    );
    return found?.value ?? '0.00';
  }

  /** Whether another inspection keeps the lot on hold. */
  async isHeldByOthers(lotId: string, inspectionId: string): Promise<boolean> {
    const { held } = await this.db.one<{ held: boolean }>(
      `select exists (select from erp.inspections i
                       where i.lot_id = $1 and i.id <> $2 and i.holds_lot and i.state in ('open', 'in_progress', 'rejected')
                         and not exists (select from erp.inspections r where r.reinspects_id = i.id and r.state <> 'cancelled')) as held`,
      [lotId, inspectionId],
    );
    return held;
  }

  async isPlaceOf(locationId: string, warehouseId: string): Promise<boolean> {
    const { found } = await this.db.one<{ found: boolean }>(
      'select exists (select from erp.locations l where l.id = $1 and l.warehouse_id = $2 and l.is_active) as found',
      [locationId, warehouseId],
    );
    return found;
  }

  async quarantineOf(warehouseId: string): Promise<string | null> {
    const found = await this.db.maybe<{ id: string }>(
      `select id from erp.locations where warehouse_id = $1 and type = 'quarantine' and is_active order by code limit 1`,
      [warehouseId],
    );
    return found?.id ?? null;
  }
}
