import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import {
  aBom,
  aCompany,
  aDepartment,
  aLocation,
  aProduct,
  aReceipt,
  made,
  placesOf,
  unique,
} from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const CARDS = '/ppic/kanban/cards';
const ask = (body: object, who = admin) => who.post(CARDS, body);
const act = (card: any, event: string, body?: object, who = admin) => who.post(`${CARDS}/${card.id}/${event}`, body);
const shown = async (card: any): Promise<any> => (await admin.get(`${CARDS}/${card.id}`)).body;
const places = async (product: any): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await admin.get(`/warehouse/stock/${product.id}`)).body.locations.map((l: any) => [l.location_code, l.on_hand]),
  );
async function approved(product: any, quantity: number, more: object = {}): Promise<any> {
  const card = await made(app, CARDS, { product_id: product.id, quantity, ...more });
  return (await act(card, 'approve')).body;
}

it('goes from the shelf to the floor by the calls that earlier clients know', async () => {
  const thread = await aProduct(app);
  await aReceipt(app, thread.id, 100, '0.50');
  const card = await made(app, CARDS, {
    product_id: thread.id,
    qty_requested: 40,
    priority: 'high',
    needed_by: '2999-01-31',
    reason: 'Second shift',
  });
  expect(card).toMatchObject({
    number: expect.stringMatching(/^KC-/),
    state: 'pending',
    quantity: 40,
    qty_requested: 40,
    priority: 'high',
    needed_by: '2999-01-31',
    from_location_code: 'STOCK',
    to_location_code: 'WH-FLOOR',
    is_late: false,
  });
  expect((await act(card, 'approve')).body.state).toBe('approved');
  const sent = await act(card, 'ship');
  expect(sent.body).toMatchObject({ state: 'in_progress', shipped_quantity: 40, in_transit_quantity: 40 });
  expect(await places(thread)).toEqual({ STOCK: 60, TRANSIT: 40 });
  // What is on its way is there by the day it is needed.
  const outlook = await admin.get(`/warehouse/availability?product_id=${thread.id}&at=2999-01-31`);
  expect(outlook.body).toMatchObject({ free: 60, available_now: 60, available_at: 100 });
  expect(outlook.body.events).toMatchObject([
    { source_type: 'request_card', source_number: card.number, quantity: 40 },
  ]);
  const part = await act(card, 'receive', { quantity: 15 });
  expect(part.body).toMatchObject({ state: 'in_progress', received_quantity: 15, in_transit_quantity: 25 });
  const rest = await act(card, 'receive');
  expect(rest.body).toMatchObject({ state: 'completed', received_quantity: 40, in_transit_quantity: 0 });
  expect(await places(thread)).toEqual({ STOCK: 60, 'WH-FLOOR': 40 });
  expect((await admin.get(`${CARDS}/${card.id}/history`)).body.map((h: any) => `${h.event} ${h.to_state}`)).toEqual([
    'create pending',
    'approve approved',
    'ship in_progress',
    'receive in_progress',
    'receive completed',
  ]);
  const { body: movements } = await admin.get(`/warehouse/movements?source_id=${card.id}`);
  expect(movements.data).toHaveLength(3);
  expect(
    (await admin.post(`/warehouse/movements/${movements.data[0].id}/reverse`, { reason: 'x' })).body.error_code,
  ).toBe('MOVEMENT_OF_DOCUMENT');
  const scanned = await admin.post('/warehouse/scans/resolve', { scan: card.number });
  expect(scanned.body.matches[0]).toMatchObject({ kind: 'request_card', id: card.id, state: 'completed' });
});

