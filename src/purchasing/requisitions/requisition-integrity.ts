import { Injectable } from '@nestjs/common';
import { Database, holdRules } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

const RULES = {
  requisition_states_follow_lines: 'The state of a requisition is what the states of its lines make of it.',
  requisition_lines_follow_quantities:
    'The state of an approved requisition line is the furthest stage that all of what is wanted of it has reached.',
  requisitions_agree_with_ledger:
    'What a requisition line counts as issued is what the ledger moved for it, piece by piece and cent by cent.',
  requisition_acceptances_add_up: 'What a requisition line counts as accepted is what its requester accepted.',
};

/** The invariants of requisitions, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class RequisitionIntegrity {
  constructor(private readonly db: Database) {}

  check(): Promise<Invariant[]> {
    const count = 'select count(*)::bigint as count from erp.requisition_lines';
    return holdRules(this.db, RULES, { count, violations: VIOLATIONS });
  }
}

/** Requisitions against their lines, lines against their quantities, their acceptances and the ledger. */
const VIOLATIONS = /* sql */ `
with moved as (
  select m.line_id, m.kind, m.quantity, m.value, g.id as ledger_line_id, g.quantity as ledger_quantity, g.value as ledger_value, g.product_id,
         g.returns_line_id, i.ledger_line_id as taken_by, exists (select from erp.stock_movements x where x.reverses_id = d.id) as reversed
    from erp.requisition_moves m
    join erp.stock_movements d on d.id = m.movement_id
    left join erp.stock_ledgers g on g.id = m.ledger_line_id and g.movement_id = d.id and g.recorded_at = d.recorded_at
    left join erp.requisition_moves i on i.id = m.returns_move_id
), fault as (
  select 'requisition_states_follow_lines' as name, jsonb_build_object('requisition_id', r.id, 'state', r.state, 'lines', s.states) as sample
    from erp.requisitions r
   cross join lateral (select coalesce(array_agg(l.state), '{}') as states from erp.requisition_lines l where l.requisition_id = r.id) s
   where r.state <> erp.requisition_state(s.states)
  union all
  select 'requisition_lines_follow_quantities', jsonb_build_object('line_id', l.id, 'state', l.state)
    from erp.requisition_lines l
   where l.state in ('approved', 'ordered', 'confirmed', 'shipped', 'received', 'put_away', 'accepted', 'issued')
     and l.state <> erp.requisition_line_stage(l.approved_quantity - l.given_up_quantity, l.ordered_quantity, l.confirmed_quantity, l.shipped_quantity,
       l.received_quantity, l.put_away_quantity, l.accepted_quantity, l.rejected_quantity, l.issued_quantity)
  union all
  select 'requisitions_agree_with_ledger', jsonb_build_object('line_id', l.id, 'issued', l.issued_quantity, 'moved', c.quantity)
    from erp.requisition_lines l
   cross join lateral (select coalesce(sum(case m.kind when 'issue' then m.quantity else -m.quantity end), 0) as quantity
                         from erp.requisition_moves m where m.line_id = l.id) c
   where l.issued_quantity <> c.quantity
  union all
  select 'requisitions_agree_with_ledger', jsonb_build_object('line_id', m.line_id, 'quantity', m.quantity, 'ledger', m.ledger_quantity,
           'value', m.value::text, 'worth', m.ledger_value::text)
    from moved m join erp.requisition_lines l on l.id = m.line_id
   where m.reversed or m.ledger_line_id is null or (m.quantity, m.value, l.product_id) is distinct from (m.ledger_quantity, m.ledger_value, m.product_id)
      or m.returns_line_id is distinct from m.taken_by
  union all
  select 'requisitions_agree_with_ledger', jsonb_build_object('movement_id', d.id)
    from erp.stock_movements d
    join erp.stock_ledgers g on g.movement_id = d.id and g.recorded_at = d.recorded_at
    left join erp.requisition_moves m on m.ledger_line_id = g.id
   where d.source_type = 'requisition' and m.id is null
  union all
  select 'requisition_acceptances_add_up', jsonb_build_object('line_id', l.id, 'accepted', l.accepted_quantity, 'said', c.accepted)
    from erp.requisition_lines l
   cross join lateral (select coalesce(sum(a.accepted_quantity), 0) as accepted, coalesce(sum(a.rejected_quantity), 0) as rejected
                         from erp.requisition_acceptances a where a.line_id = l.id) c
   where l.accepted_quantity <> c.accepted or l.rejected_quantity > c.rejected
)
select name, count(*)::bigint as violations, to_jsonb((array_agg(sample))[1:10]) as samples from fault group by name`;
