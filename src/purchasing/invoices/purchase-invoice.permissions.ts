import { definePermissions } from '../../kernel/security/index.js';

export const PURCHASE_INVOICE_PERMISSIONS = definePermissions('purchasing', {
  invoices: {
    read: 'See invoices of suppliers with what they are matched with',
    register: 'Enter invoices and credit notes of suppliers against orders',
    match: 'Match held invoices of suppliers anew',
    release: 'Release held invoices of suppliers, with a reason',
    cancel: 'Cancel invoices of suppliers',
  },
}).invoices;
