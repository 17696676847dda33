import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { balanceOf, booksOf } from '../support/books.js';
import type { Books } from '../support/books.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, aSupplier, made, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { ORDERS, aSentOrder, refusal } from '../support/purchasing.js';

const INVOICES = '/purchasing/invoices';

let app: TestApp;
let admin: Caller;
let books: Books;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  books = await booksOf(app, app.company_id);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const register = (supplier_id: string, lines: object[], more: object = {}, who = admin): Promise<Answer> =>
  who.post(INVOICES, { supplier_id, external_number: unique('F'), lines, ...more });
async function registered(order: Made, lines: object[], more: object = {}): Promise<Made> {
  const answer = await register(order.supplier_id, lines, more);
  if (answer.status !== 201) throw new Error(`register answered ${answer.status}: ${answer.text}`);
  return answer.body;
}
async function received(order: Made, lines: object[]): Promise<Made> {
  const answer = await admin.post(`${ORDERS}/${order.id}/receive`, { lines });
  if (answer.status !== 201) throw new Error(`receive answered ${answer.status}: ${answer.text}`);
  return answer.body;
}
const read = async (invoice: Made): Promise<Made> => (await admin.get(`${INVOICES}/${invoice.id}`)).body;
const open = async (order: Made): Promise<Made[]> =>
  (await admin.get(`/purchasing/received-not-invoiced?order_id=${order.id}`)).body.data.map(
    ({ line_no, quantity, amount, value }: Made) => [line_no, quantity, amount, value],
  );
/** What the accounts of goods received and of differences of price hold. */
const accounts = async (): Promise<[string, string]> => [
  await balanceOf(app, books.role['grni']!),
  await balanceOf(app, books.role['price_variance']!),
];
const cents = (amount: string): number => Math.round(Number(amount) * 100);
/** What they change by meanwhile, in cents. */
async function booked(work: () => Promise<unknown>): Promise<[grni: number, variance: number]> {
  const before = await accounts();
  await work();
  const after = await accounts();
  return [cents(after[0]) - cents(before[0]), cents(after[1]) - cents(before[1])];
}

describe('an invoice that is what was ordered and came', () => {
  it('passes by itself, is posted and may be paid', async () => {
    const order = await aSentOrder(app, {
      lines: [
        { quantity: 10, unit_price: '2.50' },
        { quantity: 4, unit_price: '1' },
      ],
    });
    const [first, second] = order.lines;
    await received(order, [
      { line_no: 1, quantity: 10 },
      { line_no: 2, quantity: 4 },
    ]);
    expect(await open(order)).toEqual([
      [1, 10, '25.00', '25.00'],
      [2, 4, '4.00', '4.00'],
    ]);
    let invoice: Made = {};
    expect(
      await booked(async () => {
        invoice = await registered(
          order,
          [
            { order_line_id: first.id, quantity: 10 },
            { order_line_id: second.id, quantity: 4, net_amount: '4.00' },
          ],
          { charges: [{ description: 'Freight', account_role: 'freight', net_amount: '3.00' }] },
        );
      }),
    ).toEqual([2900, 0]);
    expect(invoice).toMatchObject({
      state: 'matched',
      kind: 'invoice',
      status: 'posted',
      number: expect.stringMatching(/^BILL-/),
      is_held: false,
      net_amount: '32.00',
      open_amount: '32.00',
      price_variance: '0.00',
      quantity_variance: 0,
      lines: [
        {
          order_number: order.number,
          order_line_no: 1,
          quantity: 10,
          net_amount: '25.00',
          received_quantity: 10,
          invoiced_quantity: 10,
        },
        { order_line_no: 2, quantity: 4 },
      ],
    });
    expect(await open(order)).toEqual([]);
    const payment = await made(app, '/accounting/payments', {
      supplier_id: order.supplier_id,
      method: 'transfer',
      amount: '32.00',
      account_id: books.role['bank'],
    });
    const paid = await admin.post(`/accounting/payments/${payment.id}/post`, {
      allocations: [{ invoice_id: invoice.invoice_id }],
    });
    expect(paid.status).toBe(200);
    expect(await read(invoice)).toMatchObject({ status: 'paid', open_amount: '0.00', state: 'matched' });
    expect(refusal(await admin.post(`${INVOICES}/${invoice.id}/cancel`, { reason: 'x' }))).toEqual([
      409,
      'INVOICE_ALLOCATED',
    ]);
  });

  it('belongs to its document: the books do not cancel, release, change or credit it', async () => {
    const order = await aSentOrder(app);
    await received(order, [{ line_no: 1, quantity: 10 }]);
    const { invoice_id } = await registered(order, [{ order_line_id: order.lines[0].id, quantity: 10 }]);
    for (const [step, body] of [
      ['cancel', { reason: 'x' }],
      ['credit', { reason: 'x' }],
      ['release', { reason: 'x' }],
      ['post', {}],
    ] as const)
      expect(refusal(await admin.post(`/accounting/invoices/${invoice_id}/${step}`, body))).toEqual([
        409,
        'INVOICE_OF_DOCUMENT',
      ]);
  });
});

