import { definePermissions } from '../kernel/security/index.js';

export const AUDIT = definePermissions('audit', {
  logs: {
    read: 'See what was changed, by whom, when and from where',
    export: 'Take the audit away as a file',
  },
  security_events: { read: 'See logins, failures and changes of rights in the audit' },
  seals: { read: 'See the seals of the audit and the stock ledger, and export their head' },
});
