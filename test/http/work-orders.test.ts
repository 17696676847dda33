import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { aFloor, at, done, handOn, onTheFloor, workOf } from '../support/floor.js';
import type { Floor } from '../support/floor.js';
import { expectIntegrity } from '../support/integrity.js';
import type { Made } from '../support/makers.js';
import { act, stockOf } from '../support/production.js';

const ORDERS = '/ppic/manufacturing-orders';
const WORK = '/ppic/work-orders';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const get = async (path: string): Promise<Made> => (await app.as(app.admin).get(path)).body;

/** Three departments: cutting (2 plush at 10.00 each), sewing (1 thread at 1.00), packing (1 box at 2.00); a minute a piece everywhere. */
function threeDepartments(
  more: { cutting?: object; sewing?: object; packing?: object; product?: object } = {},
): Promise<Floor> {
  const of = (unit_cost: string, quantity = 1) => ({ quantity, stock: 1000, unit_cost });
  return aFloor(
    app,
    [
      { name: 'CUTTING', department: 'CUT', component: of('10', 2), overlap_quantity: 5, ...more.cutting },
      { name: 'SEWING', department: 'SEW', component: of('1'), overlap_quantity: 5, ...more.sewing },
      { name: 'PACKING', department: 'PACK', component: of('2'), ...more.packing },
    ],
    { product: more.product ?? {} },
  );
}

