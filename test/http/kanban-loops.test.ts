import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { LOOPS, LOOP_CARDS, aBench, aLoop, aLoopOf, anActiveLoop } from '../support/loops.js';
import { aCompany, aDepartment, aLocation, aProduct, aSupplier, made, placesOf, unique } from '../support/makers.js';

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

const act = (loop: any, event: string, body: object = {}, who = admin) =>
  who.post(`${LOOPS}/${loop.id}/${event}`, body);
const calculation = async (loop: any): Promise<any> => (await admin.get(`${LOOPS}/${loop.id}/calculation`)).body;
const shown = async (loop: any): Promise<any> => (await admin.get(`${LOOPS}/${loop.id}`)).body;
const codes = (answer: any): string[] => answer.body.errors.map((e: any) => `${e.pointer} ${e.code}`);

it('calculates the number of cards and explains it, as stated', async () => {
  const loop = await aLoop(app, {
    daily_demand: '120',
    lead_time_days: '2.5',
    safety_percent: '20',
    container_quantity: 50,
  });
  expect(loop).toMatchObject({
    number: expect.stringMatching(/^KL-/),
    state: 'draft',
    cards: 0,
    daily_demand: '120.000000',
    min_cards: 1,
  });
  // 120 * 2.5 = 300, a fifth more is 360, in containers of 50 that is 7.2: eight cards.
  expect(await calculation(loop)).toMatchObject({
    demand_source: 'stated',
    used_quantity: null,
    working_days: null,
    daily_demand: '120',
    demand_during_lead_time: '300',
    demand_with_safety: '360',
    containers: '36/5',
    calculated_cards: 8,
    circulating_cards: 0,
    action: 'add',
    suggested_change: 8,
    explanation: [
      'Demand as stated: 120 a working day',
      'During the lead time: 120 * 2.5 working days = 300',
      'With 20 % safety: 300 * 1.2 = 360',
      'In containers of 50: 360 / 50 = 36/5, rounded up to 8',
      'In circulation to stay: 0; add 8',
    ],
  });
});

it('takes the demand from what was used at the place, less what came back, in the working days of a calendar', async () => {
  const bench = await aBench(app);
  const bin = await aLocation(app, { parent_id: bench.id });
  const thread = await aProduct(app);
  const yesterday = new Date(Date.now() - 24 * 3600 * 1000).toISOString();
  const before = new Date(Date.now() - 25 * 3600 * 1000).toISOString();
  for (const to_location_id of [bench.id, bin.id, place['STOCK']])
    await made(app, '/warehouse/receipts', {
      effective_at: before,
      lines: [{ product_id: thread.id, quantity: 500, unit_cost: '1', to_location_id }],
    });
  const issue = (quantity: number, from_location_id: string, effective_at?: string) =>
    made(app, '/warehouse/issues', {
      ...(effective_at && { effective_at }),
      lines: [{ product_id: thread.id, quantity, from_location_id }],
    });
  const used = await issue(70, bench.id, yesterday);
  await issue(30, bin.id, yesterday);
  // From elsewhere, today, and taken back: none of it counts.
  await issue(400, place['STOCK']!, yesterday);
  await issue(9, bench.id);
  const undone = await issue(50, bench.id, yesterday);
  await admin.post(`/warehouse/movements/${undone.id}/reverse`, { reason: 'Wrong product' });
  await made(app, '/warehouse/returns', {
    effective_at: yesterday,
    reason: 'Too many',
    lines: [{ returns_line_id: used.lines[0].id, quantity: 20, location_id: bench.id }],
  });
  const loop = await aLoop(app, {
    product_id: thread.id,
    to_location_id: bench.id,
    demand_source: 'actual',
    demand_days: 4,
    container_quantity: 8,
  });
  // 70 + 30 - 20 = 80 pieces in four days are 20 a day; two days are 40; in containers of 8 that is five.
  expect(await calculation(loop)).toMatchObject({
    demand_days: 4,
    used_quantity: 80,
    working_days: 4,
    daily_demand: '20',
    calculated_cards: 5,
  });
  const calendar = await made(app, '/calendars', {
    code: unique('CAL'),
    name: 'Never on two of four days',
    working_days: [1, 2, 3, 4, 5, 6, 7],
  });
  const { rows } = await app.db.query<{ day: string }>(
    `select (current_date - n)::text as day from generate_series(1, 2) n`,
  );
  await admin.put(`/calendars/${calendar.id}/exceptions`, {
    exceptions: rows.map(({ day }) => ({ day, name: 'Closed', is_working: false })),
  });
  await admin.patch(`${LOOPS}/${loop.id}`, { calendar_id: calendar.id });
  // The same 80 pieces in two working days.
  expect(await calculation(loop)).toMatchObject({ working_days: 2, daily_demand: '40', calculated_cards: 10 });
});

