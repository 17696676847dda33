import { definePermissions } from '../kernel/security/index.js';

export const REPORTING = definePermissions('reporting', {
  stock: { read: 'See stock reports: on hand, valuation, low stock, movement card' },
  production: { read: 'See production reports: output and lateness' },
  users: { read: 'See who the users are and what they did' },
});
