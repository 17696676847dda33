import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { MAX_STEPS } from './genealogy-limits.js';
import type { GenealogyDto, RecallDto } from './genealogy.dto.js';

/** Every step from the lots, and the lots met on the way with the fewest steps to each; $1 lots, $2 forward, $3 depth, $4 companies, $5 warehouses. */
const FAMILY = `
  with step as materialized (
    select * from erp.lot_genealogy($1, $2, $3, ${MAX_STEPS} + 1, $4::uuid[])
  ), met as materialized (
    select lot_id, min(depth) as depth from (select lot_id, 0 as depth from unnest($1::uuid[]) lot_id union all select other_lot_id, depth from step where other_lot_id is not null) l group by lot_id
  ), trade as materialized (
    select m.id as movement_id, m.number as movement_number, m.effective_at, t.id as lot_id, t.code as lot_code, p.sku, m.reference, m.source_type, m.source_id,
           x.type as side, sum(l.quantity)::bigint as quantity, coalesce(sum((
             select sum(b.quantity) from erp.stock_ledgers b join erp.stock_movements bm on bm.id = b.movement_id
              where b.returns_line_id = l.id and bm.type = 'return' and not exists (select from erp.stock_movements r where r.reverses_id = bm.id))), 0)::bigint as returned_quantity
      from met
      join erp.stock_ledgers l on l.lot_id = met.lot_id
      join erp.stock_movements m on m.id = l.movement_id and m.type not in ('reversal', 'return') and m.company_id = any($4::uuid[])
      join erp.locations x on (x.id = l.from_location_id and x.type = 'supplier') or (x.id = l.to_location_id and x.type = 'customer')
      join erp.lots t on t.id = l.lot_id join erp.products p on p.id = t.product_id
     where not exists (select from erp.stock_movements r where r.reverses_id = m.id)
     group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  )`;

const TRADE = `json_build_object('movement_id', movement_id, 'movement_number', movement_number, 'effective_at', erp.iso(effective_at), 'lot_id', lot_id, 'lot_code', lot_code,
  'sku', sku, 'reference', reference, 'source_type', source_type, 'source_id', source_id, 'quantity', quantity, 'returned_quantity', returned_quantity)`;

/** Questions about where lots came from and went. Each is one statement. */
@Injectable()
export class GenealogyRepository {
  constructor(private readonly db: Database) {}

  /** Everything that a lot became, or was made of, within the caller's companies. */
  family(lotId: string, forward: boolean, depth: number): Promise<Omit<GenealogyDto, 'lot_id' | 'direction'>> {
    return this.db.one(
      `${FAMILY}
       select (select count(*) > ${MAX_STEPS} from step) or exists (select from step where depth = $3) as truncated,
              (select coalesce(json_agg(json_build_object('lot_id', t.id, 'code', t.code, 'state', t.state, 'product_id', p.id, 'sku', p.sku, 'product_name', p.name,
                        'supplier_lot', t.supplier_lot, 'expires_on', t.expires_on, 'depth', met.depth, 'on_hand', (
                          select coalesce(sum(b.on_hand), 0) from erp.stock_balances b join erp.locations l on l.id = b.location_id
                           where b.lot_id = t.id and l.company_id = any($4::uuid[]) and ($5::uuid[] is null or l.warehouse_id = any($5::uuid[])))) order by met.depth, p.sku, t.code), '[]')
                 from met join erp.lots t on t.id = met.lot_id join erp.products p on p.id = t.product_id) as lots,
              (select coalesce(json_agg(json_build_object('depth', s.depth, 'from_lot_id', case when $2 then s.lot_id else s.other_lot_id end,
                        'to_lot_id', case when $2 then s.other_lot_id else s.lot_id end, 'to_product_id', case when $2 then s.other_product_id else t.product_id end, 'via', s.via,
                        'source_type', s.source_type, 'source_id', s.source_id, 'from_quantity', case when $2 then s.quantity else s.other_quantity end,
                        'to_quantity', case when $2 then s.other_quantity else s.quantity end) order by s.depth, s.lot_id, s.other_lot_id), '[]')
                 from (select * from step where $2 or other_lot_id is not null limit ${MAX_STEPS}) s join erp.lots t on t.id = s.lot_id) as steps,
              (select coalesce(json_agg(${TRADE} order by effective_at, movement_id), '[]') from trade where side = 'supplier') as receipts,
              (select coalesce(json_agg(${TRADE} order by effective_at, movement_id), '[]') from trade where side = 'customer') as deliveries`,
      this.parameters([lotId], forward, depth),
    );
  }

  /** The lots of a supplier's lot number. */
  async ofSupplierLot(supplierLot: string, supplierId: string | null): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      'select t.id from erp.lots t where t.supplier_lot = $1 and ($2::uuid is null or t.supplier_id = $2) order by t.id limit $3',
      [supplierLot, supplierId, MAX_STEPS],
    );
    return rows.map(({ id }) => id);
  }

  /** Where every piece that came of lots is to be looked for. */
  recall(lotIds: readonly string[], depth: number): Promise<Omit<RecallDto, 'lot_ids'>> {
    return this.db.one(
      `${FAMILY}, place as (
         select 1 as rank, 'in_stock' as place, b.lot_id, null::uuid as product_id, b.on_hand as quantity, l.code as location_code, null::text as movement_number, null::text as reference,
                null::text as source_type, null::uuid as source_id, null::timestamptz as effective_at
           from met join erp.stock_balances b on b.lot_id = met.lot_id and b.on_hand > 0
           join erp.locations l on l.id = b.location_id and l.company_id = any($4::uuid[]) and ($5::uuid[] is null or l.warehouse_id = any($5::uuid[]))
         union all
         select 2, 'delivered', lot_id, null, quantity - returned_quantity, null, movement_number, reference, source_type, source_id, effective_at
           from trade where side = 'customer' and quantity > returned_quantity
         union all
         select 3, 'in_production', u.lot_id, null, u.quantity, null, null, null, u.source_type, u.source_id, null
           from erp.lot_uses(array(select lot_id from met), $4::uuid[]) u
          where not exists (select from step s where s.lot_id = u.lot_id and s.source_id = u.source_id and s.via = 'production')
         union all
         select 4, 'made_into', s.lot_id, s.other_product_id, s.other_quantity, null, null, null, s.source_type, s.source_id, null
           from step s where s.other_lot_id is null
       )
       select (select count(*) > ${MAX_STEPS} from step) or exists (select from step where depth = $3) as truncated,
              (select coalesce(json_agg(json_build_object('place', x.place, 'lot_id', x.lot_id, 'lot_code', t.code, 'sku', p.sku, 'product_name', p.name, 'quantity', x.quantity,
                        'location_code', x.location_code, 'movement_number', x.movement_number, 'reference', x.reference, 'source_type', x.source_type,
                        'source_id', x.source_id, 'effective_at', erp.iso(x.effective_at)) order by x.rank, p.sku, t.code, x.location_code, x.movement_number), '[]')
                 from place x join erp.lots t on t.id = x.lot_id join erp.products p on p.id = coalesce(x.product_id, t.product_id)) as rows
         where $2`,
      this.parameters(lotIds, true, depth),
    );
  }

  private parameters(lotIds: readonly string[], forward: boolean, depth: number): unknown[] {
    const { company_ids, warehouse_ids } = currentActor();
    return [lotIds, forward, depth, company_ids, warehouse_ids];
  }
}
