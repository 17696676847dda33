import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import {
  aCompany,
  aDepartment,
  aLocation,
  aProduct,
  aReceipt,
  aUnit,
  made,
  placesOf,
  unitId,
} from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { aStartedOrder, aWorkshop, act, anOrder, inStock, stockOf } from '../support/production.js';
import { statementsOf } from '../support/statements.js';

const REQUESTS = '/ppic/material-requests';
const ORDERS = '/ppic/manufacturing-orders';
const TEN = Array.from({ length: 10 }, (_, index) => index);

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const ask = (body: object, who = admin): Promise<Answer> => who.post(REQUESTS, body);
const step = (request: Made, event: string, body: object = {}, who = admin): Promise<Answer> =>
  who.post(`${REQUESTS}/${request.id}/${event}`, body);
/** A step that has to succeed. */
async function done(request: Made, event: string, body: object = {}, who = admin): Promise<Made> {
  const answer = await step(request, event, body, who);
  if (answer.status !== 200) throw new Error(`${event} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}
const orderOf = async (id: string): Promise<Made> => (await admin.get(`${ORDERS}/${id}`)).body;
const componentsOf = async (id: string): Promise<Record<string, number>> =>
  Object.fromEntries((await orderOf(id)).components.map((c: Made) => [c.sku, c.issued_quantity]));
const counted = (answers: Answer[]): Record<string, number> =>
  answers.reduce<Record<string, number>>(
    (counts, { status }) => ({ ...counts, [status]: (counts[status] ?? 0) + 1 }),
    {},
  );

it('goes from the floor to the warehouse and back, and the order knows of every piece and cent', async () => {
  const { product, components } = await aWorkshop(app, [
    { quantity: 2, stock: 3, unit_cost: '1.00', issue_method: 'manual' },
    { quantity: 1, stock: 100, unit_cost: '0.50', issue_method: 'manual' },
  ]);
  const [plush, eyes] = components as [Made, Made];
  // 3 at 1.00 and 27 at 3.10 are 86.70: 2.89 for each.
  await inStock(app, plush.id, 27, '3.10');
  const order = await aStartedOrder(app, product.id, 10);
  const request = await made(app, REQUESTS, {
    order_id: order.id,
    needed_by: '2999-01-31',
    notes: 'Second shift',
    lines: [
      { product_id: plush.id, quantity: 20, remarks: 'The brown one' },
      { product_id: eyes.id, quantity: 12 },
    ],
  });
  expect(request).toMatchObject({
    number: expect.stringMatching(/^MR-/),
    state: 'requested',
    order_id: order.id,
    order_number: order.number,
    warehouse_code: 'WH',
    needed_by: '2999-01-31',
    is_late: false,
    line_count: 2,
    lines: [
      {
        line_no: 1,
        sku: plush.sku,
        is_component: true,
        quantity: 20,
        approved_quantity: null,
        remarks: 'The brown one',
      },
      { line_no: 2, sku: eyes.sku, is_component: true, quantity: 12, issued_quantity: 0, left_to_issue: 0 },
    ],
    moves: [],
  });
  const approved = await done(request, 'approve', {
    lines: [{ line_no: 2, approved_quantity: 10, reason: 'One each' }],
  });
  expect(approved.lines).toMatchObject([
    { approved_quantity: 20, approval_reason: null, left_to_issue: 20 },
    { approved_quantity: 10, approval_reason: 'One each', left_to_issue: 10 },
  ]);
  expect(approved).toMatchObject({ state: 'approved', approved_by: app.admin.id });
  const part = await done(request, 'issue', { lines: [{ line_no: 1, quantity: 7 }], reason: 'First trolley' });
  expect(part).toMatchObject({ state: 'approved', lines: [{ issued_quantity: 7, left_to_issue: 13 }, {}] });
  // The order held 20: seven of those went.
  expect(await stockOf(app, plush.id)).toEqual({ on_hand: 23, reserved: 13, value: '66.47' });
  const all = await done(request, 'issue');
  expect(all).toMatchObject({ state: 'issued', lines: [{ issued_quantity: 20 }, { issued_quantity: 10 }] });
  expect(await componentsOf(order.id)).toEqual({ [plush.sku]: 20, [eyes.sku]: 10 });
  expect((await orderOf(order.id)).work_in_progress).toBe('62.80');
  const issues = (await admin.get(`${ORDERS}/${order.id}/issues`)).body.data;
  expect(issues.map((i: Made) => i.notes)).toEqual(['First trolley', null]);
  expect(all.moves[0]).toMatchObject({
    kind: 'issue',
    line_no: 1,
    posting_id: issues[0].id,
    quantity: 7,
    value: '20.23',
    location_code: 'STOCK',
  });
  // What it asked for is given back here, and not reversed behind its back.
  const reversed = await admin.post(`${ORDERS}/${order.id}/issues/${issues[0].id}/reverse`, { reason: 'x' });
  expect(reversed).toMatchObject({ status: 409, body: { error_code: 'INVALID_STATE' } });
  expect(reversed.body.detail).toContain(request.number);
  const { body: movements } = await admin.get(`/warehouse/movements?source_id=${order.id}`);
  expect(
    (await admin.post(`/warehouse/movements/${movements.data[0].id}/reverse`, { reason: 'x' })).body.error_code,
  ).toBe('MOVEMENT_OF_DOCUMENT');

  // The last trolley comes back first: 13 of it are worth 37.57, two of those 5.78.
  const back = await done(request, 'return', { reason: 'Left over', lines: [{ line_no: 1, quantity: 2 }] });
  expect(back).toMatchObject({ state: 'issued', lines: [{ issued_quantity: 20, returned_quantity: 2 }, {}] });
  expect(back.moves.at(-1)).toMatchObject({ kind: 'return', quantity: 2, value: '5.78', location_code: 'STOCK' });
  expect(await componentsOf(order.id)).toEqual({ [plush.sku]: 18, [eyes.sku]: 10 });
  expect(await orderOf(order.id)).toMatchObject({ work_in_progress: '57.02', material_value: '57.02' });
  const rest = await done(request, 'return', {
    reason: 'Order stopped',
    lines: [
      { line_no: 1, quantity: 18 },
      { line_no: 2, quantity: 10 },
    ],
  });
  expect(rest.state).toBe('closed');
  expect(await stockOf(app, plush.id)).toEqual({ on_hand: 30, reserved: 0, value: '86.70' });
  expect(await orderOf(order.id)).toMatchObject({ work_in_progress: '0.00', material_value: '0.00' });
  expect(
    (await admin.get(`${REQUESTS}/${request.id}/history`)).body.map((h: Made) => `${h.event} ${h.to_state}`),
  ).toEqual([
    'create requested',
    'approve approved',
    'issue approved',
    'issue issued',
    'return issued',
    'return closed',
  ]);
  // Not held again: that is asked for.
  await act(app, order.id, 'reserve');
  expect((await stockOf(app, plush.id)).reserved).toBe(20);
});

it('gives back what was taken to the cent, however it is divided', async () => {
  const { product, components } = await aWorkshop(app, [{ quantity: 1, issue_method: 'manual' }]);
  const [part] = components as [Made];
  await inStock(app, part.id, 3, '3.333333');
  const order = await anOrder(app, product.id, 3);
  await act(app, order.id, 'approve');
  await act(app, order.id, 'release');
  const request = await made(app, REQUESTS, { order_id: order.id });
  await done(request, 'approve');
  await done(request, 'issue');
  const values: string[] = [];
  for (const n of [1, 2, 3]) {
    const shown = await done(request, 'return', { reason: `${n}`, lines: [{ line_no: 1, quantity: 1 }] });
    values.push(shown.moves.at(-1).value);
    expect(shown.state).toBe(n === 3 ? 'closed' : 'issued');
  }
  expect(values).toEqual(['3.33', '3.34', '3.33']);
  expect(await stockOf(app, part.id)).toMatchObject({ on_hand: 3, value: '10.00' });
});

it('keeps what the pieces made have used of backflushed components', async () => {
  const { product, components } = await aWorkshop(app, [{ quantity: 2, stock: 100, unit_cost: '1' }]);
  const [part] = components as [Made];
  const order = await aStartedOrder(app, product.id, 10);
  const request = await made(app, REQUESTS, { order_id: order.id, lines: [{ product_id: part.id, quantity: 25 }] });
  await done(request, 'approve');
  await done(request, 'issue');
  await act(app, order.id, 'reports', { good_quantity: 10 });
  // Ten bears have used twenty.
  const tooMuch = await step(request, 'return', { reason: 'x', lines: [{ line_no: 1, quantity: 6 }] });
  expect(tooMuch).toMatchObject({
    status: 409,
    body: { error_code: 'MATERIAL_USED', products: [{ product_id: part.id, quantity: 6, returnable: 5 }] },
  });
  await act(app, order.id, 'complete', { actual_quantity: 10 });
  await done(request, 'return', { reason: 'Left over', lines: [{ line_no: 1, quantity: 5 }] });
  expect(await orderOf(order.id)).toMatchObject({ material_value: '20.00', work_in_progress: '0.00' });
  await act(app, order.id, 'close');
  expect(await step(request, 'return', { reason: 'x', lines: [{ line_no: 1, quantity: 1 }] })).toMatchObject({
    status: 409,
    body: { error_code: 'INVALID_STATE', state: 'closed' },
  });
  const steps = (await admin.get(`${REQUESTS}/${request.id}/transitions`)).body;
  expect(steps.find((t: Made) => t.event === 'return')).toMatchObject({
    allowed: false,
    reasons: [{ code: 'INVALID_STATE' }],
  });
  expect(await done(request, 'close', { reason: 'The rest was used' })).toMatchObject({ state: 'closed' });
  expect((await stockOf(app, part.id)).on_hand).toBe(80);
});

it('asks by itself for what is outstanding and nobody has asked for yet', async () => {
  const { product, components } = await aWorkshop(app, [
    { quantity: 2, stock: 100 },
    { quantity: 3, stock: 100 },
  ]);
  const [one, two] = components as [Made, Made];
  const order = await aStartedOrder(app, product.id, 10);
  await act(app, order.id, 'issues', { lines: [{ product_id: one.id, quantity: 4 }] });
  const asked = await made(app, REQUESTS, { order_id: order.id, lines: [{ product_id: two.id, quantity: 10 }] });
  const proposal = await admin.post(`${REQUESTS}?dry_run=true`, { order_id: order.id });
  expect(proposal).toMatchObject({
    status: 201,
    body: {
      lines: [
        { sku: one.sku, quantity: 16 },
        { sku: two.sku, quantity: 20 },
      ],
    },
  });
  expect((await admin.get(`${REQUESTS}?order_id=${order.id}&include_total=true`)).body.total).toBe(1);
  await done(asked, 'reject', { reason: 'Ask again' });
  const request = await made(app, REQUESTS, { order_id: order.id });
  expect(request.lines.map((l: Made) => l.quantity)).toEqual([16, 30]);
  expect((await ask({ order_id: order.id })).body.errors).toMatchObject([{ pointer: '/lines', code: 'REQUIRED' }]);
});

it('takes what is beside the bill, lots whose turn it is or that are named, and units', async () => {
  const { product } = await aWorkshop(app, [{ quantity: 1, stock: 10 }]);
  const order = await aStartedOrder(app, product.id, 5);
  const places = await placesOf(app);
  const glue = await aProduct(app, { tracking: 'lot' });
  for (const [code, expires_on] of [
    ['G2', '2999-02-01'],
    ['G1', '2999-01-01'],
  ] as const)
    await made(app, '/warehouse/receipts', {
      lines: [
        {
          product_id: glue.id,
          quantity: 24,
          unit_cost: '4',
          to_location_id: places['STOCK'],
          lot: { code, expires_on },
        },
      ],
    });
  const box = await aUnit(app);
  await made(app, '/unit-conversions', {
    product_id: glue.id,
    from_unit_id: box.id,
    to_unit_id: await unitId(app, 'EA'),
    numerator: 12,
    denominator: 1,
  });
  const request = await made(app, REQUESTS, {
    order_id: order.id,
    lines: [{ product_id: glue.id, unit_quantity: '3', unit_code: box.code }],
  });
  expect(request.lines).toMatchObject([{ is_component: false, quantity: 36 }]);
  expect(request.units).toMatchObject([{ line_no: 1, unit_code: box.code, unit_quantity: '3', quantity: 36 }]);
  await done(request, 'approve', {
    lines: [{ line_no: 1, approved_unit_quantity: '2.5', unit_code: box.code }],
    reason: 'Two and a half are enough',
  });
  const g2 = (await admin.get(`/warehouse/lots?product_id=${glue.id}&q=G2`)).body.data[0];
  expect(
    (await step(request, 'issue', { lines: [{ line_no: 1, quantity: 1, lot_id: g2.id }] })).body.errors,
  ).toMatchObject([{ pointer: '/lines/0/from_location_id', code: 'REQUIRED' }]);
  const named = { line_no: 1, quantity: 2, lot_id: g2.id, from_location_id: places['STOCK'] };
  const part = await done(request, 'issue', {
    lines: [named, { line_no: 1, unit_quantity: '2', unit_code: box.code }],
  });
  expect(part.moves.map((m: Made) => [m.lot_code, m.quantity])).toEqual([
    ['G2', 2],
    ['G1', 24],
  ]);
  expect(part.state).toBe('approved');
  const issue = (await admin.get(`${ORDERS}/${order.id}/issues`)).body.data[0];
  expect(issue.units).toMatchObject([{ line_no: 2, unit_code: box.code, quantity: 24 }]);
  const over = await step(request, 'return', { reason: 'x', lines: [{ line_no: 1, quantity: 3, lot_id: g2.id }] });
  expect(over).toMatchObject({
    status: 409,
    body: { error_code: 'REQUEST_QUANTITY_EXCEEDED', lines: [{ line_no: 1, quantity: 3, left: 2 }] },
  });
  const bin = await aLocation(app);
  const back = await done(request, 'return', {
    reason: 'Wrong lot',
    lines: [
      { line_no: 1, quantity: 2, lot_id: g2.id, to_location_id: bin.id },
      { line_no: 1, unit_quantity: '1', unit_code: box.code },
    ],
  });
  expect(back.moves.slice(2).map((m: Made) => [m.kind, m.lot_code, m.quantity, m.location_code, m.value])).toEqual([
    ['return', 'G2', 2, bin.code, '8.00'],
    ['return', 'G1', 12, 'STOCK', '48.00'],
  ]);
  // What comes back is not issued again: four of thirty are left.
  expect(back.lines).toMatchObject([
    { approved_quantity: 30, issued_quantity: 26, returned_quantity: 14, left_to_issue: 4 },
  ]);
  expect((await step(request, 'issue', { lines: [{ line_no: 1, quantity: 5 }] })).body).toMatchObject({
    error_code: 'REQUEST_QUANTITY_EXCEEDED',
    lines: [{ line_no: 1, quantity: 5, left: 4 }],
  });
  const elsewhere = (await placesOf(app, (await aCompany(app)).id))['STOCK'];
  expect(
    (await step(request, 'return', { reason: 'x', lines: [{ line_no: 1, quantity: 1, to_location_id: elsewhere }] }))
      .status,
  ).toBe(422);
});

it('is an ordinary issue of stock for general use, with what it is for', async () => {
  const soap = await aProduct(app);
  await aReceipt(app, soap.id, 50, '0.30');
  const request = await made(app, REQUESTS, {
    purpose: 'Cleaning of the sewing hall, cost centre 4711',
    lines: [{ product_id: soap.id, quantity: 10 }],
  });
  expect(request).toMatchObject({ order_id: null, work_order_id: null, lines: [{ is_component: false }] });
  await done(request, 'approve');
  const issued = await done(request, 'issue', { lines: [{ line_no: 1, quantity: 6 }] });
  expect(issued.moves).toMatchObject([{ posting_id: null, quantity: 6, value: '1.80' }]);
  const { body: movements } = await admin.get(`/warehouse/movements?source_id=${request.id}`);
  expect(movements.data).toMatchObject([
    { type: 'issue', source_type: 'material_request', reference: request.number, reason: request.purpose },
  ]);
  expect(
    (await admin.post(`/warehouse/movements/${movements.data[0].id}/reverse`, { reason: 'x' })).body.error_code,
  ).toBe('MOVEMENT_OF_DOCUMENT');
  expect((await step(request, 'cancel', { reason: 'x' })).body.error_code).toBe('REQUEST_HAS_ISSUES');
  const back = await done(request, 'return', { reason: 'Left over', lines: [{ line_no: 1, quantity: 6 }] });
  // Four were approved and never issued: the request is not over by itself.
  expect(back).toMatchObject({ state: 'approved', moves: [{}, { kind: 'return', value: '1.80' }] });
  expect(await stockOf(app, soap.id)).toEqual({ on_hand: 50, reserved: 0, value: '15.00' });
  const steps = (await admin.get(`${REQUESTS}/${request.id}/transitions`)).body;
  expect(steps.filter((t: Made) => t.allowed).map((t: Made) => t.event)).toEqual(['issue', 'return', 'close']);
  expect((await done(request, 'close', { reason: 'Not needed any more' })).state).toBe('closed');
  const scanned = await admin.post('/warehouse/scans/resolve', { scan: request.number });
  expect(scanned.body.matches[0]).toMatchObject({ kind: 'material_request', id: request.id, state: 'closed' });
});

it('tells everything that is wrong at once', async () => {
  const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 10 }]);
  const nowhere = '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59';
  const errors = async (body: object): Promise<string[]> =>
    ((await ask(body)).body.errors ?? []).map((e: Made) => `${e.pointer} ${e.code}`);
  expect(await errors({})).toEqual(['/purpose REQUIRED', '/lines REQUIRED']);
  expect(
    await errors({
      warehouse_id: nowhere,
      department_id: nowhere,
      lines: [{ product_id: nowhere, quantity: 1 }, { product_id: product.id }],
    }),
  ).toEqual([
    '/warehouse_id REFERENCE_NOT_FOUND',
    '/department_id REFERENCE_NOT_FOUND',
    '/purpose REQUIRED',
    '/lines/0/product_id REFERENCE_NOT_FOUND',
    '/lines/1/quantity REQUIRED',
  ]);
  expect(await errors({ order_id: nowhere, work_order_id: nowhere })).toEqual([
    '/order_id REFERENCE_NOT_FOUND',
    '/work_order_id REFERENCE_NOT_FOUND',
  ]);
  expect(await errors({ work_order_id: nowhere })).toEqual(['/work_order_id REFERENCE_NOT_FOUND']);
  const order = await anOrder(app, product.id, 5);
  expect(await ask({ order_id: order.id })).toMatchObject({
    status: 409,
    body: { error_code: 'INVALID_STATE', state: 'draft' },
  });
  await act(app, order.id, 'approve');
  await act(app, order.id, 'start');
  const company = await aCompany(app);
  const other = await placesOf(app, company.id);
  expect(await errors({ order_id: order.id, warehouse_id: other['WH'] })).toEqual(['/warehouse_id NOT_ALLOWED']);

  const request = await made(app, REQUESTS, {
    order_id: order.id,
    lines: [{ product_id: components[0].id, quantity: 5 }],
  });
  const faults = async (event: string, body: object): Promise<string[]> =>
    ((await step(request, event, body)).body.errors ?? []).map((e: Made) => `${e.pointer} ${e.code}`);
  expect(await faults('approve', { lines: [{ line_no: 9, approved_quantity: 1 }, { line_no: 1 }] })).toEqual([
    '/lines/0/line_no REFERENCE_NOT_FOUND',
    '/lines/1/approved_quantity REQUIRED',
  ]);
  expect(
    await faults('approve', {
      lines: [
        { line_no: 1, approved_quantity: 6 },
        { line_no: 1, approved_quantity: 2 },
      ],
    }),
  ).toEqual(['/lines/0/approved_quantity TOO_LARGE', '/lines/1/line_no DUPLICATE']);
  expect(await faults('approve', { lines: [{ line_no: 1, approved_quantity: 4 }] })).toEqual([
    '/lines/0/reason REQUIRED',
  ]);
  expect(await faults('approve', { lines: [{ line_no: 1, approved_quantity: 0 }], reason: 'x' })).toEqual([
    '/lines TOO_SMALL',
  ]);
  expect((await step(request, 'issue')).body).toMatchObject({ error_code: 'INVALID_STATE', state: 'requested' });
  await done(request, 'approve');
  expect(await faults('issue', { lines: [{ line_no: 2, quantity: 1 }, { line_no: 1 }] })).toEqual([
    '/lines/0/line_no REFERENCE_NOT_FOUND',
    '/lines/1/quantity REQUIRED',
  ]);
  expect(await faults('return', { lines: [{ line_no: 1, quantity: 1 }] })).toEqual(['/reason REQUIRED']);
  expect((await step(request, 'return', { reason: 'x', lines: [{ line_no: 1, quantity: 1 }] })).body).toMatchObject({
    error_code: 'REQUEST_QUANTITY_EXCEEDED',
    lines: [{ line_no: 1, left: 0 }],
  });
  // More than there is in the warehouse.
  await done(request, 'issue', { lines: [{ line_no: 1, quantity: 2 }] });
  await act(app, order.id, 'cancel', { reason: 'x' });
  expect(await step(request, 'issue')).toMatchObject({
    status: 409,
    body: { error_code: 'INVALID_STATE', state: 'cancelled' },
  });
  expect((await admin.get(`${REQUESTS}/${request.id}/transitions`)).body.filter((t: Made) => t.allowed)).toMatchObject([
    { event: 'close' },
  ]);
});

it('refuses what the warehouse does not have, and changes nothing', async () => {
  const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 4 }]);
  const order = await anOrder(app, product.id, 10);
  await act(app, order.id, 'approve');
  await admin.post(`${ORDERS}/${order.id}/release?allow_partial=true`);
  const request = await made(app, REQUESTS, { order_id: order.id });
  await done(request, 'approve');
  expect(await step(request, 'issue')).toMatchObject({ status: 409, body: { error_code: 'INSUFFICIENT_STOCK' } });
  expect(await done(request, 'issue', { lines: [{ line_no: 1, quantity: 4 }] })).toMatchObject({ state: 'approved' });
  expect(await stockOf(app, components[0].id)).toMatchObject({ on_hand: 0, reserved: 0 });
});

it('is changed until somebody decides, guarded by its version, and repeated requests have one effect', async () => {
  const soap = await aProduct(app);
  await aReceipt(app, soap.id, 50);
  const body = { purpose: 'Cleaning', lines: [{ product_id: soap.id, quantity: 5 }] };
  const twice = await Promise.all([1, 2].map(() => admin.post(REQUESTS, body, { 'idempotency-key': 'soap-1' })));
  const ids = twice.filter(({ status }) => status === 201).map(({ body: { id } }) => id);
  expect(new Set(ids).size).toBe(1);
  const path = `${REQUESTS}/${ids[0]}`;
  const changed = await admin.patch(path, { needed_by: '2020-01-01', notes: 'Soon' }, { 'if-match': '"1"' });
  expect(changed).toMatchObject({
    status: 200,
    body: { version: 2, needed_by: '2020-01-01', is_late: true, notes: 'Soon' },
  });
  expect((await admin.patch(path, { notes: 'x' }, { 'if-match': '"1"' })).status).toBe(412);
  expect((await admin.post(`${path}/approve`, {}, { 'if-match': '"1"' })).status).toBe(412);
  const dry = await admin.post(`${path}/approve?dry_run=true`, {});
  expect(dry.body.state).toBe('approved');
  expect((await admin.get(path)).body.state).toBe('requested');
  await admin.post(`${path}/approve`, {}, { 'if-match': '"2"' });
  expect((await admin.patch(path, { notes: 'x' })).body.error_code).toBe('INVALID_STATE');
  const key = { 'idempotency-key': 'soap-2' };
  const first = await admin.post(`${path}/issue`, { lines: [{ line_no: 1, quantity: 2 }] }, key);
  const again = await admin.post(`${path}/issue`, { lines: [{ line_no: 1, quantity: 2 }] }, key);
  expect(again.body).toEqual(first.body);
  expect((await admin.post(`${path}/issue?dry_run=true`)).body.state).toBe('issued');
  expect((await admin.get(path)).body.lines).toMatchObject([{ issued_quantity: 2 }]);
  expect((await stockOf(app, soap.id)).on_hand).toBe(48);
});

it('lists and filters', async () => {
  const soap = await aProduct(app);
  const department = await aDepartment(app);
  const lines = [{ product_id: soap.id, quantity: 5 }];
  const one = await made(app, REQUESTS, { purpose: 'One', lines, needed_by: '2020-01-01' });
  const two = await made(app, REQUESTS, {
    purpose: 'Two',
    lines,
    department_id: department.id,
    needed_by: '2019-01-01',
  });
  const three = await made(app, REQUESTS, { purpose: 'Three', lines });
  await done(two, 'cancel', { reason: 'x' });
  const found = async (query: string): Promise<string[]> =>
    (await admin.get(`${REQUESTS}?product_id=${soap.id}&${query}`)).body.data.map((r: Made) => r.number);
  expect(await found('')).toEqual([three.number, two.number, one.number]);
  expect(await found('sort=needed_by')).toEqual([two.number, one.number, three.number]);
  expect(await found('state=requested')).toEqual([three.number, one.number]);
  expect(await found('late=true')).toEqual([one.number]);
  expect(await found(`department_id=${department.id}`)).toEqual([two.number]);
  expect(await found('q=Three')).toEqual([three.number]);
  const page = (await admin.get(`${REQUESTS}?product_id=${soap.id}&limit=2`)).body;
  expect(await found(`limit=2&cursor=${page.next_cursor}`)).toEqual([one.number]);
});

describe('who may', () => {
  it('asks at the floor, decides and gives in the warehouse', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 10 }]);
    const order = await aStartedOrder(app, product.id, 5);
    const as = async (role: string): Promise<Caller> => app.as(await app.actor({ role }));
    const [operator, supervisor, storekeeper, viewer] = [
      await as('operator'),
      await as('production_supervisor'),
      await as('warehouse'),
      await as('viewer'),
    ];
    const body = { order_id: order.id, lines: [{ product_id: components[0].id, quantity: 2 }] };
    expect((await ask(body, viewer)).status).toBe(403);
    expect((await ask(body, storekeeper)).status).toBe(403);
    const request = (await ask(body, operator)).body;
    expect((await ask(body, supervisor)).status).toBe(201);
    for (const [event, said] of [
      ['approve', {}],
      ['issue', {}],
      ['return', { reason: 'x', lines: [{ line_no: 1, quantity: 1 }] }],
      ['close', { reason: 'x' }],
      ['reject', { reason: 'x' }],
    ] as const)
      expect([event, (await step(request, event, said, operator)).status]).toEqual([event, 403]);
    expect((await step(request, 'cancel', { reason: 'x' }, storekeeper)).status).toBe(403);
    await done(request, 'approve', {}, storekeeper);
    await done(request, 'issue', {}, storekeeper);
    await done(request, 'return', { reason: 'x', lines: [{ line_no: 1, quantity: 2 }] }, storekeeper);
    expect((await viewer.get(`${REQUESTS}/${request.id}`)).body.state).toBe('closed');
    const other = (await ask(body, operator)).body;
    expect((await step(other, 'cancel', { reason: 'Asked twice' }, operator)).body.state).toBe('cancelled');
  });

  it('does not approve his own request where duties are separated', async () => {
    const soap = await aProduct(app);
    await admin.put('/ppic/settings', { approver_must_differ: true });
    try {
      const request = await made(app, REQUESTS, { purpose: 'x', lines: [{ product_id: soap.id, quantity: 5 }] });
      expect(await step(request, 'approve')).toMatchObject({
        status: 403,
        body: { error_code: 'REQUEST_APPROVER_IS_REQUESTER' },
      });
      const steps = (await admin.get(`${REQUESTS}/${request.id}/transitions`)).body;
      expect(steps.find((t: Made) => t.event === 'approve').reasons).toMatchObject([
        { code: 'REQUEST_APPROVER_IS_REQUESTER' },
      ]);
      const storekeeper = app.as(await app.actor({ role: 'warehouse' }));
      await done(request, 'approve', {}, storekeeper);
    } finally {
      await admin.put('/ppic/settings', { approver_must_differ: false });
    }
  });

  it('sees and moves what lies in his company, warehouse and department', async () => {
    const company = await aCompany(app);
    const department = await aDepartment(app);
    const mine = await aDepartment(app);
    const soap = await aProduct(app);
    const lines = [{ product_id: soap.id, quantity: 5 }];
    const request = await made(app, REQUESTS, { purpose: 'x', lines, department_id: department.id });
    const open = await made(app, REQUESTS, { purpose: 'x', lines });
    const permissions = ['ppic.*.*'];
    const { WH } = await placesOf(app, company.id);
    const strangers = await Promise.all(
      [
        { permissions, companies: [company.id] },
        { permissions, companies: [app.company_id, company.id], warehouses: [WH!] },
        { permissions, departments: [mine.id] },
      ].map(async (who) => app.as(await app.actor(who))),
    );
    for (const stranger of strangers) {
      expect((await stranger.get(`${REQUESTS}/${request.id}`)).status).toBe(404);
      for (const event of ['approve', 'issue']) expect((await step(request, event, {}, stranger)).status).toBe(404);
      expect((await stranger.get(`${REQUESTS}/${request.id}/history`)).status).toBe(404);
      const shown = (await stranger.get(`${REQUESTS}?product_id=${soap.id}`)).body.data.map((r: Made) => r.id);
      expect(shown).toEqual(stranger === strangers[2] ? [open.id] : []);
    }
    // Somebody of one department asks for it without saying so, and for no other.
    const own = await ask({ purpose: 'x', lines }, strangers[2]);
    expect(own.body.department_id).toBe(mine.id);
    expect((await ask({ purpose: 'x', lines, department_id: department.id }, strangers[2])).status).toBe(404);
    expect((await ask({ purpose: 'x', lines, company_id: app.company_id }, strangers[0])).status).toBe(404);
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 10 }]);
    const order = await aStartedOrder(app, product.id, 5);
    expect((await ask({ order_id: order.id }, strangers[0])).body.errors).toMatchObject([{ pointer: '/order_id' }]);
  });
});

describe('ten at once', () => {
  it('issue exactly what was approved, and take back exactly what was issued', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 100, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 10);
    const request = await made(app, REQUESTS, {
      order_id: order.id,
      lines: [{ product_id: components[0].id, quantity: 7 }],
    });
    await done(request, 'approve');
    const issued = await Promise.all(TEN.map(() => step(request, 'issue', { lines: [{ line_no: 1, quantity: 1 }] })));
    expect(counted(issued)).toEqual({ 200: 7, 409: 3 });
    expect(await componentsOf(order.id)).toEqual({ [components[0].sku]: 7 });
    expect(await stockOf(app, components[0].id)).toEqual({ on_hand: 93, reserved: 3, value: '93.00' });
    const back = await Promise.all(
      TEN.map(() => step(request, 'return', { reason: 'x', lines: [{ line_no: 1, quantity: 2 }] })),
    );
    expect(counted(back)).toEqual({ 200: 3, 409: 7 });
    expect(await componentsOf(order.id)).toEqual({ [components[0].sku]: 1 });
    expect((await admin.get(`${REQUESTS}/${request.id}`)).body.lines).toMatchObject([
      { issued_quantity: 7, returned_quantity: 6 },
    ]);
  });

  it('issue the same rest once', async () => {
    const soap = await aProduct(app);
    await aReceipt(app, soap.id, 50);
    const request = await made(app, REQUESTS, { purpose: 'x', lines: [{ product_id: soap.id, quantity: 5 }] });
    expect(counted(await Promise.all(TEN.map(() => step(request, 'approve'))))).toEqual({ 200: 1, 409: 9 });
    expect(counted(await Promise.all(TEN.map(() => step(request, 'issue'))))).toEqual({ 200: 1, 409: 9 });
    expect((await stockOf(app, soap.id)).on_hand).toBe(45);
  });

  it('report and take back components of one order without a deadlock', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 100, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 40);
    const request = await made(app, REQUESTS, {
      order_id: order.id,
      lines: [{ product_id: components[0].id, quantity: 20 }],
    });
    await done(request, 'approve');
    await done(request, 'issue');
    const answers = await Promise.all(
      TEN.flatMap(() => [
        step(request, 'return', { reason: 'x', lines: [{ line_no: 1, quantity: 1 }] }),
        admin.post(`${ORDERS}/${order.id}/reports`, { good_quantity: 1 }),
      ]),
    );
    expect(counted(answers)).toEqual({ 200: 10, 201: 10 });
    expect(await componentsOf(order.id)).toEqual({ [components[0].sku]: 10 });
  });
});

it('takes the same few statements for a hundred lines as for three', async () => {
  const counts = async (lines: number): Promise<Record<string, number>> => {
    const { product } = await aWorkshop(
      app,
      Array.from({ length: lines }, () => ({
        quantity: 1,
        stock: 10,
        unit_cost: '1',
        issue_method: 'manual' as const,
      })),
    );
    const order = await aStartedOrder(app, product.id, 5);
    const found: Record<string, number> = {};
    const count = async (name: string, work: () => Promise<Answer>): Promise<Made> => {
      await admin.get(REQUESTS);
      let answer: Answer | undefined;
      found[name] = await statementsOf(async () => {
        answer = await work();
      });
      if (answer!.status >= 300) throw new Error(`${name}: ${answer!.text}`);
      return answer!.body;
    };
    const request = await count('create', () => ask({ order_id: order.id }));
    await count('approve', () => step(request, 'approve'));
    await count('issue', () => step(request, 'issue'));
    const all = Array.from({ length: lines }, (_, n) => ({ line_no: n + 1, quantity: 2 }));
    await count('return', () => step(request, 'return', { reason: 'x', lines: all }));
    await count('get', () => admin.get(`${REQUESTS}/${request.id}`));
    return found;
  };
  const few = await counts(3);
  expect(await counts(100)).toEqual(few);
  for (const [name, statements] of Object.entries(few))
    expect([name, statements > 0 && statements <= 18]).toEqual([name, true]);
});
