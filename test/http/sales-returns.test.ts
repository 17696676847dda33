import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { booksOf } from '../support/books.js';
import {
  SALES_INVOICES,
  SALES_RETURNS,
  aConfirmedOrder,
  counts,
  faults,
  refusal,
  shipped,
  stepped,
  stockOf,
} from '../support/fulfilment.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aProduct, aReceipt, made, placesOf } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  await booksOf(app, app.company_id);
});
afterAll(() => app.close());

const authorised = (...lines: object[]) => made(app, SALES_RETURNS, { reason: 'Seam open', lines });
const received = (document: any) => stepped(admin, SALES_RETURNS, document, 'receive');
const onHand = async (productId: string): Promise<Record<string, number>> => {
  const { rows } = await app.db.query<{ code: string; on_hand: string }>(
    'select l.code, b.on_hand from erp.stock_balances b join erp.locations l on l.id = b.location_id where b.product_id = $1 and b.on_hand > 0',
    [productId],
  );
  return Object.fromEntries(rows.map(({ code, on_hand }) => [code, Number(on_hand)]));
};

describe('a return', () => {
  it('comes back at the cost it left for, to where each outcome says', async () => {
    const order = await aConfirmedOrder(app, { lines: [{ quantity: 10 }] });
    const product = order.lines[0]!.product_id;
    const delivery = await shipped(app, order);
    // What comes in meanwhile at another cost does not change what comes back.
    await aReceipt(app, product, 1, '50.00');
    const delivery_line_id = delivery.lines[0].id;
    const document = await authorised(
      { delivery_line_id, quantity: 1, outcome: 'restock' },
      { delivery_line_id, quantity: 2, outcome: 'quarantine' },
      { delivery_line_id, quantity: 3, outcome: 'scrap' },
    );
    expect(document).toMatchObject({ state: 'authorised', number: expect.stringMatching(/^RMA-/), line_count: 3 });
    expect(await counts(app, order)).toEqual(['shipped', [10, 0, 0, 0, 0]]);
    const back = await received(document);
    expect(back.lines.map(({ value }: any) => value)).toEqual(['2.00', '4.00', '6.00']);
    expect(await onHand(product)).toEqual({ STOCK: 2, HOLD: 2, SCRAP: 3 });
    expect(await counts(app, order)).toEqual(['shipped', [10, 6, 0, 0, 0]]);
    const { rows } = await app.db.query('select value::text from erp.stock_valuations where product_id = $1', [
      product,
    ]);
    expect(rows).toEqual([{ value: '62.00' }]);
  });

  it('that is replaced is open on the order again, and the next delivery ships it', async () => {
    const order = await aConfirmedOrder(app);
    const delivery = await shipped(app, order);
    const { STOCK } = await placesOf(app);
    await received(
      await authorised({
        delivery_line_id: delivery.lines[0].id,
        quantity: 4,
        outcome: 'replace',
        goods: 'restock',
        to_location_id: STOCK,
      }),
    );
    expect(await counts(app, order)).toEqual(['partially_shipped', [10, 4, 4, 0, 4]]);
    const invoice = await made(app, SALES_INVOICES, { order_ids: [order.id], post: true });
    expect(invoice.lines[0].quantity).toBe(6);
    await shipped(app, order);
    expect(await counts(app, order)).toEqual(['shipped', [14, 4, 4, 6, 0]]);
    expect((await made(app, SALES_INVOICES, { order_ids: [order.id], post: true })).lines[0].quantity).toBe(4);
    expect(refusal(await admin.post(SALES_INVOICES, { order_ids: [order.id] }))).toEqual([409, 'NOTHING_TO_INVOICE']);
  });

  it('that is credited drafts a credit note, which lowers what is invoiced when it is posted', async () => {
    const order = await aConfirmedOrder(app);
    const delivery = await shipped(app, order);
    const line = { delivery_line_id: delivery.lines[0].id, quantity: 3, outcome: 'credit' };
    const early = await authorised(line);
    const refused = await admin.post(`${SALES_RETURNS}/${early.id}/receive`, {});
    expect(refusal(refused)).toEqual([409, 'CREDIT_EXCEEDS_SALE']);
    expect(await counts(app, order)).toEqual(['shipped', [10, 0, 0, 0, 0]]);
    await made(app, SALES_INVOICES, { order_ids: [order.id], post: true });
    const back = await received(early);
    const { body: note } = await admin.get(`${SALES_INVOICES}/${back.credit_note_id}`);
    expect(note).toMatchObject({ kind: 'credit_note', state: 'draft', return_id: back.id, net_amount: '30.00' });
    await stepped(admin, SALES_INVOICES, note, 'post');
    expect(await counts(app, order)).toEqual(['shipped', [10, 3, 0, 7, 0]]);
    expect(await onHand(order.lines[0]!.product_id)).toEqual({ HOLD: 3 });
  });

  it('of a lot is that lot, and never more of it than left', async () => {
    const product_id = (await aProduct(app, { type: 'finished_good', tracking: 'lot', pick_strategy: 'fefo' }))
      .id as string;
    const { STOCK } = await placesOf(app);
    for (const [code, cost] of [
      ['A', '1.00'],
      ['B', '3.00'],
    ])
      await made(app, '/warehouse/receipts', {
        lines: [
          {
            product_id,
            quantity: 5,
            unit_cost: cost,
            to_location_id: STOCK,
            lot: { code, expires_on: `2099-0${code === 'A' ? 1 : 2}-01` },
          },
        ],
      });
    const order = await aConfirmedOrder(app, { lines: [{ product_id, quantity: 7 }] });
    const delivery = await shipped(app, order);
    const [a, b] = delivery.lines[0].picks;
    expect([a.lot_code, a.quantity, b.lot_code, b.quantity]).toEqual(['A', 5, 'B', 2]);
    const delivery_line_id = delivery.lines[0].id;
    const many = await authorised({ delivery_line_id, quantity: 3, outcome: 'restock', lot_id: b.lot_id });
    expect(refusal(await admin.post(`${SALES_RETURNS}/${many.id}/receive`, {}))).toEqual([
      409,
      'RETURN_EXCEEDS_SHIPMENT',
    ]);
    await stepped(admin, SALES_RETURNS, many, 'cancel', { reason: 'Miscounted' });
    await received(await authorised({ delivery_line_id, quantity: 2, outcome: 'restock', lot_id: b.lot_id }));
    const { body } = await admin.get(`/sales/deliveries/${delivery.id}`);
    expect(body.lines[0].picks.map((pick: any) => pick.returned_quantity)).toEqual([0, 2]);
    expect(await stockOf(app, product_id)).toEqual([5, 0]);
  });

  it('is never of more than was shipped and is not authorised already', async () => {
    const order = await aConfirmedOrder(app);
    const delivery = await shipped(app, order);
    const delivery_line_id = delivery.lines[0].id;
    await authorised({ delivery_line_id, quantity: 7, outcome: 'restock' });
    const line = { delivery_line_id, quantity: 2, outcome: 'restock' };
    const answer = await admin.post(SALES_RETURNS, { reason: 'X', lines: [line, line] });
    expect(refusal(answer)).toEqual([409, 'RETURN_EXCEEDS_SHIPMENT']);
    expect(answer.body.lines).toMatchObject([{ quantity: 4, left: 3 }]);
  });

  it('tells all faults at once, and replaces nothing of a closed order', async () => {
    const order = await aConfirmedOrder(app);
    const stranger = await aConfirmedOrder(app);
    const [one, other] = [await shipped(app, order), await shipped(app, stranger)];
    const answer = await admin.post(SALES_RETURNS, {
      reason: 'X',
      lines: [
        { delivery_line_id: one.lines[0].id, quantity: 1, outcome: 'scrap', goods: 'restock' },
        { delivery_line_id: other.lines[0].id, quantity: 1, outcome: 'restock' },
        { delivery_line_id: app.company_id, quantity: 1, outcome: 'restock' },
      ],
    });
    expect([answer.status, faults(answer)]).toEqual([
      422,
      [
        '/lines/0/goods NOT_ALLOWED',
        '/lines/1/delivery_line_id NOT_ALLOWED',
        '/lines/2/delivery_line_id REFERENCE_NOT_FOUND',
      ],
    ]);
    const replace = await authorised({ delivery_line_id: one.lines[0].id, quantity: 1, outcome: 'replace' });
    expect((await admin.post(`/sales/orders/${order.id}/close`, { reason: 'Done' })).status).toBe(200);
    expect(refusal(await admin.post(`${SALES_RETURNS}/${replace.id}/receive`, {}))).toEqual([
      409,
      'REPLACEMENT_OF_CLOSED_ORDER',
    ]);
    await received(await authorised({ delivery_line_id: one.lines[0].id, quantity: 1, outcome: 'restock' }));
    expect((await counts(app, order))[0]).toBe('closed');
  });
});

