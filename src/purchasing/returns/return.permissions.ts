import { definePermissions } from '../../kernel/security/index.js';

export const RETURN_PERMISSIONS = definePermissions('purchasing', {
  returns: {
    read: 'See what went back to suppliers',
    create: 'Send goods back to their supplier',
  },
}).returns;