it('ships lots in parts, the first to expire first, and explains what is lost on the way', async () => {
  const glue = await aProduct(app, { tracking: 'lot' });
  for (const [code, expires_on] of [
    ['G2', '2999-02-01'],
    ['G1', '2999-01-01'],
  ] as const)
    await made(app, '/warehouse/receipts', {
      lines: [
        { product_id: glue.id, quantity: 6, unit_cost: '4', to_location_id: place['STOCK'], lot: { code, expires_on } },
      ],
    });
  const card = await approved(glue, 10);
  await act(card, 'ship', { quantity: 4 });
  await act(card, 'ship', { quantity: 5 });
  expect((await act(card, 'ship', { quantity: 2 })).body).toMatchObject({
    error_code: 'CARD_QUANTITY_EXCEEDED',
    left: 1,
  });
  expect((await act(card, 'receive', { quantity: 9, lost_quantity: 1, reason: 'x' })).body).toMatchObject({
    error_code: 'CARD_QUANTITY_EXCEEDED',
    left: 9,
  });
  expect((await act(card, 'receive', { quantity: 6, lost_quantity: 1 })).body.errors).toMatchObject([
    { pointer: '/reason', code: 'REQUIRED' },
  ]);
  expect((await act(card, 'receive', { quantity: 0 })).body.errors).toMatchObject([{ pointer: '/quantity' }]);
  expect((await act(card, 'short-close', { reason: 'x' })).body.error_code).toBe('CARD_IN_TRANSIT');
  const received = await act(card, 'receive', { quantity: 6, lost_quantity: 1, reason: 'Tin burst' });
  expect(received.body).toMatchObject({
    state: 'in_progress',
    received_quantity: 6,
    lost_quantity: 1,
    in_transit_quantity: 2,
  });
  // 4 and 2 of the first lot, 3 of the second were shipped: six of the first have arrived, one of the second is lost.
  const stock = (await admin.get(`/warehouse/stock/${glue.id}`)).body.locations;
  expect(stock.map((l: any) => [l.location_code, l.lot_code, l.on_hand])).toEqual([
    ['STOCK', 'G2', 3],
    ['TRANSIT', 'G2', 2],
    ['WH-FLOOR', 'G1', 6],
  ]);
  await act(card, 'receive');
  expect((await shown(card)).state).toBe('in_progress');
  expect(
    (await admin.get(`${CARDS}/${card.id}/transitions`)).body.filter((t: any) => t.allowed).map((t: any) => t.event),
  ).toEqual(['ship', 'receive', 'short_close']);
  expect((await act(card, 'short-close', { reason: 'Enough' })).body.state).toBe('completed');
  // Eleven of twelve are left, at 4.00.
  expect((await admin.get(`/warehouse/valuations?product_id=${glue.id}`)).body.data).toMatchObject([
    { quantity: 11, value: '44.00' },
  ]);
});

it('is changed, rejected and taken back before it is under way, and not after', async () => {
  const thread = await aProduct(app);
  await aReceipt(app, thread.id, 10);
  const card = await made(app, CARDS, { product_id: thread.id, quantity: 5 });
  const path = `${CARDS}/${card.id}`;
  expect((await admin.patch(path, { quantity: 6, priority: 'urgent' }, { 'if-match': '"1"' })).body).toMatchObject({
    quantity: 6,
    priority: 'urgent',
    version: 2,
  });
  expect((await admin.patch(path, { quantity: 7 }, { 'if-match': '"1"' })).status).toBe(412);
  expect((await act(card, 'ship')).body.error_code).toBe('INVALID_STATE');
  expect((await act(card, 'reject', { reason: 'Not this week' })).body.state).toBe('rejected');
  expect((await admin.patch(path, { quantity: 7 })).body.error_code).toBe('INVALID_STATE');
  const other = await approved(thread, 5);
  expect((await act(other, 'cancel')).body.state).toBe('cancelled');
  const third = await approved(thread, 20);
  const short = await act(third, 'ship');
  expect([short.status, short.body.error_code, short.body.shortages]).toMatchObject([
    409,
    'INSUFFICIENT_STOCK',
    [{ requested: 20, available: 10 }],
  ]);
  expect((await act(third, 'ship?dry_run=true', { quantity: 10 })).body).toMatchObject({ in_transit_quantity: 10 });
  expect((await shown(third)).shipped_quantity).toBe(0);
  await act(third, 'ship', { quantity: 10 });
  expect((await act(third, 'cancel')).body.error_code).toBe('INVALID_STATE');
});

it('refuses every fault at once', async () => {
  const service = await aProduct(app, { type: 'service' });
  const company = await aCompany(app);
  const foreign = await aDepartment(app, { company_id: company.id });
  const refused = await ask({
    product_id: service.id,
    quantity: 1,
    department_id: foreign.id,
    work_order_id: service.id,
    from_location_id: place['SUPPLIER'],
    to_location_id: service.id,
  });
  expect(refused.body.errors.map((e: any) => `${e.pointer} ${e.code}`)).toEqual([
    '/product_id REFERENCE_NOT_FOUND',
    '/department_id REFERENCE_NOT_FOUND',
    '/work_order_id REFERENCE_NOT_FOUND',
    '/from_location_id REFERENCE_NOT_FOUND',
    '/to_location_id REFERENCE_NOT_FOUND',
  ]);
  expect(
    (await ask({ product_id: service.id, quantity: 0, priority: 'now', needed_by: 'soon', colour: 1 })).body.errors.map(
      (e: any) => e.pointer,
    ),
  ).toEqual(expect.arrayContaining(['/quantity', '/priority', '/needed_by', '/colour']));
  const thread = await aProduct(app);
  expect(
    (
      await ask({
        product_id: thread.id,
        quantity: 1,
        from_location_id: place['STOCK'],
        to_location_id: place['STOCK'],
      })
    ).body.errors,
  ).toMatchObject([{ pointer: '/to_location_id', code: 'SAME_LOCATION' }]);
  await app.db.query(`update erp.locations set is_active = false where id = $1`, [place['TRANSIT']]);
  await aReceipt(app, thread.id, 1);
  expect((await act(await approved(thread, 1), 'ship')).body.error_code).toBe('CARD_PLACE_MISSING');
  await app.db.query(`update erp.locations set is_active = true where id = $1`, [place['TRANSIT']]);
});

