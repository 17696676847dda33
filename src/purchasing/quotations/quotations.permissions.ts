import { definePermissions } from '../../kernel/security/index.js';

export const QUOTATIONS = definePermissions('purchasing', {
  quotations: {
    read: 'See requests for quotation, replies and their comparison',
    create: 'Draft requests for quotation',
    send: 'Mark requests for quotation as sent',
    reply: 'Enter what suppliers reply',
    award: 'Choose replies, which become prices of their suppliers, and close requests',
    cancel: 'Cancel requests for quotation',
  },
}).quotations;
