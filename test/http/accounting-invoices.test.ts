import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { balanceOf, codeOf, outcomes, periodOn, someBooks } from '../support/books.js';
import type { Books } from '../support/books.js';
import { aCustomer, aSupplier, made, unique } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let books: Books;
let supplier: any;
let customer: any;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
beforeEach(async () => {
  books = await someBooks(app);
  supplier = await aSupplier(app, { payment_terms_days: 30 });
  customer = await aCustomer(app, { payment_terms_days: 14 });
});
afterAll(() => app.close());

const INVOICES = '/accounting/invoices';
const line = (net_amount: string, more: object = {}): object => ({
  account_role: 'purchase_expense',
  net_amount,
  ...more,
});
const bill = (...lines: object[]): any => ({
  company_id: books.company_id,
  supplier_id: supplier.id,
  invoice_date: '2026-02-10',
  lines,
});
const sale = (...lines: object[]): any => ({
  company_id: books.company_id,
  customer_id: customer.id,
  invoice_date: '2026-02-10',
  lines,
});
const posted = async (input: object): Promise<any> => {
  const draft = await made(app, INVOICES, input);
  const answer = await admin.post(`${INVOICES}/${draft.id}/post`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
};
/** What an entry wrote: account, debit less credit. */
const written = async (entryId: string): Promise<string[]> => {
  const { body } = await admin.get(`/accounting/journal-entries/${entryId}`);
  return body.lines.map((l: any) => `${l.account_number} ${l.debit === '0.00' ? `-${l.credit}` : l.debit}`);
};
const aTax = async (rate: string, more: object = {}): Promise<any> => {
  const tax = await made(app, '/accounting/tax-codes', {
    company_id: books.company_id,
    code: unique('T'),
    name: 'Tax',
    ...more,
  });
  await made(app, '/accounting/tax-rates', { tax_code_id: tax.id, valid_from: '2026-01-01', rate });
  return tax;
};

describe('an invoice of a supplier', () => {
  test('is rounded by line, taxed by the day, due by the terms, and posted with its entry and legal number', async () => {
    const tax = await aTax('11');
    await made(app, '/accounting/tax-rates', { tax_code_id: tax.id, valid_from: '2026-02-11', rate: '12' });
    const draft = await made(app, INVOICES, {
      ...bill(
        { account_role: 'grni', quantity: '3', unit_price: '33.335', tax_code_id: tax.id, description: 'Plush' },
        { account_id: books.account['5400'], net_amount: '20.00' },
        { account_role: 'grni', quantity: '1', unit_price: '10', discount_percent: '12.5', tax_code_id: tax.id },
      ),
      external_number: 'F-1',
    });
    expect(draft).toMatchObject({
      ...{
        state: 'draft',
        status: 'draft',
        number: null,
        side: 'payable',
        due_date: '2026-03-12',
        currency_code: 'IDR',
      },
      ...{
        net_amount: '128.76',
        tax_amount: '11.96',
        total_amount: '140.72',
        base_total: '140.72',
        open_amount: '0.00',
      },
    });
    const { body } = await admin.post(`${INVOICES}/${draft.id}/post`, undefined, { 'if-match': '"1"' });
    expect(body).toMatchObject({
      number: 'BILL-2026-000001',
      status: 'posted',
      open_amount: '140.72',
      is_overdue: true,
      version: 2,
    });
    expect(await written(body.entry_id)).toEqual([
      '2110 100.01',
      '5400 20.00',
      '2110 8.75',
      '1400 11.96',
      '2100 -140.72',
    ]);
    const later = await made(app, INVOICES, {
      ...bill(line('100', { tax_code_id: tax.id })),
      invoice_date: '2026-02-11',
    });
    expect(later.tax_amount).toBe('12.00');
    expect((await admin.get(`${INVOICES}/${draft.id}/history`)).body.map((each: any) => each.event)).toEqual([
      'create',
      'post',
    ]);
  });

  test('names everything that is wrong with it', async () => {
    const late = await made(app, '/accounting/tax-codes', {
      company_id: books.company_id,
      code: unique('T'),
      name: 'None yet',
    });
    const { body, status } = await admin.post(INVOICES, {
      ...bill(
        { net_amount: '1' },
        { account_role: 'grni', account_id: books.account['6300'], net_amount: '1' },
        { account_id: books.account['6000'], unit_price: '1', tax_code_id: late.id },
        { account_role: 'grni', department_id: supplier.id },
      ),
      supplier_id: customer.id,
      payment_terms_id: supplier.id,
      due_date: '2026-02-09',
    });
    expect(status).toBe(422);
    expect(body.errors.map((each: any) => `${each.pointer} ${each.code}`)).toEqual([
      '/supplier_id REFERENCE_NOT_FOUND',
      '/payment_terms_id REFERENCE_NOT_FOUND',
      '/due_date TOO_SMALL',
      '/lines/0/account_id REQUIRED',
      '/lines/1/account_id EXCLUSIVE',
      '/lines/2/account_id REFERENCE_NOT_FOUND',
      '/lines/2/tax_code_id TAX_RATE_MISSING',
      '/lines/3/unit_price REQUIRED',
      '/lines/3/department_id REFERENCE_NOT_FOUND',
    ]);
    const both = await admin.post(INVOICES, { ...bill(line('1')), customer_id: customer.id });
    expect(both.body.errors).toMatchObject([{ pointer: '/supplier_id', code: 'EXCLUSIVE' }]);
    const below = await admin.post(INVOICES, bill(line('-1')));
    expect(below.body.errors).toMatchObject([{ pointer: '/lines', code: 'TOO_SMALL' }]);
  });

  test('comes once: the supplier’s number is taken until it is cancelled', async () => {
    const first = await made(app, INVOICES, { ...bill(line('5')), external_number: 'F-77' });
    expect(codeOf(await admin.post(INVOICES, { ...bill(line('5')), external_number: 'f-77' }))).toBe('DUPLICATE');
    expect((await made(app, INVOICES, { ...bill(line('5')), external_number: 'F-77', kind: 'credit_note' })).kind).toBe(
      'credit_note',
    );
    await admin.post(`${INVOICES}/${first.id}/cancel`, { reason: 'Twice' });
    expect((await made(app, INVOICES, { ...bill(line('5')), external_number: 'F-77' })).state).toBe('draft');
  });

  test('changes as a draft, its due date with its terms, and never after', async () => {
    const terms = await made(app, '/accounting/payment-terms', {
      code: unique('EOM'),
      name: 'End of month',
      net_days: 30,
      end_of_month: true,
    });
    const draft = await made(app, INVOICES, bill(line('5')));
    const one = `${INVOICES}/${draft.id}`;
    const changed = await admin.patch(one, { payment_terms_id: terms.id, memo: 'Rent' });
    expect(changed.body).toMatchObject({ due_date: '2026-03-31', memo: 'Rent', total_amount: '5.00', version: 2 });
    expect((await admin.patch(one, { lines: [line('7'), line('8')] })).body).toMatchObject({
      total_amount: '15.00',
      due_date: '2026-03-31',
    });
    await admin.post(`${one}/post`);
    expect(codeOf(await admin.patch(one, { memo: 'x' }))).toBe('INVOICE_POSTED');
  });

  test('is cancelled by reversal, keeps its number, and no number is missing', async () => {
    const first = await posted(bill(line('5')));
    const early = await admin.post(`${INVOICES}/${first.id}/cancel`, { reason: 'Wrong', entry_date: '2026-02-09' });
    expect(early.body.errors).toMatchObject([{ pointer: '/entry_date', code: 'TOO_SMALL' }]);
    const { body } = await admin.post(`${INVOICES}/${first.id}/cancel`, { reason: 'Wrong', entry_date: '2026-02-20' });
    expect(body).toMatchObject({ status: 'cancelled', number: 'BILL-2026-000001', open_amount: '0.00' });
    expect(await written(body.reversal_entry_id)).toEqual(['6100 -5.00', '2100 5.00']);
    expect(await balanceOf(app, books.role['payables']!)).toBe('0.00');
    expect(codeOf(await admin.post(`/accounting/journal-entries/${first.entry_id}/reverse`, { reason: 'x' }))).toBe(
      'ENTRY_OF_DOCUMENT',
    );
    const draft = await made(app, INVOICES, bill(line('5')));
    await admin.post(`${INVOICES}/${draft.id}/cancel`, { reason: 'No' });
    expect((await posted(bill(line('5')))).number).toBe('BILL-2026-000002');
  });

  test('of nothing is not posted, and one of lines that cancel out is', async () => {
    const nothing = await made(app, INVOICES, bill(line('0')));
    expect(codeOf(await admin.post(`${INVOICES}/${nothing.id}/post`))).toBe('VALIDATION_FAILED');
    const even = await posted(bill(line('5'), line('-5', { account_role: 'freight' })));
    expect(even).toMatchObject({ total_amount: '0.00', status: 'paid' });
    expect(await written(even.entry_id)).toEqual(['6100 5.00', '5400 -5.00']);
  });

  test('is not posted into a closed period, and takes no number then', async () => {
    const draft = await made(app, INVOICES, { ...bill(line('5')), invoice_date: '2026-01-15' });
    await posted(bill(line('1')));
    const january = await periodOn(app, books, '2026-01-15');
    await admin.post(`/accounting/periods/${january.id}/close`, {});
    expect(codeOf(await admin.post(`${INVOICES}/${draft.id}/post`))).toBe('BOOKS_CLOSED');
    expect((await admin.patch(`${INVOICES}/${draft.id}`, { entry_date: '2026-02-01' })).body).toMatchObject({
      invoice_date: '2026-01-15',
    });
    expect((await admin.post(`${INVOICES}/${draft.id}/post`)).body.number).toBe('BILL-2026-000002');
  });

  test('on hold is not paid until it is released with a reason', async () => {
    const invoice = await posted(bill(line('50')));
    const one = `${INVOICES}/${invoice.id}`;
    const payment = await made(app, '/accounting/payments', {
      company_id: books.company_id,
      supplier_id: supplier.id,
      amount: '50',
      payment_date: '2026-02-20',
    });
    expect((await admin.post(`${one}/hold`, { reason: 'Price differs' })).body).toMatchObject({
      is_held: true,
      hold_reason: 'Price differs',
      held_by: app.admin.id,
    });
    const refused = await admin.post(`/accounting/payments/${payment.id}/post`, {
      allocations: [{ invoice_id: invoice.id }],
    });
    expect(refused.body).toMatchObject({ error_code: 'INVOICE_HELD', invoices: [invoice.number] });
    const clerk = app.as(
      await app.actor({
        permissions: ['accounting.invoices.read', 'accounting.invoices.hold'],
        companies: [books.company_id],
      }),
    );
    expect(codeOf(await clerk.post(`${one}/release`, { reason: 'ok' }))).toBe('FORBIDDEN');
    expect((await admin.post(`${one}/release`, { reason: 'Agreed by phone' })).body).toMatchObject({
      is_held: false,
      release_reason: 'Agreed by phone',
    });
    expect(codeOf(await admin.post(`${one}/release`, { reason: 'again' }))).toBe('INVOICE_NOT_HELD');
    expect(
      (await admin.post(`/accounting/payments/${payment.id}/post`, { allocations: [{ invoice_id: invoice.id }] }))
        .status,
    ).toBe(200);
  });
});

describe('an invoice to a customer', () => {
  test('is the other way round: sales and tax are owed, the customer owes', async () => {
    const tax = await aTax('11', { output_account_id: books.account['2300'] });
    const invoice = await posted(
      sale({ account_role: 'revenue', quantity: '2', unit_price: '500', tax_code_id: tax.id }),
    );
    expect(invoice).toMatchObject({
      number: 'INV-2026-000001',
      side: 'receivable',
      due_date: '2026-02-24',
      total_amount: '1110.00',
    });
    expect(await written(invoice.entry_id)).toEqual(['4100 -1000.00', '2300 -110.00', '1200 1110.00']);
    const { body: note } = await admin.post(`${INVOICES}/${invoice.id}/credit`, { reason: 'Came back' });
    expect(note).toMatchObject({
      kind: 'credit_note',
      state: 'draft',
      corrects_id: invoice.id,
      total_amount: '1110.00',
      memo: 'Came back',
    });
    const { body: done } = await admin.post(`${INVOICES}/${note.id}/post`);
    expect(done.number).toMatch(/^CN-\d{4}-000001$/);
    expect(await written(done.entry_id)).toEqual(['4100 1000.00', '2300 110.00', '1200 -1110.00']);
    const { body: applied } = await admin.post(`${INVOICES}/${note.id}/apply`, {
      allocations: [{ invoice_id: invoice.id }],
    });
    expect(applied).toMatchObject({
      status: 'paid',
      open_amount: '0.00',
      allocations: [{ invoice_number: 'INV-2026-000001', amount: '1110.00' }],
    });
    expect((await admin.get(`${INVOICES}/${invoice.id}`)).body).toMatchObject({ status: 'paid' });
    const { body: back } = await admin.post(`${INVOICES}/${note.id}/take-back`, {
      allocation_ids: [applied.allocations[0].id],
      reason: 'Not this one',
    });
    expect(back).toMatchObject({ status: 'posted', open_amount: '1110.00' });
    expect(await balanceOf(app, books.role['receivables']!)).toBe('0.00');
  });

  test('in another currency is at the rate of its day, or at the one that is given', async () => {
    await admin.post('/currencies', { code: 'USD', name: 'Dollar' });
    expect(codeOf(await admin.post(INVOICES, { ...sale(line('10')), currency_code: 'CHF' }))).toBe(
      'EXCHANGE_RATE_MISSING',
    );
    await made(app, '/exchange-rates', {
      from_currency: 'USD',
      to_currency: 'IDR',
      valid_from: '2026-02-01',
      rate: '15500.5',
    });
    const invoice = await posted({ ...sale({ account_role: 'revenue', net_amount: '10.01' }), currency_code: 'USD' });
    expect(invoice).toMatchObject({ rate: '15500.500000', total_amount: '10.01', base_total: '155160.01' });
    expect(await written(invoice.entry_id)).toEqual(['4100 -155160.01', '1200 155160.01']);
    expect(await made(app, INVOICES, { ...sale(line('10')), currency_code: 'USD', rate: '16000' })).toMatchObject({
      base_total: '160000.00',
    });
    const own = await admin.post(INVOICES, { ...sale(line('10')), rate: '2' });
    expect(own.body.errors).toMatchObject([{ pointer: '/rate', code: 'NOT_ALLOWED' }]);
  });
});

test('invoices are listed, searched and exported within the companies of the caller', async () => {
  const tag = unique('Q');
  for (const amount of ['1', '2', '3']) await posted({ ...bill(line(amount)), external_number: `${tag}-${amount}` });
  const { body } = await admin.get(
    `${INVOICES}?company_id=${books.company_id}&q=${tag}&overdue=true&limit=2&include_total=true`,
  );
  expect([body.data.length, body.total]).toEqual([2, 3]);
  const file = await admin.get(`${INVOICES}/export?company_id=${books.company_id}&sort=created_at`);
  const rows = file.text
    .trim()
    .split('\r\n')
    .map((row) => row.split(','));
  expect(rows.length).toBe(4);
  expect(rows.slice(1).map((row) => [row[0], row[5], row[rows[0]!.indexOf('open_amount')]])).toEqual([
    ['BILL-2026-000001', `${tag}-1`, '1.00'],
    ['BILL-2026-000002', `${tag}-2`, '2.00'],
    ['BILL-2026-000003', `${tag}-3`, '3.00'],
  ]);
  const stranger = app.as(await app.actor({ role: 'accountant' }));
  expect((await stranger.get(`${INVOICES}?company_id=${books.company_id}`)).body.data).toEqual([]);
  expect((await stranger.get(`${INVOICES}/${body.data[0].id}`)).status).toBe(404);
  expect(
    await outcomes(stranger, [
      [`${INVOICES}/${body.data[0].id}/cancel`, { reason: 'x' }],
      [INVOICES, bill(line('1'))],
    ]),
  ).toEqual(['NOT_FOUND', 'NOT_FOUND']);
});

test('without an account for what is posted it says which are missing', async () => {
  await app.db.query(`delete from erp.account_roles where company_id = $1 and role in ('grni', 'payables')`, [
    books.company_id,
  ]);
  const drafted = await admin.post(INVOICES, bill({ account_role: 'grni', net_amount: '1' }));
  expect(drafted.body).toMatchObject({ error_code: 'ACCOUNT_ROLE_MISSING', roles: ['grni'] });
  const draft = await made(app, INVOICES, bill(line('1')));
  expect((await admin.post(`${INVOICES}/${draft.id}/post`)).body).toMatchObject({
    error_code: 'ACCOUNT_ROLE_MISSING',
    roles: ['payables'],
  });
});
