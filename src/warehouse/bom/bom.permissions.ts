import { definePermissions } from '../../kernel/security/index.js';

export const BOM_PERMISSIONS = definePermissions('warehouse', {
  bom: {
    read: 'See bills of material, explode and compare them, and see where a product is used',
    create: 'Draft a bill of material, new or as a copy',
    update: 'Change a draft',
    delete: 'Delete a draft',
    activate: 'Make a revision the active one',
    obsolete: 'Take an active revision out of use',
    read_cost: 'See what a product costs by its bill',
  },
}).bom;
