import { startTestApp } from '../support/app.js';
import type { TestActor, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aDepartment, aProduct, made } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { aStartedOrder, aWorkshop, act, anOrder } from '../support/production.js';
import type { Workshop } from '../support/production.js';

const orders = '/ppic/manufacturing-orders';
const NOBODY = '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59';

let app: TestApp;
let workshop: Workshop;

beforeAll(async () => {
  app = await startTestApp();
  workshop = await aWorkshop(app, [{ quantity: 1, stock: 1000, unit_cost: '2' }]);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const post = (path: string, body?: object, headers?: Record<string, string>) =>
  app.as(app.admin).post(path, body, headers);
const faults = ({ body }: { body: Made }): string[] =>
  body.errors.map(({ pointer, code }: Made) => `${pointer} ${code}`).sort();

describe('drafting', () => {
  it('refuses every fault of the body at once', async () => {
    const answer = await post(orders, {
      product_id: 'x',
      planned_quantity: 1.5,
      due_date: '2026-02-30',
      priority: 'soon',
      state: 'closed',
      good_quantity: 5,
      planned_unit_cost: '1',
    });
    expect(answer.status).toBe(422);
    expect(faults(answer)).toEqual([
      '/due_date INVALID_DATE',
      '/good_quantity UNKNOWN_FIELD',
      '/planned_quantity NOT_WHOLE',
      '/planned_unit_cost UNKNOWN_FIELD',
      '/priority NOT_ALLOWED',
      '/product_id INVALID_UUID',
      '/state UNKNOWN_FIELD',
    ]);
  });

  it.each([
    ['nothing', {}, ['/planned_quantity REQUIRED']],
    ['no piece', { planned_quantity: 0 }, ['/planned_quantity TOO_SMALL']],
    ['a negative quantity', { planned_quantity: -1 }, ['/planned_quantity TOO_SMALL']],
    ['a text', { planned_quantity: '10' }, ['/planned_quantity INVALID_TYPE']],
  ])('refuses %s as a quantity', async (_, body, expected) => {
    const answer = await post(orders, { product_id: workshop.product.id, ...body });
    expect(answer.status).toBe(422);
    expect(faults(answer)).toEqual(expected);
  });

  it('refuses what does not exist, all of it', async () => {
    const answer = await post(orders, {
      product_id: NOBODY,
      planned_quantity: 1,
      department_id: NOBODY,
      output_location_id: NOBODY,
      reject_location_id: NOBODY,
    });
    expect(answer.status).toBe(422);
    expect(faults(answer)).toEqual([
      '/department_id REFERENCE_NOT_FOUND',
      '/output_location_id REFERENCE_NOT_FOUND',
      '/product_id REFERENCE_NOT_FOUND',
      '/reject_location_id REFERENCE_NOT_FOUND',
    ]);
    const elsewhere = await post(orders, {
      product_id: workshop.product.id,
      planned_quantity: 1,
      warehouse_id: NOBODY,
    });
    expect([elsewhere.status, ...faults(elsewhere)]).toEqual([422, '/warehouse_id REFERENCE_NOT_FOUND']);
  });

  it('needs an active bill that is made by', async () => {
    const bare = await aProduct(app, { type: 'finished_good' });
    const none = await post(orders, { product_id: bare.id, planned_quantity: 1 });
    expect([none.status, none.body.error_code]).toEqual([409, 'BOM_NOT_VALID']);
    await made(app, '/warehouse/bom', {
      product_id: bare.id,
      type: 'phantom',
      activate: true,
      lines: [{ component_id: workshop.components[0].id, quantity: 1 }],
    });
    const phantom = await post(orders, { product_id: bare.id, planned_quantity: 1 });
    expect([phantom.status, phantom.body.error_code]).toEqual([409, 'BILL_NOT_MADE']);
    const foreign = await post(orders, { product_id: workshop.product.id, planned_quantity: 1, bom_id: NOBODY });
    expect([foreign.status, foreign.body.error_code]).toEqual([404, 'NOT_FOUND']);
  });

  it('refuses a requirement past 2^53 - 1 pieces, and dates in the wrong order', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 2 }]);
    const huge = await post(orders, { product_id: product.id, planned_quantity: Number.MAX_SAFE_INTEGER });
    expect([huge.status, huge.body.error_code]).toEqual([422, 'VALUE_OUT_OF_RANGE']);
    const late = await post(orders, {
      product_id: product.id,
      planned_quantity: 1,
      planned_start_date: '2026-03-02',
      due_date: '2026-03-01',
    });
    expect([late.status, late.body.error_code]).toEqual([422, 'INVALID_VALUE']);
  });

  it('can be changed while a draft, and the bill is copied anew', async () => {
    const draft = await anOrder(app, workshop.product.id, 5);
    const path = `${orders}/${draft.id}`;
    const changed = await app
      .as(app.admin)
      .patch(path, { qty_planned: 7, due_date: '2031-01-01', priority: 'urgent', notes: 'soon' });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      planned_quantity: 7,
      due_date: '2031-01-01',
      priority: 'urgent',
      notes: 'soon',
      version: 2,
      components: [{ required_quantity: 7 }],
    });
    expect((await app.as(app.admin).patch(path, { notes: null })).body).toMatchObject({
      notes: null,
      planned_quantity: 7,
      due_date: '2031-01-01',
    });
    await act(app, draft.id, 'approve');
    const late = await app.as(app.admin).patch(path, { planned_quantity: 8 });
    expect([late.status, late.body.error_code]).toEqual([409, 'INVALID_STATE']);
  });
});

