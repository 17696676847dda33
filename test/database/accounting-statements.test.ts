import type pg from 'pg';
import { StatementsAndClosing1770300000000 } from '../../migrations/1770300000000-statements-and-closing.js';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

let database: TestDatabase;
let owner: pg.Pool;
beforeAll(async () => {
  database = await cloneDatabase();
  owner = database.pool();
});
afterAll(() => database.drop());

/** Accounts as they were before there were lines: `[number, name, type, role, heading, control]`. */
const ACCOUNTS = [
  ['1000', 'Assets', 'asset', null, true, null],
  ['11', 'Till', 'asset', 'cash', false, null],
  ['12', 'Overdraft', 'liability', 'bank', false, null],
  ['13', 'Customers', 'asset', 'receivables', false, 'receivable'],
  ['14', 'Something', 'asset', null, false, null],
  ['1700', 'Machines and buildings', 'asset', null, false, null],
  ['1710', 'Something else', 'asset', null, false, null],
  ['2500', 'Loans', 'liability', null, false, null],
  ['3200', 'Kept', 'equity', 'retained_earnings', false, null],
  ['41', 'Sales', 'income', 'revenue', false, null],
  ['42', 'Discounts', 'expense', 'sales_discounts', false, null],
  ['48', 'Gains', 'income', 'exchange_gain', false, null],
  ['51', 'Cost', 'expense', 'cogs', false, null],
  ['61', 'Rent', 'expense', null, false, null],
] as const;

test('accounts that were there stand where role, number and type say, unseen by version and audit; and all of it can be taken back', async () => {
  const runner = { query: async (sql: string, params?: unknown[]) => (await owner.query(sql, params)).rows as unknown };
  const migration = new StatementsAndClosing1770300000000();
  await migration.down(runner as never);
  const { rows } = await owner.query(
    `insert into erp.companies (code, name, currency_code) values ('LINES', 'Lines', 'IDR') returning id`,
  );
  const company = rows[0].id as string;
  for (const [number, name, type, role, is_header, control] of ACCOUNTS) {
    const made = await owner.query(
      `insert into erp.accounts (company_id, number, name, type, normal_balance, is_header, control) values ($1, $2, $3, $4, 'debit', $5, $6) returning id`,
      [company, number, name, type, is_header, control],
    );
    if (role !== null)
      await owner.query('insert into erp.account_roles (company_id, role, account_id) values ($1, $2, $3)', [
        company,
        role,
        made.rows[0].id,
      ]);
  }
  await owner.query(`select erp.open_fiscal_year($1, '2024-01-01', 12, null)`, [company]);
  const audited = async (): Promise<number> =>
    Number((await owner.query('select count(*) as n from erp.audit_logs')).rows[0].n);
  const before = await audited();
  await migration.up(runner as never);
  const after = await owner.query(
    'select number, statement_line, cash_flow, version, updated_at = created_at as is_untouched from erp.accounts where company_id = $1 order by number',
    [company],
  );
  expect(after.rows.map((r: any) => `${r.number} ${r.statement_line} ${r.cash_flow}`)).toEqual([
    '1000 current_assets null',
    '11 current_assets cash',
    '12 current_liabilities cash',
    '13 current_assets operating',
    '14 current_assets null',
    '1700 non_current_assets investing',
    '1710 current_assets null',
    '2500 non_current_liabilities financing',
    '3200 equity financing',
    '41 revenue null',
    '42 revenue null',
    '48 other null',
    '51 cost_of_sales null',
    '61 operating_expenses null',
  ]);
  expect(after.rows.every((r: any) => r.version === 1 && r.is_untouched === true)).toBe(true);
  expect(await audited()).toBe(before);
  const years = await owner.query(
    'select state, version, updated_at = created_at as is_untouched from erp.fiscal_years where company_id = $1',
    [company],
  );
  expect(years.rows).toEqual([{ state: 'open', version: 1, is_untouched: true }]);
});

test('no account is without a line, and only the application may say the state of a year', async () => {
  await expect(
    owner.query(`update erp.accounts set statement_line = 'nowhere' where number = '41'`),
  ).rejects.toMatchObject({ constraint: 'ck_accounts_statement_line' });
  await expect(
    owner.query(`update erp.accounts set cash_flow = 'operating' where number = '41'`),
  ).rejects.toMatchObject({ constraint: 'ck_accounts_cash_flow' });
  await owner.query(`update erp.accounts set statement_line = null where number = '42'`);
  const { rows } = await owner.query(`select statement_line from erp.accounts where number = '42'`);
  expect(rows[0].statement_line).toBe('operating_expenses');
  const app = database.appPool();
  await expect(app.query(`update erp.fiscal_years set code = 'X'`)).rejects.toMatchObject({ code: '42501' });
  await expect(app.query(`delete from erp.fiscal_years`)).rejects.toMatchObject({ code: '42501' });
});
