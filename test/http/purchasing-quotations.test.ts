import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aProduct, aSupplier, made, unique, unitId } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { expected } from '../support/requisitions.js';

const RFQS = '/purchasing/quotation-requests';
const NOWHERE = '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59';

let app: TestApp;
let admin: Caller;
let today: string;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  ({ today } = (await app.db.query(`select (now() at time zone 'Asia/Jakarta')::date::text as today`)).rows[0]);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const day = (n: number): string => new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10);
const act = (rfq: Made, event: string, body: object = {}, who = admin): Promise<Answer> =>
  who.post(`${RFQS}/${rfq.id}/${event}`, body);
const errorsOf = ({ body }: Answer): string[] => (body.errors ?? []).map((e: Made) => `${e.pointer} ${e.code}`);

/** A request for so many pieces of new products, sent to new suppliers. */
async function sent(
  suppliers: number,
  ...quantities: number[]
): Promise<{ rfq: Made; asked: Made[]; products: Made[] }> {
  const asked = [];
  for (let n = 0; n < suppliers; n++) asked.push(await aSupplier(app));
  const products = [];
  for (const _ of quantities) products.push(await aProduct(app));
  const rfq = await made(app, RFQS, {
    title: 'Plush',
    supplier_ids: asked.map(({ id }) => id),
    lines: products.map(({ id }, n) => ({ product_id: id, quantity: quantities[n] })),
  });
  expected(await act(rfq, 'send'));
  return { rfq, asked, products };
}

it('compares what three suppliers ask in units and currencies of their own, and the chosen replies become prices', async () => {
  const { rfq, asked, products } = await sent(3, 100, 10);
  const [plush, thread] = products as [Made, Made];
  const [local, abroad, silent] = asked as [Made, Made, Made];
  const roll = await made(app, '/units', { code: unique('RL'), name: 'Roll' });
  await made(app, '/unit-conversions', {
    product_id: plush.id,
    from_unit_id: roll.id,
    to_unit_id: await unitId(app, 'EA'),
    numerator: 40,
    denominator: 1,
  });
  await made(app, '/exchange-rates', { from_currency: 'USD', to_currency: 'IDR', rate: '16000', valid_from: today });
  expected(
    await act(rfq, 'reply', {
      supplier_id: local.id,
      lines: [
        { line_no: 1, price: '9000', lead_time_days: 5, valid_until: day(30) },
        { line_no: 2, price: '500', min_quantity: 50 },
      ],
    }),
  );
  // Three rolls of 40 for 20 dollars each are 960000.00 rupiah; a hundred at 9000 are 900000.00.
  const replied = expected(
    await act(rfq, 'reply', {
      supplier_id: abroad.id,
      lines: [
        { line_no: 1, price: '20', currency_code: 'usd', unit_id: roll.id },
        { line_no: 2, price: '1500' },
      ],
    }),
  );
  expect(replied).toMatchObject({ replied_count: 2, supplier_count: 3, chosen_count: 0 });
  expect(replied.version).toBeGreaterThan(rfq.version);
  const compared = expected(await admin.get(`${RFQS}/${rfq.id}/comparison`));
  expect(compared).toMatchObject({ currency_code: 'IDR', date: today });
  expect(
    compared.lines.map((l: Made) => l.replies.map((r: Made) => [r.supplier_code, r.order_quantity, r.compared_amount])),
  ).toEqual([
    [
      [local.code, 100, '900000.00'],
      [abroad.code, 3, '960000.00'],
    ],
    // Ten at 1500 are cheaper than the fifty at 500 that are the least.
    [
      [abroad.code, 10, '15000.00'],
      [local.code, 50, '25000.00'],
    ],
  ]);
  expect(errorsOf(await act(rfq, 'award', { lines: [{ line_no: 1, supplier_id: silent.id }] }))).toEqual([
    '/lines/0/supplier_id REFERENCE_NOT_FOUND',
  ]);
  const first = expected(await act(rfq, 'award', { lines: [{ line_no: 1, supplier_id: local.id }] }));
  expect(first).toMatchObject({ state: 'sent', chosen_count: 1 });
  const { supplier_price_id } = first.lines[0].replies.find((r: Made) => r.is_chosen);
  expect(expected(await admin.get(`/supplier-prices/${supplier_price_id}`))).toMatchObject({
    supplier_id: local.id,
    product_id: plush.id,
    price: '9000.000000',
    currency_code: 'IDR',
    lead_time_days: 5,
    valid_from: today,
    valid_to: day(30),
  });
  const again = await act(rfq, 'award', { lines: [{ line_no: 1, supplier_id: abroad.id }] });
  expect(again.body).toMatchObject({ error_code: 'QUOTATION_CHOSEN', lines: [{ line_no: 1 }] });
  const changed = await act(rfq, 'reply', { supplier_id: local.id, lines: [{ line_no: 1, price: '1' }] });
  expect(changed.body.error_code).toBe('QUOTATION_CHOSEN');
  expect(expected(await act(rfq, 'award', { lines: [{ line_no: 2, supplier_id: abroad.id }] })).state).toBe('closed');
  expect((await admin.get(`/supplier-prices/best?product_id=${thread.id}&quantity=10`)).body.offers).toMatchObject([
    { supplier_id: abroad.id, amount: '15000.00' },
  ]);
  const { body: history } = await admin.get(`${RFQS}/${rfq.id}/history`);
  expect(history.map((h: Made) => [h.event, h.to_state])).toEqual([
    ['create', 'draft'],
    ['send', 'sent'],
    ['award', 'sent'],
    ['award', 'closed'],
  ]);
});

