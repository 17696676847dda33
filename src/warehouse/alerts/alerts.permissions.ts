import { definePermissions } from '../../kernel/security/index.js';

export const ALERTS = definePermissions('warehouse', {
  alerts: {
    read: 'See alerts of low, expiring and expired stock',
    acknowledge: 'Acknowledge alerts of stock, and take that back',
    refresh: 'Look at all stock again and clear what has ended, without waiting',
  },
  alert_settings: {
    read: 'See when stock raises alerts',
    update: 'Say when stock raises alerts',
  },
});