describe('an invoice that differs', () => {
  it('is posted and on hold, quantity and price apart, until a receipt makes up for it or a person lets it pass', async () => {
    const order = await aSentOrder(app, { lines: [{ quantity: 10, unit_price: '2.00' }] });
    const [line] = order.lines;
    await received(order, [{ line_no: 1, quantity: 6 }]);
    const early = await registered(order, [{ order_line_id: line.id, quantity: 10 }]);
    expect(early).toMatchObject({
      state: 'held',
      status: 'posted',
      is_held: true,
      quantity_variance: 4,
      price_variance: '0.00',
      hold_reason: expect.stringContaining('4 pieces more than came'),
    });
    expect(await open(order)).toEqual([[1, -4, '-8.00', '-8.00']]);
    const payment = await made(app, '/accounting/payments', {
      supplier_id: order.supplier_id,
      method: 'transfer',
      amount: '20.00',
      account_id: books.role['bank'],
    });
    expect(
      (await admin.post(`/accounting/payments/${payment.id}/post`, { allocations: [{ invoice_id: early.invoice_id }] }))
        .status,
    ).toBe(409);
    const still = await admin.post(`${INVOICES}/${early.id}/match`);
    expect(still.body).toMatchObject({
      error_code: 'INVOICE_STILL_DIFFERS',
      lines: [{ line_no: 1, kind: 'quantity' }],
    });
    await received(order, [{ line_no: 1, quantity: 3 }]);
    expect((await read(early)).state).toBe('held');
    await received(order, [{ line_no: 1, quantity: 1 }]);
    expect(await read(early)).toMatchObject({ state: 'matched', is_held: false });
    expect(await open(order)).toEqual([]);

    const dear = await aSentOrder(app, { lines: [{ quantity: 10, unit_price: '2.00' }] });
    await received(dear, [{ line_no: 1, quantity: 10 }]);
    let held: Made = {};
    expect(
      await booked(async () => {
        held = await registered(dear, [{ order_line_id: dear.lines[0].id, quantity: 10, unit_price: '2.30' }]);
      }),
    ).toEqual([2000, 300]);
    expect(held).toMatchObject({ state: 'held', price_variance: '3.00', quantity_variance: 0 });
    expect((await admin.get(`${INVOICES}?state=held`)).body.data.map(({ id }: Made) => id)).toEqual([held.id]);
    expect(
      (await admin.get(`${INVOICES}/${held.id}/transitions`)).body
        .filter(({ allowed }: Made) => allowed)
        .map(({ event }: Made) => event),
    ).toEqual(expect.arrayContaining(['match', 'release', 'cancel']));
    const released = await admin.post(`${INVOICES}/${held.id}/release`, { reason: 'Agreed by telephone' });
    expect(released.body).toMatchObject({ state: 'released', is_held: false });
    expect(refusal(await admin.post(`${INVOICES}/${held.id}/release`, { reason: 'x' }))).toEqual([
      409,
      'INVALID_STATE',
    ]);
    expect((await admin.get(`${INVOICES}/${held.id}/history`)).body.map(({ event }: Made) => event)).toEqual([
      'create',
      'hold',
      'release',
    ]);
  });

  it('passes within the tolerance of its supplier', async () => {
    const supplier = await aSupplier(app);
    await made(app, '/purchasing/tolerances', {
      supplier_id: supplier.id,
      over_percent: '0',
      under_percent: '0',
      price_percent: '5',
      invoice_percent: '10',
    });
    const order = await aSentOrder(app, { supplier_id: supplier.id, lines: [{ quantity: 10, unit_price: '2.00' }] });
    await received(order, [{ line_no: 1, quantity: 9 }]);
    expect(
      await registered(order, [{ order_line_id: order.lines[0].id, quantity: 10, unit_price: '2.10' }]),
    ).toMatchObject({
      state: 'matched',
      price_variance: '1.00',
      quantity_variance: 1,
    });
  });

  it('stays on hold when a person has put it there for another reason', async () => {
    const order = await aSentOrder(app);
    const invoice = await registered(order, [{ order_line_id: order.lines[0].id, quantity: 10 }]);
    expect((await admin.post(`/accounting/invoices/${invoice.invoice_id}/hold`, { reason: 'In dispute' })).status).toBe(
      200,
    );
    await received(order, [{ line_no: 1, quantity: 10 }]);
    expect(await read(invoice)).toMatchObject({ state: 'matched', is_held: true, hold_reason: 'In dispute' });
  });
});

