import { MASTER_DATA } from '../../master-data/index.js';
import { COUNT_PERMISSIONS } from '../counts/index.js';
import { LOCATION_PERMISSIONS } from '../locations/index.js';
import { LOT_PERMISSIONS } from '../lots/index.js';
import { LOT_MACHINE } from '../lots/lot.machine.js';
import { isReversedAtDocument } from '../movements/movement-sources.js';
import { WAREHOUSE } from '../warehouse.permissions.js';
import { defineScannable, machineActions } from './scannables.js';
import type { PossibleAction, ScannedRow } from './scannables.js';

type Reason = PossibleAction['reasons'][number];
const SCANS = '/warehouse/scans';

/** Stock of one product or lot within the caller's companies and warehouses. */
const stockWhere = (condition: string): string => `(
  select json_build_object('on_hand', coalesce(sum(b.on_hand), 0)::bigint, 'available', coalesce(sum(b.on_hand - b.reserved) filter (where l.is_available
           and erp.is_lot_usable(lt.state, lt.expires_on)), 0)::bigint)
    from erp.stock_balances b join erp.locations l on l.id = b.location_id left join erp.lots lt on lt.id = b.lot_id
   where ${condition} and l.company_id = any($2::uuid[]) and ($3::uuid[] is null or l.warehouse_id = any($3::uuid[])))`;

const because = (condition: boolean, code: string, message: string): Reason[] => (condition ? [{ code, message }] : []);
const stockOf = ({ details }: ScannedRow) => details['stock'] as { on_hand: number; available: number };
const inactive = ({ state }: ScannedRow): Reason[] => because(state === 'inactive', 'INACTIVE', 'It is deactivated');
const { receive, issue, transfer } = WAREHOUSE.stock;

defineScannable({
  kind: 'product',
  letter: 'P',
  title: 'Product',
  permission: MASTER_DATA.products.read,
  select: `p.id, array[p.sku] as parts, p.sku as code, p.name, case when p.is_active then 'active' else 'inactive' end as state,
    json_build_object('tracking', p.tracking, 'unit_code', u.code, 'barcode', p.barcode, 'stock', ${stockWhere('b.product_id = p.id')})::jsonb as details`,
  from: 'erp.products p join erp.units u on u.id = p.unit_id',
  id: 'p.id',
  scope: '$2::uuid[] is not null',
  by_parts: 'lower(p.sku) = lower(($1::text[])[1])',
  by_text: `p.id in (select q.id from erp.products q where lower(q.sku) = lower(($1::text[])[1])
    union select c.product_id from erp.product_barcodes c where c.gtin14 = any($4::text[]))`,
  actions: (row) => [
    { action: 'receive', path: `${SCANS}/receive`, permission: receive, reasons: inactive(row) },
    ...taking(row, because(stockOf(row).available === 0, 'NO_STOCK', 'None is free in your warehouses')),
  ],
});

defineScannable({
  kind: 'lot',
  letter: 'T',
  title: 'Lot',
  permission: LOT_PERMISSIONS.read,
  select: `t.id, array[p.sku, t.code] as parts, t.code, p.name, t.state, json_build_object('product_id', p.id, 'sku', p.sku, 'tracking', p.tracking,
    'expires_on', t.expires_on, 'manufactured_on', t.manufactured_on, 'is_expired', coalesce(t.expires_on < current_date, false), 'barcode', p.barcode,
    'stock', ${stockWhere('b.lot_id = t.id')})::jsonb as details`,
  from: 'erp.lots t join erp.products p on p.id = t.product_id',
  id: 't.id',
  scope: '$2::uuid[] is not null',
  by_parts:
    't.code = ($1::text[])[2] and t.product_id = (select q.id from erp.products q where lower(q.sku) = lower(($1::text[])[1]))',
  by_text: 't.code = ($1::text[])[1]',
  actions: (row) => {
    const serial = row.details['tracking'] === 'serial' && stockOf(row).on_hand > 0;
    const blocked = [
      ...because(row.state === 'on_hold', 'LOT_ON_HOLD', 'The lot is on hold'),
      ...because(row.details['is_expired'] === true, 'LOT_EXPIRED', 'Its last day has passed'),
      ...because(stockOf(row).on_hand === 0, 'NO_STOCK', 'None of it lies in your warehouses'),
    ];
    return [
      {
        action: 'receive',
        path: `${SCANS}/receive`,
        permission: receive,
        reasons: because(serial, 'SERIAL_IN_STOCK', 'The piece is in stock'),
      },
      ...taking(row, blocked),
      ...machineActions(LOT_MACHINE, '/warehouse/lots', row),
    ];
  },
});

