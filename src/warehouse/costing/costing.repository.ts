import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import { warehouseScope } from '../enquiry/warehouse-scope.js';
import type { PostedAdjustment } from '../stock/movement-draft.js';
import type { LandedCostDto, LandedCostHeadDto, LayerDto, ValueAdjustmentDto } from './costing.dto.js';

const HEADS = defineList({
  select: `d.id, d.number, d.company_id, d.kind, d.basis, d.amount, d.stock_value, d.variance_value, d.reference, d.reason, d.state, d.created_by, d.version,
    d.created_at, d.updated_at`,
  from: 'erp.landed_costs d',
  id: 'd.id',
  sorts: { created_at: 'd.created_at' },
  default_sort: '-created_at',
  search: ['d.number', 'd.reference'],
  filters: {
    company_id: 'd.company_id = ?',
    kind: 'd.kind = ?',
    state: 'd.state = ?',
    product_id: 'exists (select from erp.landed_cost_lines x where x.landed_cost_id = d.id and x.product_id = ?)',
    movement_id: 'exists (select from erp.landed_cost_lines x where x.landed_cost_id = d.id and x.movement_id = ?)',
  },
});

const ADJUSTMENTS = defineList({
  select: `a.id, a.company_id, a.type, a.product_id, p.sku, a.area_id, a.movement_id, a.line_id, a.value, a.wip_value, a.counter_value, a.variance_value, a.source_type,
    a.source_id, a.reason, a.effective_at, a.occurred_at, a.recorded_at, a.created_by`,
  from: 'erp.stock_value_adjustments a left join erp.products p on p.id = a.product_id left join erp.locations w on w.id = a.area_id',
  id: 'a.id',
  sorts: { recorded_at: 'a.id' },
  default_sort: '-recorded_at',
  search: ['p.sku'],
  filters: {
    company_id: 'a.company_id = ?',
    product_id: 'a.product_id = ?',
    type: 'a.type = ?',
    movement_id: 'a.movement_id = ?',
    line_id: 'a.line_id = ?',
    source_id: 'a.source_id = ?',
    is_late: '(a.occurred_at is not null) = ?',
  },
});

const LAYERS = defineList({
  select: `y.id, y.product_id, p.sku, c.id as company_id, y.area_id, y.lot_id, t.code as lot_code, y.line_id, y.received_at, y.quantity, y.value,
    case when y.quantity > 0 then round(y.value / y.quantity, 6) end as unit_cost`,
  from: `erp.stock_layers y join erp.products p on p.id = y.product_id left join erp.lots t on t.id = y.lot_id left join erp.locations w on w.id = y.area_id
    join erp.companies c on c.id = coalesce(w.company_id, y.area_id)`,
  id: 'y.id',
  sorts: { received_at: 'y.received_at' },
  default_sort: 'received_at',
  search: ['p.sku', 't.code'],
  filters: { company_id: 'c.id = ?', product_id: 'y.product_id = ?', area_id: 'y.area_id = ?', lot_id: 'y.lot_id = ?' },
});

/** A ledger line that brought stock in. */
export interface ReceiptLine {
  readonly id: string;
  readonly movement_id: string;
  readonly product_id: string;
  readonly area_id: string;
  readonly quantity: number;
  readonly value: string;
}

/** Value belongs to a company as a whole unless it is kept by warehouse: a caller limited to warehouses sees only theirs. */
const IN_WAREHOUSE = 'w.warehouse_id = any(?::uuid[])';

@Injectable()
export class CostingRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<LandedCostHeadDto>> {
    return this.db.page<LandedCostHeadDto>(HEADS, query, scopeWhere({ company: 'd.company_id' }));
  }

  adjustments(query: ListParameters): Promise<Page<ValueAdjustmentDto>> {
    return this.db.page<ValueAdjustmentDto>(ADJUSTMENTS, query, warehouseScope('a.company_id', IN_WAREHOUSE));
  }

  layers(query: ListParameters): Promise<Page<LayerDto>> {
    const { where, params } = warehouseScope('c.id', IN_WAREHOUSE);
    return this.db.page<LayerDto>(LAYERS, query, { where: `y.quantity > 0 and ${where}`, params });
  }

  /** A landed cost within the caller's companies, with its lines. */
  async find(id: string): Promise<LandedCostDto | null> {
    const head = await this.db.listed<LandedCostHeadDto>(HEADS, id, scopeWhere({ company: 'd.company_id' }));
    if (!head) return null;
    const lines = await this.db.query<LandedCostDto['lines'][number] & { area_id: string }>(
      `select x.line_no, x.ledger_line_id as line_id, x.movement_id, x.product_id, p.sku, x.weight, x.amount, x.stock_value
         from erp.landed_cost_lines x join erp.products p on p.id = x.product_id where x.landed_cost_id = $1 order by x.line_no`,
      [id],
    );
    return { ...head, lines };
  }

  /** Those of the lines that brought stock into a company and were not reversed, by id. */
  async receipts(ids: readonly string[], companyId: string): Promise<Map<string, ReceiptLine>> {
    const rows = await this.db.query<ReceiptLine>(
      `select l.id, l.movement_id, l.product_id, l.to_area_id as area_id, l.quantity, l.value
         from erp.stock_ledgers l join erp.stock_movements m on m.id = l.movement_id
        where l.id = any($1::uuid[]) and m.company_id = $2 and l.from_area_id is null and l.to_area_id is not null
          and not exists (select from erp.stock_movements r where r.reverses_id = m.id)`,
      [ids, companyId],
    );
    return new Map(rows.map((line) => [line.id, line]));
  }

  /** The valuation area and company of a location, and how a product is valued. */
  area(
    locationId: string,
    productId: string,
  ): Promise<{
    area_id: string | null;
    company_id: string;
    warehouse_id: string | null;
    costing_method: string;
  } | null> {
    return this.db.maybe(
      `select l.valuation_area_id as area_id, l.company_id, l.warehouse_id, p.costing_method from erp.locations l join erp.products p on p.id = $2 where l.id = $1`,
      [locationId, productId],
    );
  }

  async isProduct(id: string): Promise<boolean> {
    return (await this.db.maybe('select id from erp.products where id = $1', [id])) !== null;
  }

  /** @throws PERIOD_CLOSED */
  async changeCosting(change: object): Promise<PostedAdjustment[]> {
    const { changed } = await this.db.one<{ changed: { adjustments: PostedAdjustment[] } }>(
      'select erp.change_costing($1::jsonb) as changed',
      [JSON.stringify(change)],
    );
    return changed.adjustments;
  }
}