describe('credit notes and returns', () => {
  it('take back what was invoiced, in pieces or in money, and no more', async () => {
    const order = await aSentOrder(app, { lines: [{ quantity: 10, unit_price: '3.00' }] });
    const [line] = order.lines;
    const receipt = await received(order, [{ line_no: 1, quantity: 10 }]);
    const invoice = await registered(order, [{ order_line_id: line.id, quantity: 10, unit_price: '3.50' }]);
    expect(
      await booked(async () => {
        const sent = await admin.post('/purchasing/returns', {
          reason: 'Torn',
          lines: [{ receipt_line_id: receipt.lines[0].id, quantity: 2 }],
        });
        expect(sent.status).toBe(201);
      }),
    ).toEqual([100, -100]);
    // Two pieces are invoiced at 3.50 that went back: a credit is awaited.
    expect(await open(order)).toEqual([[1, -2, '-7.00', '-7.00']]);
    const credit = (quantity: number, net_amount: string): Promise<Answer> =>
      register(order.supplier_id, [{ order_line_id: line.id, quantity, net_amount }], {
        kind: 'credit_note',
        corrects_id: invoice.invoice_id,
      });
    expect(refusal(await credit(11, '1.00'))).toEqual([409, 'CREDIT_EXCEEDS_INVOICED']);
    expect(refusal(await credit(1, '35.01'))).toEqual([409, 'CREDIT_EXCEEDS_INVOICED']);
    const of = await credit(2, '7.00');
    expect(of.body).toMatchObject({ kind: 'credit_note', state: 'matched', number: expect.stringMatching(/^SCN-/) });
    expect(await open(order)).toEqual([]);
    // The price is corrected as well: 8 * 0.50.
    expect(await booked(async () => expect((await credit(0, '4.00')).status).toBe(201))).toEqual([0, -400]);
    expect(await open(order)).toEqual([]);
    expect(await booked(() => admin.post(`${INVOICES}/${of.body.id}/cancel`, { reason: 'Wrong paper' }))).not.toEqual([
      0, 0,
    ]);
    expect(await open(order)).toEqual([[1, -2, expect.any(String), expect.any(String)]]);
  });
});

