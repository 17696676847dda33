import { defineList } from '../../kernel/database/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import type { NamedKind } from '../records/master-records.service.js';
import { recordFilters } from '../records/record.dto.js';
import { Customer } from './customer.entity.js';
import { CustomerDto } from './customers.dto.js';

export const CUSTOMER: NamedKind<Customer, CustomerDto> = {
  entity: Customer,
  answer: CustomerDto,
  label: 'Customer',
  table: 'erp.customers',
  entity_type: 'customer',
  create_permission: MASTER_DATA.customers.create,
  twin: ({ code }) => ({ code }),
  list: defineList({
    select: 'c.*',
    from: 'erp.customers c',
    id: 'c.id',
    sorts: { code: 'c.code', name: 'c.name', created_at: 'c.created_at' },
    default_sort: 'code',
    search: ['c.code', 'c.name', 'c.legal_name'],
    filters: { ...recordFilters('c'), code: 'lower(c.code) = lower(?)' },
  }),
};
