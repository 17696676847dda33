import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aLocation, aProduct, aSupplier, aUnit, made, placesOf, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import {
  ORDERS,
  aPurchaseOrder,
  aSentOrder,
  anApprovedLine,
  approverOf,
  refusal,
  requestedLine,
  statuses,
  stepped,
} from '../support/purchasing.js';
import { aPlan } from '../support/quality.js';
import { stockOf } from '../support/production.js';
import { statementsOf } from '../support/statements.js';

const TEN = Array.from({ length: 10 }, (_, n) => n);

let app: TestApp;
let admin: Caller;
let places: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  places = await placesOf(app);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const receive = (order: Made, lines: object[], more: object = {}) =>
  admin.post(`${ORDERS}/${order.id}/receive`, { lines, ...more });
/** A receipt that has to succeed. */
async function received(order: Made, lines: object[], more: object = {}): Promise<Made> {
  const answer = await receive(order, lines, more);
  if (answer.status !== 201) throw new Error(`receive answered ${answer.status}: ${answer.text}`);
  return answer.body;
}
const read = async (order: Made): Promise<Made> => (await admin.get(`${ORDERS}/${order.id}`)).body;
const goBack = (body: object) => admin.post('/purchasing/returns', { reason: 'Wrong colour', ...body });

describe('a receipt', () => {
  it('brings stock in at what the order costs, in parts that lose no cent, and leads the order', async () => {
    const product = await aProduct(app);
    const order = await aSentOrder(app, {
      lines: [
        { product_id: product.id, quantity: 3, unit_price: '33.3333' },
        { quantity: 2, unit_price: '1' },
      ],
    });
    const first = await received(order, [{ line_no: 1, quantity: 1 }], { delivery_note: 'DN-1' });
    expect(first).toMatchObject({
      number: expect.stringMatching(/^GR-\d{6}$/),
      delivery_note: 'DN-1',
      lines: [
        {
          order_number: order.number,
          order_line_no: 1,
          quantity: 1,
          amount: '33.33',
          value: '33.33',
          location_code: 'STOCK',
          put_away_quantity: 1,
        },
      ],
    });
    expect(await read(order)).toMatchObject({
      state: 'partially_received',
      open_lines: 2,
      lines: [{ received_quantity: 1, open_quantity: 2 }, {}],
    });
    // Two of three are 66.67 of 100.00.
    expect((await received(order, [{ line_no: 1, quantity: 1 }])).lines[0].amount).toBe('33.34');
    await received(order, [{ line_no: 1, quantity: 1 }]);
    // 3 * 33.3333 = 99.9999 are 100.00 on the order, and 100.00 in stock.
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 3, reserved: 0, value: '100.00' });
    expect(refusal(await receive(order, [{ line_no: 1, quantity: 1 }]))).toEqual([409, 'RECEIPT_EXCEEDS_ORDER']);
    const all = await admin.post(`${ORDERS}/${order.id}/receive-all`, {});
    expect([all.status, all.body.lines.length]).toEqual([201, 1]);
    expect((await read(order)).state).toBe('received');
    expect(refusal(await admin.post(`${ORDERS}/${order.id}/receive-all`, {}))).toEqual([409, 'NOTHING_TO_RECEIVE']);
    expect(
      (await admin.get(`${ORDERS}/${order.id}/history`)).body
        .map(({ event, to_state }: Made) => `${event} ${to_state}`)
        .slice(-4),
    ).toEqual([
      'receive partially_received',
      'receive partially_received',
      'receive partially_received',
      'receive received',
    ]);
    expect(await stepped(admin, order, 'close')).toMatchObject({ state: 'closed' });
    expect(refusal(await receive(order, [{ line_no: 1, quantity: 1 }]))).toEqual([409, 'INVALID_STATE']);
    expect(refusal(await admin.post(`/warehouse/movements/${first.movement_id}/reverse`, { reason: 'x' }))).toEqual([
      409,
      'MOVEMENT_OF_DOCUMENT',
    ]);
  });

  it('is valued at the exchange rate of its day, to the cent over its lots', async () => {
    await made(app, '/exchange-rates', {
      from_currency: 'EUR',
      to_currency: 'IDR',
      rate: '17000.5',
      valid_from: '2026-11-01',
    });
    await made(app, '/exchange-rates', {
      from_currency: 'EUR',
      to_currency: 'IDR',
      rate: '18000',
      valid_from: '2026-11-20',
    });
    const product = await aProduct(app, { tracking: 'lot' });
    const order = await aSentOrder(app, {
      currency_code: 'EUR',
      lines: [{ product_id: product.id, quantity: 3, unit_price: '0.333333' }],
    });
    const lots = [
      { line_no: 1, quantity: 1, lot: { code: unique('L'), expires_on: '2027-05-01' } },
      { line_no: 1, quantity: 1, lot: { code: unique('L') } },
    ];
    const receipt = await received(order, lots, { received_at: '2026-11-05T08:00:00+07:00' });
    // 1.00 for three, 0.67 for two: 11390.335 rupiah at 17000.5, shared out as 5695.17 and 5695.17.
    expect(receipt.lines.map(({ amount, value, lot_code }: Made) => [amount, value, lot_code])).toEqual([
      ['0.34', '5695.17', lots[0]!.lot.code],
      ['0.33', '5695.17', lots[1]!.lot.code],
    ]);
    expect((await received(order, [{ line_no: 1, quantity: 1, lot: { code: unique('L') } }])).lines).toMatchObject([
      { amount: '0.33', value: '5940.00' },
    ]);
    const wrong = await receive(
      await aSentOrder(app, { lines: [{ product_id: product.id, quantity: 3, unit_price: '1' }] }),
      [
        { line_no: 1, quantity: 1 },
        { line_no: 4, quantity: 1 },
      ],
    );
    expect(wrong.body.errors.map(({ pointer, code }: Made) => `${pointer} ${code}`)).toEqual([
      '/lines/1/line_no REFERENCE_NOT_FOUND',
    ]);
  });

  it('takes serial numbers one by one, and purchase units', async () => {
    const serial = await aProduct(app, { tracking: 'serial' });
    const box = await aUnit(app);
    const plain = await aProduct(app, { purchase_unit_id: box.id });
    await made(app, '/unit-conversions', {
      product_id: plain.id,
      from_unit_id: box.id,
      to_unit_id: plain.unit_id,
      numerator: 12,
      denominator: 1,
    });
    const order = await aSentOrder(app, {
      lines: [
        { product_id: serial.id, quantity: 3, unit_price: '10.01' },
        { product_id: plain.id, unit_quantity: '2', unit_price: '30' },
      ],
    });
    const receipt = await received(order, [
      { line_no: 1, quantity: 3, serials: [unique('S'), unique('S'), unique('S')] },
      { line_no: 2, unit_quantity: '1.5' },
    ]);
    expect(receipt.lines.map(({ quantity, amount }: Made) => [quantity, amount])).toEqual([
      [1, '10.01'],
      [1, '10.01'],
      [1, '10.01'],
      [18, '45.00'],
    ]);
  });

  it('puts aside what is not taken, and sends it back at what it came in at', async () => {
    const product = await aProduct(app);
    const order = await aSentOrder(app, { lines: [{ product_id: product.id, quantity: 10, unit_price: '1.005' }] });
    const silent = await receive(order, [{ line_no: 1, quantity: 10, rejected_quantity: 3 }]);
    expect(silent.body.errors).toMatchObject([{ pointer: '/lines/0/rejection_reason', code: 'REQUIRED' }]);
    const receipt = await received(order, [
      { line_no: 1, quantity: 10, rejected_quantity: 3, rejection_reason: 'Wet' },
    ]);
    // 10.05 for ten: 7.04 (7.035) and 3.01 (3.015) by largest remainder.
    expect(receipt.lines).toMatchObject([
      { quantity: 7, is_rejected: false, location_code: 'STOCK', amount: '7.04' },
      {
        quantity: 3,
        is_rejected: true,
        rejection_reason: 'Wet',
        location_code: 'HOLD',
        amount: '3.01',
        put_away_quantity: 0,
      },
    ]);
    expect(await read(order)).toMatchObject({
      state: 'received',
      lines: [{ received_quantity: 10, rejected_quantity: 3 }],
    });
    const [, wet] = receipt.lines;
    const back = await goBack({ lines: [{ receipt_line_id: wet.id, quantity: 2, reopen: true }] });
    expect(back.body).toMatchObject({
      number: expect.stringMatching(/^RS-/),
      lines: [{ quantity: 2, is_reopened: true, amount: '2.01', value: '2.01' }],
    });
    expect(await read(order)).toMatchObject({
      state: 'partially_received',
      lines: [{ returned_quantity: 2, reopened_quantity: 2, open_quantity: 2 }],
    });
    expect(refusal(await goBack({ lines: [{ receipt_line_id: wet.id, quantity: 2 }] }))).toEqual([
      409,
      'RETURN_EXCEEDS_RECEIPT',
    ]);
    expect((await goBack({ lines: [{ receipt_line_id: wet.id }] })).body.lines).toMatchObject([
      { quantity: 1, amount: '1.00' },
    ]);
    const { body: open } = await admin.get(`/purchasing/received-not-invoiced?order_id=${order.id}`);
    expect(open.data).toMatchObject([
      { received_quantity: 10, returned_quantity: 3, quantity: 7, amount: '7.04', value: '7.04' },
    ]);
    expect(await received(order, [{ line_no: 1, quantity: 2 }])).toMatchObject({ lines: [{ amount: '2.01' }] });
    expect((await read(order)).state).toBe('received');
    const stock = receipt.lines[0];
    expect((await goBack({ lines: [{ receipt_line_id: stock.id, quantity: 7 }] })).body.lines).toMatchObject([
      { value: '7.04' },
    ]);
    expect(await stockOf(app, product.id)).toMatchObject({ on_hand: 2, value: '2.01' });
    expect((await read(order)).state).toBe('received');
    await stepped(admin, order, 'close');
    const { body: list } = await admin.get(`/purchasing/returns?order_id=${order.id}`);
    expect(list.data).toHaveLength(3);
  });

  it('keeps to the tolerance: more is refused, a little less is enough, and the rest is closed short', async () => {
    const supplier = await aSupplier(app);
    await made(app, '/purchasing/tolerances', { supplier_id: supplier.id, over_percent: '10', under_percent: '5' });
    const [a, b] = [await aProduct(app), await aProduct(app)];
    const order = await aSentOrder(app, {
      supplier_id: supplier.id,
      lines: [
        { product_id: a.id, quantity: 100, unit_price: '1' },
        { product_id: b.id, quantity: 100, unit_price: '1' },
      ],
    });
    const over = await receive(order, [
      { line_no: 1, quantity: 60 },
      { line_no: 1, quantity: 51 },
    ]);
    expect([refusal(over), over.body.lines]).toEqual([
      [409, 'RECEIPT_EXCEEDS_ORDER'],
      [{ order_number: order.number, line_no: 1, quantity: 111, left: 110 }],
    ]);
    await received(order, [
      { line_no: 1, quantity: 110 },
      { line_no: 2, quantity: 50 },
    ]);
    expect(await read(order)).toMatchObject({
      state: 'partially_received',
      lines: [{ is_complete: true }, { is_complete: false }],
    });
    await received(order, [{ line_no: 2, quantity: 45 }]);
    expect(await read(order)).toMatchObject({
      state: 'received',
      lines: [{}, { is_complete: true, open_quantity: 5 }],
    });
    // What still comes is taken until the order is closed.
    await received(order, [{ line_no: 2, quantity: 15 }]);
    const short = await aSentOrder(app, {
      supplier_id: supplier.id,
      lines: [
        { product_id: a.id, quantity: 10, unit_price: '1' },
        { product_id: b.id, quantity: 10, unit_price: '1' },
        { product_id: b.id, quantity: 4, unit_price: '1' },
      ],
    });
    expect(refusal(await admin.post(`${ORDERS}/${short.id}/short-close`, { reason: 'x' }))).toEqual([
      409,
      'INVALID_STATE',
    ]);
    await received(short, [{ line_no: 1, quantity: 4 }]);
    expect(refusal(await admin.post(`${ORDERS}/${short.id}/cancel`, { reason: 'x' }))).toEqual([409, 'INVALID_STATE']);
    expect(await stepped(admin, short, 'short-close', { lines: [3], reason: 'Out of stock' })).toMatchObject({
      state: 'partially_received',
      total_amount: '20.00',
    });
    expect(await stepped(admin, short, 'short-close', { reason: 'Out of stock' })).toMatchObject({
      state: 'received',
      total_amount: '10.00',
      lines: [{ is_closed_short: true, open_quantity: 0 }, { is_closed_short: true }, { is_closed_short: true }],
    });
    expect(refusal(await receive(short, [{ line_no: 1, quantity: 1 }]))).toEqual([409, 'RECEIPT_EXCEEDS_ORDER']);
    const receipts = (await admin.get(`/purchasing/receipts?order_id=${short.id}`)).body.data;
    const [line] = (await admin.get(`/purchasing/receipts/${receipts[0].id}`)).body.lines;
    expect(refusal(await goBack({ lines: [{ receipt_line_id: line.id, reopen: true }] }))).toEqual([
      409,
      'RETURN_FROM_CLOSED_ORDER',
    ]);
  });

  it('of ten at once never exceeds the tolerance, and a key has one effect', async () => {
    const order = await aSentOrder(app, { lines: [{ quantity: 7, unit_price: '1' }] });
    const answers = await Promise.all(TEN.map(() => receive(order, [{ line_no: 1, quantity: 2 }])));
    expect(statuses(answers)).toEqual({ 201: 3, 409: 7 });
    const key = { 'idempotency-key': unique('key') };
    const path = `${ORDERS}/${order.id}/receive`;
    const once = await admin.post(path, { lines: [{ line_no: 1, quantity: 1 }] }, key);
    const again = await admin.post(path, { lines: [{ line_no: 1, quantity: 1 }] }, key);
    expect([once.status, again.status, again.body.id]).toEqual([201, 201, once.body.id]);
    expect(await read(order)).toMatchObject({ state: 'received', lines: [{ received_quantity: 7 }] });
    const [line] = once.body.lines;
    expect(statuses(await Promise.all(TEN.map(() => goBack({ lines: [{ receipt_line_id: line.id }] }))))).toEqual({
      201: 1,
      409: 9,
    });
  });

  it('makes the inspections that plans ask for, and holds what they hold', async () => {
    const product = await aProduct(app);
    await aPlan(app, { product_id: product.id, is_gate: true, while_open: 'quarantine' });
    const order = await aSentOrder(app, { lines: [{ product_id: product.id, quantity: 5, unit_price: '2' }] });
    const receipt = await received(order, [{ line_no: 1, quantity: 5 }]);
    const { inspection } = receipt.lines[0];
    expect(inspection).toMatchObject({ state: 'open', accepted_quantity: null });
    const path = `/quality/inspections/${inspection.id}`;
    await admin.post(`${path}/start`);
    const decided = await admin.post(`${path}/accept-in-part`, {
      accepted_quantity: 3,
      rejected_quantity: 2,
      disposition: 'quarantine',
      reason: 'Seams',
      is_sorted: true,
    });
    expect(decided.status).toBe(200);
    const { body } = await admin.get(`/purchasing/receipts/${receipt.id}`);
    expect(body.lines[0].inspection).toMatchObject({
      state: 'partially_accepted',
      accepted_quantity: 3,
      rejected_quantity: 2,
    });
    const back = await goBack({
      lines: [{ receipt_line_id: receipt.lines[0].id, quantity: 2, from_location_id: places['HOLD'], reopen: true }],
    });
    expect(back.body.lines).toMatchObject([{ quantity: 2, value: '4.00' }]);
    expect(await stockOf(app, product.id)).toMatchObject({ on_hand: 3, value: '6.00' });
  });

  it('of a service moves no stock', async () => {
    const service = await aProduct(app, { type: 'service' });
    const order = await aSentOrder(app, { lines: [{ product_id: service.id, quantity: 2, unit_price: '150.25' }] });
    const receipt = await received(order, [{ line_no: 1, quantity: 2 }]);
    expect(receipt).toMatchObject({
      movement_id: null,
      lines: [{ location_id: null, ledger_line_id: null, amount: '300.50', value: '300.50' }],
    });
    expect((await goBack({ lines: [{ receipt_line_id: receipt.lines[0].id, quantity: 1 }] })).body).toMatchObject({
      movement_id: null,
      lines: [{ value: '150.25' }],
    });
  });

  it('takes the same few statements however many lines it has', async () => {
    const products = await Promise.all(TEN.map(() => aProduct(app)));
    const sent = async (count: number): Promise<Made> =>
      aSentOrder(app, {
        lines: Array.from({ length: count }, (_, n) => ({
          product_id: products[n % 10]!.id,
          quantity: 1,
          unit_price: '1',
        })),
      });
    const [small, large] = [await sent(2), await sent(100)];
    const counted = async (order: Made): Promise<number> => {
      // Whose session was looked at a moment ago is not looked at again.
      await admin.get(`${ORDERS}?limit=1`);
      return statementsOf(() =>
        received(
          order,
          order.lines.map(({ line_no }: Made) => ({ line_no, quantity: 1 })),
        ),
      );
    };
    const few = await counted(small);
    expect(await counted(large)).toBe(few);
    expect(few).toBeLessThan(45);
  });
});