describe('an order that is made by a routing', () => {
  it('becomes work orders at its release, with the figures of that day, and a shortage is that of their components', async () => {
    const { product, routing, components, departments, centres } = await threeDepartments({
      sewing: { setup_minutes: 30, run_minutes: 3, buffer_percent: '10' },
    });
    const { order, work } = await onTheFloor(app, product.id, 20, { planned_start_date: '2030-01-07' });
    expect(await get(`${ORDERS}/${order.id}`)).toMatchObject({
      state: 'released',
      routing_id: routing.id,
      routing_revision: '1',
      conversion_value: '0.00',
    });
    const { CUTTING, SEWING, PACKING } = work as { CUTTING: Made; SEWING: Made; PACKING: Made };
    expect([CUTTING.number, SEWING.number, PACKING.number]).toEqual([10, 20, 30].map((no) => `${order.number}-${no}`));
    // Packing makes the 20; sewing 10 % more, 22, which cutting makes as well.
    expect([CUTTING, SEWING, PACKING].map(({ planned_quantity }) => planned_quantity)).toEqual([22, 22, 20]);
    expect([CUTTING, SEWING, PACKING].map(({ state }) => state)).toEqual(['ready', 'pending', 'pending']);
    // 30 minutes of set-up and 22 * 3: 96 minutes at 9.00 an hour and 10 % are 15.84.
    expect(SEWING).toMatchObject({
      department_id: departments['SEW'].id,
      work_centre_id: centres['SEWING'].id,
      planned_minutes: 96,
      planned_cost: '15.84',
      input_quantity: 0,
      planned_start: '2030-01-07T00:05:00.000+07:00',
      is_last: false,
    });
    expect(PACKING.is_last).toBe(true);
    expect(CUTTING.input_quantity).toBeNull();
    const { components: needs } = await get(`${ORDERS}/${order.id}`);
    expect(needs.map((need: Made) => [need.product_id, need.required_quantity, need.work_order_id])).toEqual([
      [components['CUTTING'].id, 44, CUTTING.id],
      [components['SEWING'].id, 22, SEWING.id],
      [components['PACKING'].id, 20, PACKING.id],
    ]);
    // Material 440 + 22 + 40 = 502.00; conversion 22 min and 20 min at 0.165 are 3.63 and 3.30, sewing 15.84: 22.77. (502.00 + 22.77) / 20
    expect((await get(`${ORDERS}/${order.id}`)).planned_unit_cost).toBe('26.238500');
  });

  it('goes through its departments: entries, line clearance, time and its cost, into stock', async () => {
    const { product, components } = await threeDepartments();
    const { order, work } = await onTheFloor(app, product.id, 10);
    const [cutting, sewing, packing] = [work['CUTTING'].id, work['SEWING'].id, work['PACKING'].id];

    expect((await done(app, cutting, 'start')).state).toBe('in_progress');
    expect((await get(`${ORDERS}/${order.id}`)).state).toBe('in_progress');
    const entry = await done(app, cutting, 'entries', { good_quantity: 10, labour_minutes: 20, machine_minutes: 10 });
    // 20 min at 6.00 and 10 min at 3.00 an hour: 2.00 + 0.50, and 10 % on both.
    expect(entry).toMatchObject({
      labour_cost: '2.00',
      machine_cost: '0.50',
      overhead_cost: '0.25',
      is_standard_time: false,
    });
    expect(await stockOf(app, components['CUTTING'].id)).toMatchObject({ on_hand: 980 });
    expect(await get(`${ORDERS}/${order.id}`)).toMatchObject({
      material_value: '200.00',
      conversion_value: '2.75',
      work_in_progress: '202.75',
      good_quantity: 0,
    });

    const blocked = await at(app, sewing, 'start');
    expect(blocked.status).toBe(409);
    expect(blocked.body).toMatchObject({ error_code: 'WORK_ORDER_BLOCKED', reasons: [{ code: 'PREDECESSOR_OPEN' }] });

    const arrived = await handOn(app, cutting, { quantity: 8 }, { accepted_quantity: 8 });
    expect(arrived).toMatchObject({ state: 'accepted', quantity: 8, accepted_quantity: 8, to_work_order_id: sewing });
    expect((await get(`${WORK}/${sewing}`)).state).toBe('ready');
    await done(app, sewing, 'start');
    const beyond = await at(app, sewing, 'entries', { good_quantity: 9 });
    expect(beyond.status).toBe(409);
    expect(beyond.body).toMatchObject({ error_code: 'INPUT_EXCEEDED', available: 8, asked: 9 });
    await done(app, sewing, 'entries', { good_quantity: 7, rework_quantity: 1, rework_reason_code: 'REDO' });
    await done(app, sewing, 'entries', { good_quantity: 1, reworked_quantity: 1, labour_minutes: 5 });
    await handOn(app, cutting);
    await done(app, sewing, 'entries', { good_quantity: 2 });
    await done(app, cutting, 'complete');
    await handOn(app, sewing);
    await done(app, sewing, 'complete');
    expect((await get(`${WORK}/${packing}`)).state).toBe('ready');
    await done(app, packing, 'start');
    await done(app, packing, 'entries', { good_quantity: 5 });
    await done(app, packing, 'entries', { good_quantity: 3 });
    expect(await get(`${ORDERS}/${order.id}`)).toMatchObject({ good_quantity: 8, state: 'in_progress' });
    await done(app, packing, 'entries', { good_quantity: 2 });
    await done(app, packing, 'complete');
    await act(app, order.id, 'complete', { actual_quantity: 10 });
    const closed = await act(app, order.id, 'close');
    expect(closed).toMatchObject({ good_quantity: 10, work_in_progress: '0.00', material_value: '230.00' });
    // Cutting 2.75; sewing 10 min by the plan (1.65 in two parts) and 5 min told of each (0.83); packing 10 min (1.65 in three parts).
    const conversion = Object.values(await workOf(app, order.id)).map(({ conversion_cost }) => conversion_cost);
    const value = (await stockOf(app, product.id)).value;
    const sum = conversion.reduce((cents, cost) => cents + Math.round(Number(cost) * 100), 0);
    expect(closed.conversion_value).toBe((sum / 100).toFixed(2));
    expect(value).toBe((230 + sum / 100).toFixed(2));
    expect(Object.values(await workOf(app, order.id)).map(({ state }) => state)).toEqual(Array(3).fill('completed'));
  });

  it('can be told of as a whole: what the operations before made is written down for them', async () => {
    const { product, components } = await threeDepartments();
    const { order } = await onTheFloor(app, product.id, 10);
    await act(app, order.id, 'start');
    await act(app, order.id, 'reports', { good_quantity: 4, lost_quantity: 1, lost_reason_code: 'BREAKAGE' });
    const work = await workOf(app, order.id);
    expect(Object.values(work).map((each) => [each.state, each.good_quantity, each.lost_quantity])).toEqual([
      ['in_progress', 5, 0],
      ['in_progress', 5, 0],
      ['in_progress', 4, 1],
    ]);
    expect(await stockOf(app, components['CUTTING'].id)).toMatchObject({ on_hand: 990 });
    const completed = await act(app, order.id, 'complete', { actual_quantity: 9 });
    expect(completed).toMatchObject({ state: 'completed', actual_quantity: 9, variance_status: 'minor' });
    expect(
      Object.values(await workOf(app, order.id)).map(({ state, good_quantity }) => [state, good_quantity]),
    ).toEqual([
      ['completed', 10],
      ['completed', 10],
      ['completed', 9],
    ]);
    expect(await act(app, order.id, 'close')).toMatchObject({ work_in_progress: '0.00' });
  });

  it('is made in one step where that is asked for, and by another routing where one is named', async () => {
    const { product } = await threeDepartments();
    const order = await act(app, (await onTheFloor(app, product.id, 3, { routing_id: null })).order.id, 'start');
    expect(order.routing_id).toBeNull();
    expect(Object.keys(await workOf(app, order.id))).toEqual([]);
    const { body } = await app.as(app.admin).post(ORDERS, {
      product_id: product.id,
      planned_quantity: 1,
      routing_id: order.id,
    });
    expect(body.errors).toEqual([expect.objectContaining({ pointer: '/routing_id', code: 'REFERENCE_NOT_FOUND' })]);
  });

  it('stops at the approval when its routing has gone out of use', async () => {
    const { product, routing } = await threeDepartments();
    const draft = await app.as(app.admin).post(ORDERS, { product_id: product.id, planned_quantity: 1 });
    await app.as(app.admin).post(`/ppic/routings/${routing.id}/obsolete`, {});
    const { status, body } = await app.as(app.admin).post(`${ORDERS}/${draft.body.id}/approve`, {});
    expect([status, body.error_code]).toEqual([409, 'ROUTING_NOT_VALID']);
  });
});

