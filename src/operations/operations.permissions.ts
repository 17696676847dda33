import { definePermissions } from '../kernel/security/index.js';

export const OPERATIONS = definePermissions('operations', {
  integrity: {
    read: 'See what the checks of all invariants found',
    run: 'Have every invariant checked now',
  },
  backups: { read: 'See the backups, their age and whether they were proven' },
  jobs: {
    read: 'See the jobs, their last run and its outcome',
    run: 'Run a job now',
  },
  partitions: { read: 'See the archived months of the stock ledger and the audit' },
  metrics: { read: 'See the figures of the server: requests, times, pool, work, drift' },
  imports: {
    read: 'See imports, their row errors, mappings and templates',
    create: 'Import files; each resource needs its own permissions besides',
    update: 'Keep the mappings by which foreign files are read',
  },
});