defineScannable({
  kind: 'location',
  letter: 'L',
  title: 'Location',
  permission: LOCATION_PERMISSIONS.read,
  select: `l.id, array[c.code, l.code] as parts, l.code, l.name, case when l.is_active then 'active' else 'inactive' end as state,
    json_build_object('type', l.type, 'company_id', l.company_id, 'company_code', c.code, 'warehouse_id', l.warehouse_id, 'is_virtual', l.is_virtual)::jsonb as details`,
  from: 'erp.locations l join erp.companies c on c.id = l.company_id',
  id: 'l.id',
  scope: 'l.company_id = any($2::uuid[]) and ($3::uuid[] is null or l.warehouse_id = any($3::uuid[]))',
  by_parts: 'c.code = ($1::text[])[1] and l.code = ($1::text[])[2]',
  by_text: '(l.code = ($1::text[])[1] or l.external_id = ($1::text[])[1]) and l.company_id = any($2::uuid[])',
  actions: (row) => {
    const reasons = [
      ...inactive(row),
      ...because(row.details['is_virtual'] === true, 'VIRTUAL', 'It stands for the world outside and holds no stock'),
    ];
    return [
      { action: 'receive', path: `${SCANS}/receive`, permission: receive, reasons },
      { action: 'put_away', path: `${SCANS}/put-away`, permission: transfer, reasons },
      { action: 'pick', path: `${SCANS}/pick`, permission: issue, reasons },
      { action: 'move', path: `${SCANS}/move`, permission: transfer, reasons },
      { action: 'count', path: `${SCANS}/count`, permission: COUNT_PERMISSIONS.count, reasons },
    ];
  },
});

defineScannable({
  kind: 'movement',
  letter: 'M',
  title: 'Stock movement',
  permission: WAREHOUSE.stock.read,
  select: `m.id, array[m.number] as parts, m.number as code, m.reference as name, m.type as state, json_build_object('company_id', m.company_id, 'type', m.type,
    'source_type', m.source_type, 'source_id', m.source_id, 'reversed_by_id', (select r.id from erp.stock_movements r where r.reverses_id = m.id))::jsonb as details`,
  from: 'erp.stock_movements m',
  id: 'm.id',
  scope: `m.company_id = any($2::uuid[]) and ($3::uuid[] is null or exists (
    select from erp.stock_ledgers g join erp.locations w on w.id in (g.from_location_id, g.to_location_id)
     where g.movement_id = m.id and g.recorded_at = m.recorded_at and w.warehouse_id = any($3::uuid[])))`,
  by_parts: 'm.number = ($1::text[])[1]',
  by_text: 'm.number = ($1::text[])[1]',
  actions: ({ id, details }) => [
    {
      action: 'reverse',
      path: `/warehouse/movements/${id}/reverse`,
      permission: WAREHOUSE.stock.reverse,
      reasons: [
        ...because(details['reversed_by_id'] !== null, 'MOVEMENT_ALREADY_REVERSED', 'It has been taken back'),
        ...because(
          isReversedAtDocument(details['source_type']),
          'MOVEMENT_OF_DOCUMENT',
          'It belongs to a document, and is taken back there',
        ),
      ],
    },
  ],
});

defineScannable({
  kind: 'reservation',
  letter: 'R',
  title: 'Reservation',
  permission: WAREHOUSE.reservations.read,
  select: `r.id, array[r.id::text] as parts, p.sku as code, p.name, case when r.open_quantity > 0 then 'open' else 'closed' end as state,
    json_build_object('company_id', r.company_id, 'product_id', r.product_id, 'location_id', r.location_id, 'lot_id', r.lot_id,
      'open_quantity', r.open_quantity, 'source_type', r.source_type, 'source_id', r.source_id)::jsonb as details`,
  from: 'erp.stock_reservations r join erp.products p on p.id = r.product_id join erp.locations l on l.id = r.location_id',
  id: 'r.id',
  scope: 'l.company_id = any($2::uuid[]) and ($3::uuid[] is null or l.warehouse_id = any($3::uuid[]))',
  by_parts: `r.id = case when ($1::text[])[1] ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then ($1::text[])[1]::uuid end`,
  actions: ({ id, state, details }) => [
    {
      action: 'release',
      path: `/warehouse/reservations/${id}/release`,
      permission: WAREHOUSE.reservations.release,
      reasons: [
        ...because(state === 'closed', 'INVALID_STATE', 'It holds nothing any more'),
        ...because(details['source_type'] !== 'manual', 'RESERVATION_OF_DOCUMENT', 'It is released at its document'),
      ],
    },
  ],
});

/** What takes pieces from where they lie. */
function taking(row: ScannedRow, reasons: Reason[]): PossibleAction[] {
  const none = because(stockOf(row).on_hand === 0, 'NO_STOCK', 'None of it lies in your warehouses');
  return [
    { action: 'pick', path: `${SCANS}/pick`, permission: issue, reasons },
    { action: 'put_away', path: `${SCANS}/put-away`, permission: transfer, reasons: none },
    { action: 'move', path: `${SCANS}/move`, permission: transfer, reasons: none },
    { action: 'count', path: `${SCANS}/count`, permission: COUNT_PERMISSIONS.count, reasons: [] },
  ];
}
