import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import type { MovementDetailDto, MovementHeadDto } from './movements.dto.js';
import { warehouseScope } from '../enquiry/warehouse-scope.js';

/** A ledger line as far as its return is concerned. */
export interface ReturnableLine {
  readonly id: string;
  readonly company_id: string;
  readonly product_id: string;
  readonly lot_id: string | null;
  readonly from_location_id: string;
  readonly to_location_id: string;
  readonly left_stock: boolean;
}

type Lines = MovementDetailDto['lines'];

const TOUCHES = `exists (select from erp.stock_ledgers l where l.movement_id = m.id and l.recorded_at = m.recorded_at`;

/** In the order of recording: ids are made in it, and their index is the one that is already there. */
const MOVEMENTS = defineList({
  select: `m.id, m.number, m.company_id, m.type, m.source_type, m.source_id, m.reference, m.reason, m.reverses_id, m.effective_at, m.occurred_at,
    m.recorded_at, m.created_by, m.request_id`,
  from: 'erp.stock_movements m',
  id: 'm.id',
  sorts: { recorded_at: 'm.id' },
  default_sort: '-recorded_at',
  search: ['m.number', 'm.reference'],
  filters: {
    company_id: 'm.company_id = ?',
    type: 'm.type = ?',
    source_type: 'm.source_type = ?',
    source_id: 'm.source_id = ?',
    product_id: `${TOUCHES} and l.product_id = ?)`,
    location_id: `${TOUCHES} and ?::uuid in (l.from_location_id, l.to_location_id))`,
    lot_id: `${TOUCHES} and l.lot_id = ?)`,
    effective_from: 'm.effective_at >= ?::date',
    effective_to: 'm.effective_at < ?::date + 1',
    is_late: '(m.occurred_at is not null) = ?',
    occurred_from: 'm.occurred_at >= ?::date',
    occurred_to: 'm.occurred_at < ?::date + 1',
  },
});

/** Questions about posted movements. They are written by the posting function alone. */
@Injectable()
export class MovementsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<MovementHeadDto>> {
    return this.db.page<MovementHeadDto>(MOVEMENTS, query, scope());
  }

  /** The ledger lines of these ids, within the caller's companies. */
  async linesById(ids: readonly string[], companyIds: readonly string[]): Promise<Map<string, ReturnableLine>> {
    const rows = await this.db.query<ReturnableLine>(
      `select l.id, m.company_id, l.product_id, l.lot_id, l.from_location_id, l.to_location_id, l.from_area_id is not null as left_stock
         from erp.stock_ledgers l join erp.stock_movements m on m.id = l.movement_id
        where l.id = any($1::uuid[]) and m.company_id = any($2::uuid[])`,
      [ids, companyIds],
    );
    return new Map(rows.map((line) => [line.id, line]));
  }

  /** A movement within the caller's scope, with its lines in words; without them where they are archived. */
  async find(id: string): Promise<(Omit<MovementDetailDto, 'units' | 'lines'> & { lines: Lines | null }) | null> {
    const head = await this.db.listed<MovementHeadDto>(MOVEMENTS, id, scope());
    if (!head) return null;
    const { lines, reversed_by_id } = await this.db.one<
      Pick<MovementDetailDto, 'reversed_by_id'> & { lines: Lines | null }
    >(
      `select (select r.id from erp.stock_movements r where r.reverses_id = $1) as reversed_by_id,
              (select json_agg(json_build_object('id', l.id, 'line_no', l.line_no, 'product_id', l.product_id, 'sku', p.sku, 'product_name', p.name,
                        'lot_id', l.lot_id, 'lot_code', lt.code, 'returns_line_id', l.returns_line_id, 'quantity', l.quantity, 'from_location_id', l.from_location_id, 'from_location_code', f.code,
                        'to_location_id', l.to_location_id, 'to_location_code', t.code, 'value', l.value::text) order by l.line_no)
                 from erp.stock_ledgers l
                 join erp.products p on p.id = l.product_id
                 left join erp.lots lt on lt.id = l.lot_id
                 join erp.locations f on f.id = l.from_location_id
                 join erp.locations t on t.id = l.to_location_id
                where l.movement_id = $1 and l.recorded_at = (select m.recorded_at from erp.stock_movements m where m.id = $1)) as lines`,
      [id],
    );
    return { ...head, reversed_by_id, lines };
  }
}

function scope(): { where: string; params: unknown[] } {
  return warehouseScope(
    'm.company_id',
    `${TOUCHES} and exists (
    select from erp.locations w where w.id in (l.from_location_id, l.to_location_id) and w.warehouse_id = any(?::uuid[])))`,
  );
}
