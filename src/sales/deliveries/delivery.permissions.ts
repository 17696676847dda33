import { definePermissions } from '../../kernel/security/index.js';

export const DELIVERY_PERMISSIONS = definePermissions('sales', {
  deliveries: {
    read: 'See deliveries to customers, their pick lists and papers',
    create: 'Draft deliveries of confirmed orders',
    update: 'Change what is said of deliveries that have not left',
    pick: 'Pick deliveries: say from which bin and lot',
    pack: 'Pack deliveries',
    ship: 'Ship deliveries: the goods leave the stock',
    cancel: 'Cancel deliveries that have not left',
  },
}).deliveries;
