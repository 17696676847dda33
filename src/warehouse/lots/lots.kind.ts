import { defineList } from '../../kernel/database/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { Lot } from './lot.entity.js';
import { LotDto } from './lots.dto.js';

const STOCK = 'exists (select from erp.stock_balances b where b.lot_id = t.id and b.on_hand > 0)';

export const LOT: RecordKind<Lot, LotDto> = {
  entity: Lot,
  answer: LotDto,
  label: 'Lot',
  table: 'erp.lots',
  fixed: ['product_id', 'code'],
  list: defineList({
    select: `t.id, t.product_id, p.sku, p.name as product_name, p.tracking, t.code, t.state, t.supplier_id, s.code as supplier_code, t.supplier_lot,
      t.manufactured_on, t.expires_on, coalesce(t.expires_on < current_date, false) as is_expired, t.attributes, t.external_id, t.version, t.created_at, t.updated_at`,
    from: 'erp.lots t join erp.products p on p.id = t.product_id left join erp.suppliers s on s.id = t.supplier_id',
    id: 't.id',
    sorts: { code: 't.code', created_at: 't.created_at', expires_on: `coalesce(t.expires_on, date '9999-12-31')` },
    default_sort: '-created_at',
    search: ['t.code', 't.supplier_lot', 'p.sku'],
    filters: {
      product_id: 't.product_id = ?',
      code: 't.code = ?',
      state: 't.state = ?',
      supplier_id: 't.supplier_id = ?',
      supplier_lot: 't.supplier_lot = ?',
      expires_from: 't.expires_on >= ?::date',
      expires_to: 't.expires_on <= ?::date',
      is_expired: 'coalesce(t.expires_on < current_date, false) = ?',
      in_stock: `${STOCK} = ?`,
      below: `exists (select from erp.stock_balances b join erp.locations l on l.id = b.location_id
        join erp.locations r on r.id = ?::uuid and starts_with(l.path, r.path) where b.lot_id = t.id and b.on_hand > 0)`,
      external_id: 't.external_id = ?',
      attributes: 't.attributes @> ?::jsonb',
    },
  }),
};
