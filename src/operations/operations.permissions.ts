import { definePermissions } from '../kernel/security/index.js';

export const OPERATIONS = definePermissions('operations', {
  integrity: { read: 'Run the check of all invariants and see its figures' },
  imports: {
    read: 'See imports, their row errors, mappings and templates',
    create: 'Import files; each resource needs its own permissions besides',
    update: 'Keep the mappings by which foreign files are read',
  },
});