describe('the cost of an order by routing', () => {
  it.each([
    // 10 pieces: 200.00 of plush, 10.00 of thread, 20.00 of boxes, and three times 10 minutes: 1.65 each.
    ['moving_average', {}, '234.95', '0.00'],
    ['fifo', {}, '234.95', '0.00'],
    ['standard', { standard_cost: '20.000000' }, '200.00', '34.95'],
  ])('is exact for a product at %s', async (costing_method, more, value, variance) => {
    const { product } = await threeDepartments({ product: { costing_method, ...more } });
    const { order } = await onTheFloor(app, product.id, 10);
    await act(app, order.id, 'start');
    await act(app, order.id, 'reports', { good_quantity: 4 });
    await act(app, order.id, 'complete', { actual_quantity: 10 });
    const closed = await act(app, order.id, 'close');
    expect(closed).toMatchObject({ material_value: '230.00', conversion_value: '4.95', work_in_progress: '0.00' });
    expect(await stockOf(app, product.id)).toMatchObject({ on_hand: 10, value });
    const { rows } = await app.db.query<{ variance: string }>(
      `select coalesce(sum(variance_value), 0)::numeric(15,2)::text as variance from erp.stock_value_adjustments where source_id = $1`,
      [order.id],
    );
    expect(rows[0]!.variance).toBe(variance);
  });
});

