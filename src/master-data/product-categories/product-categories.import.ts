import { defineImport, importField } from '../../kernel/imports/index.js';
import { MASTER_REFERENCES, attributes, isActive } from '../import-fields.js';
import { MASTER_DATA } from '../master-data.permissions.js';

export const PRODUCT_CATEGORIES_IMPORT = defineImport({
  resource: 'product-categories',
  title: 'Product categories',
  description: 'The tree of categories. A parent may stand anywhere in the same file.',
  permissions: [MASTER_DATA.product_categories.create, MASTER_DATA.product_categories.update],
  entity_type: 'product_category',
  fields: {
    code: importField.code({ required: true, description: 'Code of the category.', example: 'PLUSH' }),
    name: importField.text({ required: true, description: 'Name of the category.', example: 'Plush toys' }),
    parent: importField.reference(
      { ...MASTER_REFERENCES.category, self: true },
      { description: 'Category above it.', example: 'TOYS' },
    ),
    is_active: isActive,
    attributes,
  },
  target: { table: 'erp.product_categories', key: ['code'], versioned: true },
});
