import { defineScannable, machineActions } from '../../warehouse/index.js';
import { PPIC } from '../ppic.permissions.js';
import { MANUFACTURING_ORDER } from './manufacturing-order.machine.js';

/** The label on an order's papers: what the order is, and which step of its life may be taken now. */
defineScannable({
  kind: 'manufacturing_order',
  letter: 'MO',
  title: 'Manufacturing order',
  permission: PPIC.manufacturing_orders.read,
  select: `o.id, array[o.number] as parts, o.number as code, p.name, o.state, json_build_object('company_id', o.company_id, 'product_id', o.product_id, 'sku', p.sku,
    'planned_quantity', o.planned_quantity)::jsonb as details`,
  from: 'erp.manufacturing_orders o join erp.products p on p.id = o.product_id',
  id: 'o.id',
  scope: `o.company_id = any($2::uuid[]) and ($3::uuid[] is null or o.warehouse_id = any($3::uuid[]))
    and (o.department_id is null or $5::uuid[] is null or o.department_id = any($5::uuid[]))`,
  by_parts: 'o.number = ($1::text[])[1]',
  by_text: 'o.number = ($1::text[])[1]',
  actions: (row) => machineActions(MANUFACTURING_ORDER, '/ppic/manufacturing-orders', row),
});
