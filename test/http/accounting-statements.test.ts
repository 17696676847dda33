import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { anEntry, codeOf, someBooks } from '../support/books.js';
import type { Books } from '../support/books.js';
import { made } from '../support/makers.js';
import { statementsOf } from '../support/statements.js';
import { workbookFrom } from '../support/workbook.js';

let app: TestApp;
let admin: Caller;
let books: Books;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
beforeEach(async () => {
  books = await someBooks(app);
  await made(app, '/accounting/fiscal-years', { company_id: books.company_id, first_month: '2025-04', months: 12 });
});
afterAll(() => app.close());

const STATEMENTS = ['balance-sheet', 'income-statement', 'cash-flow', 'journal'];
const url = (what: string, query = ''): string => `/accounting/${what}?company_id=${books.company_id}&${query}`;
const of = async (what: string, query: string): Promise<any> => (await admin.get(url(what, query))).body;
const post = (day: string, debit: string, credit: string, amount: string): Promise<any> =>
  anEntry(app, books, day, [books.account[debit]!, amount], [books.account[credit]!, `-${amount}`]);

describe('days', () => {
  test('that are not given are the fiscal year up to the last one, in which the year begins in April', async () => {
    await post('2025-04-10', '1110', '4100', '10.00');
    await post('2026-03-10', '1110', '4100', '20.00');
    expect(await of('income-statement', 'to=2026-03-31')).toMatchObject({ from: '2025-04-01', result: '30.00' });
    expect(await of('cash-flow', 'to=2026-02-28')).toMatchObject({ from: '2025-04-01', closing_cash: '10.00' });
    // Nothing is known of the days after the last year: they are another year, and those before the first the calendar's.
    const later = await of('balance-sheet', 'as_of=2026-04-30');
    expect(later.data.find((r: any) => r.code === 'result_of_earlier_years').amount).toBe('30.00');
    expect(await of('income-statement', 'to=2024-07-31')).toMatchObject({ from: '2024-01-01', result: '0.00' });
    const before = await of('balance-sheet', 'as_of=2024-07-31');
    expect(before).toMatchObject({ assets: '0.00', equity: '0.00', difference: '0.00' });
    // Today where the factory is, whose midnight may pass between the two questions.
    const today = async () =>
      (await app.db.query(`select (now() at time zone 'Asia/Jakarta')::date::text as today`)).rows[0].today;
    const [asked, told, after] = [await today(), (await of('balance-sheet', '')).as_of, await today()];
    expect([asked, after]).toContain(told);
  });

  test('of a comparison are given together and in order, as those of the statement', async () => {
    const faults = async (what: string, query: string): Promise<string[]> => {
      const { status, body } = await admin.get(url(what, query));
      expect(status).toBe(422);
      return body.errors.map((each: any) => `${each.pointer} ${each.code}`);
    };
    for (const what of ['income-statement', 'cash-flow']) {
      expect(await faults(what, 'from=2026-02-01&to=2026-01-01&compare_from=2025-05-01')).toEqual([
        ...['/to INVALID_VALUE', '/compare_to REQUIRED'],
      ]);
      expect(await faults(what, 'to=2026-01-01&compare_to=2025-05-01')).toEqual(['/compare_from REQUIRED']);
      expect(await faults(what, 'to=2026-01-01&compare_from=2025-05-02&compare_to=2025-05-01')).toEqual([
        '/compare_to INVALID_VALUE',
      ]);
    }
    expect(await faults('journal', 'from=2026-02-01&to=2026-01-01')).toEqual(['/to INVALID_VALUE']);
    expect(await faults('trial-balance', 'compare_from=2025-05-01')).toEqual(['/compare_to REQUIRED']);
    expect(await faults('trial-balance', 'compare_from=2025-05-02&compare_to=2025-05-01')).toEqual([
      '/compare_to INVALID_VALUE',
    ]);
    for (const wrong of ['to=2026-02-30', 'format=pdf', 'from=yesterday'])
      expect((await admin.get(url('income-statement', wrong))).status).toBe(400);
  });
});

