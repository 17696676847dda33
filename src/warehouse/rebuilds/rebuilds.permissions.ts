import { definePermissions } from '../../kernel/security/index.js';

export const REBUILD_PERMISSIONS = definePermissions('warehouse', {
  balances: {
    read: 'See when balances were made anew from the ledger, and what that changed',
    rebuild: 'Make balances and values of stock anew from the ledger',
  },
}).balances;
