import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';

/** Where stock is asked about: a company, or one of its warehouses. */
export interface Place {
  readonly company_id: string;
  readonly warehouse_id: string | null;
}

/** Free pieces, lot by lot where lots expire. */
export interface FreePieces {
  readonly lot_id: string | null;
  readonly lot_code: string | null;
  readonly expires_on: string | null;
  readonly quantity: number;
}

/** What is known to come or to go, document by document. */
export interface KnownEvent {
  readonly direction: 'supply' | 'demand';
  readonly kind: string;
  readonly source_type: string;
  readonly source_id: string;
  readonly source_number: string | null;
  readonly due_on: string | null;
  readonly quantity: number;
  readonly is_firm: boolean;
  readonly is_held: boolean;
  /** Last day of a lot that is on its way. */
  readonly expires_on: string | null;
  readonly is_lot_usable: boolean;
}

/** Stock of a product now, and everything known of later. */
export interface Outlook {
  readonly product_id: string;
  readonly sku: string;
  readonly unit_code: string;
  readonly today: string;
  readonly on_hand: number;
  readonly held: number;
  readonly reserved: number;
  readonly free: readonly FreePieces[];
  readonly events: readonly KnownEvent[];
}

@Injectable()
export class AvailabilityRepository {
  constructor(private readonly db: Database) {}

  /** The company of a warehouse; null when there is no such warehouse. */
  async companyOf(warehouseId: string): Promise<string | null> {
    const found = await this.db.maybe<{ company_id: string }>(
      `select company_id from erp.locations where id = $1 and type = 'warehouse'`,
      [warehouseId],
    );
    return found?.company_id ?? null;
  }

  /** Stock and outlook of products within the caller's warehouses, in one statement however many they are. Unknown products are left out. */
  outlook(productIds: readonly string[], { company_id, warehouse_id }: Place): Promise<Outlook[]> {
    return this.db.query<Outlook>(
      `select p.id as product_id, p.sku, u.code as unit_code, current_date as today, s.on_hand, s.held, s.reserved, s.free, e.events
         from erp.products p
         join erp.units u on u.id = p.unit_id
        cross join lateral (
          select coalesce(sum(lot.on_hand), 0)::bigint as on_hand, coalesce(sum(lot.held), 0)::bigint as held, coalesce(sum(lot.reserved), 0)::bigint as reserved,
                 coalesce(json_agg(json_build_object('lot_id', lot.id, 'lot_code', lot.code, 'expires_on', lot.expires_on, 'quantity', lot.free)
                   order by lot.expires_on nulls last, lot.code) filter (where lot.free > 0), '[]') as free
            from (select case when t.expires_on is not null then t.id end as id, case when t.expires_on is not null then t.code end as code, t.expires_on,
                         sum(b.on_hand) as on_hand, sum(b.on_hand) filter (where not ok.promisable) as held, sum(b.reserved) filter (where ok.promisable) as reserved,
                         (sum(b.on_hand - b.reserved) filter (where ok.promisable))::bigint as free
                    from erp.stock_balances b join erp.locations l on l.id = b.location_id left join erp.lots t on t.id = b.lot_id
                   cross join lateral (select l.is_available and erp.is_lot_usable(t.state, t.expires_on) as promisable) ok
                   where b.product_id = p.id and b.on_hand > 0 and l.company_id = $2 and ($3::uuid is null or l.warehouse_id = $3)
                     and ($4::uuid[] is null or l.warehouse_id = any($4::uuid[]))
                   group by 1, 2, 3) lot) s
        cross join lateral (
          select coalesce(json_agg(json_build_object('direction', k.direction, 'kind', k.kind, 'source_type', k.source_type, 'source_id', k.source_id,
                   'source_number', k.source_number, 'due_on', k.due_on, 'quantity', k.quantity, 'is_firm', k.is_firm, 'is_held', k.is_held,
                   'expires_on', k.expires_on, 'is_lot_usable', k.is_lot_usable)
                   order by k.due_on, k.direction desc, k.kind, k.source_number, k.source_id, k.is_lot_usable desc), '[]') as events
            from (select o.direction, o.kind, o.source_type, o.source_id, o.source_number, o.due_on, o.is_firm, o.is_held,
                         case when o.direction = 'supply' then t.expires_on end as expires_on,
                         o.direction = 'demand' or erp.is_lot_usable(t.state, t.expires_on) as is_lot_usable, sum(o.quantity)::bigint as quantity
                    from erp.stock_outlook o left join erp.lots t on t.id = o.lot_id
                   where o.product_id = p.id and o.company_id = $2 and ($3::uuid is null or o.warehouse_id = $3)
                     and ($4::uuid[] is null or o.warehouse_id = any($4::uuid[]))
                   group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) k) e
        where p.id = any($1::uuid[])`,
      [productIds, company_id, warehouse_id, currentActor().warehouse_ids],
    );
  }
}
