import { defineList } from '../../kernel/database/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import type { NamedKind } from '../records/master-records.service.js';
import { recordFilters } from '../records/record.dto.js';
import { ProductCategoryDto } from './product-categories.dto.js';
import { ProductCategory } from './product-category.entity.js';

export const PRODUCT_CATEGORY: NamedKind<ProductCategory, ProductCategoryDto> = {
  entity: ProductCategory,
  answer: ProductCategoryDto,
  label: 'Product category',
  cached: true,
  table: 'erp.product_categories',
  entity_type: 'product_category',
  create_permission: MASTER_DATA.product_categories.create,
  twin: ({ code }) => ({ code }),
  list: defineList({
    select: 'c.*, above.code as parent_code',
    from: 'erp.product_categories c left join erp.product_categories above on above.id = c.parent_id',
    id: 'c.id',
    sorts: { code: 'c.code' },
    default_sort: 'code',
    search: ['c.code', 'c.name'],
    filters: { ...recordFilters('c'), code: 'lower(c.code) = lower(?)', parent_id: 'c.parent_id = ?' },
  }),
};