describe('a board', () => {
  it('belongs to a department, has limits and places, and is found by id or code', async () => {
    const sewing = await aDepartment(app);
    const bench = await aLocation(app, { type: 'production_floor', parent_id: place['WH'] });
    const path = `/ppic/kanban/boards/${sewing.code}`;
    expect((await admin.get(path)).body).toMatchObject({ id: null, version: 0, department_id: sewing.id });
    const columns = [
      { state: 'pending', wip_limit: 3 },
      { state: 'in_progress', wip_limit: 1 },
    ];
    const set = await admin.put(path, { columns, to_location_id: bench.id });
    expect(set.body).toMatchObject({
      to_location_id: bench.id,
      version: 1,
      columns: [
        { state: 'pending', wip_limit: 3, cards: 0 },
        { state: 'approved', wip_limit: null, cards: 0 },
        { state: 'in_progress', wip_limit: 1, cards: 0 },
      ],
    });
    expect((await admin.put(path, { columns }, { 'if-match': '"9"' })).status).toBe(412);
    expect((await admin.put(path, { columns: [] }, { 'if-match': '"1"' })).body.version).toBe(2);
    expect(
      (await admin.put(path, { columns: [columns[0], columns[0]], from_location_id: sewing.id })).body.errors,
    ).toMatchObject([{ pointer: '/from_location_id' }, { pointer: '/columns/1/state', code: 'DUPLICATE' }]);
    await admin.put(path, { columns, to_location_id: bench.id });
    const thread = await aProduct(app);
    const card = await made(app, CARDS, {
      product_id: thread.id,
      quantity: 2,
      department_id: sewing.id,
      priority: 'urgent',
      needed_by: '2020-01-01',
    });
    expect(card.to_location_id).toBe(bench.id);
    expect((await admin.get(`/ppic/kanban/dashboard/${sewing.id}`)).body).toMatchObject({
      board: { columns: [{ cards: 1 }, { cards: 0 }, { cards: 0 }] },
      open_cards: 1,
      late_cards: 1,
      urgent_cards: 1,
      completed_today: 0,
      in_transit_quantity: 0,
      next_needed_by: '2020-01-01',
    });
    expect((await admin.get('/ppic/kanban/boards')).body.data.map((b: any) => b.department_id)).toContain(sewing.id);
    expect((await admin.get('/ppic/kanban/boards/NOWHERE')).status).toBe(404);
    expect((await admin.get(`/ppic/kanban/boards/${'X'.repeat(65)}`)).status).toBe(400);
  });

  it('never holds more than its limit, however many move cards at once', async () => {
    const packing = await aDepartment(app);
    await admin.put(`/ppic/kanban/boards/${packing.id}`, {
      columns: [
        { state: 'pending', wip_limit: 20 },
        { state: 'approved', wip_limit: 5 },
        { state: 'in_progress', wip_limit: 3 },
      ],
    });
    const thread = await aProduct(app);
    await aReceipt(app, thread.id, 100);
    const cardOf = () => ask({ product_id: thread.id, quantity: 1, department_id: packing.id });
    const asked = await Promise.all(Array.from({ length: 25 }, cardOf));
    expect(asked.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(asked.filter(({ body }) => body.error_code === 'WIP_LIMIT_REACHED').map(({ body }) => body)).toEqual(
      Array(5).fill(expect.objectContaining({ column: 'pending', limit: 20, count: 20 })),
    );
    const cards = asked.filter(({ status }) => status === 201).map(({ body }) => body);
    const approvals = await Promise.all(cards.map((card) => act(card, 'approve')));
    expect(approvals.filter(({ status }) => status === 200)).toHaveLength(5);
    const ready = approvals.filter(({ status }) => status === 200).map(({ body }) => body);
    const blocked = (await admin.get(`${CARDS}/${cards.find((c) => !ready.some((r) => r.id === c.id)).id}/transitions`))
      .body;
    expect(blocked.find((t: any) => t.event === 'approve')).toMatchObject({
      allowed: false,
      reasons: [{ code: 'WIP_LIMIT_REACHED' }],
    });
    const ships = await Promise.all(ready.map((card) => act(card, 'ship')));
    expect(ships.filter(({ status }) => status === 200)).toHaveLength(3);
    expect((await admin.get(`/ppic/kanban/boards/${packing.id}`)).body.columns.map((c: any) => c.cards)).toEqual([
      15, 2, 3,
    ]);
    const done = ships.find(({ status }) => status === 200)!.body;
    // Twenty hands on one card: one effect.
    const receipts = await Promise.all(Array.from({ length: 20 }, () => act(done, 'receive')));
    expect(receipts.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await act(ready[ships.findIndex(({ status }) => status === 409)], 'ship')).status).toBe(200);
  });
});

