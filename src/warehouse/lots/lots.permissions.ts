import { definePermissions } from '../../kernel/security/index.js';

export const LOT_PERMISSIONS = definePermissions('warehouse', {
  lots: {
    read: 'See lots and serial numbers, where they are and where they came from and went',
    create: 'Add lots and serial numbers ahead of their receipt',
    update: 'Change what is known of a lot: dates, supplier, attributes',
    hold: 'Put a lot on hold, and into quarantine',
    release: 'Release a lot from hold, and take it out of quarantine',
    convert: 'Split, merge and relabel lots',
  },
}).lots;
