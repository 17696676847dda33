import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { expectIntegrity, integrityNow } from '../support/integrity.js';
import { aDepartment, aProduct, made, placesOf, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { aStartedOrder, aWorkshop, act, inStock, stockOf } from '../support/production.js';
import { aPlan } from '../support/quality.js';

let app: TestApp;
let admin: Caller;
let quality: Caller;
let place: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  quality = app.as(await app.actor({ role: 'quality' }));
  place = await placesOf(app);
});
afterEach(async () => {
  await expectIntegrity(app);
  // every order shows where its value is
  for (const { id } of (await admin.get('/ppic/rework-orders?limit=500')).body.data) {
    const o = (await admin.get(path({ id }))).body;
    const sum = (...amounts: string[]): number => amounts.reduce((cents, a) => cents + Math.round(Number(a) * 100), 0);
    expect(sum(o.rejected_value, o.material_value, o.conversion_value)).toBe(
      sum(o.output_value, o.settled_value, o.variance_value, o.work_in_progress),
    );
  }
});
afterAll(() => app?.close());

const REWORKS = '/ppic/rework-orders';
const path = ({ id }: { id: string }, rest = ''): string => `${REWORKS}/${id}${rest}`;

/** Rejected pieces on hold, worth so much each. */
async function rejected(quantity: number, unit_cost = '10.00', given: object = {}, lot?: object): Promise<Made> {
  const product = await aProduct(app, { type: 'finished_good', ...given });
  const receipt = await made(app, '/warehouse/receipts', {
    lines: [{ product_id: product.id, quantity, unit_cost, to_location_id: place['HOLD'], ...(lot && { lot }) }],
  });
  return { ...product, lot_id: receipt.lines[0].lot_id };
}

/** Material in stock. */
async function material(quantity: number, unit_cost: string): Promise<Made> {
  const product = await aProduct(app);
  await inStock(app, product.id, quantity, unit_cost);
  return product;
}

const ask = (who: Caller, product: Made, quantity: number, more: object = {}): Promise<Answer> =>
  who.post(REWORKS, { product_id: product.id, quantity, reason: 'Ear on the wrong way round', ...more });

