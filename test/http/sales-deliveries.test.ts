import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import {
  DELIVERIES,
  aConfirmedOrder,
  counts,
  faults,
  held,
  refusal,
  shipped,
  stepped,
  stockOf,
} from '../support/fulfilment.js';
import type { SoldOrder } from '../support/fulfilment.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aLocation, aProduct, aReceipt, aUnit, made, placesOf } from '../support/makers.js';
import { statementsOf } from '../support/statements.js';

let app: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterAll(() => app.close());

const drafted = (order: SoldOrder, lines?: object[]) =>
  made(app, DELIVERIES, lines ? { lines } : { order_ids: [order.id] });

describe('a delivery', () => {
  it('goes from draft over picked and packed to shipped; stock leaves at its cost and the order follows', async () => {
    const order = await aConfirmedOrder(app, { lines: [{ quantity: 10 }, { quantity: 4 }] });
    const delivery = await drafted(order);
    expect(delivery).toMatchObject({ state: 'draft', line_count: 2, number: expect.stringMatching(/^DN-\d{6}$/) });
    expect(delivery.lines.map((line: any) => [line.quantity, line.unit_quantity, line.picks])).toEqual([
      [10, '10', []],
      [4, '4', []],
    ]);
    const picked = await stepped(admin, DELIVERIES, delivery, 'pick');
    const { STOCK } = await placesOf(app);
    expect(picked.lines.map(({ picks }: any) => picks.map((p: any) => [p.location_id, p.quantity]))).toEqual([
      [[STOCK, 10]],
      [[STOCK, 4]],
    ]);
    // What is picked nobody else may take.
    expect(await stockOf(app, order.lines[0]!.product_id)).toEqual([10, 10]);
    const packages = [{ kind: 'Carton', weight: '12.5' }, { tracking_number: 'T-2' }];
    const packed = await stepped(admin, DELIVERIES, picked, 'pack', { packages });
    expect(packed).toMatchObject({
      state: 'packed',
      packages: [{ package_no: 1, weight: '12.500000' }, { package_no: 2 }],
    });
    const gone = await stepped(admin, DELIVERIES, packed, 'ship', { carrier: 'DHL', tracking_number: 'JD1' });
    expect(gone).toMatchObject({ state: 'shipped', carrier: 'DHL', tracking_number: 'JD1' });
    expect(await counts(app, order)).toEqual(['shipped', [10, 0, 0, 0, 0], [4, 0, 0, 0, 0]]);
    expect(await stockOf(app, order.lines[0]!.product_id)).toEqual([0, 0]);
    const { rows } = await app.db.query(
      'select value::text from erp.sales_delivery_picks where delivery_line_id = $1',
      [gone.lines[0].id],
    );
    expect(rows).toEqual([{ value: '20.00' }]);
    const { body: history } = await admin.get(`${DELIVERIES}/${delivery.id}/history`);
    expect(history.map(({ event }: any) => event)).toEqual(['create', 'pick', 'pack', 'ship']);
    const { rows: steps } = await app.db.query(
      `select event, reason from erp.document_history where machine = 'sales_order' and document_id = $1`,
      [order.id],
    );
    expect(steps).toEqual([{ event: 'ship', reason: gone.number }]);
  });

  it('ships a part and leaves a back order, which the next one takes', async () => {
    const order = await aConfirmedOrder(app, { lines: [{ quantity: 10 }, { quantity: 5 }] });
    const [first, second] = order.lines;
    await shipped(app, order, [{ order_line_id: first!.id, quantity: 3 }]);
    expect(await counts(app, order)).toEqual(['partially_shipped', [3, 0, 0, 0, 7], [0, 0, 0, 0, 5]]);
    const open = await drafted(order, [{ order_line_id: first!.id, quantity: 2 }]);
    const { body } = await admin.get(`/sales/back-orders?customer_id=${order.customer_id}`);
    expect(body.data.map((row: any) => [row.open_quantity, row.planned_quantity, row.shipped_quantity])).toEqual(
      expect.arrayContaining([
        [7, 2, 3],
        [5, 0, 0],
      ]),
    );
    const rest = await shipped(app, order);
    expect(rest.lines.map((line: any) => line.quantity)).toEqual([5, 5]);
    await stepped(admin, DELIVERIES, open, 'ship');
    expect(await counts(app, order)).toEqual(['shipped', [10, 0, 0, 0, 0], [5, 0, 0, 0, 0]]);
    expect(second!.quantity).toBe(5);
    expect(refusal(await admin.post(DELIVERIES, { order_ids: [order.id] }))).toEqual([409, 'NOTHING_TO_DELIVER']);
  });

  it('is made of several orders of one customer', async () => {
    const one = await aConfirmedOrder(app);
    const other = await aConfirmedOrder(app, { customer_id: one.customer_id });
    const delivery = await made(app, DELIVERIES, { order_ids: [other.id, one.id] });
    expect(delivery.lines.map(({ order_id }: any) => order_id)).toEqual([other.id, one.id]);
    await stepped(admin, DELIVERIES, delivery, 'ship');
    expect([(await counts(app, one))[0], (await counts(app, other))[0]]).toEqual(['shipped', 'shipped']);
  });

  it('counts in units of the order and of the product', async () => {
    const product = await aProduct(app, { type: 'finished_good' });
    const [box, piece] = [await aUnit(app), product.unit_id];
    await made(app, '/unit-conversions', {
      product_id: product.id,
      from_unit_id: box.id,
      to_unit_id: piece,
      numerator: 12,
    });
    const order = await aConfirmedOrder(app, { lines: [{ product_id: product.id, quantity: 36 }] });
    const line = { order_line_id: order.lines[0]!.id, unit_id: box.id };
    expect((await drafted(order, [{ ...line, unit_quantity: '2' }])).lines[0].quantity).toBe(24);
    const answer = await admin.post(DELIVERIES, { lines: [{ ...line, unit_quantity: '0.7' }] });
    expect([answer.status, faults(answer)]).toEqual([422, ['/lines/0/unit_quantity INEXACT_CONVERSION']]);
  });

  it('tells all faults of its lines at once', async () => {
    const order = await aConfirmedOrder(app);
    const elsewhere = await aConfirmedOrder(app, { ship_to_name: 'Harbour' });
    const line = { order_line_id: order.lines[0]!.id };
    const answer = await admin.post(DELIVERIES, {
      lines: [line, { order_line_id: elsewhere.lines[0]!.id }, line, { order_line_id: app.company_id }],
    });
    expect(refusal(answer)).toEqual([422, 'VALIDATION_FAILED']);
    expect(faults(answer)).toEqual([
      '/lines/1/order_line_id NOT_ALLOWED',
      '/lines/1/order_line_id NOT_ALLOWED',
      '/lines/2/order_line_id DUPLICATE',
      '/lines/3/order_line_id REFERENCE_NOT_FOUND',
    ]);
    expect(faults(await admin.post(DELIVERIES, {}))).toEqual(['/lines REQUIRED']);
    expect(faults(await admin.post(DELIVERIES, { lines: [line], order_ids: [order.id] }))).toEqual([
      '/lines EXCLUSIVE',
    ]);
    expect(faults(await admin.post(DELIVERIES, { order_ids: [order.id, app.company_id] }))).toEqual([
      '/order_ids/1 REFERENCE_NOT_FOUND',
    ]);
  });

  it('never takes more of a line than is open and not on another', async () => {
    const order = await aConfirmedOrder(app);
    const order_line_id = order.lines[0]!.id;
    await drafted(order, [{ order_line_id, quantity: 8 }]);
    const answer = await admin.post(DELIVERIES, { lines: [{ order_line_id, quantity: 3 }] });
    expect(refusal(answer)).toEqual([409, 'DELIVERY_EXCEEDS_ORDER']);
    expect(answer.body.lines).toMatchObject([{ quantity: 3, left: 2 }]);
  });

  it('is cancelled before it leaves, and then the pieces are free for another', async () => {
    const order = await aConfirmedOrder(app);
    const delivery = await stepped(admin, DELIVERIES, await drafted(order), 'pick');
    const reason = 'Fetched';
    expect(await stepped(admin, DELIVERIES, delivery, 'cancel', { reason })).toMatchObject({ state: 'cancelled' });
    expect(refusal(await admin.post(`${DELIVERIES}/${delivery.id}/ship`, {}))).toEqual([409, 'INVALID_STATE']);
    expect(refusal(await admin.patch(`${DELIVERIES}/${delivery.id}`, { carrier: 'X' }))).toEqual([
      409,
      'INVALID_STATE',
    ]);
    const next = await shipped(app, order);
    expect(refusal(await admin.post(`${DELIVERIES}/${next.id}/cancel`, { reason }))).toEqual([409, 'INVALID_STATE']);
  });

  it('is refused as a whole when stock is short, and nothing is counted', async () => {
    const order = await aConfirmedOrder(app, { lines: [{ quantity: 10, stock: 4 }, { quantity: 2 }] });
    const delivery = await drafted(order);
    for (const event of ['ship', 'pick']) {
      const answer = await admin.post(`${DELIVERIES}/${delivery.id}/${event}`, {});
      expect(refusal(answer)).toEqual([409, 'INSUFFICIENT_STOCK']);
    }
    expect(await counts(app, order)).toEqual(['confirmed', [0, 0, 0, 0, 10], [0, 0, 0, 0, 2]]);
    expect(await stockOf(app, order.lines[1]!.product_id)).toEqual([2, 0]);
  });

  it('nothing leaves of an order that is cancelled or closed meanwhile', async () => {
    const order = await aConfirmedOrder(app);
    const delivery = await drafted(order);
    expect((await admin.post(`/sales/orders/${order.id}/cancel`, { reason: 'Not wanted' })).status).toBe(200);
    for (const event of ['pick', 'ship'])
      expect(refusal(await admin.post(`${DELIVERIES}/${delivery.id}/${event}`, {}))).toEqual([409, 'INVALID_STATE']);
    const answer = await admin.post(DELIVERIES, { lines: [{ order_line_id: order.lines[0]!.id }] });
    expect(faults(answer)).toEqual(['/lines/0/order_line_id NOT_ALLOWED']);
  });
});