it('suggests what to add and to remove for all loops, and applies it: cards leave when they come back empty', async () => {
  const { loop, cards } = await anActiveLoop(app);
  expect(cards).toHaveLength(4);
  const listed = await admin.get(`${LOOPS}/suggestions?product_id=${loop.product_id}`);
  expect(listed.body.data).toMatchObject([
    { loop_id: loop.id, calculated_cards: 4, circulating_cards: 4, action: 'none' },
  ]);
  await admin.patch(`${LOOPS}/${loop.id}`, { daily_demand: '5' });
  expect(await calculation(loop)).toMatchObject({ calculated_cards: 2, action: 'remove', suggested_change: 2 });
  const tried = await act(loop, 'apply?dry_run=true');
  expect(tried.body).toMatchObject({ circulating_cards: 2, leaving: [expect.any(String), expect.any(String)] });
  expect((await shown(loop)).cards_leaving).toBe(0);
  const applied = await act(loop, 'apply');
  expect(applied.body.leaving).toHaveLength(2);
  expect(await shown(loop)).toMatchObject({ cards: 4, cards_full: 4, cards_leaving: 2 });
  expect(await calculation(loop)).toMatchObject({ circulating_cards: 2, leaving_cards: 2, action: 'none' });
  const gone = await admin.post(`${LOOP_CARDS}/${applied.body.leaving[0]}/signal`, {});
  expect(gone.body).toMatchObject({ state: 'out', is_leaving: false, signal: null });
  expect((await admin.post(`${LOOP_CARDS}/${applied.body.leaving[0]}/signal`, {})).body.error_code).toBe(
    'INVALID_STATE',
  );
  // Three are wanted: the one that is marked stays. Five: one is new beside that.
  const more = await act(loop, 'apply', { cards: 4 });
  expect(more.body).toMatchObject({
    kept: [applied.body.leaving[1]],
    added: [expect.any(String)],
    circulating_cards: 4,
  });
  expect(codes(await act(loop, 'apply', { cards: 21 }))).toEqual(['/cards TOO_LARGE']);
  expect(codes(await act(loop, 'apply', { cards: 0 }))).toEqual(['/cards TOO_SMALL']);
  const stale = await admin.post(`${LOOPS}/${loop.id}/apply`, {}, { 'if-match': '"1"' });
  expect(stale.status).toBe(412);
});

it('is set up with every fault said at once, and once for a product at a place', async () => {
  const company = await aCompany(app);
  const foreign = await aDepartment(app, { company_id: company.id });
  const service = await aProduct(app, { type: 'service' });
  const refused = await admin.post(LOOPS, {
    kind: 'transfer',
    product_id: service.id,
    department_id: foreign.id,
    to_location_id: place['SUPPLIER'],
    from_location_id: service.id,
    supplier_id: service.id,
    source_department_id: foreign.id,
    calendar_id: service.id,
    container_quantity: 5,
    demand_source: 'actual',
    daily_demand: '3',
    lead_time_days: '1',
    min_cards: 9,
    max_cards: 8,
  });
  expect(codes(refused)).toEqual([
    '/product_id REFERENCE_NOT_FOUND',
    '/department_id REFERENCE_NOT_FOUND',
    '/to_location_id REFERENCE_NOT_FOUND',
    '/supplier_id NOT_ALLOWED',
    '/from_location_id REFERENCE_NOT_FOUND',
    '/source_department_id NOT_ALLOWED',
    '/source_department_id REFERENCE_NOT_FOUND',
    '/calendar_id REFERENCE_NOT_FOUND',
    '/demand_days REQUIRED',
    '/daily_demand EXCLUSIVE',
    '/max_cards TOO_SMALL',
  ]);
  const product = await aProduct(app);
  const base = { container_quantity: 5, demand_source: 'stated', daily_demand: '3', lead_time_days: '1', max_cards: 8 };
  const bare = { ...base, product_id: product.id };
  expect(codes(await admin.post(LOOPS, { ...bare, kind: 'supplier' }))).toEqual([
    '/to_location_id REQUIRED',
    '/supplier_id REQUIRED',
  ]);
  expect(codes(await admin.post(LOOPS, { ...bare, kind: 'transfer' }))).toEqual([
    '/to_location_id REQUIRED',
    '/from_location_id REQUIRED',
  ]);
  const same = { kind: 'transfer', to_location_id: place['STOCK'], from_location_id: place['STOCK'] };
  expect(codes(await admin.post(LOOPS, { ...bare, ...same }))).toEqual(['/from_location_id SAME_LOCATION']);
  const wrong = { container_quantity: 0, lead_time_days: '0', kind: 'magic', max_cards: 501, colour: 1 };
  expect((await admin.post(LOOPS, { ...bare, ...wrong })).body.errors.map((e: any) => e.pointer)).toEqual(
    expect.arrayContaining(['/container_quantity', '/lead_time_days', '/kind', '/max_cards', '/colour']),
  );
  const loop = await aLoop(app);
  const again = { ...bare, kind: 'supplier', product_id: loop.product_id, to_location_id: loop.to_location_id };
  const supplier = await aSupplier(app);
  expect((await admin.post(LOOPS, { ...again, supplier_id: supplier.id })).body.error_code).toBe('DUPLICATE');
  await act(loop, 'retire');
  expect((await admin.post(LOOPS, { ...again, supplier_id: supplier.id })).status).toBe(201);
});

