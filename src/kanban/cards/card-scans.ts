import { defineScannable, machineActions } from '../../warehouse/index.js';
import { KANBAN } from '../kanban.permissions.js';
import { REQUEST_CARD } from './request-card.machine.js';

/** The code on a card: what it asks for, and which step may be taken now. */
defineScannable({
  kind: 'request_card',
  letter: 'KC',
  title: 'Request card',
  permission: KANBAN.cards.read,
  select: `k.id, array[k.number] as parts, k.number as code, p.name, k.state, json_build_object('company_id', k.company_id, 'product_id', k.product_id, 'sku', p.sku,
    'quantity', k.quantity, 'priority', k.priority)::jsonb as details`,
  from: `erp.request_cards k join erp.products p on p.id = k.product_id join erp.locations f on f.id = k.from_location_id
    join erp.locations t on t.id = k.to_location_id`,
  id: 'k.id',
  scope: `k.company_id = any($2::uuid[]) and ($3::uuid[] is null or f.warehouse_id = any($3::uuid[]) or t.warehouse_id = any($3::uuid[]))
    and (k.department_id is null or $5::uuid[] is null or k.department_id = any($5::uuid[]))`,
  by_parts: 'k.number = ($1::text[])[1]',
  by_text: 'k.number = ($1::text[])[1]',
  actions: (row) => machineActions(REQUEST_CARD, '/ppic/kanban/cards', row),
});
