import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { anEntry, balanceOf, someBooks } from '../support/books.js';
import type { Books } from '../support/books.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCustomer, aSupplier, made } from '../support/makers.js';
import { workbookFrom } from '../support/workbook.js';

/**
 * Two years of a small trader, and its statements worked out by hand. Its stock is counted by somebody else and lies on an account of its own, since
 * accounts of inventory are written by the stock ledger alone. In rupiah; what is posted:
 *
 * 2024-01-02  bank 1110 100,000.00                       / capital 3100
 * 2024-01-15  machines 1700 40,000.00                    / bank
 * 2024-02-01  bank 20,000.00                             / loans 2500
 * 2024-03-10  stock of others 1350 15,000.50             / bank
 * 2024-06-20  bank 12,345.67                             / sales 4100
 * 2024-06-20  cost of goods sold 5100 9,000.25           / stock of others
 * 2024-07-01  wages 6200 5,000.00                        / wages payable 2300
 * 2024-08-01  wages payable 4,000.00                     / bank
 * 2024-11-20  receivables 1200 33,300.00                 / sales 30,000.00, output tax 2200 3,300.00 (invoice)
 * 2024-12-31  depreciation 6400 4,000.00                 / accumulated depreciation 1710
 * 2024-12-31  exchange losses 6800 100.10                / bank
 *
 * 2025-01-20  bank 33,300.00                             / receivables (payment)
 * 2025-02-28  services 6100 2,000.00, input tax 1400 220 / payables 2100 2,220.00 (invoice)
 * 2025-03-15  payables 1,220.00                          / bank (payment)
 * 2025-04-01  discounts 4110 1,000.00, output tax 110.00 / receivables 1,110.00 (credit note)
 * 2025-05-05  loans 5,000.00                             / bank
 * 2025-06-30  bank 50,000.99                             / sales
 * 2025-06-30  cost of goods sold 6,000.25                / stock of others
 * 2025-09-01  bank 77.77                                 / other income 4900
 * 2025-10-10  deposits 1600 500.00 (not classified)      / bank
 * 2025-12-31  depreciation 4,000.00                      / accumulated depreciation
 */
let app: TestApp;
let admin: Caller;
let books: Books;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  books = await someBooks(app);
  for (const year of ['2024', '2025'])
    await made(app, '/accounting/fiscal-years', { company_id: books.company_id, first_month: `${year}-01` });
  await twoYears();
}, 240_000);
afterAll(() => app.close());

async function twoYears(): Promise<void> {
  const { company_id, account } = books;
  const deposits = await made(app, '/accounting/accounts', {
    ...{ company_id, number: '1600', name: 'Deposits', type: 'asset', statement_line: 'non_current_assets' },
  });
  const elsewhere = await made(app, '/accounting/accounts', {
    ...{ company_id, number: '1350', name: 'Stock kept by others', type: 'asset', cash_flow: 'operating' },
  });
  const added: Record<string, string> = { 1350: elsewhere.id, 1600: deposits.id };
  const post = async (day: string, debit: string, credit: string, amount: string): Promise<void> => {
    const id = (number: string): string => added[number] ?? account[number]!;
    await anEntry(app, books, day, [id(debit), amount], [id(credit), `-${amount}`]);
  };
  await post('2024-01-02', '1110', '3100', '100000.00');
  await post('2024-01-15', '1700', '1110', '40000.00');
  await post('2024-02-01', '1110', '2500', '20000.00');
  await post('2024-03-10', '1350', '1110', '15000.50');
  await post('2024-06-20', '1110', '4100', '12345.67');
  await post('2024-06-20', '5100', '1350', '9000.25');
  await post('2024-07-01', '6200', '2300', '5000.00');
  await post('2024-08-01', '2300', '1110', '4000.00');
  await post('2024-12-31', '6400', '1710', '4000.00');
  await post('2024-12-31', '6800', '1110', '100.10');
  await post('2025-05-05', '2500', '1110', '5000.00');
  await post('2025-06-30', '1110', '4100', '50000.99');
  await post('2025-06-30', '5100', '1350', '6000.25');
  await post('2025-09-01', '1110', '4900', '77.77');
  await post('2025-10-10', '1600', '1110', '500.00');
  await post('2025-12-31', '6400', '1710', '4000.00');
  await documents();
}

