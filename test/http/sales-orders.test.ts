import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aCustomer, aProduct, aUnit, made, placesOf } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { SALES_ORDERS, aSalesOrder, aSoldProduct, refused, sold } from '../support/sales.js';
import { statementsOf } from '../support/statements.js';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const step = (who: Caller, order: Made, event: string, body: object = {}, headers = {}) =>
  who.post(`${SALES_ORDERS}/${order.id}/${event}`, body, headers);
const read = async (order: Made): Promise<Made> => (await admin.get(`${SALES_ORDERS}/${order.id}`)).body;

describe('a sales order', () => {
  it('takes prices with their discounts, units and taxes, says where they are from, and sums what it rounds line by line', async () => {
    const customer = await aCustomer(app, { currency_code: 'IDR', payment_terms_days: 30, address: 'Jl. Braga 12' });
    const [bear, cat, dog] = [
      await aSoldProduct(app),
      await aSoldProduct(app),
      await aSoldProduct(app, { list_price: '7.125' }),
    ];
    const box = await aUnit(app);
    await made(app, '/unit-conversions', {
      ...{ product_id: bear.id, from_unit_id: box.id, to_unit_id: bear.unit_id, numerator: 12, denominator: 1 },
    });
    const own = await made(app, '/customer-prices', {
      ...{ product_id: bear.id, customer_id: customer.id, unit_id: box.id, price: '546.966', min_quantity: 2 },
      ...{ valid_from: '2026-01-01', discount_percent: '10' },
    });
    const general = await made(app, '/customer-prices', {
      product_id: cat.id,
      price: '3.3333',
      valid_from: '2026-01-01',
    });
    const order = await made(app, SALES_ORDERS, {
      customer_id: customer.id,
      ordered_on: '2026-03-02',
      freight_amount: '5.5',
      lines: [
        { product_id: bear.id, unit_quantity: '3', unit_id: box.id, tax_percent: '11' },
        { product_id: cat.id, quantity: 7 },
        { product_id: dog.id, quantity: 3 },
        { product_id: dog.id, quantity: 3, unit_price: '45.5805', discount_percent: '2.5', requested_on: '2026-03-20' },
      ],
    });
    expect(order).toMatchObject({
      number: expect.stringMatching(/^SO-\d{6}$/),
      state: 'draft',
      currency_code: 'IDR',
      rate: '1.000000',
      payment_terms_days: 30,
      ship_to_name: customer.name,
      ship_to_address: 'Jl. Braga 12',
      // 3 * 546.966 * 0.9 = 1476.8082; 7 * 3.3333 = 23.3331; 3 * 7.125 = 21.375; 3 * 45.5805 * 0.975 = 133.3229625
      net_amount: '1654.84',
      tax_amount: '162.45',
      freight_amount: '5.50',
      total_amount: '1822.79',
      line_count: 4,
      open_lines: 4,
    });
    expect(order.lines).toMatchObject([
      {
        ...{ unit_quantity: '3', quantity: 36, unit_price: '546.966000', discount_percent: '10.0000' },
        ...{ price_source: 'customer', price_id: own.id, net_amount: '1476.81', tax_amount: '162.45' },
      },
      { unit_price: '3.333300', price_source: 'general', price_id: general.id, net_amount: '23.33' },
      { unit_price: '7.125000', price_source: 'product', price_id: null, net_amount: '21.38' },
      { unit_price: '45.580500', price_source: 'given', list_price: '7.125000', net_amount: '133.32' },
    ]);
  });

  it('is refused with everything that is wrong with it', async () => {
    const customer = await aCustomer(app);
    const [unpriced, raw] = [await aSoldProduct(app), await aProduct(app)];
    const gone = await aSoldProduct(app);
    expect((await admin.post(`/products/${gone.id}/deactivate`, {})).status).toBe(200);
    const lines = [
      { product_id: unpriced.id, quantity: 1 },
      { product_id: raw.id, quantity: 1, unit_price: '1' },
      { product_id: gone.id, quantity: 1, unit_price: '1' },
      { product_id: app.company_id, quantity: 1, unit_price: '1' },
      { product_id: unpriced.id, unit_price: '1' },
      { product_id: unpriced.id, quantity: 1, unit_price: '1', tax_code: 'NO-SUCH', warehouse_id: customer.id },
      { product_id: unpriced.id, quantity: 1, unit_price: '1', supply: 'make', reserve_on: '2026-12-31' },
    ];
    const { status, body } = await admin.post(SALES_ORDERS, {
      ...{
        customer_id: app.company_id,
        warehouse_id: customer.id,
        currency_code: 'QQQ',
        payment_terms_id: customer.id,
        lines,
      },
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer, code }: Made) => `${pointer} ${code}`).sort()).toEqual([
      '/currency_code REFERENCE_NOT_FOUND',
      '/customer_id REFERENCE_NOT_FOUND',
      '/lines/0/unit_price REQUIRED',
      '/lines/1/product_id NOT_ALLOWED',
      '/lines/2/product_id PRODUCT_INACTIVE',
      '/lines/3/product_id REFERENCE_NOT_FOUND',
      '/lines/4/quantity REQUIRED',
      '/lines/5/tax_code REFERENCE_NOT_FOUND',
      '/lines/5/warehouse_id REFERENCE_NOT_FOUND',
      '/lines/6/reserve_on NOT_ALLOWED',
      '/lines/6/supply NOT_ALLOWED',
      '/payment_terms_id REFERENCE_NOT_FOUND',
      '/warehouse_id REFERENCE_NOT_FOUND',
    ]);
    expect((await admin.post(`/customers/${customer.id}/deactivate`, {})).status).toBe(200);
    const inactive = { customer_id: customer.id, lines: [{ product_id: unpriced.id, quantity: 1, unit_price: '1' }] };
    expect(refused(await admin.post(SALES_ORDERS, inactive))).toEqual([409, 'CUSTOMER_INACTIVE']);
  });

  it('takes the rate of a tax on the day of the order, and the rate of exchange', async () => {
    const { id: tax_code_id } = await made(app, '/accounting/tax-codes', { code: 'SO-PPN', name: 'PPN' });
    for (const [valid_from, rate] of [
      ['2020-01-01', '10'],
      ['2026-03-01', '11'],
    ])
      await made(app, `/accounting/tax-rates`, { tax_code_id, valid_from, rate });
    await made(app, '/exchange-rates', {
      from_currency: 'USD',
      to_currency: 'IDR',
      valid_from: '2026-01-01',
      rate: '16000.5',
    });
    const lines = [{ quantity: 10, unit_price: '2.50', tax_code: 'so-ppn' }];
    const before = await aSalesOrder(app, { ordered_on: '2026-02-28', currency_code: 'usd', lines });
    expect(before).toMatchObject({
      currency_code: 'USD',
      rate: '16000.500000',
      tax_amount: '2.50',
      total_amount: '27.50',
    });
    const { body: after } = await admin.patch(`${SALES_ORDERS}/${before.id}`, {
      ordered_on: '2026-03-01',
      lines: [{ ...lines[0], product_id: before.lines[0].product_id }],
    });
    expect(after).toMatchObject({ tax_amount: '2.75', total_amount: '27.75', version: 2 });
    const unknown = {
      customer_id: before.customer_id,
      currency_code: 'CHF',
      lines: [{ product_id: before.lines[0].product_id, quantity: 1, unit_price: '1' }],
    };
    expect(refused(await admin.post(SALES_ORDERS, unknown))).toEqual([422, 'EXCHANGE_RATE_MISSING']);
  });

  it('is changed while it is a draft, confirmed, and cancelled with a reason', async () => {
    const seller = await app.actor({ role: 'sales' });
    const own = app.as(seller);
    const order = await aSalesOrder(app, {}, seller);
    const lines = [{ product_id: order.lines[0].product_id, quantity: 5, unit_price: '2.00' }];
    expect(
      (await own.patch(`${SALES_ORDERS}/${order.id}`, { lines, freight_amount: '1.00', notes: 'Soon' })).body,
    ).toMatchObject({
      ...{ net_amount: '10.00', freight_amount: '1.00', total_amount: '11.00', notes: 'Soon', version: 2 },
    });
    expect((await own.patch(`${SALES_ORDERS}/${order.id}`, { freight_amount: '2.00' })).body).toMatchObject({
      total_amount: '12.00',
    });
    expect(refused(await step(admin, order, 'close', { reason: 'x' }))).toEqual([409, 'INVALID_STATE']);
    const { body: may } = await own.get(`${SALES_ORDERS}/${order.id}/transitions`);
    expect(may.filter(({ allowed }: Made) => allowed).map(({ event }: Made) => event)).toEqual(['confirm', 'cancel']);
    expect(refused(await step(own, order, 'confirm', {}, { 'if-match': '"9"' }))).toEqual([412, 'STALE_VERSION']);
    const dry = await own.post(`${SALES_ORDERS}/${order.id}/confirm?dry_run=true`, {});
    expect([dry.status, dry.body.state, (await read(order)).state]).toEqual([200, 'confirmed', 'draft']);
    const key = { 'idempotency-key': crypto.randomUUID() };
    const confirmed = await step(own, order, 'confirm', {}, key);
    expect(confirmed.body).toMatchObject({
      state: 'confirmed',
      confirmed_by: seller.id,
      confirmed_at: expect.any(String),
    });
    const again = await step(own, order, 'confirm', {}, key);
    expect([again.status, again.headers['idempotent-replayed'], again.body]).toEqual([200, 'true', confirmed.body]);
    expect(refused(await step(own, order, 'confirm'))).toEqual([409, 'INVALID_STATE']);
    expect(refused(await own.patch(`${SALES_ORDERS}/${order.id}`, { notes: 'x' }))).toEqual([409, 'INVALID_STATE']);
    expect(refused(await step(own, order, 'cancel'))).toEqual([422, 'VALIDATION_FAILED']);
    expect(await sold(own, order, 'cancel', { reason: 'Changed his mind' })).toMatchObject({
      ...{ state: 'cancelled', end_reason: 'Changed his mind', open_lines: 0 },
      lines: [{ cancelled_quantity: 5, open_quantity: 0 }],
    });
    const { body: history } = await own.get(`${SALES_ORDERS}/${order.id}/history`);
    expect(history.map(({ event, to_state }: Made) => [event, to_state])).toEqual([
      ['create', 'draft'],
      ['confirm', 'confirmed'],
      ['cancel', 'cancelled'],
    ]);
  });

  it('is found by state, customer, product, day, lateness and words, and taken away as CSV', async () => {
    const customer = await aCustomer(app, { name: 'Toko "Jauh"' });
    const product = await aSoldProduct(app);
    const line = { product_id: product.id, quantity: 1, unit_price: '1' };
    const late = await aSalesOrder(app, {
      ...{ customer_id: customer.id, customer_reference: '=SUM(1)', ordered_on: '2026-01-05' },
      lines: [{ ...line, promised_on: '2026-01-06' }],
    });
    const other = await aSalesOrder(app, { customer_id: customer.id, ordered_on: '2026-01-07', lines: [line] });
    await sold(admin, late, 'confirm');
    const found = async (query: string) =>
      (await admin.get(`${SALES_ORDERS}?customer_id=${customer.id}&sort=ordered_on&${query}`)).body.data.map(
        ({ id }: Made) => id,
      );
    expect(await found('')).toEqual([late.id, other.id]);
    expect(await found('state=draft')).toEqual([other.id]);
    expect(await found('late=true')).toEqual([late.id]);
    expect(await found('ordered_from=2026-01-06')).toEqual([other.id]);
    expect(await found('ordered_to=2026-01-05')).toEqual([late.id]);
    expect(await found(`product_id=${product.id}&q=SUM`)).toEqual([late.id]);
    expect(await found(`warehouse_id=${(await placesOf(app))['WH']}`)).toEqual([late.id, other.id]);
    expect(refused(await admin.get(`${SALES_ORDERS}?state=sent`))).toEqual([400, 'UNKNOWN_QUERY_PARAMETER']);
    const csv = await admin.get(`${SALES_ORDERS}/export?customer_id=${customer.id}&sort=ordered_on&limit=1`);
    expect([csv.status, csv.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    const rows = csv.text.trim().split('\r\n');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatch(/^number,state,customer_code/);
    expect(rows[1]).toContain(`"Toko ""Jauh""",'=SUM(1),2026-01-05,2026-01-06`);
    expect((await app.as(await app.actor({ role: 'sales' })).get(`${SALES_ORDERS}/export`)).status).toBe(403);
  });

  it('is printed as a page and as a PDF', async () => {
    const order = await aSalesOrder(app, {
      ...{ freight_amount: '12.00', notes: 'Before <noon>' },
      lines: Array.from({ length: 60 }, (_, n) => ({
        quantity: n + 1,
        unit_price: '1.5',
        description: '<b>Red</b>',
      })).slice(0, 3),
    });
    const html = await admin.get(`${SALES_ORDERS}/${order.id}/print`);
    expect(html.headers['content-type']).toContain('text/html');
    for (const text of [
      'Order confirmation',
      'DRAFT',
      '&lt;b&gt;Red&lt;/b&gt;',
      'Before &lt;noon&gt;',
      'Freight',
      '21.00',
    ])
      expect(html.text).toContain(text);
    await sold(admin, order, 'confirm');
    expect((await admin.get(`${SALES_ORDERS}/${order.id}/print`)).text).not.toContain('DRAFT');
    const pdf = await admin.get(`${SALES_ORDERS}/${order.id}/pdf`);
    expect([pdf.status, pdf.headers['content-type'], pdf.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-']);
  });

  it('is seen and led only by who may', async () => {
    const order = await aSalesOrder(app);
    const elsewhere = await aCompany(app);
    const stranger = app.as(await app.actor({ role: 'admin', companies: [elsewhere.id] }));
    for (const path of ['', '/transitions', '/history', '/print', '/pdf'])
      expect(refused(await stranger.get(`${SALES_ORDERS}/${order.id}${path}`))).toEqual([404, 'NOT_FOUND']);
    for (const event of ['confirm', 'cancel', 'close', 'override-credit'])
      expect(refused(await step(stranger, order, event, event === 'confirm' ? {} : { reason: 'x' }))).toEqual([
        404,
        'NOT_FOUND',
      ]);
    expect(refused(await stranger.patch(`${SALES_ORDERS}/${order.id}`, { notes: 'x' }))).toEqual([404, 'NOT_FOUND']);
    expect((await stranger.get(SALES_ORDERS)).body.data).toEqual([]);
    const reader = app.as(await app.actor({ role: 'auditor' }));
    expect((await reader.get(`${SALES_ORDERS}/${order.id}`)).status).toBe(200);
    expect(refused(await step(reader, order, 'confirm'))).toEqual([403, 'FORBIDDEN']);
    expect(refused(await reader.post(SALES_ORDERS, {}))).toEqual([403, 'FORBIDDEN']);
  });

  it('costs as many statements with fifty lines as with two', async () => {
    const product = await aSoldProduct(app, { list_price: '3' });
    const { id: customer_id } = await aCustomer(app);
    const counts: number[] = [];
    for (const count of [2, 50]) {
      const lines = Array.from({ length: count }, () => ({ product_id: product.id, quantity: 1 }));
      let order: Made;
      const drafting = await statementsOf(async () => (order = await aSalesOrder(app, { customer_id, lines })));
      counts.push(drafting, await statementsOf(() => sold(admin, order, 'confirm')));
      counts.push(await statementsOf(() => read(order)));
    }
    expect(counts.slice(3)).toEqual(counts.slice(0, 3));
  });
});
