import { definePermissions } from '../../kernel/security/index.js';

export const BLANKET_PERMISSIONS = definePermissions('purchasing', {
  blanket_orders: {
    read: 'See blanket orders and what is called off of them',
    create: 'Draft blanket orders',
    update: 'Change blanket orders that are still drafts, and cancel them',
    activate: 'Activate and close blanket orders, of others',
    call_off: 'Call off blanket orders',
  },
}).blanket_orders;
