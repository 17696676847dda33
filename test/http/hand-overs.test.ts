import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { aFloor, at, done, handOn, onTheFloor, workOf } from '../support/floor.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { act, anOrder, inStock, stockOf } from '../support/production.js';
import { aPlan } from '../support/quality.js';
import { statementsOf } from '../support/statements.js';

const HAND_OVERS = '/ppic/hand-overs';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const get = async (path: string): Promise<Made> => (await app.as(app.admin).get(path)).body;
const post = (path: string, body: object = {}): Promise<Answer> => app.as(app.admin).post(path, body);
const uses = { quantity: 1, stock: 500, unit_cost: '2' };

/** Cutting hands to sewing, which hands to packing; each is a department of its own. */
function aLine(more: { cutting?: object; sewing?: object; packing?: object } = {}) {
  return aFloor(app, [
    { name: 'CUTTING', department: 'CUT', component: uses, overlap_quantity: 1, ...more.cutting },
    { name: 'SEWING', department: 'SEW', overlap_quantity: 1, ...more.sewing },
    { name: 'PACKING', department: 'PCK', ...more.packing },
  ]);
}

/** Ten pieces cut and offered to sewing. */
async function offered(
  more: object = {},
  quantity = 10,
): Promise<{ order: Made; work: Record<string, Made>; hand: Made }> {
  const { product } = await aLine(more);
  const { order, work } = await onTheFloor(app, product.id, 20);
  await done(app, work['CUTTING'].id, 'start');
  await done(app, work['CUTTING'].id, 'entries', { good_quantity: quantity });
  const hand = await done(app, work['CUTTING'].id, 'hand-overs', { notes: 'Two trolleys' });
  return { order, work, hand };
}

