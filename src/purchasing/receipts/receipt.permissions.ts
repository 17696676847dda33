import { definePermissions } from '../../kernel/security/index.js';

export const RECEIPT_PERMISSIONS = definePermissions('purchasing', {
  receipts: {
    read: 'See what came of purchase orders, and what of it is not invoiced',
    receive: 'Receive goods of purchase orders and shipments',
    put_away: 'Put away what came of purchase orders',
    land: 'Spread landed cost over what came of purchase orders',
  },
}).receipts;
