import { Injectable } from '@nestjs/common';
import { Database, holdRule } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

/** The invariants of replenishment loops, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class LoopIntegrity {
  constructor(private readonly db: Database) {}

  async check(): Promise<Invariant[]> {
    return [
      await holdRule(
        this.db,
        'loop_cards_agree_with_signals',
        'A loop card is as its signal says: empty while that is open, on order while it is ordered.',
        CARDS,
      ),
      await holdRule(
        this.db,
        'signals_agree_with_ledger',
        'What a signal counts as received by hand is what the ledger received for it.',
        LEDGER,
      ),
    ];
  }
}

const CARDS = /* sql */ `
with fault as (
  select c.id, c.number, c.state, s.state as signal_state, c.loop_id, s.loop_id as signal_loop_id
    from erp.kanban_loop_cards c left join erp.kanban_signals s on s.card_id = c.id and s.received_at is null and s.withdrawn_at is null
   where case c.state when 'empty' then 'open' when 'on_order' then 'ordered' end is distinct from s.state or s.loop_id <> c.loop_id
)
select (select count(*) from erp.kanban_loop_cards) as checked, (select count(*) from fault) as violations,
       coalesce((select jsonb_agg(to_jsonb(f)) from (select * from fault limit 10) f), '[]') as samples`;

/** Reversals have no part in it: what was received for a signal is not reversed anywhere. */
const LEDGER = /* sql */ `
with moved as (
  select m.source_id as signal_id, sum(l.quantity)::bigint as received
    from erp.stock_movements m join erp.stock_ledgers l on l.movement_id = m.id and l.recorded_at = m.recorded_at
   where m.source_type = 'kanban_signal' group by m.source_id
), fault as (
  select s.id, s.received_quantity, coalesce(m.received, 0) as received
    from erp.kanban_signals s full join moved m on m.signal_id = s.id
   where s.id is null or coalesce(m.received, 0) <> case when s.document_id is null then s.received_quantity else 0 end
)
select (select count(*) from erp.kanban_signals) as checked, (select count(*) from fault) as violations,
       coalesce((select jsonb_agg(to_jsonb(f)) from (select * from fault limit 10) f), '[]') as samples`;
