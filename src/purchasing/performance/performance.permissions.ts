import { definePermissions } from '../../kernel/security/index.js';

const PERMISSIONS = definePermissions('purchasing', {
  performance: { read: 'See how well suppliers deliver, and at what prices' },
  trace: { read: 'See the chain of documents from a request to the stock that came of it' },
});

export const PERFORMANCE_PERMISSIONS = PERMISSIONS.performance;
export const TRACE_PERMISSIONS = PERMISSIONS.trace;