describe('picking', () => {
  it('takes what is held for the order first, wherever it lies, and leaves what is held for others', async () => {
    const product_id = (await aProduct(app, { type: 'finished_good' })).id as string;
    const bins = [await aLocation(app), await aLocation(app)];
    await aReceipt(app, product_id, 6, '2.00', bins[0].id);
    const other = await aConfirmedOrder(app, { lines: [{ product_id, quantity: 6 }] });
    await held(app, other, 0, 6);
    await aReceipt(app, product_id, 5, '2.00', bins[1].id);
    const order = await aConfirmedOrder(app, { lines: [{ product_id, quantity: 5 }] });
    const delivery = await stepped(admin, DELIVERIES, await drafted(order), 'pick');
    expect(delivery.lines[0].picks).toMatchObject([{ location_id: bins[1].id, quantity: 5 }]);
    await stepped(admin, DELIVERIES, delivery, 'ship');
    expect(await stockOf(app, product_id)).toEqual([6, 6]);
    const own = await shipped(app, other);
    expect(own.lines[0].picks).toMatchObject([{ location_id: bins[0].id, quantity: 6 }]);
  });

  it('takes the lots that expire first', async () => {
    const product_id = (await aProduct(app, { type: 'finished_good', tracking: 'lot', pick_strategy: 'fefo' }))
      .id as string;
    const { STOCK } = await placesOf(app);
    for (const [code, expires_on] of [
      ['LATE', '2099-12-31'],
      ['SOON', '2099-01-31'],
    ])
      await made(app, '/warehouse/receipts', {
        lines: [{ product_id, quantity: 4, unit_cost: '1.00', to_location_id: STOCK, lot: { code, expires_on } }],
      });
    const order = await aConfirmedOrder(app, { lines: [{ product_id, quantity: 6 }] });
    const picked = await stepped(admin, DELIVERIES, await drafted(order), 'pick');
    const lots = (delivery: any) => delivery.lines[0].picks.map((p: any) => [p.lot_code, p.quantity]);
    expect(lots(picked)).toEqual([
      ['SOON', 4],
      ['LATE', 2],
    ]);
    // Picked anew, as the storekeeper wants it.
    const late = picked.lines[0].picks[1].lot_id as string;
    const soon = picked.lines[0].picks[0].lot_id as string;
    const picks = [
      { line_no: 1, location_id: STOCK, lot_id: late, quantity: 4 },
      { line_no: 1, location_id: STOCK, lot_id: soon, quantity: 2 },
    ];
    const anew = await stepped(admin, DELIVERIES, picked, 'pick', { picks });
    expect(lots(anew)).toEqual([
      ['SOON', 2],
      ['LATE', 4],
    ]);
    const gone = await stepped(admin, DELIVERIES, anew, 'ship');
    expect(lots(gone)).toEqual([
      ['SOON', 2],
      ['LATE', 4],
    ]);
    // Nothing stays held for an order that has all it wanted.
    expect(await stockOf(app, product_id)).toEqual([2, 0]);
  });

  it('elsewhere than where stock is held holds it there instead, and no piece more than is open', async () => {
    const product_id = (await aProduct(app, { type: 'finished_good' })).id as string;
    const [near, far] = [await aLocation(app, { code: 'P-NEAR' }), await aLocation(app, { code: 'Q-FAR' })];
    for (const { id } of [near, far]) await aReceipt(app, product_id, 10, '2.00', id);
    const order = await aConfirmedOrder(app, { lines: [{ product_id, quantity: 10 }] });
    await held(app, order, 0, 10);
    const line = order.lines[0]!.id;
    const holds = async (): Promise<unknown[]> =>
      (
        await app.db.query(
          `select location_id, sum(open_quantity)::integer as open from erp.stock_reservations where source_id = $1 and open_quantity > 0 group by 1 order by 2`,
          [order.id],
        )
      ).rows.map(({ location_id, open }) => [location_id === far.id ? 'far' : 'near', open]);
    expect(await holds()).toEqual([['near', 10]]);
    const part = await drafted(order, [{ order_line_id: line, quantity: 3 }]);
    const at = (location_id: string, quantity: number) => ({ picks: [{ line_no: 1, location_id, quantity }] });
    const picked = await stepped(admin, DELIVERIES, part, 'pick', at(far.id, 3));
    expect(await holds()).toEqual([
      ['far', 3],
      ['near', 7],
    ]);
    // Changed one's mind: what is held for the order here is enough, and there it still is what the order holds.
    await stepped(admin, DELIVERIES, picked, 'pick', at(near.id, 3));
    expect(await holds()).toEqual([
      ['far', 3],
      ['near', 7],
    ]);
    await stepped(admin, DELIVERIES, picked, 'pick', at(far.id, 3));
    await stepped(admin, DELIVERIES, picked, 'ship');
    expect(await holds()).toEqual([['near', 7]]);
    expect(await stockOf(app, product_id)).toEqual([17, 7]);
    await expectIntegrity(app);
    const other = await aConfirmedOrder(app, { lines: [{ product_id, quantity: 10 }] });
    await held(app, other, 0, 10);
    await shipped(app, order);
    expect(await stockOf(app, product_id)).toEqual([10, 10]);
  });

  it('in a zone picks the bins below it, and a place without a lot the lots that lie there', async () => {
    const product_id = (await aProduct(app, { type: 'finished_good', tracking: 'lot' })).id as string;
    const zone = await aLocation(app, { type: 'zone' });
    const bins = [];
    for (const n of [1, 2]) bins.push(await aLocation(app, { parent_id: zone.id, code: `ZB-${n}` }));
    for (const [n, bin] of bins.entries())
      await made(app, '/warehouse/receipts', {
        lines: [{ product_id, quantity: 4, unit_cost: '1.00', to_location_id: bin.id, lot: { code: `ZL-${n}` } }],
      });
    const order = await aConfirmedOrder(app, { lines: [{ product_id, quantity: 6 }] });
    await held(app, order, 0, 6);
    const delivery = await drafted(order);
    const at = (location_id: string) => ({ picks: [{ line_no: 1, location_id, quantity: 6 }] });
    const picked = await stepped(admin, DELIVERIES, delivery, 'pick', at(zone.id));
    const places = picked.lines[0].picks.map((p: any) => [p.location_code, p.lot_code, p.quantity]);
    expect(places.map(([, , quantity]: [string, string, number]) => quantity).sort()).toEqual([2, 4]);
    expect(new Set(places.map(([code]: [string]) => code))).toEqual(new Set(['ZB-1', 'ZB-2']));
    expect(await stockOf(app, product_id)).toEqual([8, 6]);
    // There are only four in one bin.
    const one = await admin.post(`${DELIVERIES}/${delivery.id}/pick`, at(bins[0]!.id));
    expect(refusal(one)).toEqual([409, 'INSUFFICIENT_STOCK']);
    await stepped(admin, DELIVERIES, picked, 'ship');
    expect(await stockOf(app, product_id)).toEqual([2, 0]);
  });

  it('of two deliveries at once, each in the bin that the other one has held, ends, and without a deadlock', async () => {
    const product_id = (await aProduct(app, { type: 'finished_good' })).id as string;
    const [a, b] = [await aLocation(app), await aLocation(app)];
    for (const { id } of [a, b]) await aReceipt(app, product_id, 20, '2.00', id);
    const deadlocks = async (): Promise<number> =>
      (await app.db.query(`select deadlocks::integer as n from pg_stat_database where datname = current_database()`))
        .rows[0].n;
    const before = await deadlocks();
    const orders = [];
    for (let n = 0; n < 4; n++) {
      const order = await aConfirmedOrder(app, { lines: [{ product_id, quantity: 10 }] });
      await held(app, order, 0, 10);
      orders.push({ order, delivery: await drafted(order), into: n < 2 ? b.id : a.id });
    }
    // All that is there is held: each pick waits for others to give back, or is told that there is nothing free.
    const answers = await Promise.all(
      orders.map(({ delivery, into }) =>
        admin.post(`${DELIVERIES}/${delivery.id}/pick`, { picks: [{ line_no: 1, location_id: into, quantity: 10 }] }),
      ),
    );
    for (const answer of answers) expect([200, 409]).toContain(answer.status);
    expect(await stockOf(app, product_id)).toEqual([40, 40]);
    for (const { delivery } of orders) await stepped(admin, DELIVERIES, delivery, 'ship');
    expect(await stockOf(app, product_id)).toEqual([0, 0]);
    expect(await deadlocks()).toBe(before);
  });

  it('is kept for its delivery: another one of the order that is shipped from its draft takes other pieces', async () => {
    const product_id = (await aProduct(app, { type: 'finished_good' })).id as string;
    const [x, y] = [await aLocation(app, { code: 'X-1' }), await aLocation(app, { code: 'Y-1' })];
    await aReceipt(app, product_id, 6, '2.00', x.id);
    await aReceipt(app, product_id, 4, '2.00', y.id);
    const order = await aConfirmedOrder(app, { lines: [{ product_id, quantity: 12 }] });
    await held(app, order, 0, 10);
    const line = order.lines[0]!.id;
    const first = await drafted(order, [{ order_line_id: line, quantity: 4 }]);
    const picks = [{ line_no: 1, location_id: x.id, quantity: 4 }];
    await stepped(admin, DELIVERIES, first, 'pick', { picks });
    const second = await drafted(order, [{ order_line_id: line, quantity: 5 }]);
    const gone = await stepped(admin, DELIVERIES, second, 'ship');
    expect(gone.lines[0].picks.map((p: any) => [p.location_code, p.quantity])).toEqual([
      ['X-1', 2],
      ['Y-1', 3],
    ]);
    // One is left that nobody has picked; three are wanted, and the four of the first are not for the third.
    const third = await drafted(order, [{ order_line_id: line, quantity: 3 }]);
    const answer = await admin.post(`${DELIVERIES}/${third.id}/ship`, {});
    expect(refusal(answer)).toEqual([409, 'INSUFFICIENT_STOCK']);
    expect(await stockOf(app, product_id)).toEqual([5, 5]);
    await stepped(admin, DELIVERIES, first, 'ship');
    expect(await stockOf(app, product_id)).toEqual([1, 1]);
  });

  it('leaves a lot behind that may not leave any more, and gives back what was held of it', async () => {
    const product_id = (await aProduct(app, { type: 'finished_good', tracking: 'lot' })).id as string;
    const { STOCK } = await placesOf(app);
    const received = (code: string) =>
      made(app, '/warehouse/receipts', {
        lines: [{ product_id, quantity: 5, unit_cost: '1.00', to_location_id: STOCK, lot: { code } }],
      });
    await received('HELD');
    const order = await aConfirmedOrder(app, { lines: [{ product_id, quantity: 5 }] });
    await held(app, order, 0, 5);
    await received('FRESH');
    await app.db.query(`update erp.lots set state = 'on_hold' where product_id = $1 and code = 'HELD'`, [product_id]);
    const gone = await shipped(app, order);
    expect(gone.lines[0].picks).toMatchObject([{ lot_code: 'FRESH', quantity: 5 }]);
    expect(await stockOf(app, product_id)).toEqual([5, 0]);
  });

  it('tells what is named that does not fit', async () => {
    const order = await aConfirmedOrder(app);
    const delivery = await drafted(order);
    const { STOCK } = await placesOf(app);
    const picks = [
      { line_no: 1, location_id: STOCK, quantity: 4 },
      { line_no: 7, location_id: STOCK, quantity: 1 },
    ];
    expect(faults(await admin.post(`${DELIVERIES}/${delivery.id}/pick`, { picks }))).toEqual([
      '/picks/0/quantity NOT_ALLOWED',
      '/picks/1/line_no REFERENCE_NOT_FOUND',
    ]);
  });

  it('takes from nowhere but active places of the warehouse it leaves from', async () => {
    const order = await aConfirmedOrder(app);
    const delivery = await drafted(order);
    const [elsewhere, closed] = [await aLocation(app, { type: 'warehouse', parent_id: null }), await aLocation(app)];
    await app.db.query('update erp.locations set is_active = false where id = $1', [closed.id]);
    const { STOCK } = await placesOf(app);
    const picks = [elsewhere.id, STOCK, closed.id, app.company_id].map((location_id, n) => ({
      line_no: 1,
      location_id,
      quantity: n === 1 ? 7 : 1,
    }));
    const answer = await admin.post(`${DELIVERIES}/${delivery.id}/pick`, { picks });
    expect([answer.status, faults(answer)]).toEqual([
      422,
      [0, 2, 3].map((n) => `/picks/${n}/location_id REFERENCE_NOT_FOUND`),
    ]);
    expect(await stockOf(app, order.lines[0]!.product_id)).toEqual([10, 0]);
  });
});

