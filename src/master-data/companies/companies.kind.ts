import { defineList } from '../../kernel/database/index.js';
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
  scope: { company: 'c.id' },
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
