import { definePermissions } from '../../kernel/security/index.js';

export const LOCATION_PERMISSIONS = definePermissions('warehouse', {
  locations: {
    read: 'See warehouses, zones, bins and the other places of stock',
    create: 'Add locations, one by one or from an address pattern',
    update: 'Change, move and deactivate locations',
    delete: 'Delete locations that nothing refers to',
  },
}).locations;
