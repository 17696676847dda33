import { defineList } from '../../kernel/database/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { PutAwayRule } from './put-away-rule.entity.js';
import { PutAwayRuleDto } from './put-away-rules.dto.js';

export const PUT_AWAY_RULE: RecordKind<PutAwayRule, PutAwayRuleDto> = {
  entity: PutAwayRule,
  answer: PutAwayRuleDto,
  label: 'Put-away rule',
  table: 'erp.put_away_rules',
  within: () => scopeWhere({ company: 'r.company_id', warehouse: 'r.warehouse_id' }),
  scopeOf: ({ company_id, warehouse_id }) => ({ company_id: company_id!, warehouse_id: warehouse_id! }),
  fixed: ['warehouse_id'],
  list: defineList({
    select: `r.id, r.company_id, r.warehouse_id, w.code as warehouse_code, r.priority, r.product_id, p.sku, r.category_id, c.code as category_code, r.tracking, r.strategy,
      r.location_id, l.code as location_code, r.notes, r.is_active, r.version, r.created_at, r.updated_at`,
    from: `erp.put_away_rules r join erp.locations w on w.id = r.warehouse_id join erp.locations l on l.id = r.location_id
      left join erp.products p on p.id = r.product_id left join erp.product_categories c on c.id = r.category_id`,
    id: 'r.id',
    sorts: { priority: 'r.priority' },
    default_sort: 'priority',
    search: ['l.code', 'p.sku', 'c.code'],
    filters: {
      company_id: 'r.company_id = ?',
      warehouse_id: 'r.warehouse_id = ?',
      product_id: 'r.product_id = ?',
      category_id: 'r.category_id = ?',
      location_id: 'r.location_id = ?',
      strategy: 'r.strategy = ?',
      is_active: 'r.is_active = ?',
    },
  }),
};
