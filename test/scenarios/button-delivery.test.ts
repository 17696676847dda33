import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, made, placesOf, unique } from '../support/makers.js';

/**
 * 500 buttons at 0.48 come in one lot. The plan is single sampling, 281 to 500: sample 50, accept 1, reject 2.
 *
 *   sample 1 to 50: diameter within 17.90 and 18.10; sample 7 measures 18.11, sample 31 is cracked: 2 defective, 1 may be
 *   the inspector may not accept, and may not concede: the lot is rejected and stays on hold
 *   all 500 are sorted: 480 good, 20 bad (12 cracked, 8 too wide), scrapped
 *   500 * 0.48 = 240.00 in stock before; 20 of 500: 240.00 * 20 / 500 = 9.60 leave, 230.40 stay
 *   by reason: 9.60 * 12 / 20 = 5.76 cracked, 9.60 * 8 / 20 = 3.84 too wide
 *   first-pass yield 480 / 500 = 96 %; Pareto 12 / 20 = 60 %, then 100 %
 */
let app: TestApp;
let admin: Caller;
let inspector: Caller;
let place: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
  inspector = app.as(
    await app.actor({
      permissions: [
        'quality.inspections.*',
        'quality.*.read',
        'quality.figures.*',
        'warehouse.*.read',
        'master_data.*.read',
      ],
    }),
  );
});
afterAll(async () => {
  await expectIntegrity(app);
  await app.close();
});

it('500 buttons: rejected by the sample, sorted, 480 accepted and 20 scrapped at 9.60', async () => {
  const [cracked, wide] = [
    await made(app, '/quality/defect-reasons', { code: unique('CRACKED'), name: 'Cracked', severity: 'major' }),
    await made(app, '/quality/defect-reasons', { code: unique('WIDE'), name: 'Too wide', severity: 'minor' }),
  ];
  const button = await aProduct(app, { tracking: 'lot' });
  const plan = await made(app, '/quality/plans', {
    product_id: button.id,
    kind: 'incoming',
    revision: 'A',
    sampling: 'table',
    is_gate: true,
    while_open: 'hold',
    samples: [
      { lot_from: 151, lot_to: 280, sample_size: 32, acceptance_number: 0, rejection_number: 1 },
      { lot_from: 281, lot_to: 500, sample_size: 50, acceptance_number: 1, rejection_number: 2 },
    ],
    characteristics: [
      {
        characteristic_no: 1,
        name: 'Diameter',
        type: 'measured',
        unit: 'mm',
        nominal: '18.00',
        lower_limit: '17.90',
        upper_limit: '18.10',
        decimals: 2,
        severity: 'minor',
      },
    ],
  });
  expect((await admin.post(`/quality/plans/${plan.id}/activate`, {})).body.state).toBe('active');
  const receipt = await made(app, '/warehouse/receipts', {
    lines: [
      {
        product_id: button.id,
        quantity: 500,
        unit_cost: '0.48',
        to_location_id: place['STOCK'],
        lot: { code: 'KNOPF-7' },
      },
    ],
  });
  const lotId = receipt.lines[0].lot_id;
  const lotState = async (): Promise<string> => (await admin.get(`/warehouse/lots/${lotId}`)).body.state;

  const { body: asked } = await inspector.post(`/quality/inspections/from-movement/${receipt.id}`);
  expect(asked).toMatchObject({ created: 1, inspections: [{ sample_size: 50, acceptance_number: 1, state: 'open' }] });
  expect(await lotState()).toBe('on_hold');
  const path = `/quality/inspections/${asked.inspections[0].id}`;
  await inspector.post(`${path}/start`);
  const found = await inspector.post(`${path}/results`, {
    results: Array.from({ length: 50 }, (_, n) => ({
      sample_no: n + 1,
      characteristic_no: 1,
      value: n + 1 === 7 ? '18.11' : '18.10',
    })),
    defects: [
      { reason_id: cracked.id, sample_no: 31, quantity: 1 },
      { reason_id: wide.id, sample_no: 7, quantity: 1 },
    ],
  });
  expect(found.body).toMatchObject({
    defective_quantity: 2,
    critical_quantity: 0,
    missing_results: 0,
    verdict: 'failed',
  });

  expect((await inspector.post(`${path}/accept`, {})).body).toMatchObject({
    error_code: 'ACCEPTANCE_NUMBER_EXCEEDED',
    acceptance_number: 1,
    defective_quantity: 2,
  });
  const rejected = await inspector.post(`${path}/reject`, {
    disposition: 'leave',
    reason: '2 of 50 are bad, 1 may be',
  });
  expect(rejected.body).toMatchObject({ state: 'rejected', accepted_quantity: 0, rejected_quantity: 500 });
  expect((await inspector.post(`${path}/concede`, { reason: 'Needed today' })).status).toBe(403);
  expect(await lotState()).toBe('on_hold');
  const gate = `/quality/gates?lot_id=${lotId}`;
  expect((await inspector.get(gate)).body.blockers).toMatchObject([{ code: 'INSPECTION_REJECTED' }]);
  expect(
    (
      await admin.post('/warehouse/issues', {
        lines: [{ product_id: button.id, lot_id: lotId, quantity: 1, from_location_id: place['STOCK'] }],
      })
    ).body.error_code,
  ).toBe('LOT_ON_HOLD');

  const sorted = await inspector.post(`${path}/accept-in-part`, {
    accepted_quantity: 480,
    rejected_quantity: 20,
    is_sorted: true,
    disposition: 'scrap',
    reason: 'All 500 sorted',
    defects: [
      { reason_id: cracked.id, quantity: 12 },
      { reason_id: wide.id, quantity: 8 },
    ],
  });
  expect(sorted.body).toMatchObject({ state: 'partially_accepted', accepted_quantity: 480, rejected_quantity: 20 });
  expect(await lotState()).toBe('available');
  expect((await inspector.get(gate)).body.blockers).toEqual([]);
  expect((await admin.get(`/warehouse/valuations?product_id=${button.id}`)).body.data).toMatchObject([
    { quantity: 480, value: '230.40' },
  ]);

  const range = `from=2000-01-01&to=2999-12-31&product_id=${button.id}`;
  expect((await inspector.get(`/quality/cost-of-poor-quality?${range}`)).body).toEqual({
    scrapped_value: '9.60',
    held_value: '0.00',
    value: '9.60',
    data: [
      {
        key: cracked.code,
        name: 'Cracked',
        quantity: 12,
        scrapped_value: '5.76',
        held_value: '0.00',
        value: '5.76',
        share_percent: '60.0000',
      },
      {
        key: wide.code,
        name: 'Too wide',
        quantity: 8,
        scrapped_value: '3.84',
        held_value: '0.00',
        value: '3.84',
        share_percent: '40.0000',
      },
    ],
  });
  expect((await inspector.get(`/quality/first-pass-yield?${range}`)).body.total).toMatchObject([
    { inspections: 1, inspected_quantity: 500, first_pass_quantity: 480, first_pass_percent: '96.0000' },
  ]);
  expect((await inspector.get(`/quality/defect-pareto?${range}`)).body.data).toMatchObject([
    { reason_code: cracked.code, count: 12, share_percent: '60.0000', cumulative_percent: '60.0000' },
    { reason_code: wide.code, count: 8, share_percent: '40.0000', cumulative_percent: '100.0000' },
  ]);
  expect((await inspector.get(`${path}/history`)).body.map((h: any) => `${h.event} ${h.to_state}`)).toEqual([
    'create open',
    'start in_progress',
    'reject rejected',
    'accept_in_part partially_accepted',
  ]);
});
