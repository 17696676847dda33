import { defineList } from '../../kernel/database/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { ApprovalTierDto } from './approval-tiers.dto.js';
import { PurchaseApprovalTier } from './purchase-order.entity.js';

export const APPROVAL_TIER: RecordKind<PurchaseApprovalTier, ApprovalTierDto> = {
  entity: PurchaseApprovalTier,
  answer: ApprovalTierDto,
  label: 'Approval tier',
  table: 'erp.purchase_approval_tiers',
  within: () => scopeWhere({ company: 't.company_id' }),
  scopeOf: ({ company_id }) => ({ company_id: company_id! }),
  fixed: ['company_id'],
  list: defineList({
    select: `t.id, t.company_id, t.name, t.from_amount, t.role_id, r.code as role_code, t.user_id, u.username, t.permission, t.is_active, t.version,
      t.created_at, t.updated_at`,
    from: `erp.purchase_approval_tiers t left join erp.roles r on r.id = t.role_id left join erp.user_names u on u.id = t.user_id`,
    id: 't.id',
    sorts: { from_amount: 't.from_amount' },
    default_sort: 'from_amount',
    search: ['t.name'],
    filters: { company_id: 't.company_id = ?', is_active: 't.is_active = ?' },
  }),
};
