import { definePermissions } from '../../kernel/security/index.js';

const PERMISSIONS = definePermissions('sales', {
  credit: {
    read: 'See the credit of customers: limit, exposure, what is left',
    // Not `sales.*.update`: whoever sells does not say how much may be owed.
    administer: 'Say how much credit a customer has, and when it is looked at',
    override: 'Let orders of others pass though the credit does not cover them',
  },
});

export const CREDIT_PERMISSIONS = PERMISSIONS.credit;
