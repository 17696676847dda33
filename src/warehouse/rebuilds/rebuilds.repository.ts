import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { MAX_CHANGES } from './rebuild-limits.js';
import type { RebuildChangeDto, RebuildHeadDto, RebuildListQuery } from './rebuilds.dto.js';

const REBUILDS = defineList({
  select: 'r.id, r.product_id, r.reason, r.changed, r.created_by, r.created_at',
  from: 'erp.balance_rebuilds r',
  id: 'r.id',
  sorts: { created_at: 'r.id' },
  default_sort: '-created_at',
  search: ['r.reason'],
  filters: { product_id: 'r.product_id = ?' },
});

/** Balances made anew from the ledger. The function of the database takes the locks and writes down what it changes. */
@Injectable()
export class RebuildsRepository {
  constructor(private readonly db: Database) {}

  /** @returns the id of the rebuild */
  async rebuild(productId: string | null, reason: string): Promise<string> {
    const { id } = await this.db.one<{ id: string }>('select erp.rebuild_stock_balances($1, $2) as id', [
      productId,
      reason,
    ]);
    return id;
  }

  async productIsThere(id: string): Promise<boolean> {
    return (await this.db.maybe('select 1 as found from erp.products where id = $1', [id])) !== null;
  }

  page(query: RebuildListQuery): Promise<Page<RebuildHeadDto>> {
    return this.db.page<RebuildHeadDto>(REBUILDS, query);
  }

  find(id: string): Promise<RebuildHeadDto | null> {
    return this.db.listed<RebuildHeadDto>(REBUILDS, id);
  }

  changes(id: string): Promise<RebuildChangeDto[]> {
    return this.db.query<RebuildChangeDto>(
      `select kind, product_id, location_id, lot_id, area_id, quantity_before, quantity_after, reserved_before, reserved_after, value_before, value_after
         from erp.balance_rebuild_changes where rebuild_id = $1 order by place limit ${MAX_CHANGES}`,
      [id],
    );
  }
}
