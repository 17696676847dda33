import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { SourceStock } from './bringing.js';

const LOW = defineList({
  select: `r.id, r.company_id, r.warehouse_id, r.location_id, l.code as location_code, r.product_id, p.sku, p.name as product_name, p.space_units,
    held.on_hand, held.free, r.minimum, r.maximum, r.multiple`,
  from: `erp.replenishment_rules r join erp.locations l on l.id = r.location_id and l.is_active join erp.products p on p.id = r.product_id and p.is_active
    cross join lateral (select coalesce(sum(b.on_hand), 0)::bigint as on_hand,
                               coalesce(sum(b.on_hand - b.reserved) filter (where erp.is_lot_usable(t.state, t.expires_on)), 0)::bigint as free
                          from erp.stock_balances b left join erp.lots t on t.id = b.lot_id
                         where b.product_id = r.product_id and b.location_id = r.location_id) held`,
  id: 'r.id',
  sorts: { location_code: 'l.code', sku: 'p.sku' },
  default_sort: 'location_code',
  search: ['l.code', 'p.sku', 'p.name'],
  filters: {
    company_id: 'r.company_id = ?',
    warehouse_id: 'r.warehouse_id = ?',
    location_id: 'r.location_id = ?',
    product_id: 'r.product_id = ?',
    rule_ids: 'r.id = any(?::uuid[])',
  },
});

/** A bin below its minimum. */
export interface LowBin {
  readonly id: string;
  readonly company_id: string;
  readonly warehouse_id: string;
  readonly location_id: string;
  readonly location_code: string;
  readonly product_id: string;
  readonly sku: string;
  readonly product_name: string;
  readonly space_units: number;
  readonly on_hand: number;
  readonly free: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly multiple: number;
}

/** Stock that a rule may take, as it is shown. */
export interface RuleStock extends SourceStock {
  readonly rule_id: string;
  readonly location_code: string;
  readonly lot_code: string | null;
  readonly expires_on: string | null;
}

@Injectable()
export class ReplenishmentRepository {
  constructor(private readonly db: Database) {}

  /** Bins below their minimum, within the caller's scope. */
  low(query: ListParameters & { rule_ids?: readonly string[]; warehouse_id?: string }): Promise<Page<LowBin>> {
    const { where, params } = scopeWhere({ company: 'r.company_id', warehouse: 'r.warehouse_id' });
    return this.db.page<LowBin>(LOW, query, { where: `r.is_active and held.free < r.minimum and ${where}`, params });
  }

  /**
   * What bins may be filled from, each rule's in the order of picking: the lots as the source or the product says, of equals places that are no
   * pick bins themselves first. Free pieces in places that are picked from, of lots that may be used; what waits to be put away only where it is
   * named as the source.
   */
  sources(ruleIds: readonly string[]): Promise<RuleStock[]> {
    return this.db.query<RuleStock>(
      `select r.id as rule_id, b.product_id, b.location_id, l.code as location_code, b.lot_id, t.code as lot_code, t.expires_on, b.on_hand - b.reserved as free,
              own.minimum as keeps
         from erp.replenishment_rules r
         join erp.products p on p.id = r.product_id
         join erp.locations z on z.id = coalesce(r.source_location_id, r.warehouse_id)
         join erp.stock_balances b on b.product_id = r.product_id and b.on_hand > b.reserved and b.location_id <> r.location_id
         join erp.locations l on l.id = b.location_id and l.is_active and l.is_available and starts_with(l.path, z.path) and (not l.is_receiving or z.is_receiving)
         left join erp.lots t on t.id = b.lot_id
         left join erp.replenishment_rules own on own.location_id = b.location_id and own.product_id = b.product_id and own.is_active
        where r.id = any($1::uuid[]) and erp.is_lot_usable(t.state, t.expires_on)
        order by r.id, case when coalesce(z.pick_strategy, p.pick_strategy) = 'fefo' then t.expires_on end nulls last,
          case when coalesce(z.pick_strategy, p.pick_strategy) = 'lifo' then t.created_at end desc, t.created_at, t.code, own.id is not null,
          l.code collate "C", b.location_id`,
      [ruleIds],
    );
  }

  /** The warehouses of rules within the caller's scope, by rule. */
  async rules(ids: readonly string[]): Promise<Map<string, { company_id: string; warehouse_id: string }>> {
    const { where, params } = scopeWhere({ company: 'r.company_id', warehouse: 'r.warehouse_id' });
    let place = 1;
    const rows = await this.db.query<{ id: string; company_id: string; warehouse_id: string }>(
      `select r.id, r.company_id, r.warehouse_id from erp.replenishment_rules r where r.id = any($1::uuid[]) and ` +
        where.replace(/\?/g, () => `$${++place}`),
      [ids, ...params],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Lets those who fill up bins of a warehouse take turns, so that what one brings the next finds there. */
  async takeTurns(warehouseIds: readonly string[]): Promise<void> {
    await this.db.query(
      `select pg_advisory_xact_lock(hashtextextended('replenish:' || id, 0)) from (select distinct id from unnest($1::uuid[]) id order by id) warehouse`,
      [warehouseIds],
    );
  }
}