it('shows the most urgent first on one page, and each person only what is theirs', async () => {
  const company = await aCompany(app);
  const north = await aDepartment(app, { company_id: company.id });
  const south = await aDepartment(app, { company_id: company.id });
  const boss = app.as(await app.actor({ role: 'admin', companies: [company.id] }));
  const thread = await aProduct(app);
  const bom = await aBom(app);
  const order = (
    await boss.post('/ppic/manufacturing-orders', {
      product_id: bom.product_id,
      planned_quantity: 1,
      company_id: company.id,
    })
  ).body;
  const cards: any[] = [];
  for (const [department_id, priority, needed_by] of [
    [north.id, 'low', '2999-01-01'],
    [south.id, 'urgent', null],
    [null, 'normal', '2999-01-02'],
    [north.id, 'normal', '2999-01-01'],
  ])
    cards.push(
      (
        await ask(
          { product_id: thread.id, quantity: 1, department_id, priority, needed_by, work_order_id: order.id },
          boss,
        )
      ).body,
    );
  const ids = (answer: any): number[] => answer.body.data.map((c: any) => cards.findIndex(({ id }) => id === c.id));
  expect(ids(await boss.get(`${CARDS}/all`))).toEqual([1, 3, 2, 0]);
  await act(cards[0], 'reject', {}, boss);
  expect(ids(await boss.get(`${CARDS}/all?department_id=${north.id}`))).toEqual([3]);
  expect(ids(await boss.get(`${CARDS}/all?department_id=${north.id}&include_finished=true`))).toEqual([3, 0]);
  expect(ids(await boss.get(`${CARDS}?sort=needed_by&work_order_id=${order.id}`))).toEqual([0, 3, 2, 1]);
  expect(ids(await boss.get(`${CARDS}?state=pending&priority=urgent`))).toEqual([1]);
  expect(ids(await boss.get(`${CARDS}?late=true`))).toEqual([]);

  const sewer = app.as(await app.actor({ role: 'operator', companies: [company.id], departments: [south.id] }));
  expect(ids(await sewer.get(`${CARDS}/all`))).toEqual([1, 2]);
  expect((await sewer.get(`${CARDS}/${cards[3].id}`)).status).toBe(404);
  expect((await ask({ product_id: thread.id, quantity: 1 }, sewer)).body.department_id).toBe(south.id);
  expect((await ask({ product_id: thread.id, quantity: 1, department_id: north.id }, sewer)).status).toBe(404);
  expect((await act(cards[1], 'approve', {}, sewer)).status).toBe(403);
  expect((await sewer.put(`/ppic/kanban/boards/${south.id}`, { columns: [] })).status).toBe(403);
  expect((await sewer.get('/ppic/kanban/boards')).body.data.map((b: any) => b.department_id)).toEqual([south.id]);
  const stranger = app.as(await app.actor({ role: 'admin', companies: [app.company_id] }));
  expect((await stranger.get(`${CARDS}/${cards[1].id}`)).status).toBe(404);
  expect((await stranger.get(`/ppic/kanban/dashboard/${north.id}`)).status).toBe(404);
  const warehouse = await made(app, '/warehouse/locations', { code: unique('ZFAR'), name: 'Far', type: 'warehouse' });
  const far = app.as(await app.actor({ role: 'warehouse_manager', warehouses: [warehouse.id] }));
  expect((await far.get(`${CARDS}/all`)).body.data).toEqual([]);
  expect((await ask({ product_id: thread.id, quantity: 1 }, far)).body.errors).toMatchObject([
    { pointer: '/to_location_id' },
  ]);
});
