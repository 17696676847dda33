import { definePermissions } from '../../kernel/security/index.js';

export const PERIOD_PERMISSIONS = definePermissions('warehouse', {
  periods: {
    read: 'See stock periods',
    read_value: 'See what closing a stock period would miss, its figures, and what came late',
    create: 'Open a stock period ahead of its closing',
    soft_close: 'Close a stock period softly: only some may still post in it',
    post_soft_closed: 'Post stock in a period that is closed softly',
    close: 'Close a stock period hard: nothing may become effective in it any more',
    reopen: 'Open a softly closed stock period again',
    reopen_hard: 'Open a stock period again that was closed hard',
  },
}).periods;
