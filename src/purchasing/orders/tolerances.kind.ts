import { defineList } from '../../kernel/database/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { PurchaseTolerance } from './purchase-order.entity.js';
import { DeliveryToleranceDto } from './tolerances.dto.js';

export const DELIVERY_TOLERANCE: RecordKind<PurchaseTolerance, DeliveryToleranceDto> = {
  entity: PurchaseTolerance,
  answer: DeliveryToleranceDto,
  label: 'Tolerance of deliveries',
  table: 'erp.purchase_tolerances',
  within: () => scopeWhere({ company: 't.company_id' }),
  scopeOf: ({ company_id }) => ({ company_id: company_id! }),
  fixed: ['company_id', 'supplier_id', 'category_id'],
  list: defineList({
    select: `t.id, t.company_id, t.supplier_id, s.code as supplier_code, t.category_id, c.code as category_code, t.over_percent, t.under_percent, t.price_percent, t.price_amount, t.invoice_percent, t.is_active,
      t.version, t.created_at, t.updated_at`,
    from: `erp.purchase_tolerances t left join erp.suppliers s on s.id = t.supplier_id left join erp.product_categories c on c.id = t.category_id`,
    id: 't.id',
    sorts: { created_at: 't.created_at' },
    default_sort: 'created_at',
    search: ['s.code', 'c.code'],
    filters: {
      company_id: 't.company_id = ?',
      supplier_id: 't.supplier_id = ?',
      category_id: 't.category_id = ?',
      is_active: 't.is_active = ?',
    },
  }),
};
