import { definePermissions } from '../kernel/security/index.js';

export const WAREHOUSE = definePermissions('warehouse', {
  locations: {
    read: 'See warehouses, zones, bins and the other locations',
    create: 'Add locations, one by one or from a pattern',
    update: 'Change, move, deactivate and reactivate locations',
    delete: 'Delete locations that were never used',
  },
  stock: {
    read: 'See stock on hand, the ledger and stock movements',
    read_value: 'See what stock is worth',
    receive: 'Receive stock',
    issue: 'Issue stock',
    transfer: 'Move stock between locations',
    adjust: 'Correct stock with a reason',
    reverse: 'Reverse a posted movement',
  },
  reservations: {
    read: 'See what stock is reserved for',
    create: 'Reserve stock',
    release: 'Release reservations',
  },
  periods: {
    read: 'See which stock periods are closed',
    close: 'Close a stock period',
    reopen: 'Open a closed stock period again',
  },
});