it("takes the places of the department's board where none is named", async () => {
  const sewing = await aDepartment(app);
  const bench = await aBench(app);
  await admin.put(`/ppic/kanban/boards/${sewing.id}`, {
    columns: [],
    from_location_id: place['STOCK'],
    to_location_id: bench.id,
  });
  const loop = await made(app, LOOPS, {
    kind: 'transfer',
    product_id: (await aProduct(app)).id,
    department_id: sewing.id,
    container_quantity: 5,
    demand_source: 'stated',
    daily_demand: '3',
    lead_time_days: '1',
    max_cards: 8,
  });
  expect(loop).toMatchObject({ to_location_id: bench.id, from_location_id: place['STOCK'] });
});

it('is changed in its figures until it is retired', async () => {
  const loop = await aLoop(app);
  const path = `${LOOPS}/${loop.id}`;
  const changed = await admin.patch(
    path,
    { demand_source: 'actual', demand_days: 30, notes: 'x' },
    { 'if-match': '"1"' },
  );
  expect(changed.body).toMatchObject({ demand_source: 'actual', demand_days: 30, daily_demand: null, version: 2 });
  expect((await admin.patch(path, { notes: 'y' }, { 'if-match': '"1"' })).status).toBe(412);
  expect(codes(await admin.patch(path, { demand_source: 'stated' }))).toEqual(['/daily_demand REQUIRED']);
  expect(codes(await admin.patch(path, { max_cards: 2, min_cards: 3, calendar_id: loop.id }))).toEqual([
    '/max_cards TOO_SMALL',
    '/calendar_id REFERENCE_NOT_FOUND',
  ]);
  expect((await admin.patch(path, { daily_demand: '3', demand_source: 'stated' })).body.demand_days).toBeNull();
  await act(loop, 'retire');
  expect((await admin.patch(path, { notes: 'z' })).body.error_code).toBe('INVALID_STATE');
  expect((await act(loop, 'apply')).body.error_code).toBe('INVALID_STATE');
});

it('goes through every event from every state as its machine says, and says beforehand what may be done', async () => {
  const ways: Record<string, string[]> = {
    draft: [],
    active: ['activate'],
    paused: ['activate', 'pause'],
    retired: ['retire'],
  };
  const to: Record<string, string> = { activate: 'active', pause: 'paused', resume: 'active', retire: 'retired' };
  const possible: Record<string, string[]> = {
    draft: ['activate', 'retire'],
    active: ['pause', 'retire'],
    paused: ['resume', 'retire'],
    retired: [],
  };
  for (const [state, way] of Object.entries(ways)) {
    const fresh = async (): Promise<any> => {
      const loop = await aLoop(app);
      for (const event of way) await act(loop, event);
      return loop;
    };
    const loop = await fresh();
    const { body } = await admin.get(`${LOOPS}/${loop.id}/transitions`);
    expect(body.filter((t: any) => t.allowed).map((t: any) => t.event)).toEqual(possible[state]);
    for (const event of Object.keys(to)) {
      const tried = await act(possible[state]!.includes(event) ? await fresh() : loop, event, { reason: 'Because' });
      expect([state, event, tried.status === 200 ? tried.body.state : tried.body.error_code]).toEqual([
        state,
        event,
        possible[state]!.includes(event) ? to[event] : 'INVALID_STATE',
      ]);
    }
  }
  const loop = await aLoop(app);
  await act(loop, 'activate', { reason: 'Agreed' });
  const { body: history } = await admin.get(`${LOOPS}/${loop.id}/history`);
  expect(history).toMatchObject([{ event: 'create' }, { event: 'activate', reason: 'Agreed', to_state: 'active' }]);
});

