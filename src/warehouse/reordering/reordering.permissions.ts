import { definePermissions } from '../../kernel/security/index.js';

export const REORDERING = definePermissions('warehouse', {
  reordering: { read: 'See what should be ordered, and at which level' },
}).reordering;
