import { definePermissions } from '../kernel/security/index.js';

export const REPORTING = definePermissions('reporting', {
  stock: {
    read: 'See stock reports: on hand, low stock, movement card',
    read_value: 'See what stock is worth',
  },
  production: { read: 'See production reports: output and lateness' },
  users: { audit: 'See who the users are and what they did' },
});