describe('what requisitions learn of it', () => {
  it('follows every stage, through the receiving place into a bin, and back again', async () => {
    const dock = await aLocation(app, { type: 'zone', parent_id: places['WH'], is_receiving: true });
    const bin = await aLocation(app);
    const product = await aProduct(app);
    await made(app, '/warehouse/put-away-rules', {
      warehouse_id: places['WH'],
      priority: 1,
      product_id: product.id,
      strategy: 'fixed_bin',
      location_id: bin.id,
    });
    const supplier_id = (await aSupplier(app)).id;
    const [a, b] = [
      await anApprovedLine(app, { product_id: product.id, quantity: 4 }),
      await anApprovedLine(app, { product_id: product.id, quantity: 6 }),
    ];
    const lines = [a, b].map(({ id }) => ({ requisition_line_id: id, supplier_id, unit_price: '2' }));
    const { orders } = await made(app, `${ORDERS}/from-requisition-lines`, { lines });
    const order = orders[0];
    await stepped(admin, order, 'submit');
    await stepped(app.as(await approverOf(app)), order, 'approve');
    await stepped(admin, order, 'send');
    await stepped(admin, order, 'confirm');
    const shipment = await made(app, '/purchasing/shipments', {
      lines: [{ order_line_id: order.lines[0].id }],
      expected_on: '2030-01-01',
    });
    await admin.post(`/purchasing/shipments/${shipment.id}/ship`, { remarks: 'Left Surabaya' });
    const [first, second] = [a.id, b.id].sort() as [string, string];
    const size = { [a.id]: 4, [b.id]: 6 };
    expect(await requestedLine(app, first)).toEqual(['shipped', size[first], size[first], size[first], 0, 0]);
    const receipt = await received(
      order,
      [{ line_no: 1, quantity: 8, rejected_quantity: 1, rejection_reason: 'Torn' }],
      { to_location_id: dock.id },
    );
    expect(await requestedLine(app, first)).toEqual([
      'received',
      size[first],
      size[first],
      size[first],
      size[first],
      0,
    ]);
    expect((await requestedLine(app, second))[4]).toBe(7 - size[first]!);
    const { body: waiting } = await admin.get(`/purchasing/receipts/waiting?receipt_id=${receipt.id}`);
    expect(waiting.data).toMatchObject([{ quantity: 7, location_code: dock.code, order_number: order.number }]);
    const put = (body: object) => admin.post(`/purchasing/receipts/${receipt.id}/put-away`, body);
    expect(refusal(await put({ lines: [{ line_no: 1, quantity: 8 }] }))).toEqual([409, 'PUT_AWAY_EXCEEDS_RECEIPT']);
    expect((await put({ lines: [{ line_no: 1, quantity: size[first] }] })).body.places).toMatchObject([
      { location_id: bin.id, quantity: size[first] },
    ]);
    expect(await requestedLine(app, first)).toEqual(['put_away', ...[1, 1, 1, 1, 1].map(() => size[first]!)]);
    expect((await put({})).status).toBe(201);
    expect((await admin.get(`/purchasing/receipts/waiting?receipt_id=${receipt.id}`)).body.data).toEqual([]);
    // Two of what was put away go back for good: the last in the row lose them.
    await goBack({
      lines: [{ receipt_line_id: receipt.lines[0].id, quantity: 2, from_location_id: bin.id, reopen: true }],
    });
    expect((await requestedLine(app, second))[4]).toBe(5 - size[first]!);
    await stepped(admin, order, 'short-close', { reason: 'Enough' });
    const ordered = [(await requestedLine(app, first))[1], (await requestedLine(app, second))[1]];
    expect(ordered[0]! + ordered[1]!).toBe(5);
  });

  it('follows what storekeepers put away without naming a receipt, what came first first', async () => {
    const dock = await aLocation(app, { type: 'zone', parent_id: places['WH'], is_receiving: true });
    const bin = await aLocation(app);
    const product = await aProduct(app);
    const supplier_id = (await aSupplier(app)).id;
    const line = await anApprovedLine(app, { product_id: product.id, quantity: 10 });
    const { orders } = await made(app, `${ORDERS}/from-requisition-lines`, {
      lines: [{ requisition_line_id: line.id, supplier_id, unit_price: '2' }],
    });
    await stepped(admin, orders[0], 'submit');
    await stepped(app.as(await approverOf(app)), orders[0], 'approve');
    await stepped(admin, orders[0], 'send');
    const first = await received(orders[0], [{ line_no: 1, quantity: 4 }], { to_location_id: dock.id });
    const second = await received(orders[0], [{ line_no: 1, quantity: 6 }], { to_location_id: dock.id });
    const put = (quantity: number): Promise<Answer> =>
      admin.post('/warehouse/put-away', {
        lines: [{ product_id: product.id, from_location_id: dock.id, to_location_id: bin.id, quantity, reason: 'x' }],
      });
    const away = async (receipt: Made): Promise<number> =>
      (await admin.get(`/purchasing/receipts/${receipt.id}`)).body.lines[0].put_away_quantity;
    expect(statuses(await Promise.all([put(3), put(2)]))).toEqual({ 201: 2 });
    expect([await away(first), await away(second)]).toEqual([4, 1]);
    expect((await requestedLine(app, line.id)).slice(4)).toEqual([10, 5]);
    // More than lies there: nothing is put away, and nothing is told.
    expect(refusal(await put(6))).toEqual([409, 'INSUFFICIENT_STOCK']);
    expect([await away(first), await away(second)]).toEqual([4, 1]);
    expect((await put(5)).status).toBe(201);
    expect((await requestedLine(app, line.id))[0]).toBe('put_away');
  });

  it('bears landed cost by value, quantity or weight, with no cent lost', async () => {
    const [a, b] = [await aProduct(app), await aProduct(app)];
    const order = await aSentOrder(app, {
      lines: [
        { product_id: a.id, quantity: 1, unit_price: '10' },
        { product_id: b.id, quantity: 2, unit_price: '10' },
      ],
    });
    const receipt = await received(order, [
      { line_no: 1, quantity: 1 },
      { line_no: 2, quantity: 2 },
    ]);
    const land = (body: object) => admin.post(`/purchasing/receipts/${receipt.id}/landed-costs`, body);
    const { body: cost } = await land({ amount: '100.00', reference: 'FREIGHT-1' });
    expect(cost.lines.map(({ amount }: Made) => amount)).toEqual(['33.33', '66.67']);
    expect((await land({ amount: '9.00', basis: 'weight' })).status).toBe(422);
    const weighed = await land({
      amount: '9.00',
      basis: 'weight',
      weights: [
        { line_no: 1, weight: '2' },
        { line_no: 2, weight: '1' },
      ],
    });
    expect(weighed.body.lines.map(({ amount }: Made) => amount)).toEqual(['6.00', '3.00']);
    expect(await stockOf(app, a.id)).toMatchObject({ value: '49.33' });
  });
});

