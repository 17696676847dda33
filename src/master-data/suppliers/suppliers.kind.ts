import { defineList } from '../../kernel/database/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import type { NamedKind } from '../records/master-records.service.js';
import { recordFilters } from '../records/record.dto.js';
import { Supplier } from './supplier.entity.js';
import { SupplierDto } from './suppliers.dto.js';

export const SUPPLIER: NamedKind<Supplier, SupplierDto> = {
  entity: Supplier,
  answer: SupplierDto,
  label: 'Supplier',
  table: 'erp.suppliers',
  entity_type: 'supplier',
  create_permission: MASTER_DATA.suppliers.create,
  twin: ({ code }) => ({ code }),
  list: defineList({
    select: 's.*',
    from: 'erp.suppliers s',
    id: 's.id',
    sorts: { code: 's.code', name: 's.name', created_at: 's.created_at' },
    default_sort: 'code',
    search: ['s.code', 's.name', 's.legal_name'],
    filters: { ...recordFilters('s'), code: 'lower(s.code) = lower(?)' },
  }),
};