it('takes no signals unless it is active, and retires only when nothing is to come', async () => {
  const { loop, cards } = await aLoopOf(app, 'transfer');
  await act(loop, 'pause');
  const signal = (card: any) => admin.post(`${LOOP_CARDS}/${card.id}/signal`, {});
  expect((await signal(cards[0])).body).toMatchObject({ error_code: 'LOOP_NOT_ACTIVE', state: 'paused' });
  const { body: ways } = await admin.get(`${LOOP_CARDS}/${cards[0].id}/transitions`);
  expect(ways.find((t: any) => t.event === 'signal').reasons).toMatchObject([{ code: 'LOOP_NOT_ACTIVE' }]);
  expect((await act(loop, 'apply', { cards: 5, start_empty: true })).body.error_code).toBe('LOOP_NOT_ACTIVE');
  await act(loop, 'resume');
  expect((await signal(cards[0])).body.state).toBe('on_order');
  expect((await act(loop, 'retire')).body).toMatchObject({ error_code: 'LOOP_SIGNALS_OPEN', count: 1 });
  const retire = (await admin.get(`${LOOPS}/${loop.id}/transitions`)).body.find((t: any) => t.event === 'retire');
  expect(retire.reasons).toMatchObject([{ code: 'LOOP_SIGNALS_OPEN' }]);
  const { signal: waiting } = (await admin.get(`${LOOP_CARDS}/${cards[0].id}`)).body;
  await admin.post(`/ppic/kanban/cards/${waiting.document_id}/reject`, {});
  await admin.post(`${LOOP_CARDS}/${cards[0].id}/recall`, {});
  expect((await act(loop, 'retire')).body.state).toBe('retired');
  const { body: all } = await admin.get(`${LOOP_CARDS}?loop_id=${loop.id}`);
  expect(all.data.map((c: any) => c.state)).toEqual(Array(4).fill('out'));
  expect((await admin.post(`${LOOP_CARDS}/${cards[0].id}/restore`, {})).body.error_code).toBe('LOOP_NOT_ACTIVE');
});

it('adds cards that are empty and signals them at once', async () => {
  const { loop } = await aLoopOf(app, 'transfer');
  const applied = await act(loop, 'apply', { cards: 6, start_empty: true });
  expect(applied.body.added).toHaveLength(2);
  const { body } = await admin.get(`${LOOP_CARDS}?loop_id=${loop.id}&state=on_order`);
  expect(body.data.map((c: any) => [c.signal.origin, c.signal.document_type])).toEqual(
    Array(2).fill(['start', 'request_card']),
  );
});