describe('line clearance', () => {
  it('is offered by one department and decided once by the next', async () => {
    const { work, hand } = await offered();
    expect(hand).toMatchObject({
      state: 'offered',
      quantity: 10,
      from_number: work['CUTTING'].number,
      to_number: work['SEWING'].number,
      department_id: work['SEWING'].department_id,
      quality_gate: false,
      inspections: [],
      notes: 'Two trolleys',
    });
    const blocked = await at(app, work['SEWING'].id, 'start');
    expect(blocked.body.reasons).toEqual([expect.objectContaining({ code: 'HAND_OVER_NOT_ACCEPTED' })]);
    const { body: waiting } = await app
      .as(app.admin)
      .get(`${HAND_OVERS}?state=offered&department_id=${work['SEWING'].department_id}`);
    expect(waiting.data.map(({ id }: Made) => id)).toEqual([hand.id]);
    const accepted = await post(`${HAND_OVERS}/${hand.id}/accept`, { notes: 'Counted' });
    expect(accepted.body).toMatchObject({ state: 'accepted', accepted_quantity: 10, decided_by: app.admin.id });
    const again = await post(`${HAND_OVERS}/${hand.id}/accept`);
    expect([again.status, again.body.error_code]).toEqual([409, 'INVALID_STATE']);
    expect((await get(`${HAND_OVERS}/${hand.id}/history`)).map(({ event }: Made) => event)).toEqual([
      'create',
      'accept',
    ]);
    expect((await get(`${HAND_OVERS}/${hand.id}/transitions`)).map(({ allowed }: Made) => allowed)).toEqual([
      false,
      false,
    ]);
    expect((await get(`/ppic/work-orders/${work['SEWING'].id}`)).input_quantity).toBe(10);
  });

  it('hands over no more than is good and still there, and says where it can go', async () => {
    const { work, hand } = await offered();
    const more = await at(app, work['CUTTING'].id, 'hand-overs', { quantity: 1 });
    expect([more.status, more.body.error_code, more.body.available]).toEqual([409, 'NOTHING_TO_HAND_OVER', 0]);
    await post(`${HAND_OVERS}/${hand.id}/withdraw`, { reason: 'Counted again first' });
    const elsewhere = await at(app, work['CUTTING'].id, 'hand-overs', { to_work_order_id: work['PACKING'].id });
    expect(elsewhere.body.errors).toEqual([
      expect.objectContaining({ pointer: '/to_work_order_id', code: 'REFERENCE_NOT_FOUND' }),
    ]);
    const last = await at(app, work['PACKING'].id, 'hand-overs');
    expect(last.body.errors).toEqual([expect.objectContaining({ code: 'NOT_ALLOWED' })]);
    expect(await done(app, work['CUTTING'].id, 'hand-overs', { quantity: 4 })).toMatchObject({ quantity: 4 });
  });

  it('needs reasons for differences, and numbers that add up: all faults at once', async () => {
    const { hand } = await offered();
    const { status, body } = await post(`${HAND_OVERS}/${hand.id}/accept`, {
      accepted_quantity: 9,
      returned_quantity: 1,
      missing_quantity: 1,
      missing_reason_code: 'REDO',
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer, code }: Made) => [pointer, code])).toEqual([
      ['/accepted_quantity', 'NOT_ALLOWED'],
      ['/returned_reason_code', 'REQUIRED'],
      ['/missing_reason_code', 'REFERENCE_NOT_FOUND'],
    ]);
    const dry = await post(`${HAND_OVERS}/${hand.id}/accept?dry_run=true`);
    expect(dry.body.state).toBe('accepted');
    expect((await get(`${HAND_OVERS}/${hand.id}`)).state).toBe('offered');
  });

  it('is for those who hold the permission, and for the receiving department', async () => {
    const { work, hand } = await offered();
    const viewer = app.as(await app.actor({ permissions: ['ppic.hand_overs.read'] }));
    expect((await viewer.post(`${HAND_OVERS}/${hand.id}/accept`, {})).status).toBe(403);
    const sewer = await app.actor({
      permissions: ['ppic.hand_overs.read', 'ppic.hand_overs.accept', 'ppic.work_orders.read'],
      departments: [work['SEWING'].department_id],
    });
    const packer = await app.actor({
      permissions: ['ppic.hand_overs.read', 'ppic.hand_overs.accept', 'ppic.work_orders.read'],
      departments: [work['PACKING'].department_id],
    });
    expect((await app.as(packer).get(`${HAND_OVERS}/${hand.id}`)).status).toBe(404);
    expect((await app.as(packer).get(`/ppic/work-orders/${work['SEWING'].id}`)).status).toBe(404);
    expect((await app.as(packer).get('/ppic/work-orders?limit=200')).body.data.map(({ id }: Made) => id)).not.toContain(
      work['SEWING'].id,
    );
    const taken = await app.as(sewer).post(`${HAND_OVERS}/${hand.id}/accept`, {}, { 'if-match': '"1"' });
    expect([taken.status, taken.body.version]).toEqual([200, 2]);
  });
});

