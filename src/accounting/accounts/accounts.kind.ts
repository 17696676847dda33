import { defineList } from '../../kernel/database/index.js';
import { defaultCompanyId, scopeWhere } from '../../kernel/security/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { Account } from './account.entity.js';
import { normalBalance } from './account-types.js';
import type { AccountType } from './account-types.js';
import { AccountDto } from './accounts.dto.js';

export const ACCOUNT: RecordKind<Account, AccountDto> = {
  entity: Account,
  answer: AccountDto,
  label: 'Account',
  table: 'erp.accounts',
  within: () => scopeWhere({ company: 'a.company_id' }),
  scopeOf: ({ company_id }) => ({ company_id }),
  complete: (values) => ({
    ...values,
    company_id: values.company_id ?? defaultCompanyId(),
    normal_balance: values.normal_balance ?? normalBalance(values.type as AccountType),
  }),
  fixed: ['company_id'],
  list: defineList({
    select: 'a.*',
    from: 'erp.accounts a',
    id: 'a.id',
    sorts: { number: 'a.number' },
    default_sort: 'number',
    search: ['a.number', 'a.name'],
    filters: {
      company_id: 'a.company_id = ?',
      number: 'lower(a.number) = lower(?)',
      type: 'a.type = ?',
      is_header: 'a.is_header = ?',
      is_active: 'a.is_active = ?',
      parent_id: 'a.parent_id = ?',
    },
  }),
};
