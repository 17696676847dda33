import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Bin } from './placing.js';

/** Places as far as room is concerned. */
@Injectable()
export class BinsRepository {
  constructor(private readonly db: Database) {}

  /** Everything in or below these locations that things may be put into, by code. */
  below(locationIds: readonly string[]): Promise<Bin[]> {
    return this.db.query<Bin>(
      `with place as materialized (
         select distinct l.id from unnest($1::uuid[]) wanted (id) join erp.locations z on z.id = wanted.id
           join erp.locations l on l.path >= z.path and l.path < z.path || '~'
       ), held as materialized (
         select b.location_id, sum(b.on_hand * p.space_units::numeric) as occupied, array_agg(distinct b.product_id) as product_ids
           from erp.stock_balances b join erp.products p on p.id = b.product_id
          where b.location_id in (select id from place) and b.on_hand > 0 group by b.location_id
       )
       select l.id as location_id, l.code as location_code, l.path, l.capacity, l.one_product_only, l.is_available or l.is_owned as is_open,
              not exists (select from erp.locations c where c.parent_id = l.id and c.is_active) as is_leaf,
              coalesce(l.owner_supplier_id, l.owner_customer_id) as owner_id,
              least(coalesce(held.occupied, 0), 9007199254740991)::bigint as occupied, coalesce(held.product_ids, '{}') as product_ids
         from place join erp.locations l on l.id = place.id and l.is_active and not l.is_receiving
         left join held on held.location_id = l.id
        order by l.code collate "C", l.id`,
      [locationIds],
    );
  }
}
