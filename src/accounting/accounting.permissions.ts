import { definePermissions } from '../kernel/security/index.js';

/** What people may do with the books. */
export const ACCOUNTING = definePermissions('accounting', {
  accounts: {
    read: 'See the chart of accounts and what its accounts are for',
    create: 'Add accounts, also the default chart',
    update: 'Change and deactivate accounts',
    delete: 'Delete accounts on which nothing was ever written',
    assign: 'Say which account stands for what modules post',
  },
  fiscal_years: {
    read: 'See fiscal years',
    create: 'Add fiscal years with their periods',
    close: 'Close a fiscal year and carry its result forward',
    reopen: 'Take the closing of a fiscal year back',
  },
  periods: {
    read: 'See accounting periods',
    soft_close: 'Close an accounting period softly: only some may still post in it',
    post_soft_closed: 'Post in an accounting period that is closed softly',
    close: 'Close an accounting period hard: nothing may be posted in it any more',
    reopen: 'Open a softly closed accounting period again',
    reopen_hard: 'Open an accounting period again that was closed hard',
  },
  journal_entries: {
    read: 'See journal entries',
    create: 'Draft journal entries',
    update: 'Change and delete journal entries that are still drafts',
    post: 'Post journal entries',
    reverse: 'Reverse journal entries that were made by hand',
  },
  tax_codes: {
    read: 'See tax codes and their rates',
    create: 'Add tax codes and rates',
    update: 'Change tax codes and rates',
    delete: 'Delete tax codes and rates that were never used',
  },
  payment_terms: {
    read: 'See payment terms',
    create: 'Add payment terms',
    update: 'Change and deactivate payment terms',
    delete: 'Delete payment terms that were never used',
  },
  invoices: {
    read: 'See invoices, what is due and how old it is',
    create: 'Draft invoices and credit notes by hand',
    update: 'Change invoices that are still drafts',
    post: 'Post invoices and credit notes',
    cancel: 'Cancel invoices and credit notes by reversal',
    hold: 'Put an invoice on hold, so that it is not paid',
    release: 'Release an invoice from its hold',
    apply: 'Set credit notes off against invoices',
    export: 'Take invoices away as a file',
  },
  payments: {
    read: 'See payments and what they paid',
    create: 'Draft payments',
    post: 'Post payments',
    allocate: 'Say which invoices a payment pays, and take that back',
    reverse: 'Reverse payments',
    cancel: 'Cancel payments that are still drafts',
  },
  statements: { read: 'See the trial balance, the ledger and journal, the statements and the tax report' },
});
