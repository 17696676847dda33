import { defineImport, importField } from '../../kernel/imports/index.js';
import { MASTER_REFERENCES } from '../../master-data/index.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { ACCOUNT_TYPES, BALANCE_SIDES, CONTROLS } from './account-types.js';
import { CASH_FLOWS, STATEMENT_LINES } from './classification.js';

export const ACCOUNTS_IMPORT = defineImport({
  resource: 'accounts',
  title: 'Chart of accounts',
  description: 'Accounts of a company by their number. A heading may stand anywhere in the same file.',
  permissions: [ACCOUNTING.accounts.create, ACCOUNTING.accounts.update],
  company: true,
  fields: {
    number: importField.code({ required: true, description: 'Number, unique in the company.', example: '1115' }),
    name: importField.text({ required: true, description: 'Name.', example: 'Bank, dollars' }),
    type: importField.choice(ACCOUNT_TYPES, {
      required: true,
      description: 'What it is of the balance sheet or income statement.',
      example: 'asset',
    }),
    normal_balance: importField.choice(BALANCE_SIDES, {
      required: true,
      description: 'The side on which it grows.',
      example: 'debit',
    }),
    parent: importField.reference(
      { table: 'erp.accounts', code: 'number', in_company: true, self: true },
      { description: 'Number of the heading that it stands below.', example: '1000' },
    ),
    is_header: importField.boolean({
      default: 'false',
      description: 'Whether it is a heading, on which nothing is written.',
      example: 'false',
    }),
    control: importField.choice(CONTROLS, {
      description: 'Whose open invoices it is the sum of, if it is that.',
      example: 'payable',
    }),
    statement_line: importField.choice(STATEMENT_LINES, {
      description: 'The line of the balance sheet or income statement that it is part of; that of its type when empty.',
      example: 'current_assets',
    }),
    cash_flow: importField.choice(CASH_FLOWS, {
      description: 'What its movements are in the cash flow; unclassified when empty.',
      example: 'cash',
    }),
    currency: importField.reference(MASTER_REFERENCES.currency, {
      column: 'currency_code',
      description: 'The only currency that it takes, if there is one.',
      example: 'USD',
    }),
    is_active: importField.boolean({
      default: 'true',
      description: 'Whether something may be written on it.',
      example: 'true',
    }),
  },
  target: { table: 'erp.accounts', key: ['number'], versioned: true },
  rules: [
    {
      severity: 'error',
      code: 'ACCOUNT_FIXED',
      field: 'type',
      message: 'was written on, and stays what it is: type, heading, control and currency',
      where: `exists (select from erp.accounts a where a.id = s.target_id and exists (select from erp.journal_lines l where l.account_id = a.id)
        and (a.type, a.is_header, a.control, a.currency_code) is distinct from (s.type, s.is_header, s.control, s.currency_code))`,
    },
    {
      severity: 'error',
      code: 'ACCOUNT_NOT_HEADER',
      field: 'parent',
      message: 'is no heading',
      where: `exists (select from erp.accounts p where p.id = s.parent_id and not p.is_header
        and not exists (select from import_row f where f.target_id = p.id and f.is_header))
        or exists (select from import_row f where f.new_id = s.parent_id and not f.is_header)`,
    },
  ],
});