describe('states', () => {
  const bodies: Record<string, object> = {
    complete: { actual_quantity: 1 },
    pause: { reason: 'x' },
    'short-close': { reason: 'x' },
    cancel: { reason: 'x' },
  };
  const all = ['approve', 'release', 'start', 'pause', 'resume', 'complete', 'short-close', 'close', 'cancel'];
  const possible: Record<string, string[]> = {
    draft: ['approve', 'cancel'],
    approved: ['release', 'start', 'cancel'],
    released: ['start', 'cancel'],
    in_progress: ['pause', 'complete', 'short-close', 'cancel'],
    paused: ['resume', 'cancel'],
    completed: ['close'],
    closed: [],
    cancelled: [],
  };
  const route: Record<string, string[]> = {
    draft: [],
    approved: ['approve'],
    released: ['approve', 'release'],
    in_progress: ['approve', 'start'],
    paused: ['approve', 'start', 'pause'],
    completed: ['approve', 'start', 'complete'],
    closed: ['approve', 'start', 'complete', 'close'],
    cancelled: ['cancel'],
  };

  it.each(Object.keys(possible))('%s allows what the matrix says, tried dry, and transitions agree', async (state) => {
    const order = await anOrder(app, workshop.product.id, 1);
    for (const action of route[state]!) await act(app, order.id, action, bodies[action] ?? {});
    const before = (await app.as(app.admin).get(`${orders}/${order.id}`)).body;
    expect(before.state).toBe(state);
    for (const action of all) {
      const answer = await post(`${orders}/${order.id}/${action}?dry_run=true`, bodies[action] ?? {});
      expect([action, answer.status]).toEqual([action, possible[state]!.includes(action) ? 200 : 409]);
      if (answer.status === 409) expect(answer.body.error_code).toBe('INVALID_STATE');
    }
    const transitions = (await app.as(app.admin).get(`${orders}/${order.id}/transitions`)).body;
    const allowed = transitions.filter((row: Made) => row.allowed).map((row: Made) => row.event.replace('_', '-'));
    expect(allowed).toEqual(all.filter((action) => possible[state]!.includes(action)));
    const after = (await app.as(app.admin).get(`${orders}/${order.id}`)).body;
    expect({ ...after, duration_hours: null }).toEqual({ ...before, duration_hours: null });
  });

  it.each(['reports', 'issues'])('%s need an order that is open for them', async (what) => {
    const draft = await anOrder(app, workshop.product.id, 1);
    const body =
      what === 'reports' ? { good_quantity: 1 } : { lines: [{ product_id: workshop.components[0].id, quantity: 1 }] };
    const answer = await post(`${orders}/${draft.id}/${what}`, body);
    expect([answer.status, answer.body.error_code]).toEqual([409, 'INVALID_STATE']);
  });

  it('count no time while paused', async () => {
    const order = await aStartedOrder(app, workshop.product.id, 1);
    await act(app, order.id, 'pause', { reason: 'power cut' });
    // As if it had been started ten hours ago and paused two hours later.
    await app.db.query(
      `update erp.manufacturing_orders set started_at = now() - interval '10 hours', paused_at = now() - interval '8 hours' where id = $1`,
      [order.id],
    );
    await act(app, order.id, 'resume');
    const done = await act(app, order.id, 'complete', { actual_quantity: 1 });
    expect(Number(done.duration_hours)).toBeCloseTo(2, 1);
  });
});