it('services are delivered without stock', async () => {
  const service = await aProduct(app, { type: 'service' });
  const order = await aConfirmedOrder(app, { lines: [{ product_id: service.id, quantity: 2 }] });
  const picked = await stepped(admin, DELIVERIES, await drafted(order), 'pick');
  const gone = await stepped(admin, DELIVERIES, picked, 'ship');
  expect(gone).toMatchObject({ state: 'shipped', movement_id: null });
  expect(await counts(app, order)).toEqual(['shipped', [2, 0, 0, 0, 0]]);
});

it('has a delivery note and a pick list to print, whose words are no markup', async () => {
  const order = await aConfirmedOrder(app, { ship_to_name: '<Shop> & Co' });
  const picked = await stepped(admin, DELIVERIES, await drafted(order), 'pick');
  const early = await admin.get(`${DELIVERIES}/${picked.id}/print`);
  expect(early.text).toContain('PICKED: the goods have not left');
  const list = await admin.get(`${DELIVERIES}/${picked.id}/pick-list`);
  expect([list.status, list.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(list.text).toContain('STOCK');
  const gone = await stepped(admin, DELIVERIES, picked, 'ship', { carrier: 'DHL' });
  const note = await admin.get(`${DELIVERIES}/${gone.id}/print`);
  expect(note.text).toContain('&lt;Shop&gt; &amp; Co');
  expect(note.text).not.toContain('have not left');
  const pdf = await admin.get(`${DELIVERIES}/${gone.id}/pdf`);
  expect([pdf.status, pdf.headers['content-type'], pdf.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-']);
  expect((await admin.get(`${DELIVERIES}/${app.company_id}/pdf`)).status).toBe(404);
});

describe('the wire', () => {
  it('repeats with an Idempotency-Key, honours If-Match and rolls a dry run back', async () => {
    const order = await aConfirmedOrder(app);
    const key = { 'idempotency-key': 'deliver-once' };
    const one = await admin.post(DELIVERIES, { order_ids: [order.id] }, key);
    const again = await admin.post(DELIVERIES, { order_ids: [order.id] }, key);
    expect([one.status, again.status, again.body.id]).toEqual([201, 201, one.body.id]);
    const at = `${DELIVERIES}/${one.body.id}`;
    expect(refusal(await admin.post(`${at}/ship`, {}, { 'if-match': '"9"' }))).toEqual([412, 'STALE_VERSION']);
    expect((await admin.post(`${at}/ship?dry_run=true`, {})).body.state).toBe('shipped');
    expect((await admin.get(at)).body.state).toBe('draft');
    expect(await stockOf(app, order.lines[0]!.product_id)).toEqual([10, 0]);
    const { body: steps } = await admin.get(`${at}/transitions`);
    expect(steps.filter(({ allowed }: any) => allowed).map(({ event }: any) => event)).toEqual(
      expect.arrayContaining(['pick', 'ship', 'cancel']),
    );
  });

  it('storekeepers pick, pack and ship; sellers draft; others do neither', async () => {
    const order = await aConfirmedOrder(app);
    const seller = app.as(await app.actor({ role: 'sales' }));
    const store = app.as(await app.actor({ role: 'warehouse' }));
    const { status, body: delivery } = await seller.post(DELIVERIES, { order_ids: [order.id] });
    expect(status).toBe(201);
    expect(refusal(await seller.post(`${DELIVERIES}/${delivery.id}/ship`, {}))).toEqual([403, 'FORBIDDEN']);
    expect((await store.post(`${DELIVERIES}/${delivery.id}/pick`, {})).status).toBe(200);
    expect((await store.post(`${DELIVERIES}/${delivery.id}/ship`, {})).status).toBe(200);
    expect(refusal(await app.as(await app.actor({ role: 'quality' })).get(DELIVERIES))).toEqual([403, 'FORBIDDEN']);
    expect((await app.as(null).get(DELIVERIES)).status).toBe(401);
    expect(refusal(await admin.get(`${DELIVERIES}?state=sent`))).toEqual([400, 'UNKNOWN_QUERY_PARAMETER']);
  });

  it('is not there for who belongs to another company', async () => {
    const order = await aConfirmedOrder(app);
    const delivery = await drafted(order);
    const company = await aCompany(app);
    const stranger = app.as(await app.actor({ role: 'super_admin', companies: [company.id] }));
    expect((await stranger.get(`${DELIVERIES}/${delivery.id}`)).status).toBe(404);
    expect((await stranger.post(`${DELIVERIES}/${delivery.id}/ship`, {})).status).toBe(404);
    expect(faults(await stranger.post(DELIVERIES, { lines: [{ order_line_id: order.lines[0]!.id }] }))).toEqual([
      '/lines/0/order_line_id REFERENCE_NOT_FOUND',
    ]);
  });

  it('lists by order, customer and state', async () => {
    const order = await aConfirmedOrder(app);
    const delivery = await drafted(order);
    for (const filter of [`order_id=${order.id}`, `customer_id=${order.customer_id}&state=draft`]) {
      const { body } = await admin.get(`${DELIVERIES}?${filter}`);
      expect(body.data.map(({ id }: any) => id)).toEqual([delivery.id]);
    }
  });

  it('takes as many statements for thirty lines as for one', async () => {
    const small = await aConfirmedOrder(app);
    const large = await aConfirmedOrder(app, { lines: Array.from({ length: 30 }, () => ({ quantity: 2 })) });
    const flow = async (order: SoldOrder) => {
      const delivery = await drafted(order);
      await stepped(admin, DELIVERIES, delivery, 'pick');
      await stepped(admin, DELIVERIES, delivery, 'ship');
    };
    await flow(await aConfirmedOrder(app));
    const one = await statementsOf(() => flow(small));
    expect(await statementsOf(() => flow(large))).toBe(one);
  });
});

it('of two that ship one delivery at once one ships it; of two deliveries of the last pieces one is refused', async () => {
  const order = await aConfirmedOrder(app);
  const delivery = await drafted(order);
  const answers = await Promise.all([1, 2].map(() => admin.post(`${DELIVERIES}/${delivery.id}/ship`, {})));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await counts(app, order)).toEqual(['shipped', [10, 0, 0, 0, 0]]);
  const product_id = (await aProduct(app, { type: 'finished_good' })).id as string;
  await aReceipt(app, product_id, 10);
  const orders = [];
  for (let n = 0; n < 2; n += 1) orders.push(await aConfirmedOrder(app, { lines: [{ product_id, quantity: 7 }] }));
  const both = [];
  for (const each of orders) both.push(await drafted(each));
  const raced = await Promise.all(both.map(({ id }) => admin.post(`${DELIVERIES}/${id}/ship`, {})));
  expect(raced.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await stockOf(app, product_id)).toEqual([3, 0]);
});

it('leaves everything as it should be', async () => {
  await expectIntegrity(app);
});
