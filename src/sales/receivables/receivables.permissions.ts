import { definePermissions } from '../../kernel/security/index.js';

const DEFINED = definePermissions('sales', {
  statements: {
    read: 'See what customers were invoiced, paid and owe',
  },
  dunning: {
    read: 'See which customers are overdue, and what they were reminded of',
    send: 'Record that customers were reminded',
    configure: 'Say from which day on customers are reminded, and how firmly',
  },
});
export const STATEMENT_PERMISSIONS = DEFINED.statements;
export const DUNNING_PERMISSIONS = DEFINED.dunning;
