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

/** What one of a unit of the product is in its stock unit; null where no conversion leads there. */
const factorOf = (
  unit: string,
): string => `case when coalesce(${unit}, p.unit_id) = p.unit_id then json_build_object('numerator', '1', 'denominator', '1')
  else (select json_build_object('numerator', f.numerator::text, 'denominator', f.denominator::text)
          from erp.unit_factor(${unit}, p.unit_id, p.id) f where f.numerator is not null) end`;

export const PRODUCT: NamedKind<Product, ProductDto> = {
  entity: Product,
  answer: ProductDto,
  label: 'Product',
  table: 'erp.products',
  entity_type: 'product',
  create_permission: MASTER_DATA.products.create,
  twin: ({ sku }) => ({ sku }),
  list: defineList({
    select: `p.*, u.code as unit_code, c.code as category_code, pu.code as purchase_unit_code, ${factorOf('p.purchase_unit_id')} as purchase_factor,
      su.code as sales_unit_code, ${factorOf('p.sales_unit_id')} as sales_factor`,
    from: `erp.products p join erp.units u on u.id = p.unit_id left join erp.product_categories c on c.id = p.category_id
      left join erp.units pu on pu.id = p.purchase_unit_id left join erp.units su on su.id = p.sales_unit_id`,
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