test('compared, an account of one side alone is nothing on the other', async () => {
  await post('2025-05-10', '1110', '4900', '10.00');
  await post('2025-06-10', '1100', '4100', '7.00');
  const income = await of(
    'income-statement',
    'from=2025-06-01&to=2025-06-30&compare_from=2025-05-01&compare_to=2025-05-31',
  );
  expect(
    income.data
      .filter((r: any) => r.kind === 'account')
      .map((r: any) => [r.account_number, r.amount, r.compare_amount, r.change]),
  ).toEqual([
    ['4100', '7.00', '0.00', '7.00'],
    ['4900', '0.00', '10.00', '-10.00'],
  ]);
  const trial = await of('trial-balance', 'to=2025-05-31&compare_to=2025-06-30');
  expect(trial.data.map((r: any) => [r.account_number, r.closing, r.compare_closing, r.change])).toEqual([
    ['1100', '0.00', '7.00', '-7.00'],
    ['1110', '10.00', '10.00', '0.00'],
    ['4100', '0.00', '-7.00', '7.00'],
    ['4900', '-10.00', '-10.00', '0.00'],
  ]);
  const plain = await admin.get(url('trial-balance', 'to=2025-05-31&format=csv'));
  expect(plain.text.split('\r\n')[0]!.endsWith(',closing,normal_balance')).toBe(true);
  const compared = await admin.get(url('trial-balance', 'to=2025-05-31&compare_to=2025-06-30&format=csv'));
  expect(compared.text.split('\r\n')[0]!.endsWith(',compare_closing,change')).toBe(true);
});

describe('an account', () => {
  test('is moved from line to line, and from part to part of the cash flow', async () => {
    const { id } = await made(app, '/accounting/accounts', {
      ...{ company_id: books.company_id, number: '1600', name: 'Shares', type: 'asset' },
    });
    await anEntry(app, books, '2025-05-10', [id, '10.00'], [books.account['3100']!, '-10.00']);
    expect(await of('cash-flow', 'to=2025-05-31')).toMatchObject({ unclassified: '-10.00', investing: '0.00' });
    const moved = await admin.patch(`/accounting/accounts/${id}`, {
      ...{ statement_line: 'non_current_assets', cash_flow: 'investing' },
    });
    expect(moved.body).toMatchObject({ statement_line: 'non_current_assets', cash_flow: 'investing', version: 2 });
    expect(await of('cash-flow', 'to=2025-05-31')).toMatchObject({ unclassified: '0.00', investing: '-10.00' });
    // As cash it is what the cash flow explains.
    await admin.patch(`/accounting/accounts/${id}`, { cash_flow: 'cash' });
    expect(await of('cash-flow', 'to=2025-05-31')).toMatchObject({
      ...{ opening_cash: '0.00', financing: '10.00', closing_cash: '10.00', difference: '0.00' },
    });
  });

  test('stands where its type can stand, and where it usually does when nobody says', async () => {
    const { company_id, account } = books;
    const add = (type: string, more: object = {}): Promise<any> =>
      admin.post('/accounting/accounts', {
        company_id,
        number: `N${String(Math.random()).slice(2, 12)}`,
        name: 'x',
        type,
        ...more,
      });
    for (const [type, line] of [
      ...[
        ['asset', 'current_assets'],
        ['liability', 'current_liabilities'],
        ['equity', 'equity'],
      ],
      ...[
        ['income', 'revenue'],
        ['expense', 'operating_expenses'],
      ],
    ])
      expect((await add(type!)).body).toMatchObject({ statement_line: line, cash_flow: null });
    for (const [type, more] of [
      ['asset', { statement_line: 'revenue' }],
      ['income', { statement_line: 'current_assets' }],
      ['income', { cash_flow: 'operating' }],
      ['equity', { cash_flow: 'cash' }],
      ['asset', { cash_flow: 'cash', control: 'receivable' }],
    ] as const) {
      const refused = await add(type, more);
      expect([refused.status, refused.body.error_code]).toEqual([422, 'ACCOUNT_LINE_MISFIT']);
    }
    expect((await add('asset', { statement_line: 'nowhere' })).status).toBe(422);
    // Another type takes it to the line of that type.
    const changed = await admin.patch(`/accounting/accounts/${account['1500']}`, { type: 'expense' });
    expect(changed.body).toMatchObject({ statement_line: 'operating_expenses', cash_flow: null });
    const chart = await admin.get(`/accounting/accounts?company_id=${company_id}&limit=200`);
    const told = (number: string): string => {
      const { statement_line, cash_flow } = chart.body.data.find((a: any) => a.number === number);
      return `${statement_line} ${cash_flow}`;
    };
    expect(
      ['1000', '1100', '1700', '1710', '2500', '3200', '4110', '4900', '5000', '5400', '6100', '6800'].map(told),
    ).toEqual([
      ...['current_assets null', 'current_assets cash', 'non_current_assets investing', 'non_current_assets operating'],
      ...['non_current_liabilities financing', 'equity financing', 'revenue null', 'other null', 'cost_of_sales null'],
      ...['cost_of_sales null', 'operating_expenses null', 'other null'],
    ]);
  });
});

