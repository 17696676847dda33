import { definePermissions } from '../../kernel/security/index.js';

export const PERIOD_PERMISSIONS = definePermissions('warehouse', {
  periods: {
    read: 'See stock periods',
    create: 'Open a stock period ahead of its closing',
    close: 'Close a stock period: nothing may become effective in it any more',
    reopen: 'Open a closed stock period again',
  },
}).periods;
