import { defineList } from '../../kernel/database/index.js';
import { defaultCompanyId, scopeWhere } from '../../kernel/security/index.js';
import type { NamedKind } from '../../master-data/index.js';
import { Location } from './location.entity.js';
import { LocationDto } from './locations.dto.js';
import { LOCATION_PERMISSIONS } from './locations.permissions.js';

/** A subtree is one range of the path: ids and slashes sort below the tilde. */
const BELOW = `l.path >= (select b.path from erp.locations b where b.id = ?::uuid)
  and l.path < (select b.path from erp.locations b where b.id = ?::uuid) || '~'`;

const OCCUPIED = `case when l.capacity is not null then (
  select coalesce(sum(b.on_hand * held.space_units), 0)::bigint from erp.stock_balances b join erp.products held on held.id = b.product_id
   where b.location_id = l.id and b.on_hand > 0) end`;

export const LOCATION: NamedKind<Location, LocationDto> = {
  entity: Location,
  answer: LocationDto,
  label: 'Location',
  table: 'erp.locations',
  entity_type: 'location',
  create_permission: LOCATION_PERMISSIONS.create,
  twin: ({ code, company_id }) => ({ code, company_id }),
  within: () => scopeWhere({ company: 'l.company_id', warehouse: 'l.warehouse_id' }),
  scopeOf: ({ company_id }) => ({ company_id }),
  complete: (values) => ({ ...values, company_id: values.company_id ?? defaultCompanyId() }),
  fixed: ['company_id', 'owner_supplier_id', 'owner_customer_id'],
  list: defineList({
    select: `l.id, l.company_id, l.warehouse_id, w.code as warehouse_code, l.parent_id, p.code as parent_code, l.code, l.name, l.type,
      length(l.path) - length(replace(l.path, '/', '')) - 2 as depth, l.is_virtual, l.is_available,
      l.owner_supplier_id, l.owner_customer_id, l.is_owned, l.pick_strategy, l.capacity, ${OCCUPIED} as occupied, l.one_product_only, l.is_receiving, l.is_active, l.external_id,
      l.version, l.created_at, l.updated_at`,
    from: 'erp.locations l left join erp.locations w on w.id = l.warehouse_id left join erp.locations p on p.id = l.parent_id',
    id: 'l.id',
    sorts: { code: 'l.code', path: 'l.path' },
    default_sort: 'code',
    search: ['l.code', 'l.name'],
    filters: {
      company_id: 'l.company_id = ?',
      warehouse_id: 'l.warehouse_id = ?',
      parent_id: 'l.parent_id = ?',
      below: BELOW,
      type: 'l.type = ?',
      code: 'lower(l.code) = lower(?)',
      external_id: 'l.external_id = ?',
      is_active: 'l.is_active = ?',
      is_virtual: 'l.is_virtual = ?',
      is_receiving: 'l.is_receiving = ?',
      is_owned: 'l.is_owned = ?',
      owner_supplier_id: 'l.owner_supplier_id = ?',
      owner_customer_id: 'l.owner_customer_id = ?',
    },
  }),
};