it('shows what cannot be compared last and makes no figure up', async () => {
  const { rfq, asked } = await sent(2, 10);
  const odd = await made(app, '/units', { code: unique('OD'), name: 'Odd' });
  for (const [n, terms] of [{ price: '7' }, { price: '1', unit_id: odd.id }].entries())
    expected(await act(rfq, 'reply', { supplier_id: asked[n].id, lines: [{ line_no: 1, ...terms }] }));
  const { lines } = expected(await admin.get(`${RFQS}/${rfq.id}/comparison`));
  expect(lines[0].replies.map((r: Made) => [r.supplier_code, r.compared_amount, r.not_comparable])).toEqual([
    [asked[0].code, '70.00', null],
    [asked[1].code, null, 'NO_CONVERSION'],
  ]);
});

it('tells everything that is wrong at once', async () => {
  const product_id = (await aProduct(app)).id;
  const supplier = await aSupplier(app);
  const bad = await admin.post(RFQS, {
    title: 'x',
    reply_by: '2020-01-01',
    supplier_ids: [supplier.id, NOWHERE, supplier.id],
    lines: [
      { product_id, quantity: 1, needed_by: '2020-01-01' },
      { product_id: NOWHERE, quantity: 1 },
    ],
  });
  expect([bad.status, errorsOf(bad)]).toEqual([
    422,
    [
      '/reply_by TOO_SMALL',
      '/lines/0/needed_by TOO_SMALL',
      '/lines/1/product_id REFERENCE_NOT_FOUND',
      '/supplier_ids/1 REFERENCE_NOT_FOUND',
      '/supplier_ids/2 DUPLICATE',
    ],
  ]);
  const { rfq, asked } = await sent(1, 5);
  const reply = await act(rfq, 'reply', {
    supplier_id: supplier.id,
    lines: [
      { line_no: 1, price: '1', unit_id: NOWHERE, currency_code: 'XXX', valid_until: '2020-01-01' },
      { line_no: 1, price: '1' },
      { line_no: 9, price: '1' },
    ],
  });
  expect(errorsOf(reply)).toEqual([
    '/supplier_id REFERENCE_NOT_FOUND',
    '/lines/0/unit_id REFERENCE_NOT_FOUND',
    '/lines/0/currency_code REFERENCE_NOT_FOUND',
    '/lines/0/valid_until TOO_SMALL',
    '/lines/1/line_no DUPLICATE',
    '/lines/2/line_no REFERENCE_NOT_FOUND',
  ]);
  expected(
    await act(rfq, 'reply', { supplier_id: asked[0].id, lines: [{ line_no: 1, price: '1', valid_until: today }] }),
  );
  await app.db.query(`update erp.quotation_replies set valid_until = current_date - 2 where supplier_id = $1`, [
    asked[0].id,
  ]);
  const late = await act(rfq, 'award', { lines: [{ line_no: 1, supplier_id: asked[0].id }] });
  expect(late.body).toMatchObject({ error_code: 'QUOTATION_EXPIRED', lines: [{ line_no: 1 }] });
});