describe('a quality gate', () => {
  it('lets on what its inspection accepted, and no report of the whole order goes round it', async () => {
    const { product } = await aLine({ sewing: { quality_gate: true, department: 'PCK' } });
    await aPlan(app, { product_id: product.id, kind: 'in_process', operation: 'SEWING' });
    const { order, work } = await onTheFloor(app, product.id, 10);
    await done(app, work['CUTTING'].id, 'start');
    await done(app, work['CUTTING'].id, 'entries', { good_quantity: 10 });
    await handOn(app, work['CUTTING'].id);
    await done(app, work['SEWING'].id, 'start');
    await done(app, work['SEWING'].id, 'entries', { good_quantity: 10 });
    const round = await post(`/ppic/manufacturing-orders/${order.id}/reports`, { good_quantity: 5 });
    expect([round.status, round.body.error_code, round.body.work_orders]).toEqual([
      409,
      'QUALITY_GATE',
      [work['SEWING'].number],
    ]);
    const hand = await done(app, work['SEWING'].id, 'hand-overs');
    expect(hand.inspections).toEqual([expect.objectContaining({ state: 'open' })]);
    expect(await get(`${HAND_OVERS}/${hand.id}/transitions`)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ event: 'accept', reasons: [expect.objectContaining({ code: 'INSPECTION_OPEN' })] }),
      ]),
    );
    const inspection = `/quality/inspections/${hand.inspections[0].id}`;
    await post(`${inspection}/start`);
    await post(`${inspection}/accept`);
    expect((await post(`${HAND_OVERS}/${hand.id}/accept`)).body).toMatchObject({
      state: 'accepted',
      accepted_quantity: 10,
    });
    await act(app, order.id, 'complete', { actual_quantity: 10 });
    expect(await act(app, order.id, 'close')).toMatchObject({ work_in_progress: '0.00' });
  });

  it('of the last operation stands before the stock, and asks for an inspection although there is no plan', async () => {
    const { product } = await aLine({ packing: { quality_gate: true } });
    const { order, work } = await onTheFloor(app, product.id, 10);
    for (const operation of ['CUTTING', 'SEWING']) {
      await done(app, work[operation].id, 'start');
      await done(app, work[operation].id, 'entries', { good_quantity: 10 });
      await handOn(app, work[operation].id);
      await done(app, work[operation].id, 'complete');
    }
    await done(app, work['PACKING'].id, 'start');
    await done(app, work['PACKING'].id, 'entries', { good_quantity: 10 });
    expect(await stockOf(app, product.id)).toMatchObject({ on_hand: 0 });
    const hand = await done(app, work['PACKING'].id, 'hand-overs');
    expect(hand).toMatchObject({ to_work_order_id: null, inspections: [] });
    const missing = await post(`${HAND_OVERS}/${hand.id}/accept`);
    expect(missing.body).toMatchObject({ error_code: 'QUALITY_GATE', reasons: [{ code: 'INSPECTION_MISSING' }] });
    await aPlan(app, { product_id: product.id, kind: 'in_process', operation: 'PACKING' });
    await post(`${HAND_OVERS}/${hand.id}/withdraw`, { reason: 'A plan was made' });
    const anew = await done(app, work['PACKING'].id, 'hand-overs');
    const inspection = `/quality/inspections/${anew.inspections[0].id}`;
    await post(`${inspection}/start`);
    await post(`${inspection}/accept`);
    const delivered = await post(`${HAND_OVERS}/${anew.id}/accept`);
    expect(delivered.body.posting_id).not.toBeNull();
    expect(await stockOf(app, product.id)).toMatchObject({ on_hand: 10 });
    expect(await get(`/ppic/manufacturing-orders/${order.id}`)).toMatchObject({ good_quantity: 10 });
    const back = await post(`/ppic/manufacturing-orders/${order.id}/reports/${delivered.body.posting_id}/reverse`, {
      reason: 'Wrong order',
    });
    expect(back.status).toBe(200);
    expect(await stockOf(app, product.id)).toMatchObject({ on_hand: 0 });
    expect((await get(`${HAND_OVERS}/${anew.id}`)).reversed_at).not.toBeNull();
  });
});