describe('reports and issues', () => {
  let order: Made;
  beforeAll(async () => {
    order = await aStartedOrder(app, workshop.product.id, 10);
  });

  it.each([
    ['nothing', {}, ['/good_quantity TOO_SMALL']],
    ['a negative quantity', { good_quantity: -1 }, ['/good_quantity TOO_SMALL']],
    ['a fraction', { good_quantity: 0.5 }, ['/good_quantity NOT_WHOLE']],
    ['rejects without a reason', { rejected_quantity: 1 }, ['/rejected_reason_code REQUIRED']],
    ['losses without a reason', { lost_quantity: 1 }, ['/lost_reason_code REQUIRED']],
    [
      'a reason of the other kind',
      { lost_quantity: 1, lost_reason_code: 'DEFECT' },
      ['/lost_reason_code REFERENCE_NOT_FOUND'],
    ],
    ['a reason without pieces', { good_quantity: 1, lost_reason_code: 'SETUP' }, ['/lost_reason_code NOT_ALLOWED']],
    ['an unknown field', { good_quantity: 1, value: '5' }, ['/value UNKNOWN_FIELD']],
  ])('refuse %s', async (_, body, expected) => {
    const answer = await post(`${orders}/${order.id}/reports`, body);
    expect(answer.status).toBe(422);
    expect(faults(answer)).toEqual(expected);
  });

  it('refuse the future and a closed period, at the field that says so', async () => {
    const future = new Date(Date.now() + 86_400_000).toISOString();
    const ahead = await post(`${orders}/${order.id}/reports`, { good_quantity: 1, effective_at: future });
    expect([ahead.status, faults(ahead)[0]]).toEqual([422, '/effective_at EFFECTIVE_IN_FUTURE']);
    await app.db.query(
      `insert into erp.stock_periods (company_id, month, state) values ($1, '2021-05-01', 'hard_closed')`,
      [app.company_id],
    );
    const closed = await post(`${orders}/${order.id}/reports`, {
      good_quantity: 1,
      effective_at: '2021-05-31T10:00:00+07:00',
    });
    expect([closed.status, closed.body.error_code]).toEqual([409, 'PERIOD_CLOSED']);
  });

  it('issue names the line that is wrong, and stays within the warehouse of the order', async () => {
    const unknown = await post(`${orders}/${order.id}/issues`, {
      lines: [
        { product_id: workshop.components[0].id, quantity: 1 },
        { product_id: NOBODY, quantity: 1 },
      ],
    });
    expect([unknown.status, ...faults(unknown)]).toEqual([422, '/lines/1/product_id REFERENCE_NOT_FOUND']);
    const warehouse = await made(app, '/warehouse/locations', { code: 'WH-FAR', name: 'Far away', type: 'warehouse' });
    const zone = await made(app, '/warehouse/locations', {
      parent_id: warehouse.id,
      code: 'FAR-1',
      name: 'Far zone',
      type: 'zone',
    });
    const far = await post(`${orders}/${order.id}/issues`, {
      lines: [{ product_id: workshop.components[0].id, quantity: 1, from_location_id: zone.id }],
    });
    expect([far.status, ...faults(far)]).toEqual([422, '/lines/0/from_location_id REFERENCE_NOT_FOUND']);
  });

  it.each([
    ['no lines', { lines: [] }],
    ['a product that is not there', { lines: [{ product_id: NOBODY, quantity: 1 }] }],
    ['no piece', { lines: [{ product_id: NOBODY, quantity: 0 }] }],
  ])('issue refuses %s', async (_, body) => {
    expect((await post(`${orders}/${order.id}/issues`, body)).status).toBe(422);
  });

  it('are not found under another order', async () => {
    const other = await aStartedOrder(app, workshop.product.id, 1);
    const posted = await act(app, other.id, 'reports', { good_quantity: 1 });
    const answer = await post(`${orders}/${order.id}/reports/${posted.id}/reverse`, { reason: 'x' });
    expect(answer.status).toBe(404);
    const asIssue = await post(`${orders}/${other.id}/issues/${posted.id}/reverse`, { reason: 'x' });
    expect(asIssue.status).toBe(404);
    const noReason = await post(`${orders}/${other.id}/reports/${posted.id}/reverse`, { reason: ' ' });
    expect([noReason.status, ...faults(noReason)]).toEqual([422, '/reason REQUIRED']);
  });
});

