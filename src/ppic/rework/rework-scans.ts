import { defineScannable, machineActions } from '../../warehouse/index.js';
import { PPIC } from '../ppic.permissions.js';
import { REWORK_ORDER } from './rework-order.machine.js';

/** The label on the papers of a rework: what it is about, and which step may be taken now. */
defineScannable({
  kind: 'rework_order',
  letter: 'RW',
  title: 'Rework order',
  permission: PPIC.rework_orders.read,
  select: `o.id, array[o.number] as parts, o.number as code, p.name, o.state, json_build_object('company_id', o.company_id, 'product_id', o.product_id, 'sku', p.sku,
    'lot_id', o.lot_id, 'quantity', o.quantity)::jsonb as details`,
  from: 'erp.rework_orders o join erp.products p on p.id = o.product_id',
  id: 'o.id',
  scope: `o.company_id = any($2::uuid[]) and ($3::uuid[] is null or o.warehouse_id = any($3::uuid[]))
    and (o.department_id is null or $5::uuid[] is null or o.department_id = any($5::uuid[]))`,
  by_parts: 'o.number = ($1::text[])[1]',
  by_text: 'o.number = ($1::text[])[1]',
  actions: (row) => machineActions(REWORK_ORDER, '/ppic/rework-orders', row),
});
