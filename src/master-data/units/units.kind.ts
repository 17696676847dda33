import { defineList } from '../../kernel/database/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import type { NamedKind, RecordKind } from '../records/master-records.service.js';
import { recordFilters } from '../records/record.dto.js';
import { UnitConversionRow } from './unit-conversion.entity.js';
import { Unit } from './unit.entity.js';
import { UnitConversionDto, UnitDto } from './units.dto.js';

export const UNIT: NamedKind<Unit, UnitDto> = {
  entity: Unit,
  answer: UnitDto,
  label: 'Unit',
  cached: true,
  table: 'erp.units',
  entity_type: 'unit',
  create_permission: MASTER_DATA.units.create,
  twin: ({ code }) => ({ code }),
  list: defineList({
    select: 'u.*',
    from: 'erp.units u',
    id: 'u.id',
    sorts: { code: 'u.code' },
    default_sort: 'code',
    search: ['u.code', 'u.name'],
    filters: { ...recordFilters('u'), code: 'lower(u.code) = lower(?)', dimension: 'u.dimension = ?' },
  }),
};

export const UNIT_CONVERSION: RecordKind<UnitConversionRow, UnitConversionDto> = {
  entity: UnitConversionRow,
  answer: UnitConversionDto,
  label: 'Unit conversion',
  table: 'erp.unit_conversions',
  fixed: ['from_unit_id', 'to_unit_id', 'product_id'],
  list: defineList({
    select: 'c.*, f.code as from_unit_code, t.code as to_unit_code, p.sku',
    from: `erp.unit_conversions c
      join erp.units f on f.id = c.from_unit_id
      join erp.units t on t.id = c.to_unit_id
      left join erp.products p on p.id = c.product_id`,
    id: 'c.id',
    sorts: { created_at: 'c.created_at' },
    default_sort: 'created_at',
    search: ['f.code', 't.code', 'p.sku'],
    filters: {
      from_unit_id: 'c.from_unit_id = ?',
      to_unit_id: 'c.to_unit_id = ?',
      unit_id: '(c.from_unit_id = ? or c.to_unit_id = ?)',
      product_id: 'c.product_id = ?',
    },
  }),
};