test('every figure comes as a workbook whose numbers are numbers and whose texts are texts', async () => {
  const { company_id, account } = books;
  const evil = `=HYPERLINK("http://x";"y")`;
  await made(app, '/accounting/journal-entries', {
    ...{ company_id, entry_date: '2025-05-10', post: true, memo: evil },
    lines: [
      { account_id: account['1110'], debit: '9999999999999.99' },
      { account_id: account['4100'], credit: '9999999999999.99' },
    ],
  });
  await post('2025-05-11', '1110', '4100', '9999999999999.99');
  const journal = await workbookFrom(app, app.admin, url('journal', 'to=2025-05-31&format=xlsx'));
  expect(journal[1]).toEqual(expect.arrayContaining(['2025-05-10', evil, 'Bank', '1110', 9999999999999.99, 0]));
  // A number of sixteen digits is none that a spreadsheet keeps.
  const trial = await workbookFrom(app, app.admin, url('trial-balance', 'to=2025-05-31&format=xlsx'));
  expect(trial[1]!.slice(4)).toEqual([0, '19999999999999.98', 0, '19999999999999.98', 'debit']);
  const ledger = `/accounting/general-ledger?account_id=${account['4100']}&to=2025-05-31&format=xlsx`;
  expect((await workbookFrom(app, app.admin, ledger)).length).toBe(3);
  for (const what of ['due-list', 'ageing'])
    expect(await workbookFrom(app, app.admin, url(what, 'side=payable&format=xlsx'))).toEqual([[]].slice(1));
  const csv = await admin.get(url('journal', 'to=2025-05-31&format=csv'));
  expect(csv.text).toContain(`"'=HYPERLINK(""http://x"";""y"")"`);
  const file = await admin.get(url('cash-flow', 'to=2025-05-31&format=xlsx'));
  expect(file.headers['content-disposition']).toBe('attachment; filename="cash-flow.xlsx"');
});

test('the journal is every line by day and number, of one book where wanted, and as much debit as credit', async () => {
  await post('2025-05-11', '1110', '4100', '2.00');
  await post('2025-05-10', '1110', '4100', '1.00');
  const { company_id, account } = books;
  const lines = [
    { account_id: account['6300'], debit: '5.00', memo: 'Power' },
    { account_id: account['1110'], credit: '5.00' },
  ];
  const head = { company_id, entry_date: '2025-05-12', journal: 'wages' };
  await made(app, '/accounting/journal-entries', { ...head, memo: 'May', post: true, lines });
  await made(app, '/accounting/journal-entries', { ...head, lines });
  const all = await of('journal', 'from=2025-05-01&to=2025-05-31');
  expect(all).toMatchObject({ debit: '8.00', credit: '8.00', currency_code: 'IDR' });
  expect(all.data.map((r: any) => [r.entry_date, r.account_number, r.debit, r.credit])).toEqual([
    ['2025-05-10', '1110', '1.00', '0.00'],
    ['2025-05-10', '4100', '0.00', '1.00'],
    ['2025-05-11', '1110', '2.00', '0.00'],
    ['2025-05-11', '4100', '0.00', '2.00'],
    ['2025-05-12', '6300', '5.00', '0.00'],
    ['2025-05-12', '1110', '0.00', '5.00'],
  ]);
  const wages = await of('journal', 'from=2025-05-01&to=2025-05-31&journal=wages');
  expect(wages.data.map((r: any) => [r.journal, r.memo])).toEqual([
    ['wages', 'Power'],
    ['wages', 'May'],
  ]);
});

test('statements are for those who may see them, of their companies, and send a fixed number of statements', async () => {
  const clerk = app.as(await app.actor({ permissions: ['accounting.invoices.read'], companies: [books.company_id] }));
  const reader = app.as(
    await app.actor({ permissions: ['accounting.statements.read'], companies: [books.company_id] }),
  );
  const stranger = app.as(await app.actor({ role: 'accountant' }));
  const few: Record<string, number> = {};
  const daysOf = (what: string, last: string): string =>
    what === 'balance-sheet' ? `as_of=${last}&compare_as_of=2025-05-15` : `from=2025-04-01&to=${last}`;
  await post('2025-05-10', '1110', '4100', '1.00');
  for (const what of STATEMENTS) {
    expect((await clerk.get(url(what))).status).toBe(403);
    expect((await reader.get(url(what))).status).toBe(200);
    expect(codeOf(await stranger.get(url(what)))).toBe('NOT_FOUND');
    expect((await admin.get(`/accounting/${what}?company_id=nobody`)).status).toBe(400);
    few[what] = await statementsOf(() => admin.get(url(what, daysOf(what, '2025-05-10'))));
  }
  for (const number of ['4110', '4900', '5100', '6200', '6400', '2300', '1500'])
    await post('2025-05-20', number, '1110', '3.00');
  for (const what of STATEMENTS) {
    expect(await statementsOf(() => admin.get(url(what, daysOf(what, '2025-12-31'))))).toBe(few[what]);
  }
});
