import { defineErrors } from '../kernel/errors/index.js';

/** Refusals of the books. */
export const ACCOUNTING_ERRORS = defineErrors(
  'accounting',
  {
    ACCOUNT_FIXED: {
      kind: 'conflict',
      title: 'Account was written on',
      description:
        'Type, heading, control and currency of an account stay as they are once something was written on it.',
    },
    ACCOUNT_LINE_MISFIT: {
      kind: 'invalid',
      title: 'Not a line of its type',
      description:
        'An account stands on a line of the statements that its type can have, and only assets, liabilities and equity have a part in the cash flow; cash is no ' +
        'equity and no control account.',
    },
    ACCOUNT_NOT_HEADER: {
      kind: 'conflict',
      title: 'Not a heading',
      description: 'Accounts stand below headings only, and an account with others below it is a heading.',
    },
    ACCOUNT_CYCLE: {
      kind: 'conflict',
      title: 'Account below itself',
      description: 'Headings form a tree: an account cannot stand below itself.',
    },
    ACCOUNT_NOT_POSTABLE: {
      kind: 'conflict',
      title: 'Nothing is posted on it',
      description: 'The `accounts` named are headings, or are not in use any more.',
    },
    ACCOUNT_ROLE_MISSING: {
      kind: 'conflict',
      title: 'No account for it',
      description:
        'The company has no account in the `roles` named; assign one, or install the default chart of accounts.',
    },
    ACCOUNT_CURRENCY: {
      kind: 'conflict',
      title: 'Account of another currency',
      description: 'An account with a currency takes lines in that currency only.',
    },
    CONTROL_ACCOUNT: {
      kind: 'conflict',
      title: 'Control account',
      description:
        'Accounts of receivables and payables are written by invoices and payments only, so that they are what open documents add up to; those of inventory by stock only, so that they are what the stock ledger says.',
    },
    FISCAL_YEAR_MISSING: {
      kind: 'invalid',
      title: 'No fiscal year',
      description: 'There is no fiscal year that the day belongs to; years open by themselves only one year ahead.',
    },
    FISCAL_YEAR_NOT_ADJOINING: {
      kind: 'conflict',
      title: 'Fiscal year leaves a hole',
      description: 'A fiscal year begins on the day after another ends, or ends on the day before another begins.',
    },
    FISCAL_YEAR_OVERLAPS: {
      kind: 'conflict',
      title: 'Fiscal year overlaps',
      description: 'Every day belongs to one fiscal year of a company.',
    },
    BOOKS_CLOSED: {
      kind: 'conflict',
      title: 'Books are closed',
      description: 'The period of the day is closed; `first_open_day` is the first day after it that is not.',
    },
    BOOKS_NOT_BEGUN: {
      kind: 'invalid',
      title: 'Period has not begun',
      description: 'An accounting period that has not begun cannot be closed.',
    },
    EARLIER_BOOKS_OPEN: {
      kind: 'conflict',
      title: 'Earlier period is open',
      description: 'Periods close hard in their order: the one that begins on `starts_on` is not closed yet.',
    },
    EARLIER_YEAR_OPEN: {
      kind: 'conflict',
      title: 'Earlier year is open',
      description: 'Fiscal years close in their order: `fiscal_year` is not closed yet.',
    },
    LATER_YEAR_CLOSED: {
      kind: 'conflict',
      title: 'Later year is closed',
      description: 'Fiscal years open again from the last one back: `fiscal_year` has to be first.',
    },
    FISCAL_YEAR_CLOSED: {
      kind: 'conflict',
      title: 'Fiscal year is closed',
      description: 'No period opens again while its fiscal year is closed; take the closing of the year back first.',
    },
    PERIODS_OPEN: {
      kind: 'conflict',
      title: 'Periods are open',
      description:
        'A fiscal year closes when all its periods are closed hard: the one that begins on `starts_on` is not. The closing can close them.',
    },
    RESULT_NOT_CARRIED: {
      kind: 'conflict',
      title: 'Result is not carried forward',
      description:
        'Nothing is left on the income and expense accounts of a closed year, and its closing entry is taken back before it opens again.',
    },
    LATER_BOOKS_CLOSED: {
      kind: 'conflict',
      title: 'Later period is closed',
      description: 'Periods open again from the last one back: the one that begins on `starts_on` has to be first.',
    },
    ENTRY_UNBALANCED: {
      kind: 'invalid',
      title: 'Debits and credits differ',
      description:
        "An entry has as much debit as credit in the company's currency, on two lines at least: `debit`, `credit`.",
    },
    ENTRY_POSTED: {
      kind: 'conflict',
      title: 'Entry is posted',
      description: 'A posted entry never changes: it is reversed.',
    },
    ENTRY_REVERSED: {
      kind: 'conflict',
      title: 'Entry is reversed',
      description: 'An entry is reversed once, and a reversal is not reversed.',
    },
    ENTRY_OF_DOCUMENT: {
      kind: 'conflict',
      title: 'Entry of a document',
      description: 'A document posted it: what the document offers takes it back, not the journal.',
    },
    INVOICE_OF_DOCUMENT: {
      kind: 'conflict',
      title: 'Invoice of a document',
      description: 'A document handed it over: that document cancels, releases and credits it, not the books.',
    },
    REVERSAL_NOT_MIRRORED: {
      kind: 'conflict',
      title: 'Not a reversal',
      description: 'A reversal has the lines of what it reverses, the other way.',
    },
    TAX_RATE_MISSING: {
      kind: 'invalid',
      title: 'No tax rate',
      description: 'A tax code has no rate on the day of the invoice.',
    },
    INVOICE_POSTED: {
      kind: 'conflict',
      title: 'Invoice is posted',
      description: 'An invoice that is no draft any more never changes: it is cancelled.',
    },
    INVOICE_ALLOCATED: {
      kind: 'conflict',
      title: 'Invoice is paid in part',
      description: 'Something is paid of it, or used of it; take that back first.',
    },
    INVOICE_HELD: {
      kind: 'conflict',
      title: 'Invoice is on hold',
      description: 'Nothing is paid of an invoice that is on hold; `invoices` names them.',
    },
    INVOICE_NOT_HELD: {
      kind: 'conflict',
      title: 'Invoice is not on hold',
      description: 'Only an invoice that is on hold can be released.',
    },
    PAYMENT_POSTED: {
      kind: 'conflict',
      title: 'Payment is posted',
      description: 'A payment that is no draft any more never changes: it is reversed.',
    },
    PAYMENT_ALLOCATED: {
      kind: 'conflict',
      title: 'Payment is allocated',
      description: 'Something of it still pays an invoice.',
    },
    ALLOCATION_MISMATCH: {
      kind: 'invalid',
      title: 'One does not pay the other',
      description:
        'What pays and what is paid are of the same company, side, supplier or customer, and currency; only invoices are paid, and only credit notes refunded.',
    },
    ALLOCATION_EXCEEDS_OPEN: {
      kind: 'conflict',
      title: 'More than is open',
      description: 'More would be paid than is open of an invoice, or than is left of what pays it.',
    },
    ALLOCATION_UNDONE: {
      kind: 'conflict',
      title: 'Taken back before',
      description: 'The allocation was taken back already.',
    },
  },
  {
    constraints: {
      ck_accounts_statement_line: 'ACCOUNT_LINE_MISFIT',
      ck_accounts_cash_flow: 'ACCOUNT_LINE_MISFIT',
      ex_fiscal_years_days: 'FISCAL_YEAR_OVERLAPS',
      uq_journal_entries_reverses_id: 'ENTRY_REVERSED',
      ck_invoices_allocated: 'ALLOCATION_EXCEEDS_OPEN',
      ck_payments_allocated: 'ALLOCATION_EXCEEDS_OPEN',
    },
  },
);