async function documents(): Promise<void> {
  const { company_id } = books;
  const [customer_id, supplier_id] = [(await aCustomer(app)).id, (await aSupplier(app)).id];
  const tax = await made(app, '/accounting/tax-codes', { company_id, code: 'PPN', name: 'Value added tax' });
  await made(app, '/accounting/tax-rates', { tax_code_id: tax.id, valid_from: '2024-01-01', rate: '11' });
  const invoice = async (day: string, account_role: string, net_amount: string, more: object): Promise<any> => {
    const lines = [{ account_role, net_amount, tax_code_id: tax.id }];
    const draft = await made(app, '/accounting/invoices', { company_id, invoice_date: day, lines, ...more });
    const posted = await admin.post(`/accounting/invoices/${draft.id}/post`);
    expect(posted.status).toBe(200);
    return posted.body;
  };
  const pay = async (day: string, amount: string, of: any, more: object): Promise<void> => {
    const draft = await made(app, '/accounting/payments', { company_id, amount, payment_date: day, ...more });
    const posted = await admin.post(`/accounting/payments/${draft.id}/post`, { allocations: [{ invoice_id: of.id }] });
    expect(posted.status).toBe(200);
  };
  const sold = await invoice('2024-11-20', 'revenue', '30000.00', { customer_id });
  await pay('2025-01-20', '33300.00', sold, { customer_id });
  const bought = await invoice('2025-02-28', 'purchase_expense', '2000.00', { supplier_id });
  await pay('2025-03-15', '1220.00', bought, { supplier_id });
  await invoice('2025-04-01', 'sales_discounts', '1000.00', { customer_id, kind: 'credit_note' });
}

const url = (what: string, query: string): string => `/accounting/${what}?company_id=${books.company_id}&${query}`;
async function figures(what: string, query: string): Promise<any> {
  const { status, body } = await admin.get(url(what, query));
  expect(status).toBe(200);
  return body;
}
/** Rows as `number or code amount compared`. */
const told = (body: any): string[] =>
  body.data.map((row: any) =>
    [row.account_number ?? row.code, row.amount, ...(row.compare_amount === null ? [] : [row.compare_amount])].join(
      ' ',
    ),
  );

const INCOME = [
  '4100 50000.99 42345.67',
  '4110 -1000.00 0.00',
  'revenue 49000.99 42345.67',
  '5100 -6000.25 -9000.25',
  'cost_of_sales -6000.25 -9000.25',
  'gross_profit 43000.74 33345.42',
  '6100 -2000.00 0.00',
  '6200 0.00 -5000.00',
  '6400 -4000.00 -4000.00',
  'operating_expenses -6000.00 -9000.00',
  'operating_result 37000.74 24345.42',
  '4900 77.77 0.00',
  '6800 0.00 -100.10',
  'other 77.77 -100.10',
  'result_before_tax 37078.51 24245.32',
  'income_tax 0.00 0.00',
  'result 37078.51 24245.32',
];
const CASH = [
  'result 37078.51 24245.32',
  '1200 34410.00 -33300.00',
  '1350 6000.25 -6000.25',
  '1400 -220.00 0.00',
  '1710 4000.00 4000.00',
  '2100 1000.00 0.00',
  '2200 -110.00 3300.00',
  '2300 0.00 1000.00',
  'operating_movements 45080.25 -31000.25',
  'operating 82158.76 -6754.93',
  '1700 0.00 -40000.00',
  'investing 0.00 -40000.00',
  '2500 -5000.00 20000.00',
  '3100 0.00 100000.00',
  'financing -5000.00 120000.00',
  '1600 -500.00 0.00',
  'unclassified -500.00 0.00',
  'change 76658.76 73245.07',
  'opening_cash 73245.07 0.00',
  'closing_cash 149903.83 73245.07',
];
/** What the balance sheet says above equity; equity is what closings change the parts of. */
const BALANCE = [
  '1110 149903.83 73245.07',
  '1200 -1110.00 33300.00',
  '1350 0.00 6000.25',
  '1400 220.00 0.00',
  'current_assets 149013.83 112545.32',
  '1600 500.00 0.00',
  '1700 40000.00 40000.00',
  '1710 -8000.00 -4000.00',
  'non_current_assets 32500.00 36000.00',
  'assets 181513.83 148545.32',
  '2100 1000.00 0.00',
  '2200 3190.00 3300.00',
  '2300 1000.00 1000.00',
  'current_liabilities 5190.00 4300.00',
  '2500 15000.00 20000.00',
  'non_current_liabilities 15000.00 20000.00',
  'liabilities 20190.00 24300.00',
  '3100 100000.00 100000.00',
];
const YEARS = 'from=2025-01-01&to=2025-12-31&compare_from=2024-01-01&compare_to=2024-12-31';

