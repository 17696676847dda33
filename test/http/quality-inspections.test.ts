import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, aReceipt, made, placesOf, unique } from '../support/makers.js';
import { COLOUR, aPlan, aReason, anInspection } from '../support/quality.js';
import { Database } from '../../src/kernel/database/index.js';
import { QualityGate } from '../../src/quality/index.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;
let elsewhere: { id: string; shelf: string };
let stranger: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
  const { id } = await made(app, '/warehouse/locations', { code: unique('EAST'), name: 'East', type: 'warehouse' });
  const shelf = await made(app, '/warehouse/locations', { code: unique('E1'), name: 'E', type: 'bin', parent_id: id });
  elsewhere = { id, shelf: shelf.id };
  stranger = app.as(await app.actor({ role: 'quality', warehouses: [id] }));
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const from = (receipt: any, rest = ''): string => `/quality/inspections/from-movement/${receipt.id}${rest}`;
const lies = async (product: any): Promise<Record<string, number>> => {
  const { body } = await admin.get(`/warehouse/stock/${product.id}`);
  return Object.fromEntries(body.locations.map((l: any) => [l.location_id, l.on_hand]));
};
const aLot = async (product: any, quantity: number, code = unique('L')) =>
  made(app, '/warehouse/receipts', {
    lines: [{ product_id: product.id, quantity, unit_cost: '1', to_location_id: place['STOCK'], lot: { code } }],
  });
const lotState = async (receipt: any): Promise<string> =>
  (await admin.get(`/warehouse/lots/${receipt.lines[0].lot_id}`)).body.state;

