import { definePermissions } from '../kernel/security/index.js';

export const OPERATIONS = definePermissions('operations', {
  integrity: { read: 'Run the check of all invariants and see its figures' },
});
