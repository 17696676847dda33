import { definePermissions } from '../../kernel/security/index.js';

export const TAKE_OVER_PERMISSIONS = definePermissions('warehouse', {
  take_overs: {
    read: 'See what was taken over from the stock of suppliers',
    create: 'Take stock of a supplier over into our own, at its price',
    reverse: 'Give stock that was taken over back to its supplier',
  },
}).take_overs;
