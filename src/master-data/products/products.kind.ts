import { defineList } from '../../kernel/database/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import type { NamedKind } from '../records/master-records.service.js';
import { recordFilters } from '../records/record.dto.js';
import { Product } from './product.entity.js';
import { ProductDto } from './products.dto.js';

const BELOW_CATEGORY = `p.category_id in (
  with recursive below (id) as (
    select ?::uuid
    union
    select c.id from erp.product_categories c join below b on c.parent_id = b.id
  )
  select id from below)`;

export const PRODUCT: NamedKind<Product, ProductDto> = {
  entity: Product,
  answer: ProductDto,
  label: 'Product',
  table: 'erp.products',
  entity_type: 'product',
  create_permission: MASTER_DATA.products.create,
  twin: ({ sku }) => ({ sku }),
  list: defineList({
    select: 'p.*, u.code as unit_code, c.code as category_code',
    from: 'erp.products p join erp.units u on u.id = p.unit_id left join erp.product_categories c on c.id = p.category_id',
    id: 'p.id',
    sorts: { sku: 'p.sku', name: 'p.name', created_at: 'p.created_at' },
    default_sort: 'sku',
    search: ['p.sku', 'p.name', 'p.barcode'],
    filters: {
      ...recordFilters('p'),
      sku: 'lower(p.sku) = lower(?)',
      barcode: 'p.barcode = ?',
      type: 'p.type = ?',
      category_id: BELOW_CATEGORY,
      supplier_id: 'exists (select from erp.supplier_prices sp where sp.product_id = p.id and sp.supplier_id = ?)',
      tracking: 'p.tracking = ?',
      is_manufactured: 'p.is_manufactured = ?',
      is_purchased: 'p.is_purchased = ?',
      is_sold: 'p.is_sold = ?',
    },
  }),
};