describe('what is lost on the way', () => {
  it('before the last operation leaves nothing; at the last one it goes on hold; and its cost stays with the order', async () => {
    const { product } = await threeDepartments();
    const { order, work } = await onTheFloor(app, product.id, 10);
    await done(app, work['CUTTING'].id, 'start');
    await done(app, work['CUTTING'].id, 'entries', {
      good_quantity: 8,
      rejected_quantity: 1,
      rejected_reason_code: 'MATERIAL',
      lost_quantity: 1,
      lost_reason_code: 'SETUP',
    });
    expect(await get(`${ORDERS}/${order.id}`)).toMatchObject({ lost_quantity: 2, rejected_quantity: 0 });
    const short = await handOn(
      app,
      work['CUTTING'].id,
      {},
      {
        returned_quantity: 1,
        returned_reason_code: 'FAULTY-ON-ARRIVAL',
        missing_quantity: 1,
        missing_reason_code: 'MISCOUNT',
      },
    );
    expect(short).toMatchObject({ accepted_quantity: 6, returned_quantity: 1, missing_quantity: 1 });
    expect(await get(`${WORK}/${work['CUTTING'].id}`)).toMatchObject({ good_quantity: 7, rework_quantity: 1 });
    expect(await get(`${ORDERS}/${order.id}`)).toMatchObject({ lost_quantity: 3 });

    const open = await app
      .as(app.admin)
      .post(`${ORDERS}/${order.id}/complete`, { actual_quantity: 6, variance_override: true });
    expect(open.body).toMatchObject({ error_code: 'WORK_ORDERS_OPEN', work_orders: [{ rework_quantity: 1 }] });
    await act(app, order.id, 'reports', { good_quantity: 5, rejected_quantity: 1, rejected_reason_code: 'DEFECT' });
    const closed = await act(app, order.id, 'short-close', { reason: 'Cloth is gone' });
    expect(closed).toMatchObject({ good_quantity: 5, rejected_quantity: 1, lost_quantity: 3, actual_quantity: 5 });
    expect(await act(app, order.id, 'close')).toMatchObject({ work_in_progress: '0.00', variance_value: '0.00' });
    // 10 pieces were cut, 6 sewn and packed: 200 + 6 + 12, and the time, on the six that are there.
    expect(await stockOf(app, product.id)).toMatchObject({ on_hand: 6 });
  });

  it('is the whole order in the end: it is closed like any other, and everything is a variance', async () => {
    const { product } = await threeDepartments();
    const { order, work } = await onTheFloor(app, product.id, 10);
    await done(app, work['CUTTING'].id, 'start');
    await done(app, work['CUTTING'].id, 'entries', { lost_quantity: 10, lost_reason_code: 'BREAKAGE' });
    await act(app, order.id, 'short-close', { reason: 'Flooded' });
    const closed = await act(app, order.id, 'close');
    // 20 plush at 10.00, and 10 minutes at 9.00 an hour and 10 %
    expect(closed).toMatchObject({ work_in_progress: '0.00', variance_value: '201.65', output_value: '0.00' });
    expect(Object.values(await workOf(app, order.id)).map(({ state }) => state)).toEqual([
      'completed',
      'cancelled',
      'cancelled',
    ]);
  });

  it('goes back as far as it was not used when the order is cancelled half way', async () => {
    const { product, components } = await threeDepartments({
      sewing: { component: { quantity: 3, stock: 100, unit_cost: '1' } },
    });
    const { order, work } = await onTheFloor(app, product.id, 10);
    await act(app, order.id, 'issues', { lines: [{ product_id: components['SEWING'].id, quantity: 30 }] });
    await done(app, work['CUTTING'].id, 'start');
    await done(app, work['CUTTING'].id, 'entries', { good_quantity: 6 });
    await handOn(app, work['CUTTING'].id);
    await done(app, work['SEWING'].id, 'start');
    await done(app, work['SEWING'].id, 'entries', { good_quantity: 2 });
    const cancelled = await act(app, order.id, 'cancel', { reason: 'Given up' });
    expect(cancelled).toMatchObject({ state: 'cancelled', work_in_progress: '0.00' });
    // 12 plush went into six pieces; of 30 thread two pieces have used 6.
    expect(await stockOf(app, components['CUTTING'].id)).toMatchObject({ on_hand: 988, reserved: 0 });
    expect(await stockOf(app, components['SEWING'].id)).toMatchObject({ on_hand: 94, reserved: 0 });
    expect(new Set(Object.values(await workOf(app, order.id)).map(({ state }) => state))).toEqual(
      new Set(['cancelled']),
    );
  });
});

