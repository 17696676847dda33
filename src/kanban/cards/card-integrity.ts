import { Injectable } from '@nestjs/common';
import { Database, holdRule } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

/** The invariant of request cards, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class CardIntegrity {
  constructor(private readonly db: Database) {}

  async check(): Promise<Invariant[]> {
    const rule = 'What a request card counts as shipped, received and lost is what the ledger moved for it.';
    return [await holdRule(this.db, 'cards_agree_with_ledger', rule, FAULTS)];
  }
}

/** Reversals have no part in it: what a card moved is not reversed anywhere. */
const FAULTS = /* sql */ `
with moved as (
  select m.source_id as card_id,
         sum(l.quantity) filter (where t.type = 'transit') as shipped,
         sum(l.quantity) filter (where f.type = 'transit' and not t.is_virtual) as received,
         sum(l.quantity) filter (where f.type = 'transit' and t.is_virtual) as lost
    from erp.stock_movements m
    join erp.stock_ledgers l on l.movement_id = m.id and l.recorded_at = m.recorded_at
    join erp.locations f on f.id = l.from_location_id
    join erp.locations t on t.id = l.to_location_id
   where m.source_type = 'request_card' group by m.source_id
), fault as (
  select k.id, k.number, k.shipped_quantity, coalesce(m.shipped, 0) as shipped, k.received_quantity, coalesce(m.received, 0) as received,
         k.lost_quantity, coalesce(m.lost, 0) as lost
    from erp.request_cards k full join moved m on m.card_id = k.id
   where k.id is null or (k.shipped_quantity, k.received_quantity, k.lost_quantity) is distinct from (coalesce(m.shipped, 0)::bigint, coalesce(m.received, 0)::bigint, coalesce(m.lost, 0)::bigint)
)
select (select count(*) from erp.request_cards) as checked, (select count(*) from fault) as violations,
       coalesce((select jsonb_agg(to_jsonb(f)) from (select * from fault limit 10) f), '[]') as samples`;