describe('a shipment', () => {
  it('carries goods of several orders past its milestones into one receipt', async () => {
    const [one, two] = [
      await aSentOrder(app, { lines: [{ quantity: 5, unit_price: '1', promised_on: '2026-01-05' }] }),
      await aSentOrder(app, { lines: [{ quantity: 8, unit_price: '2' }] }),
    ];
    const lines = [{ order_line_id: one.lines[0].id }, { order_line_id: two.lines[0].id, quantity: 6 }];
    const late = await admin.get('/purchasing/expected?late=true');
    expect(late.body.data).toMatchObject([
      { order_number: one.number, open_quantity: 5, shipped_quantity: 0, due_on: '2026-01-05', is_late: true },
    ]);
    const shipment = await made(app, '/purchasing/shipments', {
      lines,
      carrier: 'Samudera',
      tracking_number: 'S-1',
      expected_on: '2030-03-01',
    });
    expect(shipment).toMatchObject({
      number: expect.stringMatching(/^SH-/),
      state: 'planned',
      line_count: 2,
      order_count: 2,
      is_late: false,
    });
    const over = await admin.post('/purchasing/shipments', {
      lines: [{ order_line_id: two.lines[0].id, quantity: 3 }],
    });
    expect([refusal(over), over.body.lines]).toEqual([
      [409, 'SHIPMENT_EXCEEDS_ORDER'],
      [{ order_number: two.number, line_no: 1, quantity: 3, left: 2 }],
    ]);
    const at = (event: string, body: object = {}) => admin.post(`/purchasing/shipments/${shipment.id}/${event}`, body);
    expect(refusal(await at('receive'))).toEqual([409, 'INVALID_STATE']);
    expect((await at('ship', { happened_on: '2999-01-01' })).body.errors).toMatchObject([
      { pointer: '/happened_on', code: 'IN_FUTURE' },
    ]);
    await at('ship', { happened_on: '2026-02-01' });
    await at('customs', { happened_on: '2026-02-10', remarks: 'Papers are missing', expected_on: '2026-02-20' });
    const { body: moving } = await at('transit', { happened_on: '2026-02-12' });
    expect(moving).toMatchObject({
      state: 'in_transit',
      is_late: true,
      milestones: [
        { kind: 'shipped' },
        { kind: 'customs', remarks: 'Papers are missing' },
        { kind: 'in_transit', happened_on: '2026-02-12' },
      ],
    });
    const { body: expected } = await admin.get('/purchasing/expected?due_to=2026-02-20');
    expect(
      expected.data.map(({ order_number, shipped_quantity, due_on }: Made) => [order_number, shipped_quantity, due_on]),
    ).toEqual([
      [one.number, 5, '2026-02-20'],
      [two.number, 6, '2026-02-20'],
    ]);
    const part = await at('receive', { lines: [{ order_line_id: two.lines[0].id, quantity: 1 }] });
    expect(part.body).toMatchObject({ shipment_id: shipment.id, lines: [{ order_number: two.number, quantity: 1 }] });
    const { body: rest } = await at('receive');
    expect(rest.lines.map(({ order_number, quantity }: Made) => [order_number, quantity])).toEqual([
      [one.number, 5],
      [two.number, 5],
    ]);
    expect(refusal(await at('receive'))).toEqual([409, 'NOTHING_TO_RECEIVE']);
    expect((await admin.get(`/purchasing/shipments/${shipment.id}`)).body).toMatchObject({
      state: 'delivered',
      is_received: true,
    });
    expect([(await read(one)).state, (await read(two)).state]).toEqual(['received', 'partially_received']);
    expect(refusal(await admin.patch(`/purchasing/shipments/${shipment.id}`, { carrier: 'x' }))).toEqual([
      409,
      'INVALID_STATE',
    ]);
    const planned = await made(app, '/purchasing/shipments', { lines: [{ order_line_id: two.lines[0].id }] });
    expect((await admin.post(`/purchasing/shipments/${planned.id}/cancel`, {})).body.state).toBe('cancelled');
  });

  it('of an order that was not sent cannot be, nor can its goods come', async () => {
    const order = await aPurchaseOrder(app);
    const lines = [{ order_line_id: order.lines[0].id, quantity: 1 }];
    expect(refusal(await admin.post('/purchasing/shipments', { lines }))).toEqual([409, 'INVALID_STATE']);
    expect(refusal(await admin.post('/purchasing/receipts', { lines }))).toEqual([409, 'INVALID_STATE']);
    const nowhere = await admin.post('/purchasing/receipts', { lines: [{ order_line_id: order.id, quantity: 1 }] });
    expect(nowhere.body.errors).toMatchObject([{ pointer: '/lines/0/order_line_id', code: 'REFERENCE_NOT_FOUND' }]);
  });

  it('is received by a storekeeper, who may not order', async () => {
    const storekeeper = app.as(await app.actor({ role: 'warehouse' }));
    const order = await aSentOrder(app);
    expect((await storekeeper.post(`${ORDERS}/${order.id}/receive-all`, {})).status).toBe(201);
    expect(refusal(await storekeeper.post(ORDERS, {}))).toEqual([403, 'FORBIDDEN']);
    const buyer = app.as(await app.actor({ role: 'purchasing' }));
    expect(refusal(await buyer.post(`${ORDERS}/${order.id}/receive-all`, {}))).toEqual([403, 'FORBIDDEN']);
  });
});