describe('a network of operations', () => {
  it('goes through both branches, and meets where both have come', async () => {
    const { product } = await aFloor(app, [
      { name: 'CUTTING', department: 'CUT', component: uses, overlap_quantity: 1 },
      { name: 'BODY', department: 'BOD', predecessors: [10], overlap_quantity: 1 },
      { name: 'DRESS', department: 'DRS', predecessors: [10], overlap_quantity: 1 },
      { name: 'JOINING', department: 'JOI', predecessors: [20, 30] },
    ]);
    const { order, work } = await onTheFloor(app, product.id, 8);
    await done(app, work['CUTTING'].id, 'start');
    await done(app, work['CUTTING'].id, 'entries', { good_quantity: 8 });
    const which = await at(app, work['CUTTING'].id, 'hand-overs');
    expect(which.body.errors).toEqual([expect.objectContaining({ pointer: '/to_work_order_id', code: 'REQUIRED' })]);
    await handOn(app, work['CUTTING'].id, { to_work_order_id: work['BODY'].id });
    // The same pieces went to BODY already: what is faulty for DRESS can be missing, not returned.
    const dress = await done(app, work['CUTTING'].id, 'hand-overs', { to_work_order_id: work['DRESS'].id });
    const refused = await post(`${HAND_OVERS}/${dress.id}/accept`, {
      returned_quantity: 1,
      returned_reason_code: 'FAULTY-ON-ARRIVAL',
    });
    expect([refused.status, refused.body.error_code]).toEqual([409, 'PIECES_GONE_ON']);
    await post(`${HAND_OVERS}/${dress.id}/accept`, { missing_quantity: 1, missing_reason_code: 'MISCOUNT' });
    for (const [operation, pieces] of [
      ['BODY', 8],
      ['DRESS', 7],
    ] as const) {
      await done(app, work[operation].id, 'start');
      await done(app, work[operation].id, 'entries', { good_quantity: pieces });
      await handOn(app, work[operation].id);
    }
    await act(app, order.id, 'reports', { good_quantity: 7 });
    expect((await workOf(app, order.id))['JOINING']).toMatchObject({ input_quantity: 7, good_quantity: 7 });
    await act(app, order.id, 'complete', { actual_quantity: 7, variance_override: true });
    expect(await act(app, order.id, 'close')).toMatchObject({ work_in_progress: '0.00', lost_quantity: 1 });
  });

  it('leaves an operation out before anything came to it: its neighbours meet, and its component is the next one’s', async () => {
    const { product, components } = await aFloor(app, [
      { name: 'CUTTING', department: 'CUT', component: uses },
      { name: 'EMBROIDERY', department: 'EMB', component: uses },
      { name: 'SEWING', department: 'CUT' },
    ]);
    const { order, work } = await onTheFloor(app, product.id, 5);
    const { body: transitions } = await app.as(app.admin).get(`/ppic/work-orders/${work['SEWING'].id}/transitions`);
    expect(transitions.find(({ event }: Made) => event === 'cancel').reasons).toEqual([
      expect.objectContaining({ code: 'WORK_ORDER_HAS_PIECES' }),
    ]);
    expect((await at(app, work['EMBROIDERY'].id, 'cancel', { reason: 'Plain version' })).body.state).toBe('cancelled');
    const { components: needs } = await get(`/ppic/manufacturing-orders/${order.id}`);
    expect(needs.find((need: Made) => need.product_id === components['EMBROIDERY'].id).work_order_id).toBe(
      work['SEWING'].id,
    );
    await done(app, work['CUTTING'].id, 'start');
    // Cutting and sewing are of one department now side by side: pieces go on by themselves.
    await done(app, work['CUTTING'].id, 'entries', { good_quantity: 5 });
    await done(app, work['CUTTING'].id, 'complete');
    await done(app, work['SEWING'].id, 'start');
    const cancelled = await at(app, work['CUTTING'].id, 'cancel', { reason: 'Too late' });
    expect(cancelled.status).toBe(409);
    await done(app, work['SEWING'].id, 'entries', { good_quantity: 5 });
    await done(app, work['SEWING'].id, 'complete');
    await act(app, order.id, 'complete', { actual_quantity: 5 });
    await act(app, order.id, 'close');
  });

  it('sends a work order to an alternative, with its times and rates, before it begins', async () => {
    const { product, centres } = await aFloor(app, [{ name: 'CUTTING', component: uses }, { name: 'SEWING' }]);
    const { body: copy } = await app.as(app.admin).post('/ppic/routings', {
      product_id: product.id,
      operations: [
        { name: 'CUTTING', work_centre_id: centres['CUTTING'].id, run_minutes: 1 },
        {
          name: 'SEWING',
          work_centre_id: centres['SEWING'].id,
          run_minutes: 2,
          alternatives: [{ work_centre_id: centres['CUTTING'].id, run_minutes: 5 }],
        },
      ],
    });
    await post(`/ppic/routings/${copy.id}/activate`);
    const { work } = await onTheFloor(app, product.id, 12, { routing_id: copy.id });
    const patch = (work_centre_id: string): Promise<Answer> =>
      app.as(app.admin).patch(`/ppic/work-orders/${work['SEWING'].id}`, { work_centre_id });
    const moved = await patch(centres['CUTTING'].id);
    // 12 pieces of 5 minutes at 9.00 an hour and 10 %
    expect(moved.body).toMatchObject({
      work_centre_id: centres['CUTTING'].id,
      planned_machine_minutes: 60,
      planned_cost: '9.90',
    });
    const unknown = await app
      .as(app.admin)
      .patch(`/ppic/work-orders/${work['CUTTING'].id}`, { work_centre_id: centres['SEWING'].id });
    expect(unknown.body.errors).toEqual([expect.objectContaining({ code: 'REFERENCE_NOT_FOUND' })]);
    await done(app, work['CUTTING'].id, 'start');
    const late = await app
      .as(app.admin)
      .patch(`/ppic/work-orders/${work['CUTTING'].id}`, { work_centre_id: centres['CUTTING'].id });
    expect([late.status, late.body.error_code]).toEqual([409, 'INVALID_STATE']);
  });
});

