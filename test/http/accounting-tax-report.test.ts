import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { anEntry, someBooks } from '../support/books.js';
import type { Books } from '../support/books.js';
import { aCustomer, aSupplier, made } from '../support/makers.js';
import { statementsOf } from '../support/statements.js';
import { workbookFrom } from '../support/workbook.js';

let app: TestApp;
let admin: Caller;
let books: Books;
let customer_id: string;
let supplier_id: string;
let vat: any;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  books = await someBooks(app);
  [customer_id, supplier_id] = [(await aCustomer(app)).id, (await aSupplier(app)).id];
  await documents();
}, 120_000);
afterAll(() => app.close());

async function invoice(day: string, lines: object[], more: object): Promise<any> {
  const { company_id } = books;
  const draft = await made(app, '/accounting/invoices', { company_id, invoice_date: day, lines, ...more });
  const posted = await admin.post(`/accounting/invoices/${draft.id}/post`);
  expect(posted.status).toBe(200);
  return posted.body;
}

/** A quarter at 11 and 12 percent, with a reduced code of its own accounts, a credit note, an invoice in dollars and one that is cancelled. */
async function documents(): Promise<void> {
  const { company_id } = books;
  await admin.post('/currencies', { code: 'USD', name: 'Dollar' });
  await made(app, '/accounting/fiscal-years', { company_id, first_month: '2025-01' });
  vat = await made(app, '/accounting/tax-codes', { company_id, code: 'PPN', name: 'Value added tax' });
  await made(app, '/accounting/tax-rates', { tax_code_id: vat.id, valid_from: '2025-01-01', rate: '11' });
  await made(app, '/accounting/tax-rates', { tax_code_id: vat.id, valid_from: '2025-03-01', rate: '12' });
  const account = await made(app, '/accounting/accounts', {
    company_id,
    number: '2210',
    name: 'Reduced',
    type: 'liability',
  });
  const reduced = await made(app, '/accounting/tax-codes', {
    ...{ company_id, code: 'RED', name: 'Reduced', output_account_id: account.id },
  });
  await made(app, '/accounting/tax-rates', { tax_code_id: reduced.id, valid_from: '2025-01-01', rate: '5' });
  const sale = (net_amount: string, tax_code_id?: string): object => ({
    account_role: 'revenue',
    net_amount,
    tax_code_id,
  });
  await invoice('2025-01-10', [sale('1000.00', vat.id), sale('200.00', reduced.id), sale('50.00')], { customer_id });
  await invoice('2025-02-10', [sale('100.00', vat.id)], { customer_id, kind: 'credit_note' });
  await invoice('2025-03-10', [sale('300.00', vat.id)], { customer_id });
  // 7 dollars at 15,000.50 are 105,003.50; the tax of 0.77 dollars is 11,550.39 (11,550.385).
  await invoice('2025-02-11', [sale('7.00', vat.id)], { customer_id, currency_code: 'USD', rate: '15000.5' });
  await invoice('2025-02-20', [{ account_role: 'freight', net_amount: '400.00', tax_code_id: vat.id }], {
    supplier_id,
  });
  const wrong = await invoice('2025-02-25', [sale('9999.00', vat.id)], { customer_id });
  await admin.post(`/accounting/invoices/${wrong.id}/cancel`, { reason: 'Wrong', entry_date: '2025-04-02' });
  await made(app, '/accounting/invoices', {
    company_id,
    invoice_date: '2025-02-01',
    lines: [sale('77.00', vat.id)],
    customer_id,
  });
  // The tax of January is paid.
  await anEntry(app, books, '2025-02-15', [books.role['output_tax']!, '110.00'], [books.account['1110']!, '-110.00']);
}

const url = (query: string, what = ''): string =>
  `/accounting/tax-report${what}?company_id=${books.company_id}&${query}`;
const report = async (query: string): Promise<any> => (await admin.get(url(query))).body;

test('adds up base and tax by direction, code and rate, invoices and credit notes apart', async () => {
  const body = await report('from=2025-01-01&to=2025-03-31');
  expect(
    body.data.map((r: any) => [
      r.direction,
      r.tax_code,
      r.tax_rate,
      r.invoices_base,
      r.invoices_tax,
      r.credit_notes_base,
      r.credit_notes_tax,
      r.base,
      r.tax,
    ]),
  ).toEqual([
    // 1,000 + 105,003.50 + the 9,999 that are not cancelled yet; 110 + 11,550.39 + 1,099.89.
    ['output', 'PPN', '11.0000', '116002.50', '12760.28', '-100.00', '-11.00', '115902.50', '12749.28'],
    ['output', 'PPN', '12.0000', '300.00', '36.00', '0.00', '0.00', '300.00', '36.00'],
    ['output', 'RED', '5.0000', '200.00', '10.00', '0.00', '0.00', '200.00', '10.00'],
    ['output', null, null, '50.00', '0.00', '0.00', '0.00', '50.00', '0.00'],
    ['input', 'PPN', '11.0000', '400.00', '44.00', '0.00', '0.00', '400.00', '44.00'],
  ]);
  expect([body.output_tax, body.input_tax, body.due]).toEqual(['12795.28', '44.00', '12751.28']);
});

