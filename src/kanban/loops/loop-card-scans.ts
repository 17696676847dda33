import { defineScannable, machineActions } from '../../warehouse/index.js';
import { KANBAN } from '../kanban.permissions.js';
import { LOOP_CARD } from './loop-card.machine.js';

/** The code on a card of a loop: what it holds, and which step may be taken now. */
defineScannable({
  kind: 'loop_card',
  letter: 'KLC',
  title: 'Loop card',
  permission: KANBAN.loops.read,
  select: `c.id, array[c.number] as parts, c.number as code, p.name, c.state, json_build_object('company_id', o.company_id, 'product_id', o.product_id, 'sku', p.sku,
    'loop_id', o.id, 'loop_number', o.number, 'loop_state', o.state, 'kind', o.kind, 'quantity', o.container_quantity, 'is_leaving', c.is_leaving)::jsonb as details`,
  from: `erp.kanban_loop_cards c join erp.kanban_loops o on o.id = c.loop_id join erp.products p on p.id = o.product_id
    join erp.locations t on t.id = o.to_location_id left join erp.locations f on f.id = o.from_location_id`,
  id: 'c.id',
  scope: `o.company_id = any($2::uuid[]) and ($3::uuid[] is null or f.warehouse_id = any($3::uuid[]) or t.warehouse_id = any($3::uuid[]))
    and (o.department_id is null or $5::uuid[] is null or o.department_id = any($5::uuid[]))`,
  by_parts: 'c.number = ($1::text[])[1]',
  by_text: 'c.number = ($1::text[])[1]',
  actions: (row) => machineActions(LOOP_CARD, '/ppic/kanban/loop-cards', row),
});
