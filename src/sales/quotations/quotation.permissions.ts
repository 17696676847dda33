import { definePermissions } from '../../kernel/security/index.js';

const PERMISSIONS = definePermissions('sales', {
  quotations: {
    read: 'See quotations and their versions',
    create: 'Draft quotations',
    update: 'Change quotations that are still drafts, and revise those that were sent',
    send: 'Say that the customer has got a quotation',
    decide: 'Say that a quotation was won, which makes its order, or lost',
    cancel: 'Cancel quotations',
  },
});

export const QUOTATION_PERMISSIONS = PERMISSIONS.quotations;