describe('who may', () => {
  it('needs the permission of each event', async () => {
    const viewer = await app.actor({ permissions: ['ppic.manufacturing_orders.read'] });
    const order = await anOrder(app, workshop.product.id, 1);
    for (const action of [
      'approve',
      'release',
      'start',
      'pause',
      'resume',
      'complete',
      'short-close',
      'close',
      'cancel',
      'reports',
      'issues',
      'reserve',
    ]) {
      const answer = await app.as(viewer).post(`${orders}/${order.id}/${action}`, {});
      expect([action, answer.status]).toEqual([action, 403]);
    }
    for (const action of ['approve', 'start', 'complete']) {
      expect((await app.as(viewer).post(`/ppic/tasks/${order.id}/${action}`, {})).status).toBe(403);
      expect((await app.as(null).post(`/ppic/tasks/${order.id}/${action}`, {})).status).toBe(401);
    }
    expect((await app.as(viewer).post(orders, {})).status).toBe(403);
    expect((await app.as(viewer).patch(`${orders}/${order.id}`, {})).status).toBe(403);
    expect((await app.as(viewer).get(`${orders}/${order.id}`)).status).toBe(200);
    const transitions = (await app.as(viewer).get(`${orders}/${order.id}/transitions`)).body;
    expect(transitions.find((row: Made) => row.event === 'approve')).toMatchObject({
      allowed: false,
      reasons: [{ code: 'FORBIDDEN' }],
    });
    const stranger = await app.actor({ permissions: ['warehouse.*.*'] });
    expect((await app.as(stranger).get(orders)).status).toBe(403);
  });

  it('keeps who drafted from approving, where the company says so', async () => {
    const company = await aCompany(app);
    const settings = `/ppic/settings?company_id=${company.id}`;
    expect((await app.as(app.admin).get(settings)).body).toMatchObject({ approver_must_differ: false, version: 1 });
    const planner = await app.actor({ permissions: ['ppic.*.*'], companies: [company.id] });
    const draft = (await app.as(planner).post(orders, { product_id: workshop.product.id, planned_quantity: 1 })).body;
    expect(draft.company_id).toBe(company.id);
    expect((await app.as(planner).put(settings, { approver_must_differ: true })).status).toBe(200);
    const own = await app.as(planner).post(`/ppic/tasks/${draft.id}/approve`);
    expect([own.status, own.body.error_code]).toEqual([403, 'ORDER_APPROVER_IS_AUTHOR']);
    const transitions = (await app.as(planner).get(`${orders}/${draft.id}/transitions`)).body;
    expect(transitions[0]).toMatchObject({
      event: 'approve',
      allowed: false,
      reasons: [{ code: 'ORDER_APPROVER_IS_AUTHOR' }],
    });
    const other = await app.actor({ permissions: ['ppic.*.*'], companies: [company.id] });
    expect((await app.as(other).post(`/ppic/tasks/${draft.id}/approve`)).status).toBe(200);
  });

  it('hides orders outside the companies, warehouses and departments of the caller', async () => {
    const company = await aCompany(app);
    const [mine, theirs] = [await aDepartment(app), await aDepartment(app)];
    const order = await anOrder(app, workshop.product.id, 1, { department_id: theirs.id });
    const strangers: TestActor[] = [
      await app.actor({ permissions: ['ppic.*.*'], companies: [company.id] }),
      await app.actor({ permissions: ['ppic.*.*'], departments: [mine.id] }),
      await app.actor({ permissions: ['ppic.*.*'], warehouses: [await otherWarehouse(company.id)] }),
    ];
    for (const stranger of strangers) {
      const caller = app.as(stranger);
      expect((await caller.get(`${orders}/${order.id}`)).status).toBe(404);
      expect((await caller.get(`${orders}/${order.id}/history`)).status).toBe(404);
      expect((await caller.get(`${orders}/${order.id}/transitions`)).status).toBe(404);
      expect((await caller.get(`${orders}/${order.id}/reports`)).status).toBe(404);
      expect((await caller.post(`${orders}/${order.id}/approve`)).status).toBe(404);
      expect((await caller.post(`${orders}/${order.id}/approve`, {}, { 'if-match': '"99"' })).status).toBe(404);
      expect((await caller.patch(`${orders}/${order.id}`, { planned_quantity: 2 })).status).toBe(404);
      const list = await caller.get(`${orders}?limit=500`);
      expect(list.body.data.map((row: Made) => row.id)).not.toContain(order.id);
    }
    const member = await app.actor({ permissions: ['ppic.*.*'], departments: [theirs.id] });
    expect((await app.as(member).get(`${orders}/${order.id}`)).status).toBe(200);
    const everybodys = await anOrder(app, workshop.product.id, 1);
    expect((await app.as(member).get(`${orders}/${everybodys.id}`)).status).toBe(200);
    const seen = (await app.as(member).get(`${orders}?limit=500`)).body.data.map((row: Made) => row.id);
    expect(seen).toEqual(expect.arrayContaining([order.id, everybodys.id]));
    const foreign = await app
      .as(strangers[0]!)
      .post(orders, { product_id: workshop.product.id, planned_quantity: 1, company_id: app.company_id });
    expect(foreign.status).toBe(404);
  });
});

