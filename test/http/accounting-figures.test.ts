import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { anEntry, balanceOf, codeOf, someBooks } from '../support/books.js';
import type { Books } from '../support/books.js';
import { expectIntegrity } from '../support/integrity.js';
import { aSupplier, made } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let books: Books;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
beforeEach(async () => {
  books = await someBooks(app);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const rows = (text: string): string[][] =>
  text
    .trim()
    .split('\r\n')
    .map((row) => row.split(','));

describe('the trial balance and the general ledger', () => {
  test('are what was posted, between any two days, in JSON and CSV', async () => {
    const { account, company_id } = books;
    await anEntry(app, books, '2026-01-10', [account['1110']!, '1000.00'], [account['3100']!, '-1000.00']);
    await anEntry(app, books, '2026-02-05', [account['6300']!, '70.50'], [account['1110']!, '-70.50']);
    const wrong = await anEntry(app, books, '2026-02-06', [account['6300']!, '9.00'], [account['1110']!, '-9.00']);
    await admin.post(`/accounting/journal-entries/${wrong.id}/reverse`, { reason: 'Twice', entry_date: '2026-03-01' });
    await made(app, '/accounting/journal-entries', {
      ...{ company_id, entry_date: '2026-02-07', lines: [{ account_id: account['6300'], debit: '5.00' }] },
    });
    const { body } = await admin.get(
      `/accounting/trial-balance?company_id=${company_id}&from=2026-02-01&to=2026-02-28`,
    );
    expect(body).toMatchObject({
      opening: '0.00',
      debit: '79.50',
      credit: '79.50',
      closing: '0.00',
      currency_code: 'IDR',
    });
    expect(body.data.map((r: any) => [r.account_number, r.opening, r.debit, r.credit, r.closing])).toEqual([
      ['1110', '1000.00', '0.00', '79.50', '920.50'],
      ['3100', '-1000.00', '0.00', '0.00', '-1000.00'],
      ['6300', '0.00', '79.50', '0.00', '79.50'],
    ]);
    const all = await admin.get(`/accounting/trial-balance?company_id=${company_id}&include_empty=true`);
    expect(all.body.data.find((r: any) => r.account_number === '6300').closing).toBe('70.50');
    expect(all.body.data.length).toBe(42);
    const csv = await admin.get(`/accounting/trial-balance?company_id=${company_id}&to=2026-01-31&format=csv`);
    expect(rows(csv.text).map((row) => [row[1], row.at(-2)])).toEqual([
      ['account_number', 'closing'],
      ['1110', '1000.00'],
      ['3100', '-1000.00'],
    ]);
    const ledger = await admin.get(
      `/accounting/general-ledger?account_id=${account['1110']}&from=2026-02-01&to=2026-03-31`,
    );
    expect(ledger.body).toMatchObject({ opening: '1000.00', closing: '929.50', account_number: '1110' });
    expect(ledger.body.data.map((r: any) => [r.entry_date, r.debit, r.credit, r.balance])).toEqual([
      ['2026-02-05', '0.00', '70.50', '929.50'],
      ['2026-02-06', '0.00', '9.00', '920.50'],
      ['2026-03-01', '9.00', '0.00', '929.50'],
    ]);
    expect(
      codeOf(await admin.get(`/accounting/trial-balance?company_id=${company_id}&from=2026-02-02&to=2026-02-01`)),
    ).toBe('VALIDATION_FAILED');
    const stranger = app.as(await app.actor({ role: 'accountant' }));
    expect((await stranger.get(`/accounting/trial-balance?company_id=${company_id}`)).status).toBe(404);
    expect((await stranger.get(`/accounting/general-ledger?account_id=${account['1110']}`)).status).toBe(404);
  });
});

describe('open items', () => {
  test('are due and age as of any day: what was paid, taken back or cancelled later was open then', async () => {
    const { company_id } = books;
    const supplier = await aSupplier(app);
    const bill = async (
      net_amount: string,
      invoice_date: string,
      due_date: string,
      more: object = {},
    ): Promise<any> => {
      const lines = [{ account_role: 'purchase_expense', net_amount }];
      const draft = await made(app, '/accounting/invoices', {
        company_id,
        supplier_id: supplier.id,
        invoice_date,
        due_date,
        lines,
        ...more,
      });
      return (await admin.post(`/accounting/invoices/${draft.id}/post`)).body;
    };
    const old = await bill('100', '2026-01-01', '2026-01-31');
    const late = await bill('200', '2026-03-01', '2026-04-15');
    await bill('400', '2026-04-20', '2026-05-20');
    await bill('30', '2026-04-20', '2026-04-20', { kind: 'credit_note' });
    const wrong = await bill('1000', '2026-04-02', '2026-04-02');
    await admin.post(`/accounting/invoices/${wrong.id}/cancel`, { reason: 'Wrong', entry_date: '2026-05-10' });
    const payment = await made(app, '/accounting/payments', {
      company_id,
      supplier_id: supplier.id,
      amount: '150',
      payment_date: '2026-05-02',
    });
    const paid = await admin.post(`/accounting/payments/${payment.id}/post`, {
      allocations: [{ invoice_id: old.id }, { invoice_id: late.id, amount: '20' }],
    });
    const url = (what: string, day: string): string =>
      `/accounting/${what}?company_id=${company_id}&side=payable&as_of=${day}`;
    const ages = async (day: string): Promise<string[]> => {
      const { body } = await admin.get(url('ageing', day));
      return ['not_due', 'days_0_30', 'days_31_60', 'days_61_90', 'over_90', 'unallocated', 'total'].map(
        (name) => body[name],
      );
    };
    // On 1 May: 100 is 90 days past, 200 sixteen, the note -30 eleven, 1000 twenty-nine, 400 still to come.
    expect(await ages('2026-05-01')).toEqual(['400.00', '1170.00', '0.00', '100.00', '0.00', '0.00', '1670.00']);
    // A day later 100 and 20 are paid, and 30 of the payment are left.
    expect(await ages('2026-05-02')).toEqual(['400.00', '1150.00', '0.00', '0.00', '0.00', '-30.00', '1520.00']);
    // On 20 May the wrong one is gone, 180 are 35 days past, 400 due today, the note thirty days past.
    expect(await ages('2026-05-20')).toEqual(['0.00', '370.00', '180.00', '0.00', '0.00', '-30.00', '520.00']);
    await admin.post(`/accounting/payments/${payment.id}/take-back`, {
      allocation_ids: [paid.body.allocations[0].id],
      reason: 'No',
      on: '2026-06-01',
    });
    expect((await ages('2026-05-20')).at(-1)).toBe('520.00');
    expect(await ages('2026-06-01')).toEqual(['0.00', '400.00', '150.00', '0.00', '100.00', '-130.00', '520.00']);
    expect(await balanceOf(app, books.role['payables']!)).toBe('-520.00');
    const due = await admin.get(`${url('due-list', '2026-05-20')}&due_to=2026-05-10`);
    expect(due.body.data.map((r: any) => [r.kind, r.due_date, r.open_amount, r.days_overdue])).toEqual([
      ['invoice', '2026-04-15', '180.00', 35],
      ['credit_note', '2026-04-20', '-30.00', 30],
      ['payment', '2026-05-02', '-30.00', 18],
    ]);
    const csv = await admin.get(`${url('ageing', '2026-05-20')}&format=csv&partner_id=${supplier.id}`);
    expect(rows(csv.text)[1]).toContain('520.00');
    expect((await admin.get(url('ageing', '2025-12-31'))).body).toMatchObject({ total: '0.00', data: [] });
  });
});

describe('pabrik check', () => {
  const broken = async (sql: string, params: unknown[], name: string): Promise<void> => {
    const { IntegrityService } = jest.requireActual<typeof import('../../src/operations/index.js')>(
      '../../src/operations/index.js',
    );
    const client = await app.db.connect();
    const trouble = async (): Promise<string[]> => {
      const found = await app.nest.get(IntegrityService, { strict: false }).check();
      return found.filter(({ violations }) => violations > 0).map((each) => each.name);
    };
    await client.query(`set session_replication_role = replica`);
    const undo = await client.query(sql, params);
    expect(undo.rowCount).toBe(1);
    expect(await trouble()).toContain(name);
    client.release(true);
  };

  test('finds an entry, a number, an allocation and a control account that were tampered with', async () => {
    const { account, company_id } = books;
    const entry = await anEntry(app, books, '2026-01-10', [account['1110']!, '10.00'], [account['3100']!, '-10.00']);
    const change = 'update erp.journal_lines set debit = $2::numeric where entry_id = $1 and line_no = 1';
    await broken(change, [entry.id, '11.00'], 'journal_entries_balance');
    await app.db.query('alter table erp.journal_lines disable trigger user');
    await app.db.query(change, [entry.id, '10.00']);
    await app.db.query('alter table erp.journal_lines enable trigger user');
    const count = 'update erp.legal_numbers set last_number = $2::int where company_id = $1';
    await broken(count, [company_id, 2], 'legal_numbers_have_no_gap');
    await app.db.query(count, [company_id, 1]);
    const supplier = await aSupplier(app);
    const draft = await made(app, '/accounting/invoices', {
      company_id,
      supplier_id: supplier.id,
      lines: [{ account_role: 'freight', net_amount: '7' }],
    });
    await admin.post(`/accounting/invoices/${draft.id}/post`);
    const paid = 'update erp.invoices set allocated_amount = $2::numeric, allocated_base = $2::numeric where id = $1';
    await broken(paid, [draft.id, '3'], 'open_amounts_agree_with_allocations');
    await broken(paid, [draft.id, '4'], 'control_accounts_agree_with_open_documents');
    await app.db.query(paid, [draft.id, '0']);
  });
});