async function request(product: Made, quantity: number, more: object = {}): Promise<Made> {
  const answer = await ask(admin, product, quantity, more);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

async function step(order: Made, event: string, body: object = {}, who: Caller = admin): Promise<Made> {
  const answer = await who.post(path(order, `/${event}`), body);
  if (answer.status !== 200) throw new Error(`${event}: ${answer.text}`);
  return answer.body;
}

async function started(product: Made, quantity: number, more: object = {}): Promise<Made> {
  const order = await request(product, quantity, more);
  await step(order, 'approve');
  return step(order, 'start');
}

async function lies(product: Made): Promise<Record<string, number>> {
  const { body } = await admin.get(`/warehouse/stock/${product.id}`);
  return Object.fromEntries(
    body.locations.filter((l: Made) => l.on_hand > 0).map((l: Made) => [l.location_code, l.on_hand]),
  );
}

const faultsOf = ({ body }: Answer): string[] => body.errors.map((e: Made) => `${e.pointer} ${e.code}`);

describe('a rework order', () => {
  it('takes rejected pieces and material, and puts their value on the good ones, in parts: 5 + 3 is 8', async () => {
    const [bear, thread] = [await rejected(8), await material(10, '0.50')];
    const order = await request(bear, 8, { materials: [{ product_id: thread.id, quantity: 8 }] });
    expect(order).toMatchObject({
      state: 'requested',
      number: expect.stringMatching(/^RW-/),
      from_location_code: 'HOLD',
      output_location_id: place['STOCK'],
      reject_location_id: place['HOLD'],
      open_quantity: 8,
      materials: [{ line_no: 1, product_id: thread.id, quantity: 8, issued_quantity: 0 }],
      work_in_progress: '0.00',
    });
    await step(order, 'approve', { reason: 'Worth it' });
    expect(await step(order, 'start')).toMatchObject({
      state: 'in_progress',
      rejected_value: '80.00',
      material_value: '4.00',
      work_in_progress: '84.00',
      materials: [{ issued_quantity: 8 }],
    });
    expect(await stockOf(app, bear.id)).toEqual({ on_hand: 0, reserved: 0, value: '0.00' });
    expect(await step(order, 'complete', { good_quantity: 5 })).toMatchObject({
      state: 'in_progress',
      good_quantity: 5,
      open_quantity: 3,
      output_value: '52.50',
      work_in_progress: '31.50',
      completed_at: null,
    });
    const done = await step(order, 'complete', {
      good_quantity: 2,
      scrapped_quantity: 1,
      scrapped_reason_code: 'BREAKAGE',
      notes: 'One tore',
    });
    expect(done).toMatchObject({
      state: 'completed',
      good_quantity: 7,
      scrapped_quantity: 1,
      open_quantity: 0,
      output_value: '84.00',
      variance_value: '0.00',
      work_in_progress: '0.00',
      reports: [
        { report_no: 1, good_quantity: 5, output_value: '52.50', notes: null },
        { report_no: 2, good_quantity: 2, scrapped_reason_code: 'BREAKAGE', output_value: '31.50', notes: 'One tore' },
      ],
    });
    expect(await lies(bear)).toEqual({ STOCK: 7 });
    expect(await stockOf(app, bear.id)).toEqual({ on_hand: 7, reserved: 0, value: '84.00' });
    const verified = await step(order, 'verify', { reason: 'Looked at all' }, quality);
    expect(verified).toMatchObject({ state: 'verified', verified_by: expect.any(String) });
    const { body: history } = await admin.get(path(order, '/history'));
    expect(history.map((h: Made) => [h.event, h.to_state, h.reason])).toEqual([
      ['create', 'requested', 'Ear on the wrong way round'],
      ['approve', 'approved', 'Worth it'],
      ['start', 'in_progress', null],
      ['complete', 'in_progress', null],
      ['complete', 'completed', 'One tore'],
      ['verify', 'verified', 'Looked at all'],
    ]);
    const { body: movements } = await admin.get(`/warehouse/movements?source_id=${order.id}`);
    expect(movements.data.map((m: Made) => [m.type, m.source_type]).sort()).toEqual([
      ['production_consumption', 'rework_order'],
      ['production_output', 'rework_order'],
      ['production_output', 'rework_order'],
    ]);
    const taken = await admin.post(`/warehouse/movements/${movements.data[0].id}/reverse`, { reason: 'x' });
    expect(taken.body.error_code).toBe('MOVEMENT_OF_DOCUMENT');
  });

  it('puts what is still rejected back on hold at what it was taken for, and can take it again', async () => {
    const [bear, thread] = [await rejected(8), await material(8, '0.50')];
    const order = await started(bear, 8, { materials: [{ product_id: thread.id, quantity: 8 }] });
    const done = await step(order, 'complete', {
      good_quantity: 6,
      rejected_quantity: 2,
      rejected_reason_code: 'DEFECT',
    });
    expect(done).toMatchObject({
      state: 'completed',
      rejected_quantity: 2,
      output_value: '84.00',
      variance_value: '0.00',
    });
    expect(await lies(bear)).toEqual({ STOCK: 6, HOLD: 2 });
    const again = await started(bear, 2);
    await step(again, 'complete', { good_quantity: 2 });
    expect(await lies(bear)).toEqual({ STOCK: 8 });
    expect(await stockOf(app, bear.id)).toMatchObject({ value: '84.00' });
  });

  it('adds the time of each report at the rates of its work centre', async () => {
    const bear = await rejected(4, '5.00');
    const centre = await made(app, '/ppic/work-centres', {
      code: unique('SEW'),
      name: 'Sewing',
      kind: 'internal',
      capacity: 1,
      labour_rate: '30.00',
      machine_rate: '12.00',
      overhead_percent: '10',
    });
    const order = await started(bear, 4, { work_centre_id: centre.id, planned_labour_minutes: 60 });
    // 45 min at 30 = 22.50, 10 min at 12 = 2.00, 10 % of 24.50 = 2.45
    const first = await step(order, 'complete', { good_quantity: 2, labour_minutes: 45, machine_minutes: 10 });
    expect(first).toMatchObject({
      conversion_value: '26.95',
      output_value: '36.95',
      work_in_progress: '10.00',
      reports: [{ conversion_cost: '26.95', labour_minutes: 45, machine_minutes: 10 }],
    });
    const { body: lost } = await admin.post(path(order, '/complete'), {
      scrapped_quantity: 1,
      scrapped_reason_code: 'BREAKAGE',
      labour_minutes: 2,
    });
    expect(lost).toMatchObject({ conversion_value: '28.05', work_in_progress: '11.10', output_value: '36.95' });
    expect(await step(order, 'complete', { good_quantity: 1 })).toMatchObject({
      state: 'completed',
      labour_minutes: 47,
      output_value: '48.05',
      work_in_progress: '0.00',
    });
    expect(await stockOf(app, bear.id)).toMatchObject({ on_hand: 3, value: '48.05' });
  });

  it('settles what no good piece carries: on earlier good ones on hand, else as a variance; loss leaves nothing open', async () => {
    const [bear, doll, cat] = [await rejected(4), await rejected(3), await rejected(2)];
    const order = await started(bear, 4);
    await step(order, 'complete', { good_quantity: 2 });
    await made(app, '/warehouse/issues', {
      lines: [{ product_id: bear.id, quantity: 1, from_location_id: place['STOCK'] }],
    });
    const lost = { scrapped_quantity: 2, scrapped_reason_code: 'BREAKAGE' };
    expect(await step(order, 'complete', lost)).toMatchObject({
      state: 'completed',
      settled_value: '10.00',
      variance_value: '10.00',
      work_in_progress: '0.00',
    });
    expect(await stockOf(app, bear.id)).toMatchObject({ on_hand: 1, value: '20.00' });

    const whole = await started(doll, 3);
    expect(await step(whole, 'complete', { ...lost, scrapped_quantity: 3 })).toMatchObject({
      state: 'completed',
      good_quantity: 0,
      variance_value: '30.00',
      work_in_progress: '0.00',
      reports: [{ movement_id: null, output_value: '0.00' }],
    });
    expect(await stockOf(app, doll.id)).toEqual({ on_hand: 0, reserved: 0, value: '0.00' });
    expect((await step(whole, 'verify', {}, quality)).state).toBe('verified');

    const thread = await material(2, '1.00');
    const none = await started(cat, 2, { materials: [{ product_id: thread.id, quantity: 2 }] });
    const still = await step(none, 'complete', { rejected_quantity: 2, rejected_reason_code: 'DEFECT' });
    expect(still).toMatchObject({ state: 'completed', output_value: '20.00', variance_value: '2.00' });
    expect(await lies(cat)).toEqual({ HOLD: 2 });
  });

  it.each([
    ['standard', { costing_method: 'standard', standard_cost: '9.000000' }],
    ['fifo', { costing_method: 'fifo' }],
  ])('is exact for a product at %s cost', async (_, given) => {
    const [bear, thread] = [await rejected(6, '10.00', given), await material(3, '0.35')];
    const order = await started(bear, 6, { materials: [{ product_id: thread.id, quantity: 3 }] });
    await step(order, 'complete', { good_quantity: 1, rejected_quantity: 1, rejected_reason_code: 'DEFECT' });
    await step(order, 'complete', { scrapped_quantity: 1, scrapped_reason_code: 'BREAKAGE' });
    const done = await step(order, 'complete', { good_quantity: 3 });
    expect(done).toMatchObject({ state: 'completed', material_value: '1.05', work_in_progress: '0.00' });
    const standard = 'standard_cost' in given;
    expect(await stockOf(app, bear.id)).toMatchObject({ on_hand: 5, value: standard ? '45.00' : '61.05' });
  });

  it('cancelled in the middle, gives back exactly what was not used', async () => {
    const [bear, thread] = [await rejected(8), await material(10, '0.50')];
    const order = await started(bear, 8, { materials: [{ product_id: thread.id, quantity: 10 }] });
    await step(order, 'complete', { good_quantity: 5 });
    expect((await admin.post(path(order, '/cancel'), {})).status).toBe(422);
    const cancelled = await step(order, 'cancel', { reason: 'Sold as seconds' });
    expect(cancelled).toMatchObject({
      state: 'cancelled',
      good_quantity: 5,
      returned_quantity: 3,
      open_quantity: 0,
      rejected_value: '50.00',
      material_value: '3.50',
      work_in_progress: '0.00',
      materials: [{ quantity: 10, issued_quantity: 7 }],
    });
    // 5 pieces: 50.00 and ceil(5 / 8 * 10) = 7 threads
    expect(await lies(bear)).toEqual({ STOCK: 5, HOLD: 3 });
    expect(await stockOf(app, bear.id)).toMatchObject({ value: '83.50' });
    expect(await stockOf(app, thread.id)).toMatchObject({ on_hand: 3, value: '1.50' });

    const untouched = await started(bear, 3);
    expect(await step(untouched, 'cancel', { reason: 'No time' })).toMatchObject({
      returned_quantity: 3,
      rejected_value: '0.00',
      variance_value: '0.00',
    });
    expect(await lies(bear)).toEqual({ STOCK: 5, HOLD: 3 });
  });

  it('keeps the lot, and what went into it is found both ways', async () => {
    const bear = await rejected(4, '10.00', { tracking: 'lot' }, { code: 'B-1' });
    const fabric = await aProduct(app, { tracking: 'lot' });
    const receipt = await made(app, '/warehouse/receipts', {
      lines: [
        { product_id: fabric.id, quantity: 2, unit_cost: '1', to_location_id: place['STOCK'], lot: { code: 'F-1' } },
      ],
    });
    expect(faultsOf(await ask(admin, bear, 4))).toEqual(['/lot_id LOT_REQUIRED']);
    const order = await started(bear, 4, { lot_id: bear.lot_id, materials: [{ product_id: fabric.id, quantity: 2 }] });
    await step(order, 'complete', { good_quantity: 3, rejected_quantity: 1, rejected_reason_code: 'DEFECT' });
    expect((await admin.get(`/warehouse/lots/${bear.lot_id}/stock`)).body).toMatchObject([
      { location_code: 'HOLD', on_hand: 1 },
      { location_code: 'STOCK', on_hand: 3 },
    ]);
    const fabricLot = receipt.lines[0].lot_id;
    const { body: forward } = await admin.get(`/warehouse/lots/${fabricLot}/genealogy?direction=forward`);
    expect(forward.steps).toMatchObject([
      { from_lot_id: fabricLot, to_lot_id: bear.lot_id, source_type: 'rework_order', source_id: order.id },
    ]);
    const { body: backward } = await admin.get(`/warehouse/lots/${bear.lot_id}/genealogy?direction=backward`);
    expect(backward.lots.map((l: Made) => l.code)).toContain('F-1');
  });

  it('of a serial number is one piece; a lot on hold is not taken', async () => {
    const bear = await aProduct(app, { tracking: 'serial' });
    const receipt = await made(app, '/warehouse/receipts', {
      lines: [{ product_id: bear.id, quantity: 1, unit_cost: '9', to_location_id: place['HOLD'], serials: ['S-1'] }],
    });
    const lot_id = receipt.lines[0].lot_id;
    expect(faultsOf(await ask(admin, bear, 2, { lot_id }))).toEqual(['/quantity SERIAL_QUANTITY']);
    const order = await request(bear, 1, { lot_id });
    await step(order, 'approve');
    await admin.post(`/warehouse/lots/${lot_id}/hold`, { reason: 'Complaint' });
    expect((await admin.post(path(order, '/start'), {})).body.error_code).toBe('LOT_ON_HOLD');
    await admin.post(`/warehouse/lots/${lot_id}/release`, { reason: 'To be reworked' });
    await step(order, 'start');
    expect(await step(order, 'complete', { good_quantity: 1 })).toMatchObject({ state: 'completed' });
  });

  it('counts in any unit, and keeps the words', async () => {
    const [bear, thread] = [await rejected(24), await material(24, '1.00')];
    const order = await request(bear, 0, {
      quantity: undefined,
      unit_quantity: '2',
      unit_code: 'DZ',
      materials: [{ product_id: thread.id, unit_quantity: '1', unit_code: 'DZ' }],
    });
    expect(order).toMatchObject({
      quantity: 24,
      materials: [{ quantity: 12 }],
      units: [
        { line_no: 1, unit_quantity: '2', quantity: 24 },
        { line_no: 2, unit_quantity: '1', quantity: 12 },
      ],
    });
    await step(order, 'approve');
    await step(order, 'start');
    const told = await step(order, 'complete', { good_unit_quantity: '1.5', unit_code: 'DZ' });
    expect(told).toMatchObject({ good_quantity: 18, reports: [{ units: [{ field: 'good_quantity', quantity: 18 }] }] });
    await step(order, 'complete', { good_quantity: 6 });
  });
});

describe('what a rework order refuses', () => {
  it('everything that is wrong with a request, at once', async () => {
    const bear = await rejected(2);
    const [thread, nobody] = [await material(1, '1'), '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59'];
    const wrong = await ask(admin, bear, 1, {
      lot_id: nobody,
      from_location_id: place['STOCK'],
      department_id: nobody,
      manufacturing_order_id: nobody,
      work_centre_id: nobody,
      materials: [thread, thread, bear, { id: nobody }].map(({ id }) => ({ product_id: id, quantity: 1 })),
    });
    expect(wrong.status).toBe(422);
    expect(faultsOf(wrong).sort()).toEqual([
      '/department_id REFERENCE_NOT_FOUND',
      '/from_location_id REFERENCE_NOT_FOUND',
      '/lot_id LOT_NOT_TRACKED',
      '/lot_id REFERENCE_NOT_FOUND',
      '/manufacturing_order_id REFERENCE_NOT_FOUND',
      '/materials/1/product_id DUPLICATE',
      '/materials/2/product_id SAME_PRODUCT',
      '/materials/3/product_id REFERENCE_NOT_FOUND',
      '/work_centre_id REFERENCE_NOT_FOUND',
    ]);
    const places = await ask(admin, bear, 1, {
      output_location_id: nobody,
      reject_location_id: place['STOCK'],
      planned_labour_minutes: 5,
    });
    expect(faultsOf(places)).toEqual([
      '/output_location_id REFERENCE_NOT_FOUND',
      '/reject_location_id REFERENCE_NOT_FOUND',
      '/work_centre_id REQUIRED',
    ]);
    expect(faultsOf(await ask(admin, { id: nobody }, 1))).toEqual(['/product_id REFERENCE_NOT_FOUND']);
    expect(faultsOf(await admin.post(REWORKS, { product_id: bear.id, quantity: 0 })).sort()).toEqual([
      '/quantity TOO_SMALL',
      '/reason REQUIRED',
    ]);
    expect(faultsOf(await ask(admin, bear, 1, { inspection_id: undefined, unit_quantity: '1' }))).toEqual([
      '/unit_quantity EXCLUSIVE',
    ]);
  });

  it('a report without reasons, of nothing, or of more than was taken; and what is short, all of it', async () => {
    const [bear, thread] = [await rejected(3), await material(1, '1')];
    const order = await request(bear, 4, { materials: [{ product_id: thread.id, quantity: 2 }] });
    await step(order, 'approve');
    const short = await admin.post(path(order, '/start'), {});
    expect(short.body.error_code).toBe('INSUFFICIENT_STOCK');
    expect(short.body.shortages).toHaveLength(2);
    const two = await started(bear, 2);
    const tell = (body: object): Promise<Answer> => admin.post(path(two, '/complete'), body);
    expect(faultsOf(await tell({ scrapped_quantity: 1, rejected_quantity: 1, labour_minutes: 1 })).sort()).toEqual([
      '/labour_minutes NOT_ALLOWED',
      '/rejected_reason_code REQUIRED',
      '/scrapped_reason_code REQUIRED',
    ]);
    expect(faultsOf(await tell({ good_quantity: 0 }))).toEqual(['/good_quantity TOO_SMALL']);
    expect(faultsOf(await tell({ good_quantity: 1, scrapped_reason_code: 'BREAKAGE' }))).toEqual([
      '/scrapped_reason_code NOT_ALLOWED',
    ]);
    expect(faultsOf(await tell({ scrapped_quantity: 1, scrapped_reason_code: 'DEFECT' }))).toEqual([
      '/scrapped_reason_code REFERENCE_NOT_FOUND',
    ]);
    expect((await tell({ good_quantity: 3 })).body).toMatchObject({ error_code: 'REWORK_QUANTITY_EXCEEDED', left: 2 });
    await step(two, 'complete', { good_quantity: 2 });
    await step(order, 'cancel', { reason: 'Not enough' });
  });

  it('every event in every state that does not have it', async () => {
    const bear = await rejected(20);
    const bodies: Record<string, object> = { complete: { good_quantity: 1 }, cancel: { reason: 'x' } };
    const events = ['approve', 'start', 'complete', 'verify', 'cancel'];
    const way: [string, string[]][] = [
      ['requested', ['approve', 'cancel']],
      ['approved', ['start', 'cancel']],
      ['in_progress', ['complete', 'cancel']],
      ['completed', ['verify']],
      ['verified', []],
    ];
    const check = async (order: Made, state: string, may: string[]): Promise<void> => {
      expect((await admin.get(path(order))).body.state).toBe(state);
      const { body: listed } = await quality.get(path(order, '/transitions'));
      const open = (e: Made): boolean => !e.reasons.some((r: Made) => r.code === 'INVALID_STATE');
      expect(
        listed
          .filter(open)
          .map((e: Made) => e.event)
          .sort(),
      ).toEqual([...may].sort());
      for (const event of events.filter((each) => !may.includes(each))) {
        const answer = await admin.post(path(order, `/${event}`), bodies[event] ?? {});
        expect([event, answer.status, answer.body.error_code]).toEqual([event, 409, 'INVALID_STATE']);
      }
    };
    const order = await request(bear, 1);
    for (const [state, may] of way) {
      await check(order, state, may);
      if (may.length) await step(order, may[0]!, bodies[may[0]!], state === 'completed' ? quality : admin);
    }
    const given = await request(bear, 1);
    await step(given, 'cancel', { reason: 'x' });
    await check(given, 'cancelled', []);
  });

  it('own requests to approve where duties are apart, and own work to verify', async () => {
    const bear = await rejected(3);
    const settings = (approver_must_differ: boolean) => admin.put('/ppic/settings', { approver_must_differ });
    expect((await settings(true)).status).toBe(200);
    const order = await request(bear, 3);
    expect((await admin.post(path(order, '/approve'), {})).body.error_code).toBe('ORDER_APPROVER_IS_AUTHOR');
    const { body: now } = await admin.get(path(order, '/transitions'));
    expect(now[0]).toMatchObject({ event: 'approve', allowed: false, reasons: [{ code: 'ORDER_APPROVER_IS_AUTHOR' }] });
    await step(order, 'approve', {}, app.as(await app.actor({ role: 'manager' })));
    await settings(false);
    await step(order, 'start');
    const floor = app.as(await app.actor({ role: 'ppic_manager' }));
    await step(order, 'complete', { good_quantity: 1 }, floor);
    await step(order, 'complete', { good_quantity: 2 });
    for (const who of [floor, admin])
      expect((await who.post(path(order, '/verify'), {})).body.error_code).toBe('REWORK_VERIFIER_IS_WORKER');
    const { body: then } = await floor.get(path(order, '/transitions'));
    expect(then[3]).toMatchObject({
      event: 'verify',
      allowed: false,
      reasons: [{ code: 'REWORK_VERIFIER_IS_WORKER' }],
    });
    await step(order, 'verify', {}, quality);
  });

  it('who may not, and who is elsewhere', async () => {
    const bear = await rejected(9);
    const [viewer, operator, supervisor] = [
      app.as(await app.actor({ role: 'viewer' })),
      app.as(await app.actor({ role: 'operator' })),
      app.as(await app.actor({ role: 'production_supervisor' })),
    ];
    expect((await ask(viewer, bear, 1)).status).toBe(403);
    for (const who of [operator, supervisor, quality]) expect((await ask(who, bear, 1)).status).toBe(201);
    const order = await request(bear, 1);
    for (const event of ['approve', 'start', 'complete', 'verify', 'cancel'])
      expect((await viewer.post(path(order, `/${event}`), { reason: 'x' })).status).toBe(
        event === 'complete' ? 403 : 403,
      );
    expect((await operator.post(path(order, '/approve'), {})).status).toBe(403);
    expect((await operator.post(path(order, '/verify'), {})).status).toBe(403);

    const west = await made(app, '/warehouse/locations', { code: unique('WEST'), name: 'West', type: 'warehouse' });
    const stranger = app.as(await app.actor({ role: 'ppic_manager', warehouses: [west.id] }));
    const [sewing, packing] = [await aDepartment(app), await aDepartment(app)];
    const packer = app.as(await app.actor({ role: 'ppic_manager', departments: [packing.id] }));
    const ofSewing = await request(bear, 1, { department_id: sewing.id });
    for (const [who, hidden] of [
      [stranger, order],
      [packer, ofSewing],
    ] as const) {
      for (const rest of ['', '/transitions', '/history']) expect((await who.get(path(hidden, rest))).status).toBe(404);
      for (const event of ['approve', 'start', 'verify'])
        expect((await who.post(path(hidden, `/${event}`), {})).status).toBe(404);
      expect((await who.post(path(hidden, '/cancel'), { reason: 'x' })).status).toBe(404);
      expect((await who.post(path(hidden, '/complete'), { good_quantity: 1 })).status).toBe(404);
      const { body } = await who.get(`${REWORKS}?product_id=${bear.id}`);
      expect(body.data.map((o: Made) => o.id)).not.toContain(hidden.id);
    }
    expect(faultsOf(await ask(stranger, bear, 1))).toEqual(['/from_location_id REFERENCE_NOT_FOUND']);
    expect((await ask(packer, bear, 1, { department_id: sewing.id })).status).toBe(404);
    expect((await ask(packer, bear, 1)).body.department_id).toBe(packing.id);
  });
});

describe('requests', () => {
  it('are found by what they are about', async () => {
    const [bear, doll] = [await rejected(3), await rejected(2)];
    const [first, second] = [await request(bear, 1), await request(bear, 2)];
    await request(doll, 1);
    await step(second, 'approve');
    const list = async (query: string): Promise<string[]> =>
      (await admin.get(`${REWORKS}?${query}`)).body.data.map((o: Made) => o.id);
    expect(await list(`product_id=${bear.id}&sort=number`)).toEqual([first.id, second.id]);
    expect(await list(`product_id=${bear.id}`)).toEqual([second.id, first.id]);
    expect(await list(`product_id=${bear.id}&state=approved,in_progress`)).toEqual([second.id]);
    expect(await list(`q=${first.number}&warehouse_id=${place['WH']}&created_from=2020-01-01`)).toEqual([first.id]);
    const { body } = await admin.post('/warehouse/scans/resolve', { scan: first.number });
    expect(JSON.stringify(body)).toContain('/ppic/rework-orders/');
  });

  it('are tried without effect, done once when repeated, and not done on an older version', async () => {
    const bear = await rejected(4);
    const order = await request(bear, 4);
    await step(order, 'approve');
    const tried = await admin.post(path(order, '/start?dry_run=true'), {});
    expect(tried.body).toMatchObject({ state: 'in_progress', work_in_progress: '40.00' });
    expect((await admin.get(path(order))).body.state).toBe('approved');
    await step(order, 'start');
    const key = { 'idempotency-key': unique('K') };
    const both = [1, 2].map(() => admin.post(path(order, '/complete'), { good_quantity: 1 }, key));
    for (const answer of await Promise.all(both)) expect(answer.body.good_quantity ?? 1).toBe(1);
    expect((await admin.get(path(order))).body.good_quantity).toBe(1);
    const stale = await admin.post(path(order, '/complete'), { good_quantity: 1 }, { 'if-match': '"1"' });
    expect(stale.body.error_code).toBe('STALE_VERSION');
  });

  it('by many at once never count a piece twice', async () => {
    const bear = await rejected(10);
    const order = await started(bear, 10);
    const told = await Promise.all(
      Array.from({ length: 12 }, () => admin.post(path(order, '/complete'), { good_quantity: 1 })),
    );
    expect(told.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(await stockOf(app, bear.id)).toMatchObject({ on_hand: 10, value: '100.00' });
    const last = (await admin.get(path(order))).body;
    expect(last).toMatchObject({ state: 'completed', work_in_progress: '0.00' });
    expect(last.reports.map((r: Made) => r.report_no)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

it('the check sees a report that the order does not count, and material that the ledger did not move', async () => {
  const [bear, thread] = [await rejected(2), await material(4, '1.00')];
  const order = await started(bear, 2, { materials: [{ product_id: thread.id, quantity: 4 }] });
  await step(order, 'complete', { good_quantity: 1 });
  const broken = async (change: string, restore: string): Promise<string[]> => {
    await app.db.query(change, [order.id]);
    const body = await integrityNow(app);
    await app.db.query(restore, [order.id]);
    return body.invariants.filter((i: Made) => i.violations > 0).map((i: Made) => i.name);
  };
  const reports = (n: number) => `update erp.rework_reports set good_quantity = ${n} where rework_order_id = $1`;
  const issued = (n: number) =>
    `update erp.rework_order_materials set issued_quantity = ${n} where rework_order_id = $1`;
  expect(await broken(reports(2), reports(1))).toEqual(['reworks_agree_with_reports']);
  expect(await broken(issued(3), issued(4))).toEqual(['reworks_agree_with_ledger']);
});

describe('of what an order or inspection rejected', () => {
  it('no more is reworked than it rejected, however many ask at once', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 20, unit_cost: '2' }]);
    const making = await aStartedOrder(app, product.id, 10);
    await act(app, making.id, 'reports', { good_quantity: 4, rejected_quantity: 6, rejected_reason_code: 'DEFECT' });
    const of = { manufacturing_order_id: making.id };
    const answers = await Promise.all([3, 3, 3].map((quantity) => ask(admin, product, quantity, of)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409]);
    const refused = answers.find(({ status }) => status === 409)!;
    expect(refused.body).toMatchObject({ error_code: 'REWORK_LIMIT_EXCEEDED', rejected_quantity: 6, claimed: 6 });
    const [one, two] = answers.filter(({ status }) => status === 201).map(({ body }) => body);
    await step(two, 'cancel', { reason: 'Later' });
    await step(one, 'approve');
    await step(one, 'start');
    await step(one, 'complete', { good_quantity: 1, rejected_quantity: 2, rejected_reason_code: 'DEFECT' });
    expect((await ask(admin, product, 5, of)).status).toBe(201);
    expect((await ask(admin, product, 1, of)).status).toBe(409);
  });

  /** A rejected inspection of pieces on hold. */
  async function rejectedInspection(disposition: string): Promise<{ product: Made; inspection: Made }> {
    const product = await aProduct(app, { type: 'finished_good' });
    await aPlan(app, { product_id: product.id, kind: 'final' });
    await inStock(app, product.id, 5, '4.00');
    const asked = await made(app, '/quality/inspections', {
      kind: 'final',
      product_id: product.id,
      quantity: 5,
      location_id: place['STOCK'],
      source_type: 'manual',
      source_id: app.company_id,
    });
    await admin.post(`/quality/inspections/${asked.id}/start`, {});
    const { body } = await admin.post(`/quality/inspections/${asked.id}/reject`, { disposition, reason: 'Seams open' });
    return { product, inspection: body };
  }

  it('the good pieces are inspected again in place of what rejected them', async () => {
    const { product, inspection } = await rejectedInspection('quarantine');
    const of = { inspection_id: inspection.id };
    expect((await ask(admin, product, 6, of)).body.error_code).toBe('REWORK_LIMIT_EXCEEDED');
    const order = await started(product, 5, { ...of, output_location_id: place['HOLD'] });
    await step(order, 'complete', { good_quantity: 5 });
    const verified = await step(order, 'verify', { inspect: true }, quality);
    const { body: again } = await admin.get(`/quality/inspections/${verified.verification_inspection_id}`);
    expect(again).toMatchObject({
      reinspects_id: inspection.id,
      kind: 'final',
      quantity: 5,
      source_type: 'rework_order',
      source_id: order.id,
      state: 'open',
    });
    await admin.post(`/quality/inspections/${again.id}/start`, {});
    expect((await admin.post(`/quality/inspections/${again.id}/accept`, {})).body.state).toBe('accepted');
    expect(await lies(product)).toEqual({ STOCK: 5 });
  });

  it('or for themselves where not all of them are; what was scrapped is not reworked, nor what no inspection rejected', async () => {
    const { product, inspection } = await rejectedInspection('quarantine');
    const order = await started(product, 2, { inspection_id: inspection.id });
    await step(order, 'complete', { good_quantity: 1, scrapped_quantity: 1, scrapped_reason_code: 'BREAKAGE' });
    const verified = await step(order, 'verify', { inspect: true }, quality);
    const { body: again } = await admin.get(`/quality/inspections/${verified.verification_inspection_id}`);
    expect(again).toMatchObject({ reinspects_id: null, quantity: 1, location_id: place['STOCK'] });

    const scrapped = await rejectedInspection('scrap');
    const of = { inspection_id: scrapped.inspection.id };
    expect(faultsOf(await ask(admin, scrapped.product, 1, of))).toEqual(['/inspection_id SCRAPPED']);
    expect(faultsOf(await ask(admin, product, 1, of))).toEqual(['/inspection_id REFERENCE_NOT_FOUND']);
    expect((await ask(admin, product, 1, { inspection_id: app.company_id })).status).toBe(404);

    const [plain, lost] = [await rejected(1), await rejected(1)];
    const unplanned = await started(plain, 1);
    await step(unplanned, 'complete', { good_quantity: 1 });
    const ofNone = await quality.post(path(unplanned, '/verify'), { inspect: true });
    expect(ofNone.body.error_code).toBe('NO_INSPECTION_PLAN');
    const nothing = await started(lost, 1);
    await step(nothing, 'complete', { scrapped_quantity: 1, scrapped_reason_code: 'BREAKAGE' });
    expect(faultsOf(await quality.post(path(nothing, '/verify'), { inspect: true }))).toEqual(['/inspect NOT_ALLOWED']);
    const plain_verifier = app.as(await app.actor({ permissions: ['ppic.rework_orders.*'] }));
    expect((await plain_verifier.post(path(nothing, '/verify'), { inspect: true })).status).toBe(403);
  });
});