it('repeats, lists, tells its life, and is received once by two at once', async () => {
  const order = await aConfirmedOrder(app);
  const delivery = await shipped(app, order);
  const lines = [{ delivery_line_id: delivery.lines[0].id, quantity: 1, outcome: 'restock' }];
  const key = { 'idempotency-key': 'return-once' };
  const one = await admin.post(SALES_RETURNS, { reason: 'X', lines }, key);
  expect((await admin.post(SALES_RETURNS, { reason: 'X', lines }, key)).body.id).toBe(one.body.id);
  for (const filter of [
    `order_id=${order.id}`,
    `delivery_id=${delivery.id}&state=authorised`,
    `customer_id=${order.customer_id}`,
  ]) {
    const { body } = await admin.get(`${SALES_RETURNS}?${filter}`);
    expect(body.data.map(({ id }: any) => id)).toEqual([one.body.id]);
  }
  const raced = await Promise.all([1, 2].map(() => admin.post(`${SALES_RETURNS}/${one.body.id}/receive`, {})));
  expect(raced.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await counts(app, order)).toEqual(['shipped', [10, 1, 0, 0, 0]]);
  const { body: history } = await admin.get(`${SALES_RETURNS}/${one.body.id}/history`);
  expect(history.map(({ event }: any) => event)).toEqual(['create', 'receive']);
  const { body: steps } = await admin.get(`${SALES_RETURNS}/${one.body.id}/transitions`);
  expect(steps.map(({ event, allowed }: any) => [event, allowed])).toEqual([
    ['receive', false],
    ['cancel', false],
  ]);
});

