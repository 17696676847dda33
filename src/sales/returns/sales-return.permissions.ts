import { definePermissions } from '../../kernel/security/index.js';

export const SALES_RETURN_PERMISSIONS = definePermissions('sales', {
  returns: {
    read: 'See what customers send back',
    create: 'Authorise returns of customers',
    receive: 'Receive what customers send back',
    cancel: 'Cancel returns that have not come',
  },
}).returns;
