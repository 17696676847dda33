import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { anEntry, booksOf, codeOf, someBooks } from '../support/books.js';
import { findings, importFile } from '../support/imports.js';
import { aCompany, made, unique } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterAll(() => app.close());

describe('the chart of accounts', () => {
  test('is installed once, and adds only what is missing', async () => {
    const { id: company_id } = await aCompany(app);
    const own = await made(app, '/accounting/accounts', {
      company_id,
      number: '1110',
      name: 'Our bank',
      type: 'asset',
    });
    const first = await admin.post('/accounting/accounts/install', { company_id });
    expect(first).toMatchObject({ status: 200, body: { company_id, roles_added: 32 } });
    expect(first.body.accounts_added).toBeGreaterThan(40);
    const again = await admin.post('/accounting/accounts/install', { company_id });
    expect(again.body).toEqual({ company_id, accounts_added: 0, roles_added: 0 });
    const { role } = await booksOf(app, company_id);
    expect(role['bank']).toBe(own.id);
    expect(Object.values(role).filter((account) => account === null)).toEqual([]);
  });

  test('is a tree of headings: accounts stand below headings, and none below itself', async () => {
    const { company_id, account } = await someBooks(app);
    const heading = (number: string, parent_id?: string) =>
      made(app, '/accounting/accounts', {
        company_id,
        number,
        name: number,
        type: 'asset',
        is_header: true,
        parent_id,
      });
    const a = await heading('A', account['1000']);
    const b = await heading('B', a.id);
    expect(codeOf(await admin.patch(`/accounting/accounts/${a.id}`, { parent_id: b.id }))).toBe('ACCOUNT_CYCLE');
    expect(codeOf(await admin.patch(`/accounting/accounts/${a.id}`, { is_header: false }))).toBe('ACCOUNT_NOT_HEADER');
    expect(codeOf(await admin.patch(`/accounting/accounts/${b.id}`, { parent_id: account['1110'] }))).toBe(
      'ACCOUNT_NOT_HEADER',
    );
    const other = await someBooks(app);
    expect(codeOf(await admin.patch(`/accounting/accounts/${b.id}`, { parent_id: other.account['1000'] }))).toBe(
      'REFERENCE_NOT_FOUND',
    );
    expect(
      codeOf(await admin.post('/accounting/accounts', { company_id, number: 'a', name: 'x', type: 'asset' })),
    ).toBe('DUPLICATE');
  });

  test('says what an account is only until something was written on it; what was used is not deleted', async () => {
    const books = await someBooks(app);
    const { account } = books;
    await anEntry(app, books, '2026-01-05', [account['1110']!, '5.00'], [account['3100']!, '-5.00']);
    const bank = `/accounting/accounts/${account['1110']}`;
    for (const change of [{ type: 'expense' }, { is_header: true }, { currency_code: 'USD' }, { control: 'payable' }])
      expect(codeOf(await admin.patch(bank, change))).toBe('ACCOUNT_FIXED');
    expect((await admin.patch(bank, { name: 'Bank of Bandung' })).body).toMatchObject({ name: 'Bank of Bandung' });
    expect(codeOf(await admin.delete(bank))).toBe('IN_USE');
    expect((await admin.delete(`/accounting/accounts/${account['4900']}`)).status).toBe(204);
  });

  test('comes from a file, headings and accounts in any order', async () => {
    const { id, code } = await aCompany(app);
    const file = `company,number,name,type,normal_balance,parent,is_header\n${code},110,Till,asset,debit,100,false\n${code},100,Assets,asset,debit,,true\n`;
    expect((await importFile(app, 'accounts', file)).body).toMatchObject({ status: 'succeeded', inserted: 2 });
    const { body } = await admin.get(`/accounting/accounts?company_id=${id}`);
    expect(body.data.map((each: any) => [each.number, each.parent_id === body.data[0].id])).toEqual([
      ['100', false],
      ['110', true],
    ]);
    const wrong = `company,number,name,type,normal_balance,parent\n${code},120,Safe,asset,debit,110\n`;
    const failed = await importFile(app, 'accounts', wrong);
    expect((await findings(app, failed.body.id)).map((each) => each.code)).toEqual(['ACCOUNT_NOT_HEADER']);
    const books = await booksOf(app, id);
    await anEntry(app, books, '2026-01-05', [books.account['110']!, '5.00'], [books.account['3100']!, '-5.00']);
    const used = await importFile(
      app,
      'accounts',
      `company,number,name,type,normal_balance\n${code},110,Till,expense,debit\n`,
    );
    expect((await findings(app, used.body.id)).map((each) => each.code)).toEqual(['ACCOUNT_FIXED']);
  });
});

describe('roles of accounts', () => {
  test('are given to accounts that fit, all faults at once', async () => {
    const { company_id, account, role } = await someBooks(app);
    const refused = await admin.put('/accounting/account-roles', {
      company_id,
      roles: [
        { role: 'payables', account_id: account['2500'] },
        { role: 'revenue', account_id: account['4000'] },
        { role: 'grni', account_id: account['6200'] },
        { role: 'grni', account_id: account['2500'] },
      ],
    });
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map((each: any) => `${each.pointer} ${each.code}`)).toEqual([
      '/roles/0/account_id NOT_ALLOWED',
      '/roles/1/account_id NOT_ALLOWED',
      '/roles/2/account_id NOT_ALLOWED',
      '/roles/3/role DUPLICATE',
    ]);
    const { body } = await admin.put('/accounting/account-roles', {
      company_id,
      roles: [{ role: 'bank', account_id: account['2500'] }],
    });
    expect(body.find((each: any) => each.role === 'bank')).toMatchObject({ account_number: '2500' });
    expect(body.find((each: any) => each.role === 'cash').account_id).toBe(role['cash']);
  });
});

test('belongs to who sees the company, and to whom may', async () => {
  const { company_id, account } = await someBooks(app);
  const stranger = app.as(await app.actor({ role: 'accountant' }));
  expect((await stranger.get(`/accounting/accounts/${account['1110']}`)).status).toBe(404);
  expect((await stranger.get(`/accounting/account-roles?company_id=${company_id}`)).status).toBe(404);
  expect((await stranger.post('/accounting/accounts/install', { company_id })).status).toBe(404);
  expect((await stranger.get(`/accounting/accounts?company_id=${company_id}`)).body.data).toEqual([]);
  const buyer = app.as(await app.actor({ role: 'purchasing' }));
  expect((await buyer.get('/accounting/accounts')).status).toBe(403);
  const reader = app.as(await app.actor({ role: 'auditor', companies: [company_id] }));
  expect((await reader.get(`/accounting/accounts/${account['1110']}`)).status).toBe(200);
  expect((await reader.post('/accounting/accounts', { number: unique('X'), name: 'x', type: 'asset' })).status).toBe(
    403,
  );
});
