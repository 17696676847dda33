import { defineList } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { StockAccountRule } from './stock-account-rule.entity.js';
import { StockAccountRuleDto } from './stock-account-rules.dto.js';

export const STOCK_ACCOUNT_RULE: RecordKind<StockAccountRule, StockAccountRuleDto> = {
  entity: StockAccountRule,
  answer: StockAccountRuleDto,
  label: 'Rule for the accounts of stock',
  table: 'erp.stock_account_rules',
  within: () => ({
    where: '(r.company_id is null or r.company_id = any(?::uuid[]))',
    params: [currentActor().company_ids],
  }),
  scopeOf: ({ company_id }) => ({ company_id: company_id! }),
  list: defineList({
    select: `r.id, r.company_id, r.leg, r.location_type, r.source_type, r.adjustment_type, r.product_type, r.category_id, c.code as category_code,
      r.product_id, p.sku, r.role, r.account_id, a.number as account_number, r.is_active, r.version, r.created_at, r.updated_at`,
    from: `erp.stock_account_rules r left join erp.product_categories c on c.id = r.category_id left join erp.products p on p.id = r.product_id
      left join erp.accounts a on a.id = r.account_id`,
    id: 'r.id',
    sorts: { created_at: 'r.created_at' },
    default_sort: 'created_at',
    search: ['r.role', 'r.source_type', 'p.sku', 'c.code', 'a.number'],
    filters: {
      company_id: '(r.company_id is null or r.company_id = ?)',
      leg: 'r.leg = ?',
      product_id: 'r.product_id = ?',
      category_id: 'r.category_id = ?',
      is_active: 'r.is_active = ?',
    },
  }),
};