describe('versions, keys and dry runs', () => {
  it('answers an ETag, and refuses a stale version with the order as it is', async () => {
    const draft = await anOrder(app, workshop.product.id, 1);
    const shown = await app.as(app.admin).get(`${orders}/${draft.id}`);
    expect(shown.headers['etag']).toBe('"1"');
    await act(app, draft.id, 'approve');
    const stale = await post(`${orders}/${draft.id}/release`, {}, { 'if-match': '"1"' });
    expect([stale.status, stale.body.error_code, stale.body.current.version, stale.body.current.state]).toEqual([
      412,
      'STALE_VERSION',
      2,
      'approved',
    ]);
    const fresh = await post(`${orders}/${draft.id}/release`, {}, { 'if-match': '"2"' });
    expect([fresh.status, fresh.headers['etag']]).toEqual([200, `"${fresh.body.version}"`]);
  });

  it('replays the same key, and refuses it with another body', async () => {
    const order = await aStartedOrder(app, workshop.product.id, 10);
    const headers = { 'idempotency-key': `report-${order.id}` };
    const path = `${orders}/${order.id}/reports`;
    const first = await post(path, { good_quantity: 2 }, headers);
    const again = await post(path, { good_quantity: 2 }, headers);
    expect([first.status, again.status, again.headers['idempotent-replayed']]).toEqual([201, 201, 'true']);
    expect(again.body).toEqual(first.body);
    expect((await post(path, { good_quantity: 3 }, headers)).status).toBe(422);
    expect((await app.as(app.admin).get(`${orders}/${order.id}`)).body.good_quantity).toBe(2);
  });

  it('runs dry without a trace', async () => {
    const tables = [
      'manufacturing_orders',
      'production_postings',
      'stock_movements',
      'stock_reservations',
      'document_history',
      'stock_value_adjustments',
    ];
    const trace = async (): Promise<unknown> => {
      const counts = await Promise.all(
        tables.map((table) => app.db.query(`select count(*), max(xmin::text::bigint) from erp.${table}`)),
      );
      const numbers = await app.db.query('select last_value from erp.number_manufacturing_order');
      return [counts.map(({ rows }) => rows[0]), numbers.rows[0]];
    };
    const approved = await anOrder(app, workshop.product.id, 5);
    await act(app, approved.id, 'approve');
    const started = await aStartedOrder(app, workshop.product.id, 5);
    const before = await trace();
    const start = await post(`/ppic/tasks/${approved.id}/start?dry_run=true`);
    expect([start.status, start.body.state, start.body.reservation_status]).toEqual([200, 'in_progress', 'full']);
    const reported = await post(`${orders}/${started.id}/reports?dry_run=true`, { good_quantity: 5 });
    expect([reported.status, reported.body.output_value]).toEqual([201, '10.00']);
    const completed = await post(`${orders}/${started.id}/complete?dry_run=true`, { actual_quantity: 5 });
    expect([completed.status, completed.body.actual_quantity]).toEqual([200, 5]);
    expect(await trace()).toEqual(before);
  });
});