/** How many statements a call needs. */
async function statements(work: () => Promise<unknown>): Promise<number> {
  const db = app.nest.get(Database, { strict: false });
  const spies = [jest.spyOn(db, 'query'), jest.spyOn(db as any, 'run')];
  try {
    await work();
    return spies[1]!.mock.calls.length;
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}

describe('At a receipt', () => {
  it('inspections are made once, also by two at once; a dry run makes none', async () => {
    const [wanted, other] = [await aProduct(app), await aProduct(app)];
    await aPlan(app, { product_id: wanted.id, sampling: 'percent', sample_percent: '10' });
    const line = (product: any, quantity: number) => ({
      product_id: product.id,
      quantity,
      unit_cost: '1',
      to_location_id: place['STOCK'],
    });
    const receipt = await made(app, '/warehouse/receipts', { lines: [line(wanted, 25), line(other, 5)] });
    expect((await admin.post(from(receipt, '?dry_run=true'))).body.created).toBe(1);
    const both = await Promise.all([1, 2].map(() => admin.post(from(receipt))));
    expect(both.map(({ status, body }) => [status, body.created]).sort()).toEqual([
      [200, 0],
      [200, 1],
    ]);
    const { body } = await admin.post(from(receipt));
    expect(body).toMatchObject({
      movement_id: receipt.id,
      created: 0,
      inspections: [{ quantity: 25, sample_size: 3 }],
    });
    expect((await admin.get(`/quality/inspections?source_id=${receipt.id}&state=open`)).body.data).toHaveLength(1);
  });

  it('every line takes the same number of statements', async () => {
    const receiptOf = async (count: number): Promise<any> => {
      const lines = [];
      for (let n = 0; n < count; n++) {
        const product = await aProduct(app, { tracking: 'lot' });
        const while_open = n % 2 ? 'quarantine' : 'hold';
        await aPlan(app, { product_id: product.id, is_gate: true, while_open });
        lines.push({
          product_id: product.id,
          quantity: 5,
          unit_cost: '1',
          to_location_id: place['STOCK'],
          lot: { code: unique('L') },
        });
      }
      return made(app, '/warehouse/receipts', { lines });
    };
    const [few, many] = [await receiptOf(2), await receiptOf(12)];
    const first = await statements(() => admin.post(from(few)));
    expect(first).toBeGreaterThan(5);
    expect(await statements(() => admin.post(from(many)))).toBe(first);
    expect((await admin.post(from(many))).body.inspections).toHaveLength(12);
  });

  it('a gate puts the lot on hold; what has no lot, or should, into quarantine', async () => {
    const [lotted, loose] = [await aProduct(app, { tracking: 'lot' }), await aProduct(app)];
    for (const product of [lotted, loose])
      await aPlan(app, { product_id: product.id, is_gate: true, while_open: 'hold' });
    const lot = await aLot(lotted, 5);
    expect((await admin.post(from(lot))).body.inspections).toMatchObject([{ holds_lot: true, held_location_id: null }]);
    expect(await lotState(lot)).toBe('on_hold');
    const receipt = await aReceipt(app, loose.id, 5);
    expect((await admin.post(from(receipt))).body.inspections).toMatchObject([
      { holds_lot: false, location_id: place['STOCK'], held_location_id: expect.any(String) },
    ]);
    expect((await lies(loose))[place['STOCK']!]).toBeUndefined();
    expect((await admin.get(`/warehouse/stock/${loose.id}`)).body).toMatchObject({ on_hand: 5, available: 0 });
    const { body } = await admin.get(`/quality/inspections?product_id=${loose.id}`);
    const path = `/quality/inspections/${body.data[0].id}`;
    await admin.post(`${path}/start`);
    expect((await admin.post(`${path}/accept`, {})).body).toMatchObject({ state: 'accepted', held_location_id: null });
    expect(await lies(loose)).toEqual({ [place['STOCK']!]: 5 });
    const { body: moved } = await admin.get(`/warehouse/movements?source_id=${body.data[0].id}`);
    expect(moved.data).toHaveLength(2);
    expect(
      (await admin.post(`/warehouse/movements/${moved.data[0].id}/reverse`, { reason: 'x' })).body.error_code,
    ).toBe('MOVEMENT_OF_DOCUMENT');
  });

  it('cancelling passes no gate: the lot stays held, and the next inspection takes it over', async () => {
    const [product, loose] = [await aProduct(app, { tracking: 'lot' }), await aProduct(app)];
    await aPlan(app, { product_id: product.id, is_gate: true, while_open: 'hold' });
    await aPlan(app, { product_id: loose.id, is_gate: true, while_open: 'quarantine' });
    for (const receipt of [await aLot(product, 5), await aReceipt(app, loose.id, 5)]) {
      const { body: first } = await admin.post(from(receipt));
      const cancelled = await admin.post(`/quality/inspections/${first.inspections[0].id}/cancel`, { reason: 'Again' });
      expect(cancelled.body.state).toBe('cancelled');
      const { body: second } = await admin.post(from(receipt));
      expect(second.created).toBe(1);
      const path = `/quality/inspections/${second.inspections.at(-1).id}`;
      await admin.post(`${path}/start`);
      expect((await admin.post(`${path}/accept`, {})).body.state).toBe('accepted');
      if (receipt.lines[0].lot_id) expect(await lotState(receipt)).toBe('available');
      else expect(await lies(loose)).toEqual({ [place['STOCK']!]: 5 });
    }
  });

  it('a lot that somebody holds for another reason stays on hold; one of two inspections does not release it either', async () => {
    const product = await aProduct(app, { tracking: 'lot' });
    await aPlan(app, { product_id: product.id, is_gate: true, while_open: 'hold' });
    const receipt = await aLot(product, 5);
    await admin.post(`/warehouse/lots/${receipt.lines[0].lot_id}/hold`, { reason: 'Complaint' });
    const accept = async (id: string): Promise<void> => {
      await admin.post(`/quality/inspections/${id}/start`);
      expect((await admin.post(`/quality/inspections/${id}/accept`, {})).status).toBe(200);
    };
    const { body } = await admin.post(from(receipt));
    expect(body.inspections[0].holds_lot).toBe(false);
    await accept(body.inspections[0].id);
    expect(await lotState(receipt)).toBe('on_hold');

    const [first, second] = [await aLot(product, 5, 'TWICE'), await aLot(product, 3, 'TWICE')];
    const ids = [];
    for (const part of [first, second]) ids.push((await admin.post(from(part))).body.inspections[0].id);
    await accept(ids[0]);
    expect(await lotState(first)).toBe('on_hold');
    await accept(ids[1]);
    expect(await lotState(first)).toBe('available');
    const { body: history } = await admin.get(`/warehouse/lots/${first.lines[0].lot_id}/history`);
    expect(history.map((h: any) => h.event)).toEqual(['hold', 'release']);
  });

  it('refuses what is no receipt, a lot size that the table does not know, a warehouse without quarantine, a stranger', async () => {
    const product = await aProduct(app);
    await aPlan(app, {
      product_id: product.id,
      is_gate: true,
      while_open: 'quarantine',
      sampling: 'table',
      samples: [{ lot_from: 2, lot_to: 9, sample_size: 2, acceptance_number: 0, rejection_number: 1 }],
    });
    const receipt = await aReceipt(app, product.id, 10);
    expect((await admin.post(from(receipt))).body).toMatchObject({
      error_code: 'LOT_SIZE_NOT_SAMPLED',
      lots: [{ line_no: 1, quantity: 10 }],
    });
    expect((await stranger.post(from(receipt))).status).toBe(404);
    expect((await admin.post(from({ id: app.company_id }))).status).toBe(404);
    const far = await aReceipt(app, product.id, 5, '1.00', elsewhere.shelf);
    expect((await admin.post(from(far))).body.error_code).toBe('HOLDING_PLACE_MISSING');
    await admin.post(`/warehouse/movements/${far.id}/reverse`, { reason: 'Wrong' });
    expect((await admin.post(from(far))).body.error_code).toBe('NOT_A_RECEIPT');
    const issue = await made(app, '/warehouse/issues', {
      lines: [{ product_id: product.id, quantity: 1, from_location_id: place['STOCK'] }],
    });
    expect((await admin.post(from(issue))).body.error_code).toBe('NOT_A_RECEIPT');
    const viewer = app.as(await app.actor({ role: 'viewer' }));
    expect((await viewer.post(from(receipt))).status).toBe(403);
  });
});

describe('Of a document', () => {
  const ask = (who: Caller, product: any, more: object = {}) =>
    who.post('/quality/inspections', {
      kind: 'in_process',
      operation: 'sewing',
      product_id: product.id,
      quantity: 8,
      location_id: place['STOCK'],
      source_type: 'manufacturing_order',
      source_id: app.company_id,
      ...more,
    });

  it('an inspection is asked for by the active plan, and refused with every fault', async () => {
    const product = await aProduct(app, { tracking: 'lot' });
    expect((await ask(admin, product)).body.error_code).toBe('NO_INSPECTION_PLAN');
    await aPlan(app, {
      product_id: product.id,
      kind: 'in_process',
      operation: 'SEWING',
      sampling: 'fixed',
      sample_quantity: 5,
    });
    const { body, status } = await ask(admin, product, { notes: 'Second shift' });
    expect([status, body]).toMatchObject([
      201,
      { operation: 'SEWING', sample_size: 5, state: 'open', verdict: 'passed', notes: 'Second shift' },
    ]);
    const wrong = await ask(
      admin,
      { id: app.company_id },
      {
        lot_id: app.company_id,
        location_id: place['SUPPLIER'],
        reinspects_id: body.id,
      },
    );
    expect(wrong.body.errors.map((e: any) => e.pointer)).toEqual([
      '/product_id',
      '/lot_id',
      '/location_id',
      '/reinspects_id',
    ]);
    expect((await ask(stranger, product)).status).toBe(404);
    const supervisor = app.as(await app.actor({ role: 'production_supervisor' }));
    expect((await ask(supervisor, product)).status).toBe(201);
    expect((await supervisor.post(`/quality/inspections/${body.id}/start`)).status).toBe(403);
    expect((await stranger.get(`/quality/inspections/${body.id}`)).status).toBe(404);
    expect((await stranger.get(`/quality/inspections?product_id=${product.id}`)).body.data).toEqual([]);
    expect((await stranger.post(`/quality/inspections/${body.id}/start`)).status).toBe(404);
  });

  it('the gate says what is missing, open and rejected, and is passed by an inspection after rework', async () => {
    const product = await aProduct(app);
    const source_id = (await aProduct(app)).id;
    await aPlan(app, { product_id: product.id, kind: 'in_process', operation: 'SEWING', is_gate: true });
    const gate = async (who: Caller = admin, more = ''): Promise<any[]> =>
      (
        await who.get(
          `/quality/gates?product_id=${product.id}&kind=in_process&operation=Sewing&source_type=manufacturing_order&source_id=${source_id}${more}`,
        )
      ).body.blockers;
    expect(await gate()).toMatchObject([{ code: 'INSPECTION_MISSING', inspection_id: null }]);
    const { body: first } = await ask(admin, product, { source_id });
    expect(await gate()).toMatchObject([{ code: 'INSPECTION_OPEN', inspection_id: first.id, number: first.number }]);
    expect(await gate(stranger)).toMatchObject([{ code: 'INSPECTION_OPEN', inspection_id: null, number: null }]);
    const path = `/quality/inspections/${first.id}`;
    await admin.post(`${path}/start`);
    await admin.post(`${path}/reject`, { disposition: 'leave', reason: 'Seams open' });
    expect(await gate()).toMatchObject([{ code: 'INSPECTION_REJECTED' }]);
    const { body: again } = await ask(admin, product, { source_id, reinspects_id: first.id });
    expect(again.reinspects_id).toBe(first.id);
    expect(await gate()).toMatchObject([{ code: 'INSPECTION_OPEN', inspection_id: again.id }]);
    expect((await ask(admin, product, { source_id, reinspects_id: first.id })).body.error_code).toBe(
      'INSPECTION_REPEATED',
    );
    expect((await admin.post(`${path}/concede`, { reason: 'x' })).body.error_code).toBe('INSPECTION_REPEATED');
    await admin.post(`/quality/inspections/${again.id}/start`);
    await admin.post(`/quality/inspections/${again.id}/accept`, {});
    expect(await gate()).toEqual([]);
    // reworked and then accepted: nothing was lost, and the pieces were not good the first time
    const range = `from=2000-01-01&to=2999-12-31&product_id=${product.id}`;
    expect((await admin.get(`/quality/cost-of-poor-quality?${range}`)).body.value).toBe('0.00');
    expect((await admin.get(`/quality/first-pass-yield?${range}&group_by=operation`)).body.data).toMatchObject([
      { key: 'SEWING', inspections: 1, inspected_quantity: 8, first_pass_quantity: 0, first_pass_percent: '0.0000' },
    ]);
    const outsider = app.as(await app.actor({ role: 'quality', companies: [] }));
    expect((await outsider.get(`/quality/gates?company_id=${app.company_id}`)).status).toBe(404);
  });
});

it('the gate answers of many as of one, each in its place', async () => {
  const gate = app.nest.get(QualityGate, { strict: false });
  const product = await aProduct(app, { tracking: 'lot' });
  await aPlan(app, { product_id: product.id, is_gate: true, while_open: 'hold' });
  const [first, second] = [await aLot(product, 5), await aLot(product, 5)];
  await admin.post(from(first));
  const lot = (receipt: any) => ({
    company_id: app.company_id,
    product_id: product.id,
    lot_id: receipt.lines[0].lot_id,
    kind: 'incoming',
  });
  const free = { company_id: app.company_id, lot_id: app.company_id };
  const subjects = [lot(second), free, lot(first)];
  const codes = (await gate.blockersOf(subjects)).map((blockers) => blockers.map(({ code }) => code));
  expect(codes).toEqual([['INSPECTION_MISSING'], [], ['INSPECTION_OPEN']]);
  expect(await gate.blockersOf([])).toEqual([]);
  const one = await statements(() => gate.blockersOf([lot(first)]));
  expect(await statements(() => gate.blockersOf(Array.from({ length: 40 }, () => lot(first))))).toBe(one);
});

describe('What is found', () => {
  const WIDTH = {
    characteristic_no: 2,
    name: 'Width',
    type: 'measured',
    unit: 'mm',
    lower_limit: '1.0',
    upper_limit: '2.0',
    decimals: 1,
    severity: 'minor',
    is_mandatory: false,
  };

  it('is entered in parts and anew; the sample says what it comes to', async () => {
    const { path, inspection } = await anInspection(app, {
      sampling: 'fixed',
      sample_quantity: 3,
      acceptance_number: 1,
      characteristics: [COLOUR, WIDTH],
    });
    expect(inspection).toMatchObject({ missing_results: 3, verdict: 'incomplete', started_at: expect.any(String) });
    const enter = async (body: object): Promise<any> => (await admin.post(`${path}/results`, body)).body;
    const colour = (sample_no: number, passed: boolean) => ({ sample_no, characteristic_no: 1, passed });
    expect((await admin.post(`${path}/accept`, {})).body).toMatchObject({
      error_code: 'RESULTS_INCOMPLETE',
      missing_results: 3,
    });
    expect(await enter({ results: [colour(1, true), colour(2, false)] })).toMatchObject({
      missing_results: 1,
      defective_quantity: 1,
      verdict: 'incomplete',
      version: 3,
    });
    // the same piece fails twice: it is one piece
    expect(
      await enter({ results: [colour(3, true), { sample_no: 2, characteristic_no: 2, value: '2.1' }] }),
    ).toMatchObject({
      missing_results: 0,
      defective_quantity: 1,
      verdict: 'passed',
    });
    const critical = await aReason(app, 'critical');
    const minor = await aReason(app, 'minor');
    expect(await enter({ defects: [{ reason_id: minor.id, quantity: 4, sample_no: 2 }] })).toMatchObject({
      defective_quantity: 1,
      verdict: 'passed',
      defects: [{ quantity: 4, sample_no: 2 }],
    });
    expect(await enter({ defects: [{ reason_id: critical.id, quantity: 1, sample_no: 2 }] })).toMatchObject({
      defective_quantity: 1,
      critical_quantity: 1,
      verdict: 'failed',
    });
    expect(await enter({ defects: [{ reason_id: critical.id, quantity: 0, sample_no: 2 }] })).toMatchObject({
      critical_quantity: 0,
      verdict: 'passed',
    });
    expect(await enter({ defects: [{ reason_id: minor.id, quantity: 1, note: 'Loose' }] })).toMatchObject({
      defective_quantity: 2,
      verdict: 'failed',
    });
    expect((await admin.get(`${path}/transitions`)).body).toMatchObject([
      { event: 'start', allowed: false },
      { event: 'accept', allowed: false, reasons: [{ code: 'ACCEPTANCE_NUMBER_EXCEEDED' }] },
      { event: 'accept_in_part', allowed: true },
      { event: 'reject', allowed: true },
      { event: 'concede', allowed: true },
      { event: 'cancel', allowed: true },
    ]);
    expect((await admin.get(`${path}/results?passed=false&limit=1`)).body).toMatchObject({
      data: [{ sample_no: 2, passed: false }],
      next_cursor: expect.any(String),
    });
    expect((await admin.get(`${path}/results?characteristic_no=2`)).body.data).toMatchObject([
      { value: '2.100000', passed: false, name: 'Width', unit: 'mm' },
    ]);
  });

  it('takes hundreds as it takes two, and all of them or none', async () => {
    const { path } = await anInspection(app, { characteristics: [COLOUR, WIDTH] }, { quantity: 300 });
    const colours = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ sample_no: n + 1, characteristic_no: 1, passed: true }));
    const two = await statements(() => admin.post(`${path}/results`, { results: colours(2) }));
    expect(await statements(() => admin.post(`${path}/results`, { results: colours(300) }))).toBe(two);
    const wrong = await admin.post(`${path}/results`, {
      results: [
        { sample_no: 1, characteristic_no: 1, passed: false },
        { sample_no: 301, characteristic_no: 1, passed: true },
        { sample_no: 1, characteristic_no: 2, value: '1.05' },
        { sample_no: 1, characteristic_no: 3, passed: true },
      ],
      defects: [{ reason_id: app.company_id, quantity: 1 }],
    });
    expect(wrong.body.errors.map((e: any) => e.pointer)).toEqual([
      '/results/1/sample_no',
      '/results/2/value',
      '/results/3/characteristic_no',
      '/defects/0/reason_id',
    ]);
    expect((await admin.get(path)).body).toMatchObject({ defective_quantity: 0, missing_results: 0 });
    expect((await admin.post(`${path}/results`, {})).body.errors).toMatchObject([{ code: 'REQUIRED' }]);
    const dry = await admin.post(`${path}/results?dry_run=true`, { results: [{ ...colours(1)[0], passed: false }] });
    expect(dry.body.defective_quantity).toBe(1);
    expect((await admin.get(path)).body.defective_quantity).toBe(0);
    await admin.post(`${path}/accept`, {});
    expect((await admin.post(`${path}/results`, { results: colours(1) })).body.error_code).toBe('INVALID_STATE');
    const viewer = app.as(await app.actor({ role: 'viewer' }));
    expect((await viewer.post(`${path}/results`, { results: colours(1) })).status).toBe(403);
  });
});

