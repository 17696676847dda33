import { defineList } from '../../kernel/database/index.js';
import { defaultCompanyId, scopeWhere } from '../../kernel/security/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { TaxCode, TaxRate } from './tax-code.entity.js';
import { TaxCodeDto, TaxRateDto } from './taxes.dto.js';

export const TAX_CODE: RecordKind<TaxCode, TaxCodeDto> = {
  entity: TaxCode,
  answer: TaxCodeDto,
  label: 'Tax code',
  table: 'erp.tax_codes',
  within: () => scopeWhere({ company: 't.company_id' }),
  scopeOf: ({ company_id }) => ({ company_id }),
  complete: (values) => ({ ...values, company_id: values.company_id ?? defaultCompanyId() }),
  fixed: ['company_id'],
  list: defineList({
    select: `t.*, (select r.rate from erp.tax_rates r where r.tax_code_id = t.id and r.valid_from <= current_date order by r.valid_from desc limit 1) as current_rate`,
    from: 'erp.tax_codes t',
    id: 't.id',
    sorts: { code: 't.code' },
    default_sort: 'code',
    search: ['t.code', 't.name'],
    filters: { company_id: 't.company_id = ?', code: 'lower(t.code) = lower(?)', is_active: 't.is_active = ?' },
  }),
};

export const TAX_RATE: RecordKind<TaxRate, TaxRateDto> = {
  entity: TaxRate,
  answer: TaxRateDto,
  label: 'Tax rate',
  table: 'erp.tax_rates',
  within: () => scopeWhere({ company: 't.company_id' }),
  fixed: ['tax_code_id'],
  list: defineList({
    select: 'r.*, t.code as tax_code',
    from: 'erp.tax_rates r join erp.tax_codes t on t.id = r.tax_code_id',
    id: 'r.id',
    sorts: { valid_from: 'r.valid_from' },
    default_sort: '-valid_from',
    filters: { tax_code_id: 'r.tax_code_id = ?' },
  }),
};