test('holds the tax of documents against the journal, and shows what is there beside', async () => {
  const { accounts } = await report('from=2025-01-01&to=2025-03-31');
  expect(accounts.map((r: any) => [r.account_number, r.documents, r.journal, r.difference])).toEqual([
    ['1400', '44.00', '44.00', '0.00'],
    ['2200', '-12785.28', '-12675.28', '110.00'],
    ['2210', '-10.00', '-10.00', '0.00'],
  ]);
  const all = await admin.get(url('from=2025-01-01&to=2025-03-31', '/accounts'));
  expect(all.body.data).toEqual(accounts);
});

test('counts a cancelled document once more, the other way, on the day of its cancellation', async () => {
  const april = await report('from=2025-04-01&to=2025-04-30');
  expect(april.data.map((r: any) => [r.tax_code, r.base, r.tax])).toEqual([['PPN', '-9999.00', '-1099.89']]);
  expect(april.accounts.map((r: any) => r.difference)).toEqual(['0.00', '0.00', '0.00']);
  const both = await report('from=2025-02-25&to=2025-04-30');
  expect(both.data.map((r: any) => [r.tax_rate, r.tax])).toEqual([
    ['11.0000', '0.00'],
    ['12.0000', '36.00'],
  ]);
  expect((await report('from=2020-01-01&to=2020-12-31')).data).toEqual([]);
});

test('goes down to the lines, of one code and direction where wanted', async () => {
  const all = await admin.get(url('from=2025-01-01&to=2025-04-30', '/lines'));
  const whole = await report('from=2025-01-01&to=2025-04-30');
  expect([all.body.data.length, all.body.data.at(-1).event]).toEqual([9, 'cancelled']);
  const taxOf = (direction: string): number =>
    all.body.data
      .filter((l: any) => l.direction === direction)
      .reduce((sum: number, l: any) => sum + Math.round(l.tax * 100), 0) / 100;
  expect([taxOf('output').toFixed(2), taxOf('input').toFixed(2)]).toEqual([whole.output_tax, whole.input_tax]);
  const some = await admin.get(url(`from=2025-01-01&to=2025-03-31&direction=output&tax_code_id=${vat.id}`, '/lines'));
  expect(some.body).toMatchObject({ base: '116202.50', tax: '12785.28' });
  expect(some.body.data.map((l: any) => [l.day, l.kind, l.base])).toEqual([
    ['2025-01-10', 'invoice', '1000.00'],
    ['2025-02-10', 'credit_note', '-100.00'],
    ['2025-02-11', 'invoice', '105003.50'],
    ['2025-02-25', 'invoice', '9999.00'],
    ['2025-03-10', 'invoice', '300.00'],
  ]);
});

test('comes as CSV and as a workbook', async () => {
  const csv = await admin.get(url('from=2025-01-01&to=2025-03-31&format=csv'));
  expect(csv.text.split('\r\n')[2]).toContain('PPN,Value added tax,12.0000,300.00,36.00,0.00,0.00,300.00,36.00');
  const rows = await workbookFrom(app, app.admin, url('from=2025-01-01&to=2025-03-31&format=xlsx', '/lines'));
  expect(rows[0]!.slice(-3)).toEqual(['tax_rate', 'base', 'tax']);
  expect(rows.length).toBe(9);
  expect(rows[1]!.slice(-4)).toEqual(['PPN', 11, 1000, 110]);
});

test('refuses days that end before they begin, who may not see it, and strangers; and sends a fixed number of statements', async () => {
  for (const what of ['', '/accounts', '/lines']) {
    const wrong = await admin.get(url('from=2025-02-01&to=2025-01-31', what));
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/to']);
    expect((await admin.get(url('from=2025-02-30', what))).status).toBe(400);
    expect((await admin.get(url('format=pdf', what))).status).toBe(400);
    const clerk = app.as(await app.actor({ permissions: ['accounting.invoices.read'], companies: [books.company_id] }));
    expect((await clerk.get(url('to=2025-01-31', what))).status).toBe(403);
    expect((await app.as(await app.actor({ role: 'accountant' })).get(url('to=2025-01-31', what))).status).toBe(404);
  }
  const few = await statementsOf(() => report('from=2025-01-10&to=2025-01-10'));
  expect(await statementsOf(() => report('from=2025-01-01&to=2025-12-31'))).toBe(few);
});
