import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { ReallocationDto, ReservationDto } from './reservations.dto.js';

const RESERVATIONS = defineList({
  select: `r.id, r.company_id, r.product_id, p.sku, r.location_id, l.code as location_code, r.lot_id, r.kind, r.priority, r.needed_at, r.expires_at, r.quantity, r.open_quantity,
    r.consumed_quantity, r.released_quantity, case when r.open_quantity > 0 then 'open' else 'closed' end as state, r.source_type, r.source_id,
    r.source_line_id, r.created_by, r.created_at, r.updated_at`,
  from: 'erp.stock_reservations r join erp.products p on p.id = r.product_id join erp.locations l on l.id = r.location_id',
  id: 'r.id',
  sorts: { created_at: 'r.id' },
  default_sort: '-created_at',
  search: ['p.sku', 'l.code'],
  filters: {
    company_id: 'r.company_id = ?',
    product_id: 'r.product_id = ?',
    location_id: 'r.location_id = ?',
    lot_id: 'r.lot_id = ?',
    kind: 'r.kind = ?',
    source_type: 'r.source_type = ?',
    source_id: 'r.source_id = ?',
    state: `(r.open_quantity > 0) = (? = 'open')`,
  },
});

const scope = (): { where: string; params: unknown[] } =>
  scopeWhere({ company: 'l.company_id', warehouse: 'l.warehouse_id' });

/** Questions about reservations. They are written by the reservation functions alone. */
@Injectable()
export class ReservationsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<ReservationDto>> {
    return this.db.page<ReservationDto>(RESERVATIONS, query, scope());
  }

  find(id: string): Promise<ReservationDto | null> {
    return this.db.listed<ReservationDto>(RESERVATIONS, id, scope());
  }

  /** Those of the locations that the caller may see. */
  async visible(
    locationIds: readonly string[],
    companyIds: readonly string[],
    warehouseIds: readonly string[] | null,
  ): Promise<Set<string>> {
    const rows = await this.db.query<{ id: string }>(
      `select l.id from erp.locations l
        where l.id = any($1::uuid[]) and l.company_id = any($2::uuid[]) and ($3::uuid[] is null or l.warehouse_id = any($3::uuid[]))`,
      [locationIds, companyIds, warehouseIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** What was taken from a reservation or given to it, the oldest first. */
  reallocationsOf(id: string): Promise<ReallocationDto[]> {
    return this.db.query<ReallocationDto>(
      `select g.id, g.from_reservation_id, g.to_reservation_id, f.source_type as from_source_type, f.source_id as from_source_id, t.source_type as to_source_type,
              t.source_id as to_source_id, g.quantity, g.reason, g.created_by, g.created_at
         from erp.stock_reallocations g
         join erp.stock_reservations f on f.id = g.from_reservation_id
         join erp.stock_reservations t on t.id = g.to_reservation_id
        where g.from_reservation_id = $1 or g.to_reservation_id = $1
        order by g.id`,
      [id],
    );
  }
}