it('is for those who may, and shows each person only what is theirs', async () => {
  const company = await aCompany(app);
  const north = await aDepartment(app, { company_id: company.id });
  const south = await aDepartment(app, { company_id: company.id });
  const there = await placesOf(app, company.id);
  const boss = app.as(await app.actor({ role: 'ppic_manager', companies: [company.id] }));
  const loops: any[] = [];
  for (const department_id of [north.id, south.id, null]) {
    const product_id = (await aProduct(app)).id;
    const made = await boss.post(LOOPS, {
      kind: 'supplier',
      product_id,
      department_id,
      to_location_id: there['STOCK'],
      supplier_id: (await aSupplier(app)).id,
      container_quantity: 5,
      demand_source: 'stated',
      daily_demand: '3',
      lead_time_days: '1',
      max_cards: 8,
    });
    expect(made.status).toBe(201);
    loops.push(made.body);
    await act(made.body, 'apply', { cards: 2 }, boss);
    await act(made.body, 'activate', {}, boss);
  }
  const ids = (answer: any): number[] =>
    answer.body.data.map((row: any) => loops.findIndex(({ id }) => id === (row.loop_id ?? row.id))).sort();
  expect(ids(await boss.get(`${LOOPS}?state=active`))).toEqual([0, 1, 2]);
  expect(ids(await boss.get(`${LOOPS}?department_id=${north.id}&q=${loops[0].number}`))).toEqual([0]);
  const sewer = app.as(await app.actor({ role: 'operator', companies: [company.id], departments: [south.id] }));
  for (const path of [LOOPS, `${LOOPS}/suggestions`]) expect(ids(await sewer.get(path))).toEqual([1, 2]);
  expect(ids(await sewer.get(LOOP_CARDS))).toEqual([1, 1, 2, 2]);
  const { body: hidden } = await boss.get(`${LOOP_CARDS}?loop_id=${loops[0].id}`);
  const { body: own } = await boss.get(`${LOOP_CARDS}?loop_id=${loops[1].id}`);
  const card = hidden.data[0];
  for (const path of [`${LOOPS}/${loops[0].id}`, `${LOOPS}/${loops[0].id}/calculation`, `${LOOP_CARDS}/${card.id}`])
    expect((await sewer.get(path)).status).toBe(404);
  expect((await sewer.post(`${LOOP_CARDS}/${card.id}/signal`, {})).status).toBe(404);
  expect((await sewer.post(`${LOOPS}/${loops[0].id}/evaluate`, {})).status).toBe(404);
  expect((await sewer.post(`${LOOPS}/evaluate`, { department_id: north.id })).status).toBe(404);
  // An operator signals and receives; what it takes to set a loop up, to order or to remove is for others.
  const mine = own.data[0];
  expect((await sewer.post(`${LOOP_CARDS}/${mine.id}/signal`, {})).status).toBe(200);
  for (const event of ['order', 'reopen', 'remove', 'restore'])
    expect((await sewer.post(`${LOOP_CARDS}/${mine.id}/${event}`, {})).status).toBe(403);
  for (const event of ['activate', 'pause', 'resume', 'retire', 'apply'])
    expect((await act(loops[1], event, {}, sewer)).status).toBe(403);
  expect((await sewer.post(LOOPS, {})).status).toBe(403);
  expect((await sewer.patch(`${LOOPS}/${loops[1].id}`, {})).status).toBe(403);
  const buyer = app.as(await app.actor({ role: 'purchasing', companies: [company.id] }));
  expect((await buyer.post(`${LOOP_CARDS}/${mine.id}/order`, { reference: 'PO 1' })).body.state).toBe('on_order');
  expect((await buyer.post(`${LOOP_CARDS}/${mine.id}/receive`, {})).status).toBe(403);
  const clerk = app.as(await app.actor({ role: 'sales', companies: [company.id] }));
  for (const path of [LOOPS, LOOP_CARDS, '/ppic/kanban/loop-signals']) expect((await clerk.get(path)).status).toBe(403);
  const stranger = app.as(await app.actor({ role: 'admin' }));
  expect((await stranger.get(`${LOOPS}/${loops[2].id}`)).status).toBe(404);
  const warehouse = await made(app, '/warehouse/locations', { code: unique('ZFAR'), name: 'Far', type: 'warehouse' });
  const far = app.as(await app.actor({ role: 'warehouse_manager', warehouses: [warehouse.id] }));
  expect((await far.get(LOOPS)).body.data).toEqual([]);
  const elsewhere = { kind: 'supplier', product_id: (await aProduct(app)).id, to_location_id: place['STOCK'] };
  const figures = {
    container_quantity: 5,
    demand_source: 'stated',
    daily_demand: '3',
    lead_time_days: '1',
    max_cards: 8,
  };
  const supplier_id = (await aSupplier(app)).id;
  expect(codes(await far.post(LOOPS, { ...elsewhere, ...figures, supplier_id }))).toEqual([
    '/to_location_id REFERENCE_NOT_FOUND',
  ]);
  expect((await admin.get('/kanban/loops')).status).toBe(404);
});

it('answers a repeated request once', async () => {
  const product_id = (await aProduct(app)).id;
  const bench = await aBench(app);
  const body = {
    kind: 'transfer',
    product_id,
    to_location_id: bench.id,
    from_location_id: place['STOCK'],
    container_quantity: 5,
    demand_source: 'stated',
    daily_demand: '10',
    lead_time_days: '2',
    max_cards: 20,
  };
  const key = { 'idempotency-key': unique('K') };
  const [first, second] = [await admin.post(LOOPS, body, key), await admin.post(LOOPS, body, key)];
  expect(second.body).toEqual(first.body);
  expect(second.headers['idempotent-replayed']).toBe('true');
  const apply = { 'idempotency-key': unique('K') };
  for (let n = 0; n < 2; n++) await admin.post(`${LOOPS}/${first.body.id}/apply`, { cards: 3 }, apply);
  expect((await shown(first.body)).cards).toBe(3);
});
