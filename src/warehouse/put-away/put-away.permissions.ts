import { definePermissions } from '../../kernel/security/index.js';

const PERMISSIONS = definePermissions('warehouse', {
  put_away: {
    read: 'See what waits to be put away, and where it would go',
    transfer: 'Put away what lies in a receiving place',
  },
  put_away_rules: {
    read: 'See the rules for what is put where',
    create: 'Add rules for what is put where',
    update: 'Change and deactivate rules for what is put where',
    delete: 'Delete rules that have never been overruled',
  },
});

export const PUT_AWAY_PERMISSIONS = PERMISSIONS.put_away;
export const PUT_AWAY_RULE_PERMISSIONS = PERMISSIONS.put_away_rules;
