import { definePermissions } from '../../kernel/security/index.js';

export const SCANNING = definePermissions('warehouse', {
  scans: { read: 'Find out what a scan is and what may be done with it' },
  labels: { read: 'Print labels and see what they say' },
});