async function expectTheSheet(equity: readonly string[]): Promise<void> {
  expect(told(await figures('income-statement', YEARS))).toEqual(INCOME);
  const cash = await figures('cash-flow', YEARS);
  expect(told(cash)).toEqual(CASH);
  expect(cash.difference).toBe('0.00');
  const balance = await figures('balance-sheet', 'as_of=2025-12-31&compare_as_of=2024-12-31');
  expect(told(balance)).toEqual([...BALANCE, ...equity]);
  expect(balance).toMatchObject({
    assets: '181513.83',
    liabilities: '20190.00',
    equity: '161323.83',
    difference: '0.00',
  });
  const trial = await figures('trial-balance', `${YEARS}&before_closing=true`);
  expect(trial).toMatchObject({ opening: '0.00', closing: '0.00' });
  const of = (number: string): any => trial.data.find((row: any) => row.account_number === number);
  expect(of('4100')).toMatchObject({ opening: '-42345.67', credit: '50000.99', closing: '-92346.66' });
  expect(of('4100')).toMatchObject({ compare_opening: '0.00', compare_closing: '-42345.67', change: '-50000.99' });
  expect(of('1110')).toMatchObject({ opening: '73245.07', debit: '83378.76', credit: '6720.00', closing: '149903.83' });
}

