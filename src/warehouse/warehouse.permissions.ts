import { definePermissions } from '../kernel/security/index.js';

export const WAREHOUSE = definePermissions('warehouse', {
  stock: {
    read: 'See stock on hand, the ledger and stock movements',
    read_value: 'See what stock is worth',
    receive: 'Receive stock',
    issue: 'Issue stock',
    transfer: 'Move stock between locations',
    adjust: 'Correct stock with a reason',
    return: 'Take stock back from customers, and send it back to suppliers',
    reverse: 'Reverse a posted movement',
  },
  reservations: {
    read: 'See what stock is reserved for',
    create: 'Reserve stock',
    release: 'Release reservations',
    reallocate: 'Take reserved stock over from documents that weigh less',
  },
});
