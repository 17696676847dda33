import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { MAX_PROPOSED } from './proposal-limits.js';
import type { ProposalDto, ProposalQuery } from './proposal.dto.js';

const ROW = `'lot_id', lot_id, 'lot_code', lot_code, 'expires_on', expires_on, 'location_id', location_id, 'location_code', location_code, 'on_hand', on_hand`;

/** $1 product, $2 location, $3 quantity, $4 companies, $5 warehouses, $6 strategy, $7 source. The order is that of `erp.pick_lots`. */
const PROPOSAL = `
  with asked as materialized (
    select p.id as product_id, l.id as location_id, l.path, l.is_available, coalesce($6, l.pick_strategy, p.pick_strategy) as strategy
      from erp.products p cross join erp.locations l
     where p.id = $1 and l.id = $2 and not l.is_virtual and l.company_id = any($4::uuid[]) and ($5::uuid[] is null or l.warehouse_id = any($5::uuid[]))
  ), candidate as materialized (
    select b.lot_id, t.code as lot_code, t.expires_on, b.location_id, l.code as location_code, b.on_hand, b.reserved - coalesce(own.quantity, 0) as promised,
           case when not l.is_active then 'inactive_location' when asked.is_available and not l.is_available then 'held_location'
                when t.state = 'on_hold' then 'on_hold' when t.expires_on < current_date then 'expired' end as blocked,
           row_number() over (order by coalesce(own.quantity, 0) = 0, case when asked.strategy = 'fefo' then t.expires_on end nulls last,
             case when asked.strategy = 'lifo' then t.created_at end desc, t.created_at, t.code, l.code collate "C", b.location_id) as turn
      from asked
      join erp.stock_balances b on b.product_id = asked.product_id and b.on_hand > 0
      join erp.locations l on l.id = b.location_id and starts_with(l.path, asked.path)
      left join erp.lots t on t.id = b.lot_id
      left join lateral (select sum(r.open_quantity)::bigint as quantity from erp.stock_reservations r
                          where r.source_id = $7::uuid and r.product_id = b.product_id and r.location_id = b.location_id
                            and r.lot_id is not distinct from b.lot_id and r.open_quantity > 0 and r.kind = 'hard') own on $7::uuid is not null
  ), usable as (
    select *, case when blocked is null then on_hand - promised else 0 end as free from candidate
  ), counted as materialized (
    select *, greatest(least(free, $3::bigint - coalesce(sum(free) over (order by turn rows between unbounded preceding and 1 preceding), 0)), 0)::bigint as quantity
      from usable
  ), passed as (
    -- what came before the last that is taken; everything, when not all was found
    select c.*, coalesce(c.blocked, 'reserved') as reason, case when c.blocked is null then c.promised else c.on_hand end as stays
      from counted c
     where (c.blocked is not null or c.promised > 0)
       and (c.turn <= (select max(turn) from counted where quantity > 0) or (select coalesce(sum(quantity), 0) from counted) < $3::bigint)
  )
  select asked.product_id, asked.location_id as pick_within, asked.strategy, $3::bigint as requested, total.proposed, $3::bigint - total.proposed as short,
         (select count(*) > ${MAX_PROPOSED} from counted where quantity > 0) or (select count(*) > ${MAX_PROPOSED} from passed) as truncated,
         (select coalesce(json_agg(json_build_object(${ROW}, 'quantity', quantity) order by turn), '[]')
            from (select * from counted where quantity > 0 order by turn limit ${MAX_PROPOSED}) line) as lines,
         (select coalesce(json_agg(json_build_object(${ROW}, 'quantity', stays, 'reason', reason) order by turn), '[]')
            from (select * from passed order by turn limit ${MAX_PROPOSED}) line) as passed_over
    from asked cross join (select coalesce(sum(quantity), 0)::bigint as proposed from counted) total`;

@Injectable()
export class ProposalRepository {
  constructor(private readonly db: Database) {}

  /** What would be picked now, and what not; null when there is no such product or place within the caller's scope. */
  proposal(
    { product_id, pick_within, strategy, reserved_for }: Omit<ProposalQuery, 'quantity'>,
    quantity: number,
  ): Promise<ProposalDto | null> {
    const { company_ids, warehouse_ids } = currentActor();
    return this.db.maybe<ProposalDto>(PROPOSAL, [
      product_id,
      pick_within,
      quantity,
      company_ids,
      warehouse_ids,
      strategy ?? null,
      reserved_for ?? null,
    ]);
  }
}
