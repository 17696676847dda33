import { definePermissions } from '../kernel/security/index.js';

/** What people may do in sales. */
export const SALES = definePermissions('sales', {
  orders: {
    read: 'See sales orders, their prices and what came of them',
    create: 'Draft sales orders',
    update: 'Change sales orders that are still drafts',
    confirm: 'Confirm sales orders',
    cancel: 'Cancel sales orders of which nothing was shipped',
    close: 'Close sales orders, also when less was shipped than was ordered',
    export: 'Take sales orders away as a file',
  },
});
