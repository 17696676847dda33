import { defineList } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import type { NamedKind } from '../records/master-records.service.js';
import { recordFilters } from '../records/record.dto.js';
import { CompanyDto } from './companies.dto.js';
import { Company } from './company.entity.js';

export const COMPANY: NamedKind<Company, CompanyDto> = {
  entity: Company,
  answer: CompanyDto,
  label: 'Company',
  table: 'erp.companies',
  entity_type: 'company',
  create_permission: MASTER_DATA.companies.create,
  twin: ({ code }) => ({ code }),
  // Also those joined since this request began: two at once may make the same company, and both are to see it.
  within: () => ({
    where: '(c.id = any(?::uuid[]) or c.id in (select uc.company_id from erp.user_companies uc where uc.user_id = ?))',
    params: [currentActor().company_ids, currentActor().user_id],
  }),
  list: defineList({
    select: 'c.*',
    from: 'erp.companies c',
    id: 'c.id',
    sorts: { code: 'c.code' },
    default_sort: 'code',
    search: ['c.code', 'c.name', 'c.legal_name'],
    filters: { ...recordFilters('c'), code: 'lower(c.code) = lower(?)' },
  }),
};