test('the statements are those of the sheet, before and after the years are closed, and when that is taken back', async () => {
  const open = [
    'equity_accounts 100000.00 100000.00',
    'result_of_earlier_years 24245.32 0.00',
    'result_of_year 37078.51 24245.32',
    'equity 161323.83 124245.32',
    'liabilities_and_equity 181513.83 148545.32',
  ];
  await expectTheSheet(open);
  const { body: years } = await admin.get(`/accounting/fiscal-years?company_id=${books.company_id}&sort=starts_on`);
  const [y2024, y2025] = years.data.map((year: any) => `/accounting/fiscal-years/${year.id}`);

  const first = await admin.post(`${y2024}/close`, { close_periods: true });
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({
    state: 'closed',
    closed_periods: 12,
    entry: { entry_date: '2024-12-31', journal: 'closing' },
  });
  expect(first.body.entry.lines.map((line: any) => [line.account_number, line.debit, line.credit])).toEqual([
    ['4100', '42345.67', '0.00'],
    ['5100', '0.00', '9000.25'],
    ['6200', '0.00', '5000.00'],
    ['6400', '0.00', '4000.00'],
    ['6800', '0.00', '100.10'],
    ['3200', '0.00', '24245.32'],
  ]);
  const carried = [
    '3200 24245.32 24245.32',
    'equity_accounts 124245.32 124245.32',
    'result_of_earlier_years 0.00 0.00',
    'result_of_year 37078.51 0.00',
    ...open.slice(3),
  ];
  await expectTheSheet(carried);
  // Within the closed year nothing is carried yet: on 30 June 2024 its result is 12,345.67 - 9,000.25.
  const june = await figures('balance-sheet', 'as_of=2024-06-30');
  expect(told(june)).toEqual(
    expect.arrayContaining([
      'result_of_year 3345.42',
      'result_of_earlier_years 0.00',
      'assets 123345.42',
      'equity 103345.42',
    ]),
  );

  const second = await admin.post(`${y2025}/close`, { close_periods: true });
  expect(second.body.entry.lines.at(-1)).toMatchObject({ account_number: '3200', credit: '37078.51' });
  await expectTheSheet([
    '3200 61323.83 24245.32',
    'equity_accounts 161323.83 124245.32',
    'result_of_earlier_years 0.00 0.00',
    'result_of_year 0.00 0.00',
    ...open.slice(3),
  ]);
  // With the closing entries the accounts of the result are empty.
  const trial = await figures('trial-balance', 'to=2025-12-31');
  expect(
    trial.data.filter((row: any) => /^[456]/.test(row.account_number)).every((row: any) => row.closing === '0.00'),
  ).toBe(true);
  await expectIntegrity(app);

  expect((await admin.post(`${y2024}/reopen`, { reason: 'Too early' })).body.error_code).toBe('LATER_YEAR_CLOSED');
  const undone = await admin.post(`${y2025}/reopen`, { reason: 'An invoice turned up' });
  expect(undone.body).toMatchObject({ state: 'open', closing_entry_id: null, entry: { entry_date: '2025-12-31' } });
  await expectTheSheet(carried);
  expect((await admin.post(`${y2024}/reopen`, { reason: 'All of it' })).status).toBe(200);
  await expectTheSheet(open);
  expect(await balanceOf(app, books.account['3200']!)).toBe('0.00');
  expect((await admin.post(`${y2024}/close`, {})).body.entry.lines.at(-1)).toMatchObject({ credit: '24245.32' });
  await expectTheSheet(carried);
  await expectIntegrity(app);
}, 240_000);

test('months add up to their year, and the same figures come as CSV and as a workbook', async () => {
  const months = Array.from({ length: 12 }, (_, n) => `2025-${String(n + 1).padStart(2, '0')}`);
  const results: string[] = [];
  for (const month of months) {
    const last = new Date(Date.UTC(2025, Number(month.slice(5)), 0)).toISOString().slice(0, 10);
    results.push((await figures('income-statement', `from=${month}-01&to=${last}`)).result);
  }
  // April the credit note, June 50,000.99 - 6,000.25, February the services.
  expect(results).toEqual([
    ...['0.00', '-2000.00', '0.00', '-1000.00', '0.00', '44000.74'],
    ...['0.00', '0.00', '77.77', '0.00', '0.00', '-4000.00'],
  ]);
  const csv = await admin.get(url('income-statement', `${YEARS}&format=csv`));
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
  const lines = csv.text
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
  expect(lines[0]).toEqual([
    'kind',
    'code',
    'title',
    'account_id',
    'account_number',
    'account_name',
    'amount',
    'compare_amount',
    'change',
  ]);
  expect(lines.at(-1)).toEqual(['total', 'result', 'Result', '', '', '', '37078.51', '24245.32', '12833.19']);
  const sheet = await workbookFrom(app, app.admin, url('balance-sheet', 'as_of=2025-12-31&format=xlsx'));
  expect(sheet[0]).toEqual(['kind', 'code', 'title', 'account_id', 'account_number', 'account_name', 'amount']);
  expect(sheet.at(-1)).toEqual([
    'total',
    'liabilities_and_equity',
    'Liabilities and equity',
    null,
    null,
    null,
    181513.83,
  ]);
  const journal = await figures('journal', 'from=2025-01-01&to=2025-12-31&journal=general');
  expect([journal.debit, journal.credit]).toEqual(['65579.01', '65579.01']);
  expect(journal.data.length).toBe(12);
});
