import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { PlacingRule } from './placing.js';
import type { PutAwayOverrideDto, WaitingDto } from './put-away.dto.js';

/** Lines of a product that are looked at to know since when pieces wait; what came before them waits since its balance was opened. */
const LINES_BACK = 1000;

const SINCE = `
  select coalesce(min(arrival.effective_at), b.created_at) as waiting_since
    from (select m.effective_at, sum(x.quantity) over (order by x.id desc) - x.quantity as newer
            from (select x.id, x.quantity, x.movement_id, x.to_location_id, x.lot_id from erp.stock_ledgers x
                   where x.product_id = b.product_id order by x.id desc limit ${LINES_BACK}) x
            join erp.stock_movements m on m.id = x.movement_id
           where x.to_location_id = b.location_id and x.lot_id is not distinct from b.lot_id) arrival
   where arrival.newer < b.on_hand`;

const WAITING = defineList({
  select: `b.id, l.company_id, l.warehouse_id, b.product_id, p.sku, p.name as product_name, p.space_units, b.lot_id, t.code as lot_code, t.expires_on, b.location_id,
    l.code as location_code, coalesce(l.owner_supplier_id, l.owner_customer_id) as owner_id, b.on_hand, b.reserved, b.on_hand - b.reserved as quantity,
    since.waiting_since, floor(extract(epoch from now() - since.waiting_since) / 86400)::int as waiting_days`,
  from: `erp.stock_balances b join erp.locations l on l.id = b.location_id and l.is_receiving and b.on_hand > b.reserved
    join erp.products p on p.id = b.product_id left join erp.lots t on t.id = b.lot_id cross join lateral (${SINCE}) since`,
  id: 'b.id',
  sorts: { sku: 'p.sku', location_code: 'l.code', waiting_since: 'since.waiting_since' },
  default_sort: 'waiting_since',
  search: ['p.sku', 'p.name', 't.code'],
  filters: {
    company_id: 'l.company_id = ?',
    warehouse_id: 'l.warehouse_id = ?',
    location_id: 'b.location_id = ?',
    product_id: 'b.product_id = ?',
    lot_id: 'b.lot_id = ?',
  },
});

const OVERRIDES = defineList({
  select: `o.id, o.movement_id, m.number as movement_number, o.product_id, p.sku, o.lot_id, o.from_location_id, o.to_location_id, t.code as to_location_code,
    o.proposed_location_id, x.code as proposed_location_code, o.rule_id, o.quantity, o.reason, o.created_by, o.created_at`,
  from: `erp.put_away_overrides o join erp.stock_movements m on m.id = o.movement_id join erp.products p on p.id = o.product_id
    join erp.locations t on t.id = o.to_location_id join erp.locations x on x.id = o.proposed_location_id`,
  id: 'o.id',
  sorts: { created_at: 'o.id' },
  default_sort: '-created_at',
  search: ['p.sku', 'm.number'],
  filters: {
    company_id: 'm.company_id = ?',
    warehouse_id: 't.warehouse_id = ?',
    product_id: 'o.product_id = ?',
    rule_id: 'o.rule_id = ?',
  },
});

/** What waits, with what placing it needs to know besides. */
export interface WaitingRow extends Omit<WaitingDto, 'bins' | 'unplaced'> {
  readonly space_units: number;
  readonly owner_id: string | null;
}

/** A product or a place that a line names. */
export interface PutAwayPlace {
  readonly id: string;
  readonly company_id: string;
  readonly warehouse_id: string | null;
  readonly is_receiving: boolean;
  readonly is_virtual: boolean;
  readonly owner_id: string | null;
}

/** A rule for a product of a warehouse. */
export interface RuleFor extends PlacingRule {
  readonly product_id: string;
  readonly warehouse_id: string;
}

@Injectable()
export class PutAwayRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<WaitingRow>> {
    return this.db.page<WaitingRow>(
      WAITING,
      query,
      scopeWhere({ company: 'l.company_id', warehouse: 'l.warehouse_id' }),
    );
  }

  overrides(query: ListParameters): Promise<Page<PutAwayOverrideDto>> {
    return this.db.page<PutAwayOverrideDto>(
      OVERRIDES,
      query,
      scopeWhere({ company: 'm.company_id', warehouse: 't.warehouse_id' }),
    );
  }

  /** The rules for these products in these warehouses, those that have their turn first first. */
  rules(productIds: readonly string[], warehouseIds: readonly string[]): Promise<RuleFor[]> {
    return this.db.query<RuleFor>(
      `with recursive above (product_id, category_id) as (
         select id, category_id from erp.products where id = any($1::uuid[]) and category_id is not null
         union
         select a.product_id, c.parent_id from above a join erp.product_categories c on c.id = a.category_id where c.parent_id is not null
       )
       select p.id as product_id, r.warehouse_id, r.id as rule_id, r.strategy, r.location_id, l.path
         from erp.products p
         join erp.put_away_rules r on r.warehouse_id = any($2::uuid[]) and r.is_active
          and (r.product_id is null or r.product_id = p.id) and (r.tracking is null or r.tracking = p.tracking)
          and (r.category_id is null or exists (select from above a where a.product_id = p.id and a.category_id = r.category_id))
         join erp.locations l on l.id = r.location_id
        where p.id = any($1::uuid[])
        order by r.priority, r.id`,
      [productIds, warehouseIds],
    );
  }

  async places(ids: readonly string[]): Promise<Map<string, PutAwayPlace>> {
    const rows = await this.db.query<PutAwayPlace>(
      `select id, company_id, warehouse_id, is_receiving, is_virtual, coalesce(owner_supplier_id, owner_customer_id) as owner_id
         from erp.locations where id = any($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Units of space of a piece, by product; services take none and are not there. */
  async spaces(productIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.db.query<{ id: string; space_units: number }>(
      `select id, space_units from erp.products where id = any($1::uuid[]) and type <> 'service'`,
      [productIds],
    );
    return new Map(rows.map(({ id, space_units }) => [id, space_units]));
  }

  /** Lets those who put away by the rules of a warehouse take turns, so that two do not choose the room for one. */
  async takeTurns(warehouseIds: readonly string[]): Promise<void> {
    await this.db.query(
      `select pg_advisory_xact_lock(hashtextextended('put_away:' || id, 0)) from (select distinct id from unnest($1::uuid[]) id order by id) warehouse`,
      [warehouseIds],
    );
  }
}
