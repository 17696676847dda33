import { definePermissions } from '../../kernel/security/index.js';

export const TRANSFER_PERMISSIONS = definePermissions('warehouse', {
  transfer_orders: {
    read: 'See transfers between places and what is in transit',
    create: 'Plan a transfer in two steps',
    transfer: 'Dispatch a transfer, accept it, and say what is missing',
    close: 'Close a transfer of which something never arrived, or send it back',
    cancel: 'Cancel a transfer before its dispatch',
  },
}).transfer_orders;
