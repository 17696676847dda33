import { Injectable } from '@nestjs/common';
import { Database, holdRule } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

/** The invariant of requests for material, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class MaterialRequestIntegrity {
  constructor(private readonly db: Database) {}

  async check(): Promise<Invariant[]> {
    const rule =
      'What a request for material counts as issued and returned is what the ledger moved for it, piece by piece.';
    return [await holdRule(this.db, 'material_requests_agree_with_ledger', rule, FAULTS)];
  }
}

/** A line against its moves, and each move against its line of the ledger; what general use took is in the ledger under the request itself. */
const FAULTS = /* sql */ `
with moved as (
  select m.id, m.line_id, m.kind, m.quantity, m.value, g.id as ledger_line_id, g.quantity as ledger_quantity, g.value as ledger_value, g.product_id,
         k.reversed, m.returns_move_id, g.returns_line_id, i.ledger_line_id as taken_by
    from erp.material_request_moves m
    join erp.stock_movements d on d.id = m.movement_id
    left join erp.stock_ledgers g on g.id = m.ledger_line_id and g.movement_id = d.id and g.recorded_at = d.recorded_at
    left join erp.material_request_moves i on i.id = m.returns_move_id
   cross join lateral (select exists (select from erp.stock_movements x where x.reverses_id = d.id) as reversed) k
), counted as (
  select l.id, coalesce(sum(m.quantity) filter (where m.kind = 'issue'), 0) as issued, coalesce(sum(m.quantity) filter (where m.kind = 'return'), 0) as returned
    from erp.material_request_lines l left join erp.material_request_moves m on m.line_id = l.id group by l.id
), fault as (
  select l.request_id, l.line_no, 'counters' as what, jsonb_build_object('issued', l.issued_quantity, 'moves', c.issued, 'returned', l.returned_quantity, 'back', c.returned) as figures
    from erp.material_request_lines l join counted c on c.id = l.id
   where (l.issued_quantity, l.returned_quantity) is distinct from (c.issued::bigint, c.returned::bigint)
  union all
  select l.request_id, l.line_no, 'moves', jsonb_build_object('quantity', m.quantity, 'ledger', m.ledger_quantity, 'value', m.value::text, 'worth', m.ledger_value::text)
    from moved m join erp.material_request_lines l on l.id = m.line_id
   where m.reversed or m.ledger_line_id is null or (m.quantity, m.value, l.product_id) is distinct from (m.ledger_quantity, m.ledger_value, m.product_id)
      or m.returns_line_id is distinct from m.taken_by
  union all
  select d.source_id, null, 'ledger', jsonb_build_object('movement_id', d.id)
    from erp.stock_movements d
    join erp.stock_ledgers g on g.movement_id = d.id and g.recorded_at = d.recorded_at
    left join erp.material_request_moves m on m.ledger_line_id = g.id
   where d.source_type = 'material_request' and m.id is null
)
select (select count(*) from erp.material_request_lines) as checked, (select count(*) from fault) as violations,
       coalesce((select jsonb_agg(to_jsonb(f)) from (select * from fault limit 10) f), '[]') as samples`;
