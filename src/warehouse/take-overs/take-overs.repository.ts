import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { warehouseScope } from '../enquiry/warehouse-scope.js';
import type { OwnedPlace } from './take-over-movements.js';
import type { TakeOverDto, TakeOverHeadDto, TakeOverLineDto } from './take-overs.dto.js';

/** The lines of a take-over are those of its receipt. */
const LINES =
  'exists (select from erp.stock_ledgers l where l.movement_id = t.receipt_movement_id and l.recorded_at = m.recorded_at';

const TAKE_OVERS = defineList({
  select: `t.id, t.number, t.company_id, t.supplier_id, s.code as supplier_code, t.state, t.value, t.reference, t.reason, m.effective_at,
    t.issue_movement_id, t.receipt_movement_id, t.created_by, t.version, t.created_at, t.updated_at`,
  from: `erp.take_overs t join erp.suppliers s on s.id = t.supplier_id join erp.stock_movements m on m.id = t.receipt_movement_id`,
  id: 't.id',
  sorts: { created_at: 't.created_at' },
  default_sort: '-created_at',
  search: ['t.number', 't.reference'],
  filters: {
    company_id: 't.company_id = ?',
    supplier_id: 't.supplier_id = ?',
    state: 't.state = ?',
    product_id: `${LINES} and l.product_id = ?)`,
  },
});

@Injectable()
export class TakeOversRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<TakeOverHeadDto>> {
    return this.db.page<TakeOverHeadDto>(TAKE_OVERS, query, scope());
  }

  /** A take-over within the caller's companies and warehouses, with its lines. */
  async find(id: string): Promise<TakeOverDto | null> {
    const head = await this.db.listed<TakeOverHeadDto>(TAKE_OVERS, id, scope());
    if (!head) return null;
    const lines = await this.db.query<TakeOverLineDto>(
      `select l.line_no, l.product_id, p.sku, l.lot_id, lt.code as lot_code, l.quantity, l.value, i.from_location_id, l.to_location_id, l.id as line_id
         from erp.stock_movements m
         join erp.stock_ledgers l on l.movement_id = m.id and l.recorded_at = m.recorded_at
         join erp.stock_ledgers i on i.movement_id = $2 and i.recorded_at = m.recorded_at and i.line_no = l.line_no
         join erp.products p on p.id = l.product_id
         left join erp.lots lt on lt.id = l.lot_id
        where m.id = $1 order by l.line_no`,
      [head.receipt_movement_id, head.issue_movement_id],
    );
    return { ...head, lines };
  }

  async places(ids: readonly string[]): Promise<Map<string, OwnedPlace>> {
    const rows = await this.db.query<OwnedPlace>(
      'select id, company_id, owner_supplier_id from erp.locations where id = any($1::uuid[])',
      [[...new Set(ids)]],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}

function scope(): { where: string; params: unknown[] } {
  return warehouseScope(
    't.company_id',
    `${LINES} and exists (select from erp.locations w where w.id = l.to_location_id and w.warehouse_id = any(?::uuid[])))`,
  );
}
