import { defineList } from '../../kernel/database/index.js';
import { defaultCompanyId, scopeWhere } from '../../kernel/security/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import type { NamedKind } from '../records/master-records.service.js';
import { recordFilters } from '../records/record.dto.js';
import { Department } from './department.entity.js';
import { DepartmentDto } from './departments.dto.js';

export const DEPARTMENT: NamedKind<Department, DepartmentDto> = {
  entity: Department,
  answer: DepartmentDto,
  label: 'Department',
  cached: true,
  table: 'erp.departments',
  entity_type: 'department',
  create_permission: MASTER_DATA.departments.create,
  twin: ({ code, company_id }) => ({ code, company_id }),
  within: () => scopeWhere({ company: 'd.company_id', department: 'd.id' }),
  complete: (values) => ({ ...values, company_id: values.company_id ?? defaultCompanyId() }),
  fixed: ['company_id'],
  scopeOf: ({ company_id }) => ({ company_id }),
  list: defineList({
    select: 'd.*, c.code as company_code',
    from: 'erp.departments d join erp.companies c on c.id = d.company_id',
    id: 'd.id',
    sorts: { code: 'd.code' },
    default_sort: 'code',
    search: ['d.code', 'd.name'],
    filters: { ...recordFilters('d'), code: 'lower(d.code) = lower(?)', company_id: 'd.company_id = ?' },
  }),
};