describe('A decision', () => {
  it('is made once, of the version that was seen', async () => {
    const { path, inspection } = await anInspection(app);
    expect((await admin.post(`${path}/accept`, {}, { 'if-match': '"1"' })).status).toBe(412);
    const both = await Promise.all([
      admin.post(`${path}/accept`, { reason: 'Good' }),
      admin.post(`${path}/reject`, { disposition: 'scrap', reason: 'Bad' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await admin.get(path)).body.version).toBe(inspection.version + 1);
  });

  it('is the same for a key that comes again', async () => {
    const { path, product } = await anInspection(app);
    const reject = () =>
      admin.post(`${path}/reject`, { disposition: 'scrap', reason: 'Wet' }, { 'idempotency-key': `key-${product.id}` });
    const [first, second] = [await reject(), await reject()];
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(await lies(product)).toEqual({});
  });

  it('to scrap is the end; to quarantine may be sorted or conceded, and the pieces come back', async () => {
    const scrapped = await anInspection(app);
    await admin.post(`${scrapped.path}/reject`, { disposition: 'scrap', reason: 'Wet' });
    const part = {
      accepted_quantity: 4,
      rejected_quantity: 6,
      disposition: 'scrap',
      is_sorted: true,
      reason: 'Sorted',
    };
    expect((await admin.post(`${scrapped.path}/accept-in-part`, part)).body.error_code).toBe('INSPECTION_SCRAPPED');
    expect((await admin.post(`${scrapped.path}/concede`, { reason: 'x' })).body.error_code).toBe('INSPECTION_SCRAPPED');
    expect((await admin.get(`${scrapped.path}/transitions`)).body[2]).toMatchObject({
      event: 'accept_in_part',
      reasons: [{ code: 'INSPECTION_SCRAPPED' }],
    });
    const again = await admin.post('/quality/inspections', {
      kind: 'incoming',
      product_id: scrapped.product.id,
      quantity: 1,
      location_id: place['STOCK'],
      source_type: 'manual',
      source_id: app.company_id,
      reinspects_id: scrapped.inspection.id,
    });
    expect(again.body.error_code).toBe('INSPECTION_SCRAPPED');

    const sorted = await anInspection(app);
    const away = await admin.post(`${sorted.path}/reject`, { disposition: 'quarantine', reason: 'Stains' });
    expect(Object.keys(await lies(sorted.product))).toEqual([away.body.held_location_id]);
    const leaving = await admin.post(`${sorted.path}/accept-in-part`, {
      ...part,
      rejected_quantity: 7,
      disposition: 'leave',
    });
    expect(leaving.body.errors.map((e: any) => `${e.pointer} ${e.code}`)).toEqual([
      '/accepted_quantity SUM_DIFFERS',
      '/disposition INVALID_VALUE',
    ]);
    const dry = await admin.post(`${sorted.path}/accept-in-part?dry_run=true`, part);
    expect(dry.body.state).toBe('partially_accepted');
    expect((await admin.post(`${sorted.path}/accept-in-part`, part)).body).toMatchObject({ is_sorted: true });
    expect(await lies(sorted.product)).toEqual({ [place['STOCK']!]: 4 });
    // 10 at 2.00, 6 of them gone
    expect((await admin.get(`/warehouse/valuations?product_id=${sorted.product.id}`)).body.data).toMatchObject([
      { quantity: 4, value: '8.00' },
    ]);

    const conceded = await anInspection(app);
    await admin.post(`${conceded.path}/reject`, { disposition: 'quarantine', reason: 'Stains' });
    const inspector = app.as(await app.actor({ permissions: ['quality.inspections.*'] }));
    expect((await inspector.post(`${conceded.path}/concede`, { reason: 'Inside' })).status).toBe(403);
    expect((await admin.post(`${conceded.path}/concede`, {})).status).toBe(422);
    const manager = app.as(await app.actor({ role: 'manager' }));
    expect((await manager.post(`${conceded.path}/concede`, { reason: 'Inside' })).body).toMatchObject({
      state: 'accepted',
      is_concession: true,
      accepted_quantity: 10,
      reason: 'Inside',
    });
    expect(await lies(conceded.product)).toEqual({ [place['STOCK']!]: 10 });
    expect((await admin.post(`${conceded.path}/accept`, {})).body.error_code).toBe('INVALID_STATE');
  });

  it('needs no concession where the sample passes, and counts what was found', async () => {
    const { path } = await anInspection(app, { acceptance_number: 2, sampling: 'fixed', sample_quantity: 4 });
    const reason = await aReason(app);
    await admin.post(`${path}/results`, { defects: [{ reason_id: reason.id, quantity: 2 }] });
    expect((await admin.post(`${path}/concede`, { reason: 'x' })).body.error_code).toBe('CONCESSION_NOT_NEEDED');
    expect((await admin.get(`${path}/transitions`)).body[4]).toMatchObject({
      event: 'concede',
      reasons: [{ code: 'CONCESSION_NOT_NEEDED' }],
    });
    const part = (accepted_quantity: number, rejected_quantity: number, more: object = {}) =>
      admin.post(`${path}/accept-in-part`, {
        accepted_quantity,
        rejected_quantity,
        disposition: 'leave',
        reason: 'Two are stained',
        ...more,
      });
    expect((await part(9, 1, { is_sorted: true })).body.errors).toMatchObject([
      { pointer: '/rejected_quantity', code: 'VALUE_OUT_OF_RANGE' },
    ]);
    expect((await part(8, 2, { defects: [{ reason_id: reason.id, quantity: 3 }] })).body.errors).toMatchObject([
      { pointer: '/defects', code: 'SUM_DIFFERS' },
    ]);
    expect((await part(8, 2)).body).toMatchObject({
      state: 'partially_accepted',
      is_sorted: false,
      disposition: 'leave',
    });
  });

  it('says where accepted pieces go, when not to where they lay', async () => {
    const bin = await made(app, '/warehouse/locations', {
      code: unique('BIN'),
      name: 'Bin',
      type: 'bin',
      parent_id: place['STOCK'],
    });
    const { path, product } = await anInspection(app, { is_gate: true, while_open: 'quarantine' });
    for (const to_location_id of [elsewhere.shelf, app.company_id])
      expect((await admin.post(`${path}/accept`, { to_location_id })).body.errors).toMatchObject([
        { pointer: '/to_location_id', code: 'REFERENCE_NOT_FOUND' },
      ]);
    const part = { accepted_quantity: 9, rejected_quantity: 1, disposition: 'scrap', reason: 'x', is_sorted: true };
    expect((await admin.post(`${path}/accept-in-part`, { ...part, to_location_id: bin.id })).body).toMatchObject({
      location_id: bin.id,
      held_location_id: null,
    });
    expect(await lies(product)).toEqual({ [bin.id]: 9 });
    const loose = await anInspection(app);
    await admin.post(`${loose.path}/accept`, { to_location_id: bin.id });
    expect(await lies(loose.product)).toEqual({ [bin.id]: 10 });
  });

  it('against the number needs every piece sorted', async () => {
    const { path } = await anInspection(app, { sampling: 'fixed', sample_quantity: 4 });
    const reason = await aReason(app);
    await admin.post(`${path}/results`, { defects: [{ reason_id: reason.id, quantity: 1 }] });
    const part = { accepted_quantity: 8, rejected_quantity: 2, disposition: 'quarantine', reason: 'Some' };
    expect((await admin.post(`${path}/accept-in-part`, part)).body.error_code).toBe('ACCEPTANCE_NUMBER_EXCEEDED');
    expect((await admin.post(`${path}/accept-in-part`, { ...part, is_sorted: true })).status).toBe(200);
    const all = await anInspection(app);
    await admin.post(`${all.path}/results`, { defects: [{ reason_id: reason.id, quantity: 2 }] });
    // every piece was in the sample: it is sorted by itself
    expect((await admin.post(`${all.path}/accept-in-part`, part)).body).toMatchObject({ is_sorted: true });
  });

  it('is refused when the pieces have moved on, and where there is no quarantine', async () => {
    const { path, product } = await anInspection(app);
    await made(app, '/warehouse/issues', {
      lines: [{ product_id: product.id, quantity: 1, from_location_id: place['STOCK'] }],
    });
    expect((await admin.post(`${path}/reject`, { disposition: 'scrap', reason: 'x' })).body.error_code).toBe(
      'INSUFFICIENT_STOCK',
    );
    expect((await admin.get(path)).body.state).toBe('in_progress');
    const far = await aReceipt(app, product.id, 5, '1.00', elsewhere.shelf);
    const { body } = await stranger.post(from(far));
    const away = `/quality/inspections/${body.inspections[0].id}`;
    await stranger.post(`${away}/start`);
    expect((await stranger.post(`${away}/reject`, { disposition: 'quarantine', reason: 'x' })).body.error_code).toBe(
      'HOLDING_PLACE_MISSING',
    );
    const viewer = app.as(await app.actor({ role: 'viewer' }));
    expect((await viewer.post(`${away}/accept`, {})).status).toBe(403);
  });

  it('to reject a lot puts it on hold, whatever the plan says', async () => {
    const product = await aProduct(app, { tracking: 'lot' });
    await aPlan(app, { product_id: product.id });
    const receipt = await aLot(product, 5);
    const { body } = await admin.post(from(receipt));
    const path = `/quality/inspections/${body.inspections[0].id}`;
    await admin.post(`${path}/start`);
    expect((await admin.post(`${path}/reject`, { disposition: 'leave', reason: 'x' })).body.holds_lot).toBe(true);
    expect(await lotState(receipt)).toBe('on_hold');
    await admin.post(`${path}/concede`, { reason: 'After all' });
    expect(await lotState(receipt)).toBe('available');

    const complained = await aLot(product, 5);
    const { body: second } = await admin.post(from(complained));
    const other = `/quality/inspections/${second.inspections[0].id}`;
    await admin.post(`${other}/start`);
    await admin.post(`/warehouse/lots/${complained.lines[0].lot_id}/hold`, { reason: 'Complaint' });
    const rejected = await admin.post(`${other}/reject`, { disposition: 'leave', reason: 'x' });
    expect(rejected.body.holds_lot).toBe(false);
    await admin.post(`${other}/concede`, { reason: 'After all' });
    expect(await lotState(complained)).toBe('on_hold');
  });
});