describe('what is refused', () => {
  it('tells every fault, and leaves nothing', async () => {
    const [order, other] = [await aSentOrder(app), await aSentOrder(app)];
    const answer = await register(order.supplier_id, [
      { order_line_id: order.lines[0].id, quantity: 0 },
      { order_line_id: order.lines[0].id, quantity: 1 },
      { order_line_id: other.lines[0].id, quantity: 1 },
      { order_line_id: app.company_id, quantity: 1 },
    ]);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ pointer, code }: Made) => `${pointer} ${code}`)).toEqual([
      '/lines/0/quantity TOO_SMALL',
      '/lines/1/order_line_id DUPLICATE',
      '/lines/2/order_line_id NOT_ALLOWED',
      '/lines/3/order_line_id REFERENCE_NOT_FOUND',
    ]);
    expect((await admin.get(`${INVOICES}?order_id=${order.id}`)).body.data).toEqual([]);
    const external_number = unique('F');
    await received(order, [{ line_no: 1, quantity: 10 }]);
    await registered(order, [{ order_line_id: order.lines[0].id, quantity: 1 }], { external_number });
    expect(
      refusal(
        await register(order.supplier_id, [{ order_line_id: order.lines[0].id, quantity: 1 }], { external_number }),
      ),
    ).toEqual([409, 'DUPLICATE']);
  });

  it('who buys sees them and does not enter them', async () => {
    const order = await aSentOrder(app);
    await received(order, [{ line_no: 1, quantity: 10 }]);
    const lines = [{ order_line_id: order.lines[0].id, quantity: 10 }];
    const buyer = app.as(await app.actor({ role: 'purchasing' }));
    expect((await register(order.supplier_id, lines, {}, buyer)).status).toBe(403);
    const accountant = app.as(await app.actor({ role: 'accountant' }));
    const entered = await register(order.supplier_id, lines, {}, accountant);
    expect(entered.status).toBe(201);
    expect((await buyer.get(`${INVOICES}/${entered.body.id}`)).status).toBe(200);
    expect((await buyer.post(`${INVOICES}/${entered.body.id}/cancel`, { reason: 'x' })).status).toBe(403);
    const stranger = app.as(await app.actor({ permissions: ['purchasing.*.*'], companies: [] }));
    expect((await stranger.get(`${INVOICES}/${entered.body.id}`)).status).toBe(404);
  });
});

it('is posted once for an Idempotency-Key, and of many at once only as much passes as came', async () => {
  const order = await aSentOrder(app, { lines: [{ quantity: 10, unit_price: '1.00' }] });
  const [line] = order.lines;
  await received(order, [{ line_no: 1, quantity: 10 }]);
  const body = {
    supplier_id: order.supplier_id,
    external_number: unique('F'),
    lines: [{ order_line_id: line.id, quantity: 1 }],
  };
  const key = { 'idempotency-key': unique('key') };
  const [one, two] = [await admin.post(INVOICES, body, key), await admin.post(INVOICES, body, key)];
  expect([one.status, two.body.id]).toEqual([201, one.body.id]);
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => register(order.supplier_id, [{ order_line_id: line.id, quantity: 3 }])),
  );
  expect(answers.map(({ body: { state } }) => state).sort()).toEqual([
    'held',
    'held',
    'held',
    'matched',
    'matched',
    'matched',
  ]);
  expect(await open(order)).toEqual([[1, -9, '-9.00', '-9.00']]);
  const numbers = answers.map(({ body: { number } }) => number);
  expect(new Set(numbers).size).toBe(6);
});

it('services are an expense when they are invoiced', async () => {
  const service = await aProduct(app, { type: 'service' });
  const order = await aSentOrder(app, { lines: [{ product_id: service.id, quantity: 1, unit_price: '50' }] });
  await received(order, [{ line_no: 1, quantity: 1 }]);
  expect(await booked(() => registered(order, [{ order_line_id: order.lines[0].id, quantity: 1 }]))).toEqual([0, 0]);
});