describe('many at once', () => {
  const bulk = (body: object) => post(`${orders}/bulk`, body);

  it('takes all or nothing, and says why for every order', async () => {
    const drafts = await Promise.all([1, 2, 3].map(() => anOrder(app, workshop.product.id, 1)));
    await act(app, drafts[1].id, 'approve');
    const ids = drafts.map(({ id }) => id);
    const refused = await bulk({ action: 'approve', ids });
    expect([refused.status, refused.body.error_code]).toEqual([409, 'ORDER_BULK_REFUSED']);
    expect(refused.body.results.map((row: Made) => [row.id, row.ok, row.error_code])).toEqual([
      [ids[0], true, null],
      [ids[1], false, 'INVALID_STATE'],
      [ids[2], true, null],
    ]);
    expect((await app.as(app.admin).get(`${orders}/${ids[0]}`)).body.state).toBe('draft');
    const partial = await bulk({ action: 'approve', ids, mode: 'partial' });
    expect([partial.status, partial.body.succeeded, partial.body.failed]).toEqual([200, 2, 1]);
    const released = await bulk({ action: 'release', ids });
    expect(released.body.results.map((row: Made) => row.state)).toEqual(['released', 'released', 'released']);
  });

  it('needs the permission of the step, and takes each order once', async () => {
    const draft = await anOrder(app, workshop.product.id, 1);
    const reader = await app.actor({ permissions: ['ppic.manufacturing_orders.read'] });
    expect((await app.as(reader).post(`${orders}/bulk`, { action: 'approve', ids: [draft.id] })).status).toBe(403);
    const twice = await bulk({ action: 'approve', ids: [draft.id, draft.id] });
    expect([twice.status, ...faults(twice)]).toEqual([422, '/ids/1 DUPLICATE']);
    expect((await bulk({ action: 'cancel', ids: [draft.id] })).status).toBe(422);
    expect((await bulk({ action: 'approve', ids: [] })).status).toBe(422);
    const unknown = await bulk({ action: 'approve', ids: [NOBODY], mode: 'partial' });
    expect(unknown.body.results[0]).toMatchObject({ ok: false, error_code: 'NOT_FOUND' });
  });
});

describe('the list', () => {
  it('filters by state, product, warehouse, due date and lateness, and finds numbers and batches', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 10, unit_cost: '1' }]);
    const late = await anOrder(app, product.id, 1, { due_date: '2020-01-02', batch_number: 'LOT-77' });
    const early = await aStartedOrder(app, product.id, 1, { due_date: '2099-01-02' });
    const none = await anOrder(app, product.id, 1);
    const list = async (query: string): Promise<string[]> => {
      const answer = await app.as(app.admin).get(`${orders}?product_id=${product.id}&${query}`);
      expect(answer.status).toBe(200);
      return answer.body.data.map((row: Made) => row.id);
    };
    expect(await list('sort=created_at')).toEqual([late.id, early.id, none.id]);
    expect(await list('sort=due_date')).toEqual([late.id, early.id, none.id]);
    expect(await list('state=draft&sort=created_at')).toEqual([late.id, none.id]);
    expect(await list('state=draft,in_progress&sort=-number')).toEqual([none.id, early.id, late.id]);
    expect(await list('late=true')).toEqual([late.id]);
    expect(await list('due_before=2099-01-02')).toEqual([late.id]);
    expect(await list('q=lot-77')).toEqual([late.id]);
    expect(await list(`q=${none.number}`)).toEqual([none.id]);
    expect(await list(`warehouse_id=${late.warehouse_id}&late=false&sort=created_at`)).toEqual([early.id, none.id]);
    const first = await app
      .as(app.admin)
      .get(`${orders}?product_id=${product.id}&sort=due_date&limit=2&include_total=true`);
    expect(first.body.total).toBe(3);
    const second = await app
      .as(app.admin)
      .get(`${orders}?product_id=${product.id}&sort=due_date&limit=2&cursor=${first.body.next_cursor}`);
    expect(second.body.data.map((row: Made) => row.id)).toEqual([none.id]);
    expect(late).toMatchObject({ is_late: true });
    expect(late.days_late).toBeGreaterThan(2000);
  });

  it.each(['state=open', 'status=draft', 'sort=price', 'late=perhaps', 'due_before=yesterday', 'limit=501'])(
    'refuses ?%s',
    async (query) => {
      expect((await app.as(app.admin).get(`${orders}?${query}`)).status).toBe(400);
    },
  );

  it('does not know ids that are not there', async () => {
    expect((await app.as(app.admin).get(`${orders}/${NOBODY}`)).status).toBe(404);
    expect((await app.as(app.admin).get(`${orders}/1`)).status).toBe(400);
    expect((await post(`/ppic/tasks/${NOBODY}/approve`)).status).toBe(404);
  });
});

async function otherWarehouse(companyId: string): Promise<string> {
  return (await app.db.query(`select id from erp.locations where company_id = $1 and code = 'WH'`, [companyId]))
    .rows[0]!.id;
}