describe('many people at one order', () => {
  it('tell of ten pieces each at once, and not one is lost or doubled', async () => {
    const { product } = await aLine();
    const { order, work } = await onTheFloor(app, product.id, 200);
    await done(app, work['CUTTING'].id, 'start');
    const told = await Promise.all(
      Array.from({ length: 10 }, () => at(app, work['CUTTING'].id, 'entries', { good_quantity: 10 })),
    );
    expect(told.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(await get(`/ppic/work-orders/${work['CUTTING'].id}`)).toMatchObject({ good_quantity: 100 });
    const offers = await Promise.all(
      Array.from({ length: 4 }, () => at(app, work['CUTTING'].id, 'hand-overs', { quantity: 40 })),
    );
    expect(offers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
    const [hand] = offers.filter(({ status }) => status === 201);
    const decided = await Promise.all(Array.from({ length: 5 }, () => post(`${HAND_OVERS}/${hand!.body.id}/accept`)));
    expect(decided.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    await act(app, order.id, 'cancel', { reason: 'Enough' });
  });

  it('and the same call repeated under its key is one entry', async () => {
    const { product } = await aLine();
    const { work } = await onTheFloor(app, product.id, 20);
    await done(app, work['CUTTING'].id, 'start');
    const tell = (): Promise<Answer> =>
      app
        .as(app.admin)
        .post(
          `/ppic/work-orders/${work['CUTTING'].id}/entries`,
          { good_quantity: 5 },
          { 'idempotency-key': work['CUTTING'].id },
        );
    const [first, second] = [await tell(), await tell()];
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(await get(`/ppic/work-orders/${work['CUTTING'].id}`)).toMatchObject({ good_quantity: 5 });
  });
});

describe('round trips on the floor', () => {
  it('are few, and no more for many components or work orders', async () => {
    const counts = async (components: number): Promise<Record<string, number>> => {
      const { product } = await aFloor(
        app,
        Array.from({ length: 3 }, (_, n) => ({ name: `OP-${n}`, component: uses, overlap_quantity: 1 })),
        {
          lines: await Promise.all(
            Array.from({ length: components }, async () => {
              const component = await aProduct(app);
              await inStock(app, component.id, 100, '1');
              return { component_id: component.id, quantity: 1, operation: 'OP-0' };
            }),
          ),
        },
      );
      const draft = await anOrder(app, product.id, 5);
      await act(app, draft.id, 'approve');
      const counted: Record<string, number> = {};
      const count = async <T>(name: string, work: () => Promise<T>): Promise<void> => {
        // Who asks is remembered for a few seconds: known before every step, the statement that finds out is never counted.
        await app.as(app.admin).get('/ppic/work-orders?limit=1');
        counted[name] = await statementsOf(work);
      };
      await count('release', () => act(app, draft.id, 'release'));
      const work = await workOf(app, draft.id);
      await count('start', () => done(app, work['OP-0'].id, 'start'));
      await count('entry', () => done(app, work['OP-0'].id, 'entries', { good_quantity: 2 }));
      await count('report of the whole order', () => act(app, draft.id, 'reports', { good_quantity: 1 }));
      await count('list', () => app.as(app.admin).get('/ppic/work-orders?limit=50'));
      await count('cost sheet', () => app.as(app.admin).get(`/ppic/manufacturing-orders/${draft.id}/cost-sheet`));
      return counted;
    };
    const three = await counts(3);
    expect(await counts(40)).toEqual(three);
    for (const [step, statements] of Object.entries(three))
      expect([step, statements > 0 && statements <= 24]).toEqual([step, true]);
  });
});
