import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { anEntry, booksOf } from '../support/books.js';
import type { Books } from '../support/books.js';
import { expectIntegrity } from '../support/integrity.js';
import { aBom, aCustomer, aProduct, aSupplier, made, placesOf, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { ORDERS, aSentOrder } from '../support/purchasing.js';

/**
 * A month of a shirt factory that keeps its books in rupiah and buys and sells in dollars as well. The sheet, worked out by hand:
 *
 *  1 capital                        bank                100,000.00 / capital               100,000.00
 *  2 100 m of cloth come at 20      raw                   2,000.00 / grni                     2,000.00
 *    invoiced at 2,050              grni                  2,000.00
 *                                   price variance           50.00 / payables                 2,050.00
 *    paid                           payables              2,050.00 / bank                     2,050.00
 *  3 1,000 buttons at $0.10, at 15  raw                   1,500.00 / grni                     1,500.00
 *    100 go back                    grni                    150.00 / raw                        150.00
 *    900 invoiced, $90 at 16        grni                  1,350.00
 *                                   price variance           90.00 / payables                 1,440.00
 *    paid, $90 at 15.5              payables              1,440.00 / bank                     1,395.00
 *                                                                  / exchange gain               45.00
 *  4 20 shirts of 2 m and 6 buttons finished                980.00 / raw                        980.00   (through work in progress)
 *  5 2 m less are counted           inventory differences    40.00 / raw                         40.00
 *  6 8 shirts leave at cost 49      cost of goods sold      392.00 / finished                   392.00
 *    invoiced 8 x 100 less 10 %     receivables             799.20 / sales 720.00, output tax    79.20
 *    500 paid                       bank                    500.00 / receivables                500.00
 *  7 5 shirts to a dollar customer  cost of goods sold      245.00 / finished                   245.00
 *    invoiced 5 x $8 at 15          receivables             600.00 / sales                      600.00
 *    paid, $40 at 15.2              bank                    608.00 / receivables                600.00
 *                                                                  / exchange gain                8.00
 *  8 one of the 8 comes back        finished                 49.00 / cost of goods sold          49.00
 *    credited                       sales 90.00, output tax   9.90 / receivables                 99.90
 *  9 rent                           energy and rent         300.00 / bank                       300.00
 */
let app: TestApp;
let admin: Caller;
let books: Books;
let [cloth, button, shirt]: Made[] = [];
let STOCK: string;
let today: string;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  books = await booksOf(app, app.company_id);
  today = (await admin.get('/accounting/trial-balance')).body.to;
  STOCK = (await placesOf(app))['STOCK']!;
  await admin.post('/currencies', { code: 'USD', name: 'Dollar' });
  await made(app, '/exchange-rates', {
    from_currency: 'USD',
    to_currency: 'IDR',
    rate: '15',
    valid_from: '2020-01-01',
  });
  const tax = await made(app, '/accounting/tax-codes', { code: 'PPN', name: 'Value added tax' });
  await made(app, '/accounting/tax-rates', { tax_code_id: tax.id, valid_from: '2020-01-01', rate: '11' });
  cloth = await aProduct(app, { type: 'material' });
  button = await aProduct(app, { type: 'material' });
  shirt = await aProduct(app, { type: 'finished_good', is_manufactured: true, is_purchased: false, is_sold: true });
  await aBom(app, {
    product_id: shirt!.id,
    lines: [
      { component_id: cloth!.id, quantity: 2 },
      { component_id: button!.id, quantity: 6 },
    ],
  });
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const done = async (answer: Promise<Answer>): Promise<any> => {
  const { status, body, text } = await answer;
  if (status >= 300) throw new Error(`${status}: ${text}`);
  return body;
};
const pay = async (partner: object, amount: string, invoice_id: string, money: object = {}): Promise<void> => {
  const body = { ...partner, ...money, method: 'transfer', amount, account_id: books.role['bank'] };
  const payment = await made(app, '/accounting/payments', body);
  await done(admin.post(`/accounting/payments/${payment.id}/post`, { allocations: [{ invoice_id }] }));
};
const statement = (what: string): Promise<any> =>
  done(admin.get(`/accounting/${what}${what.startsWith('balance') ? '' : `?from=${today.slice(0, 4)}-01-01`}`));
const rows = (body: any): string[] =>
  body.data.map((row: any) => `${row.account_number ?? row.code} ${row.amount ?? row.closing}`);

it('1, 9: money comes in, and rent is paid', async () => {
  await anEntry(app, books, today, [books.account['1110']!, '100000.00'], [books.account['3100']!, '-100000.00']);
  await anEntry(app, books, today, [books.account['6300']!, '300.00'], [books.account['1110']!, '-300.00']);
});

it('2: cloth is bought, dearer than ordered, and paid', async () => {
  const order = await aSentOrder(app, { lines: [{ product_id: cloth!.id, quantity: 100, unit_price: '20' }] });
  await done(admin.post(`${ORDERS}/${order.id}/receive`, { lines: [{ line_no: 1, quantity: 100 }] }));
  const invoice = await made(app, '/purchasing/invoices', {
    ...{ supplier_id: order.supplier_id, external_number: unique('F') },
    lines: [{ order_line_id: order.lines[0].id, quantity: 100, net_amount: '2050.00' }],
  });
  await done(admin.post(`/purchasing/invoices/${invoice.id}/release`, { reason: 'Agreed' }));
  await pay({ supplier_id: order.supplier_id }, '2050.00', invoice.invoice_id);
});

it('3: buttons are bought in dollars; some go back, and the rate has moved by the invoice and again by the payment', async () => {
  const supplier = await aSupplier(app, { currency_code: 'USD' });
  const order = await aSentOrder(app, {
    ...{ supplier_id: supplier.id, currency_code: 'USD' },
    lines: [{ product_id: button!.id, quantity: 1000, unit_price: '0.10' }],
  });
  const receipt = await done(admin.post(`${ORDERS}/${order.id}/receive`, { lines: [{ line_no: 1, quantity: 1000 }] }));
  await made(app, '/purchasing/returns', {
    reason: 'Chipped',
    lines: [{ receipt_line_id: receipt.lines[0].id, quantity: 100 }],
  });
  const invoice = await made(app, '/purchasing/invoices', {
    ...{ supplier_id: supplier.id, external_number: unique('F'), rate: '16' },
    lines: [{ order_line_id: order.lines[0].id, quantity: 900, net_amount: '90.00' }],
  });
  await pay({ supplier_id: supplier.id }, '90.00', invoice.invoice_id, { currency_code: 'USD', rate: '15.5' });
});

it('4, 5: shirts are made, and cloth is counted', async () => {
  const order = await made(app, '/ppic/manufacturing-orders', { product_id: shirt!.id, planned_quantity: 20 });
  const step = (event: string, body: object = {}): Promise<any> =>
    done(admin.post(`/ppic/manufacturing-orders/${order.id}/${event}`, body));
  for (const event of ['approve', 'release', 'start']) await step(event);
  await step('reports', { good_quantity: 12 });
  await step('complete', { actual_quantity: 20 });
  await step('close');

  const count = await made(app, '/warehouse/counts', { location_id: STOCK });
  const counts = (event: string, body: object, who = admin): Promise<any> =>
    done(who.post(`/warehouse/counts/${count.id}/${event}`, body));
  await counts('start', {});
  const at = (product: Made, quantity: number) => ({ product_id: product.id, location_id: STOCK, quantity });
  await counts('entries', { entries: [at(cloth!, 58), at(button!, 780), at(shirt!, 20)] });
  const other = app.as(await app.actor({ role: 'super_admin' }));
  const { recount_lines } = await counts('finish', {});
  if (recount_lines > 0) {
    await counts('recount', {}).catch(() => undefined);
    await counts('entries', { entries: [at(cloth!, 58)] }, other);
    await counts('finish', {});
  }
  const third = app.as(await app.actor({ role: 'super_admin' }));
  await counts('approve', {}, third);
  await counts('post', {}, third);
});

/** An order that is confirmed, shipped whole and invoiced. */
async function sell(customer: Made, currency_code: string, line: object): Promise<{ delivery: Made; invoice: Made }> {
  const order = await made(app, '/sales/orders', { customer_id: customer.id, currency_code, lines: [line] });
  await done(admin.post(`/sales/orders/${order.id}/confirm`, {}));
  const delivery = await made(app, '/sales/deliveries', { order_ids: [order.id] });
  const shipped = await done(admin.post(`/sales/deliveries/${delivery.id}/ship`, {}));
  const invoice = await made(app, '/sales/invoices', { delivery_ids: [delivery.id], post: true });
  return { delivery: shipped, invoice };
}

it('6, 8: shirts are sold with a discount and tax, partly paid, and one comes back', async () => {
  const customer = await aCustomer(app);
  const { delivery, invoice } = await sell(customer, 'IDR', {
    ...{ product_id: shirt!.id, quantity: 8, unit_price: '100', discount_percent: '10', tax_code: 'PPN' },
  });
  expect(invoice).toMatchObject({ net_amount: '720.00', tax_amount: '79.20', total_amount: '799.20' });
  await pay({ customer_id: customer.id }, '500.00', invoice.invoice_id);
  const back = await made(app, '/sales/returns', {
    reason: 'Too small',
    lines: [{ delivery_line_id: delivery.lines[0].id, quantity: 1, outcome: 'credit', goods: 'restock' }],
  });
  await done(admin.post(`/sales/returns/${back.id}/receive`, {}));
  const { data } = await done(admin.get(`/sales/invoices?return_id=${back.id}`));
  expect(data).toMatchObject([{ kind: 'credit_note', net_amount: '90.00', tax_amount: '9.90' }]);
  const note = data[0];
  await done(admin.post(`/sales/invoices/${note.id}/post`, {}));
  await done(
    admin.post(`/accounting/invoices/${note.invoice_id}/apply`, { allocations: [{ invoice_id: invoice.invoice_id }] }),
  );
  // What came back for good is no longer expected to be invoiced.
  expect(await done(admin.get(`/sales/customers/${customer.id}/credit`))).toMatchObject({
    ...{ open_orders: '0.00', unpaid: '199.30', exposure: '199.30' },
  });
});

it('7: shirts are sold in dollars', async () => {
  const customer = await aCustomer(app, { currency_code: 'USD' });
  const { invoice } = await sell(customer, 'USD', { product_id: shirt!.id, quantity: 5, unit_price: '8' });
  await pay({ customer_id: customer.id }, '40.00', invoice.invoice_id, { currency_code: 'USD', rate: '15.2' });
});

it('the books are those of the sheet: trial balance, statements, stock, and everything open', async () => {
  const trial = await statement('trial-balance');
  expect([trial.opening, trial.closing]).toEqual(['0.00', '0.00']);
  expect(rows(trial).filter((row) => !row.endsWith(' 0.00'))).toEqual([
    '1110 97363.00',
    '1200 199.30',
    '1300 2330.00',
    '1320 392.00',
    '2200 -69.30',
    '3100 -100000.00',
    '4100 -1230.00',
    '4800 -53.00',
    '5100 588.00',
    '5200 140.00',
    '5310 40.00',
    '6300 300.00',
  ]);
  expect(await statement('balance-sheet')).toMatchObject({
    ...{ assets: '100284.30', liabilities: '69.30', equity: '100215.00', difference: '0.00' },
  });
  expect(await statement('income-statement')).toMatchObject({
    ...{ revenue: '1230.00', gross_profit: '462.00', operating_result: '162.00', result: '215.00' },
  });
  expect(await statement('cash-flow')).toMatchObject({
    ...{
      opening_cash: '0.00',
      operating: '-2637.00',
      financing: '100000.00',
      closing_cash: '97363.00',
      difference: '0.00',
    },
  });
  expect(await done(admin.get('/accounting/stock-books'))).toMatchObject({
    ...{ stock_value: '2722.00', booked_value: '2722.00', difference: '0.00', movements_waiting: 0 },
  });
  expect((await done(admin.get('/purchasing/received-not-invoiced'))).data).toEqual([]);
  for (const [side, total] of [
    ['payable', '0.00'],
    ['receivable', '199.30'],
  ])
    expect((await done(admin.get(`/accounting/ageing?side=${side}`))).total).toBe(total);
});

it('and stay so when the month is closed: what stock does later is of the next', async () => {
  const { body } = await admin.get(`/accounting/periods?company_id=${books.company_id}&on=${today}`);
  const period = body.data[0];
  await done(admin.post(`/accounting/periods/${period.id}/soft-close`, {}));
  const before = await statement('balance-sheet');
  await made(app, '/warehouse/issues', {
    lines: [{ product_id: button!.id, quantity: 10, from_location_id: STOCK }],
  });
  expect(await statement('balance-sheet')).toEqual(before);
  const lines = await done(admin.get(`/accounting/stock-books/lines?product_id=${button!.id}&leg=inventory`));
  expect(lines.data[0].amount).toBe('-15.00');
  expect(lines.data[0].booked_on > period.ends_on).toBe(true);
});
