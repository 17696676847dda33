import { definePermissions } from '../../kernel/security/index.js';

const PERMISSIONS = definePermissions('warehouse', {
  replenishments: {
    read: 'See which bins are to be filled up, and from where',
    transfer: 'Fill bins up',
  },
  replenishment_rules: {
    read: 'See what bins are filled up to',
    create: 'Say what a bin is filled up to',
    update: 'Change and deactivate what a bin is filled up to',
    delete: 'Delete what a bin is filled up to',
  },
});

export const REPLENISHMENT_PERMISSIONS = PERMISSIONS.replenishments;
export const REPLENISHMENT_RULE_PERMISSIONS = PERMISSIONS.replenishment_rules;
