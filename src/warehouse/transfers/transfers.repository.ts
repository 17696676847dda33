import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { TransferOrderDto, TransferOrderHeadDto, TransferOrderLineDto } from './transfers.dto.js';

const LEFT = 'x.dispatched_quantity - x.accepted_quantity - x.damaged_quantity - x.lost_quantity';

const ORDERS = defineList({
  select: `o.id, o.number, o.company_id, o.from_warehouse_id, f.code as from_warehouse_code, o.to_warehouse_id, t.code as to_warehouse_code, o.to_location_id,
    o.transit_location_id, o.state, o.notes, o.expected_on, s.in_transit_quantity, o.dispatched_at, o.dispatch_movement_id, o.closed_at, o.created_by, o.version,
    o.created_at, o.updated_at`,
  from: `erp.transfer_orders o join erp.locations f on f.id = o.from_warehouse_id join erp.locations t on t.id = o.to_warehouse_id
    cross join lateral (select coalesce(sum(${LEFT}), 0)::bigint as in_transit_quantity from erp.transfer_order_lines x where x.transfer_order_id = o.id) s`,
  id: 'o.id',
  sorts: { created_at: 'o.created_at' },
  default_sort: '-created_at',
  search: ['o.number'],
  filters: {
    company_id: 'o.company_id = ?',
    from_warehouse_id: 'o.from_warehouse_id = ?',
    to_warehouse_id: 'o.to_warehouse_id = ?',
    state: 'o.state = ?',
    product_id: 'exists (select from erp.transfer_order_lines x where x.transfer_order_id = o.id and x.product_id = ?)',
  },
});

/** A place as far as a transfer is concerned. */
export interface TransferPlace {
  readonly id: string;
  readonly company_id: string;
  readonly warehouse_id: string | null;
  readonly is_virtual: boolean;
}

/** Both ends see a transfer. */
function scope(): { where: string; params: unknown[] } {
  const { where, params } = scopeWhere({ company: 'o.company_id' });
  const { warehouse_ids } = currentActor();
  if (warehouse_ids === null) return { where, params };
  return {
    where: `${where} and (o.from_warehouse_id = any(?::uuid[]) or o.to_warehouse_id = any(?::uuid[]))`,
    params: [...params, warehouse_ids, warehouse_ids],
  };
}

@Injectable()
export class TransfersRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<TransferOrderHeadDto>> {
    return this.db.page<TransferOrderHeadDto>(ORDERS, query, scope());
  }

  async find(id: string): Promise<TransferOrderDto | null> {
    const head = await this.db.listed<TransferOrderHeadDto>(ORDERS, id, scope());
    if (!head) return null;
    const lines = await this.db.query<TransferOrderLineDto>(
      `select x.line_no, x.product_id, p.sku, x.lot_id, t.code as lot_code, x.from_location_id, x.quantity, x.dispatched_quantity, x.accepted_quantity, x.damaged_quantity,
              x.lost_quantity, ${LEFT} as in_transit_quantity
         from erp.transfer_order_lines x join erp.products p on p.id = x.product_id left join erp.lots t on t.id = x.lot_id
        where x.transfer_order_id = $1 order by x.line_no`,
      [id],
    );
    const { units } = await this.db.one<Pick<TransferOrderDto, 'units'>>(
      `select erp.units_said('transfer_order', $1) as units`,
      [id],
    );
    return { ...head, lines, units };
  }

  async places(ids: readonly string[]): Promise<Map<string, TransferPlace>> {
    const rows = await this.db.query<TransferPlace>(
      'select id, company_id, warehouse_id, is_virtual from erp.locations where id = any($1::uuid[])',
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Ids of products and lots that are there. */
  async known(productIds: readonly string[], lotIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.db.query<{ id: string }>(
      `select id from erp.products where id = any($1::uuid[]) and type <> 'service' union all select id from erp.lots where id = any($2::uuid[])`,
      [productIds, lotIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async transitOf(companyId: string): Promise<string | null> {
    const found = await this.db.maybe<{ id: string }>(
      `select id from erp.locations where company_id = $1 and type = 'transit' and is_active order by code limit 1`,
      [companyId],
    );
    return found?.id ?? null;
  }

  async quarantineOf(warehouseId: string): Promise<string | null> {
    const found = await this.db.maybe<{ id: string }>(
      `select id from erp.locations where warehouse_id = $1 and type = 'quarantine' and is_active order by code limit 1`,
      [warehouseId],
    );
    return found?.id ?? null;
  }

  async dropLines(orderId: string): Promise<void> {
    await this.db.query('delete from erp.transfer_order_lines where transfer_order_id = $1', [orderId]);
  }

  /** Counts what became of pieces in transit. */
  async settle(
    orderId: string,
    lines: readonly { line_no: number; accepted: number; damaged: number; lost: number }[],
  ): Promise<void> {
    await this.db.query(
      `update erp.transfer_order_lines x set accepted_quantity = x.accepted_quantity + s.accepted, damaged_quantity = x.damaged_quantity + s.damaged,
              lost_quantity = x.lost_quantity + s.lost
         from jsonb_to_recordset($2::jsonb) s (line_no integer, accepted bigint, damaged bigint, lost bigint)
        where x.transfer_order_id = $1 and x.line_no = s.line_no`,
      [orderId, JSON.stringify(lines)],
    );
  }
}
