import { defineList } from '../../kernel/database/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { ReplenishmentRule } from './replenishment-rule.entity.js';
import { ReplenishmentRuleDto } from './replenishment-rules.dto.js';

export const REPLENISHMENT_RULE: RecordKind<ReplenishmentRule, ReplenishmentRuleDto> = {
  entity: ReplenishmentRule,
  answer: ReplenishmentRuleDto,
  label: 'Replenishment rule',
  table: 'erp.replenishment_rules',
  within: () => scopeWhere({ company: 'r.company_id', warehouse: 'r.warehouse_id' }),
  scopeOf: ({ company_id, warehouse_id }) => ({ company_id: company_id!, warehouse_id: warehouse_id! }),
  list: defineList({
    select: `r.id, r.company_id, r.warehouse_id, r.location_id, l.code as location_code, r.product_id, p.sku, r.minimum, r.maximum, r.multiple,
      r.source_location_id, s.code as source_location_code, r.is_active, r.version, r.created_at, r.updated_at`,
    from: `erp.replenishment_rules r join erp.locations l on l.id = r.location_id join erp.products p on p.id = r.product_id
      left join erp.locations s on s.id = r.source_location_id`,
    id: 'r.id',
    sorts: { location_code: 'l.code', sku: 'p.sku' },
    default_sort: 'location_code',
    search: ['l.code', 'p.sku'],
    filters: {
      company_id: 'r.company_id = ?',
      warehouse_id: 'r.warehouse_id = ?',
      location_id: 'r.location_id = ?',
      product_id: 'r.product_id = ?',
      is_active: 'r.is_active = ?',
    },
  }),
};