describe('what was told', () => {
  it('is taken back as far as the pieces have not gone on, with its stock and its cost', async () => {
    const { product, components } = await threeDepartments();
    const { order, work } = await onTheFloor(app, product.id, 10);
    const cutting = work['CUTTING'].id;
    await done(app, cutting, 'start');
    const first = await done(app, cutting, 'entries', { good_quantity: 6 });
    const second = await done(app, cutting, 'entries', { good_quantity: 4 });
    const offered = await done(app, cutting, 'hand-overs', { quantity: 7 });
    const gone = await at(app, cutting, `entries/${second.id}/reverse`, { reason: 'Wrong count' });
    expect([gone.status, gone.body.error_code]).toEqual([409, 'PIECES_GONE_ON']);
    await app.as(app.admin).post(`/ppic/hand-overs/${offered.id}/withdraw`, { reason: 'Count again' });
    const taken = await done(app, cutting, `entries/${second.id}/reverse`, { reason: 'Wrong count' });
    expect(taken).toMatchObject({ reversal_reason: 'Wrong count', reversed_by: app.admin.id });
    const twice = await at(app, cutting, `entries/${second.id}/reverse`, { reason: 'Again' });
    expect([twice.status, twice.body.error_code]).toEqual([409, 'ENTRY_ALREADY_REVERSED']);
    expect(await stockOf(app, components['CUTTING'].id)).toMatchObject({ on_hand: 988 });
    expect(await get(`${WORK}/${cutting}`)).toMatchObject({
      good_quantity: 6,
      conversion_cost: '0.99',
      machine_minutes: 6,
    });
    await done(app, cutting, `entries/${first.id}/reverse`, { reason: 'All of it' });
    expect(await get(`${ORDERS}/${order.id}`)).toMatchObject({ work_in_progress: '0.00', conversion_value: '0.00' });
    expect(
      (await at(app, cutting, 'entries/00000000-0000-7000-8000-000000000000/reverse', { reason: 'x' })).status,
    ).toBe(404);
  });

  it('of the whole order is taken back as a whole', async () => {
    const { product } = await threeDepartments();
    const { order } = await onTheFloor(app, product.id, 10);
    await act(app, order.id, 'start');
    const report = await act(app, order.id, 'reports', { good_quantity: 4 });
    const { CUTTING } = await workOf(app, order.id);
    const { data } = await get(`${WORK}/${CUTTING.id}/entries`);
    expect(data).toEqual([expect.objectContaining({ good_quantity: 4, is_automatic: true, posting_id: report.id })]);
    const alone = await at(app, CUTTING.id, `entries/${data[0].id}/reverse`, { reason: 'x' });
    expect([alone.status, alone.body.error_code]).toEqual([409, 'POSTED_WITH_ORDER']);
    await act(app, order.id, `reports/${report.id}/reverse`, { reason: 'Told twice' });
    expect(Object.values(await workOf(app, order.id)).map(({ good_quantity }) => good_quantity)).toEqual([0, 0, 0]);
    expect(await get(`${ORDERS}/${order.id}`)).toMatchObject({ good_quantity: 0, work_in_progress: '0.00' });
  });

  it('is refused with all its faults at once', async () => {
    const { product } = await threeDepartments();
    const { work } = await onTheFloor(app, product.id, 10);
    const cutting = work['CUTTING'].id;
    const early = await at(app, cutting, 'entries', { good_quantity: 1 });
    expect([early.status, early.body.error_code]).toEqual([409, 'INVALID_STATE']);
    await done(app, cutting, 'start');
    const { status, body } = await at(app, cutting, 'entries', {
      rejected_quantity: 1,
      lost_quantity: 1,
      lost_reason_code: 'DEFECT',
      rework_reason_code: 'REDO',
      reworked_quantity: 3,
      production_date: '2999-01-01',
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer, code }: Made) => [pointer, code])).toEqual([
      ['/reworked_quantity', 'TOO_LARGE'],
      ['/rejected_reason_code', 'REQUIRED'],
      ['/rework_reason_code', 'NOT_ALLOWED'],
      ['/lost_reason_code', 'REFERENCE_NOT_FOUND'],
      ['/production_date', 'TOO_LARGE'],
    ]);
    const nothing = await at(app, cutting, 'entries', {});
    expect(nothing.body.errors).toEqual([expect.objectContaining({ pointer: '/good_quantity', code: 'TOO_SMALL' })]);
    const again = await at(app, cutting, 'entries', { good_quantity: 1, reworked_quantity: 1 });
    expect([again.status, again.body.error_code]).toEqual([409, 'REWORK_EXCEEDED']);
  });
});
