import { LOT_PERMISSIONS, defineScannable } from '../../warehouse/index.js';
import { PPIC } from '../ppic.permissions.js';

/**
 * The traceability code of what an order made: the line of the report that brought it into stock, and with it the order, the lot and what
 * the lot was made of.
 */
defineScannable({
  kind: 'finished_goods',
  letter: 'FG',
  title: 'Finished goods',
  permission: PPIC.manufacturing_orders.read,
  select: `l.id, array[m.number, l.line_no::text] as parts, coalesce(t.code, o.number) as code, p.name,
    case when exists (select from erp.stock_movements r where r.reverses_id = m.id) then 'taken_back' else coalesce(t.state, 'made') end as state,
    json_build_object('product_id', p.id, 'sku', p.sku, 'tracking', p.tracking, 'barcode', p.barcode, 'lot_id', t.id, 'lot_code', t.code,
      'expires_on', t.expires_on, 'manufactured_on', coalesce(t.manufactured_on, m.effective_at::date), 'quantity', l.quantity,
      'manufacturing_order_id', o.id, 'order_number', o.number, 'movement_id', m.id, 'movement_number', m.number)::jsonb as details`,
  from: `erp.stock_ledgers l join erp.stock_movements m on m.id = l.movement_id and m.recorded_at = l.recorded_at and m.type = 'production_output'
    join erp.manufacturing_orders o on o.id = m.source_id and m.source_type = 'manufacturing_order'
    join erp.products p on p.id = l.product_id left join erp.lots t on t.id = l.lot_id`,
  id: 'l.id',
  scope: `o.company_id = any($2::uuid[]) and ($3::uuid[] is null or o.warehouse_id = any($3::uuid[]))
    and (o.department_id is null or $5::uuid[] is null or o.department_id = any($5::uuid[]))`,
  by_parts: 'm.number = ($1::text[])[1] and l.line_no::text = ($1::text[])[2]',
  actions: ({ details }) =>
    details['lot_id'] === null
      ? []
      : [
          {
            action: 'genealogy',
            path: `/warehouse/lots/${details['lot_id'] as string}/genealogy`,
            permission: LOT_PERMISSIONS.read,
            reasons: [],
          },
        ],
});