it('is chosen once by ten buyers at the same time', async () => {
  const { rfq, asked, products } = await sent(2, 5);
  for (const { id } of asked)
    expected(await act(rfq, 'reply', { supplier_id: id, lines: [{ line_no: 1, price: '3' }] }));
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => act(rfq, 'award', { lines: [{ line_no: 1, supplier_id: asked[n % 2].id }] })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(409)]);
  expect((await admin.get(`/supplier-prices?product_id=${products[0].id}`)).body.data).toHaveLength(1);
});

it('every event in every state does what the machine says, and only for whom it is', async () => {
  const into: Record<string, (rfq: Made) => Promise<unknown>> = {
    draft: () => Promise.resolve(),
    sent: (rfq) => act(rfq, 'send'),
    closed: async (rfq) => (await act(rfq, 'send'), act(rfq, 'close', { reason: 'x' })),
    cancelled: (rfq) => act(rfq, 'cancel', { reason: 'x' }),
  };
  const allowed: Record<string, Record<string, string>> = {
    draft: { send: 'sent', cancel: 'cancelled' },
    sent: { close: 'closed', cancel: 'cancelled', reply: 'sent' },
    closed: {},
    cancelled: {},
  };
  const supplier = await aSupplier(app);
  const product_id = (await aProduct(app)).id;
  const bodies: Record<string, object> = {
    send: {},
    close: { reason: 'x' },
    cancel: { reason: 'x' },
    reply: { supplier_id: supplier.id, lines: [{ line_no: 1, price: '1' }] },
  };
  for (const [state, row] of Object.entries(allowed))
    for (const [event, body] of Object.entries(bodies)) {
      const rfq = await made(app, RFQS, {
        title: 'x',
        supplier_ids: [supplier.id],
        lines: [{ product_id, quantity: 1 }],
      });
      await into[state]!(rfq);
      const answer = await act(rfq, event, body);
      expect([state, event, answer.status]).toEqual([state, event, row[event] ? 200 : 409]);
      if (!row[event]) expect(answer.body.error_code).toBe('INVALID_STATE');
      expect((await admin.get(`${RFQS}/${rfq.id}`)).body.state).toBe(row[event] ?? state);
    }
  const { rfq, asked } = await sent(1, 1);
  const buyer = app.as(await app.actor({ role: 'purchasing' }));
  expected(await act(rfq, 'reply', { supplier_id: asked[0].id, lines: [{ line_no: 1, price: '1' }] }, buyer));
  const award = { lines: [{ line_no: 1, supplier_id: asked[0].id }] };
  expect((await act(rfq, 'award', award, buyer)).status).toBe(403);
  const halfway = app.as(await app.actor({ permissions: ['purchasing.quotations.*'] }));
  expect((await act(rfq, 'award', award, halfway)).body).toMatchObject({
    permission: 'master_data.supplier_prices.create',
  });
  const abroad = app.as(await app.actor({ permissions: ['*'], companies: [(await aCompany(app)).id] }));
  expect((await abroad.get(`${RFQS}/${rfq.id}`)).status).toBe(404);
  const list = (await admin.get(`${RFQS}?state=sent&supplier_id=${asked[0].id}`)).body.data;
  expect(list).toMatchObject([{ id: rfq.id, replied_count: 1 }]);
});
