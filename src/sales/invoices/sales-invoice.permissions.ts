import { definePermissions } from '../../kernel/security/index.js';

export const SALES_INVOICE_PERMISSIONS = definePermissions('sales', {
  invoices: {
    read: 'See invoices and credit notes to customers with the orders they are for',
    create: 'Draft invoices, deposits and credit notes to customers',
    post: 'Post invoices, deposits and credit notes to customers',
    cancel: 'Cancel invoices to customers',
  },
}).invoices;
