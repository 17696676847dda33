import { defineList } from '../../kernel/database/index.js';
import { defaultCompanyId, scopeWhere } from '../../kernel/security/index.js';
import type { NamedKind } from '../../master-data/index.js';
import { recordFilters } from '../../master-data/index.js';
import { PPIC } from '../ppic.permissions.js';
import { WorkCentre } from './work-centre.entity.js';
import { WorkCentreDto } from './work-centres.dto.js';

/** A work centre without a department belongs to everybody in its company. */
export function workCentreScope(): { where: string; params: unknown[] } {
  const company = scopeWhere({ company: 'w.company_id' });
  const department = scopeWhere({ department: 'w.department_id' });
  return {
    where: `${company.where} and (w.department_id is null or ${department.where})`,
    params: [...company.params, ...department.params],
  };
}

export const WORK_CENTRE: NamedKind<WorkCentre, WorkCentreDto> = {
  entity: WorkCentre,
  answer: WorkCentreDto,
  label: 'Work centre',
  table: 'erp.work_centres',
  entity_type: 'work_centre',
  create_permission: PPIC.work_centres.create,
  twin: ({ code, company_id }) => ({ code, company_id }),
  within: workCentreScope,
  complete: (values) => ({ ...values, company_id: values.company_id ?? defaultCompanyId() }),
  fixed: ['company_id', 'kind'],
  scopeOf: ({ company_id, department_id }) => ({ company_id, department_id }),
  list: defineList({
    select: `w.*, c.code as company_code, d.code as department_code, k.code as calendar_code, s.code as supplier_code,
      l.code as location_code`,
    from: `erp.work_centres w join erp.companies c on c.id = w.company_id
      left join erp.departments d on d.id = w.department_id
      left join erp.calendars k on k.id = w.calendar_id
      left join erp.suppliers s on s.id = w.supplier_id
      left join erp.locations l on l.id = w.location_id`,
    id: 'w.id',
    sorts: { code: 'w.code' },
    default_sort: 'code',
    search: ['w.code', 'w.name'],
    filters: {
      ...recordFilters('w'),
      code: 'lower(w.code) = lower(?)',
      company_id: 'w.company_id = ?',
      department_id: 'w.department_id = ?',
      calendar_id: 'w.calendar_id = ?',
      supplier_id: 'w.supplier_id = ?',
      kind: 'w.kind = ?',
    },
  }),
};
