import { defineList } from '../../kernel/database/index.js';
import { defaultCompanyId, scopeWhere } from '../../kernel/security/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { RequisitionReviewer } from './requisition-reviewer.entity.js';
import { RequisitionReviewerDto } from './requisition-reviewers.dto.js';

export const REQUISITION_REVIEWER: RecordKind<RequisitionReviewer, RequisitionReviewerDto> = {
  entity: RequisitionReviewer,
  answer: RequisitionReviewerDto,
  label: 'Reviewer of requisitions',
  table: 'erp.requisition_reviewers',
  within: () => scopeWhere({ company: 'v.company_id' }),
  complete: (values) => ({ ...values, company_id: values.company_id ?? defaultCompanyId() }),
  fixed: ['company_id'],
  scopeOf: ({ company_id }) => ({ company_id }),
  list: defineList({
    select: 'v.*, d.code as department_code, c.code as category_code, u.username, o.code as role_code',
    from: `erp.requisition_reviewers v left join erp.departments d on d.id = v.department_id left join erp.product_categories c on c.id = v.category_id
      left join erp.user_names u on u.id = v.user_id left join erp.roles o on o.id = v.role_id`,
    id: 'v.id',
    sorts: { created_at: 'v.created_at' },
    default_sort: 'created_at',
    search: ['d.code', 'c.code', 'u.username', 'o.code'],
    filters: {
      company_id: 'v.company_id = ?',
      department_id: 'v.department_id = ?',
      category_id: 'v.category_id = ?',
      user_id: 'v.user_id = ?',
      role_id: 'v.role_id = ?',
      is_active: 'v.is_active = ?',
    },
  }),
};