it('is authorised by sellers and received by the store', async () => {
  const order = await aConfirmedOrder(app);
  const delivery = await shipped(app, order);
  const lines = [{ delivery_line_id: delivery.lines[0].id, quantity: 1, outcome: 'restock' }];
  const seller = app.as(await app.actor({ role: 'sales' }));
  const store = app.as(await app.actor({ role: 'warehouse' }));
  expect(refusal(await store.post(SALES_RETURNS, { reason: 'X', lines }))).toEqual([403, 'FORBIDDEN']);
  const { status, body } = await seller.post(SALES_RETURNS, { reason: 'X', lines });
  expect(status).toBe(201);
  expect(refusal(await seller.post(`${SALES_RETURNS}/${body.id}/receive`, {}))).toEqual([403, 'FORBIDDEN']);
  expect((await store.post(`${SALES_RETURNS}/${body.id}/receive`, {})).status).toBe(200);
  const company = await aCompany(app);
  const stranger = app.as(await app.actor({ role: 'super_admin', companies: [company.id] }));
  expect((await stranger.get(`${SALES_RETURNS}/${body.id}`)).status).toBe(404);
  expect((await app.as(null).get(SALES_RETURNS)).status).toBe(401);
});

it('leaves everything as it should be', () => expectIntegrity(app));
