import { defineScannable, machineActions } from '../../warehouse/index.js';
import { PPIC } from '../ppic.permissions.js';
import { MATERIAL_REQUEST } from './material-request.machine.js';

/** The code on a request for material: what it is for, and which step may be taken now. */
defineScannable({
  kind: 'material_request',
  letter: 'MR',
  title: 'Material request',
  permission: PPIC.material_requests.read,
  select: `r.id, array[r.number] as parts, r.number as code, coalesce(o.number, r.purpose) as name, r.state,
    json_build_object('company_id', r.company_id, 'warehouse_id', r.warehouse_id, 'order_id', r.order_id, 'work_order_id', r.work_order_id)::jsonb as details`,
  from: 'erp.material_requests r left join erp.manufacturing_orders o on o.id = r.order_id',
  id: 'r.id',
  scope: `r.company_id = any($2::uuid[]) and ($3::uuid[] is null or r.warehouse_id = any($3::uuid[]))
    and (r.department_id is null or $5::uuid[] is null or r.department_id = any($5::uuid[]))`,
  by_parts: 'r.number = ($1::text[])[1]',
  by_text: 'r.number = ($1::text[])[1]',
  actions: (row) => machineActions(MATERIAL_REQUEST, '/ppic/material-requests', row),
});
