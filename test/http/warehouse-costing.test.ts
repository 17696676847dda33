import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, made, placesOf, unique } from '../support/makers.js';

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

const receive = async (product: any, quantity: number, unit_cost: string): Promise<any> =>
  (
    await made(app, '/warehouse/receipts', {
      lines: [{ product_id: product.id, quantity, unit_cost, to_location_id: place['STOCK'] }],
    })
  ).lines[0];
const issue = (product: any, quantity: number): Promise<any> =>
  made(app, '/warehouse/issues', { lines: [{ product_id: product.id, quantity, from_location_id: place['STOCK'] }] });
const worth = async (product: any): Promise<any> =>
  (await admin.get(`/warehouse/valuations?product_id=${product.id}`)).body.data[0];

describe('a landed cost', () => {
  it('is shared out by value over a delivery and taken back again (VAL-30)', async () => {
    const [p1, p2] = [await aProduct(app), await aProduct(app)];
    const lines = [await receive(p1, 10, '100'), await receive(p2, 1, '10')];
    const landed = await made(app, '/warehouse/landed-costs', {
      amount: '10.00',
      reference: 'FREIGHT',
      lines: [{ line_id: lines[0].id }],
    });
    expect(landed).toMatchObject({
      state: 'posted',
      basis: 'value',
      stock_value: '10.00',
      variance_value: '0.00',
      lines: [{ amount: '10.00', sku: p1.sku }],
    });
    expect(await worth(p1)).toMatchObject({ unit_cost: '101.000000', value: '1010.00' });
    expect(await worth(p2)).toMatchObject({ unit_cost: '10.000000' });
    const cancelled = await admin.post(
      `/warehouse/landed-costs/${landed.id}/cancel`,
      { reason: 'Wrong' },
      { 'if-match': `"${landed.version}"` },
    );
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    expect(await worth(p1)).toMatchObject({ unit_cost: '100.000000' });
    expect((await admin.post(`/warehouse/landed-costs/${landed.id}/cancel`, { reason: 'Again' })).body.error_code).toBe(
      'INVALID_STATE',
    );
    expect((await admin.get(`/warehouse/landed-costs/${landed.id}/history`)).body.map((h: any) => h.event)).toEqual([
      'post',
      'cancel',
    ]);
    expect((await admin.get(`/warehouse/landed-costs/${landed.id}/transitions`)).body).toMatchObject([
      { event: 'cancel', allowed: false },
    ]);
  });

  it.each([
    ['moving_average', '6.00', '4.00'],
    ['fifo', '6.00', '4.00'],
    ['standard', '0.00', '10.00'],
  ])(
    'of %s stock lies on what is left of the receipt: %s, and %s is expensed',
    async (costing_method, stock_value, variance_value) => {
      const product = await aProduct(app, { costing_method, standard_cost: '5' });
      const line = await receive(product, 10, '5');
      await issue(product, 4);
      const body = { amount: '10.00', basis: 'quantity', lines: [{ line_id: line.id }] };
      expect((await admin.post('/warehouse/landed-costs?dry_run=true', body)).body).toMatchObject({
        stock_value,
        variance_value,
      });
      expect(await worth(product)).toMatchObject({ value: '30.00' });
      expect(await made(app, '/warehouse/landed-costs', body)).toMatchObject({ stock_value, variance_value });
      const { data } = (await admin.get(`/warehouse/value-adjustments?product_id=${product.id}&type=landed_cost`)).body;
      expect(data).toMatchObject([
        { value: stock_value, counter_value: '-10.00', variance_value, movement_id: expect.any(String) },
      ]);
    },
  );

  it('of a FIFO receipt that is all gone is a variance, whatever came later; a late invoice may also be lower', async () => {
    const product = await aProduct(app, { costing_method: 'fifo' });
    const first = await receive(product, 5, '10');
    await issue(product, 5);
    const second = await receive(product, 5, '10');
    expect(
      await made(app, '/warehouse/landed-costs', { amount: '7.00', lines: [{ line_id: first.id }] }),
    ).toMatchObject({ stock_value: '0.00', variance_value: '7.00' });
    expect(
      await made(app, '/warehouse/landed-costs', {
        kind: 'price_difference',
        amount: '-5.00',
        lines: [{ line_id: second.id }, { line_id: first.id }],
      }),
    ).toMatchObject({
      stock_value: '-2.50',
      variance_value: '-2.50',
      lines: [
        { amount: '-2.50', stock_value: '-2.50' },
        { amount: '-2.50', stock_value: '0.00' },
      ],
    });
    expect((await admin.get(`/warehouse/layers?product_id=${product.id}`)).body.data).toMatchObject([
      { line_id: second.id, quantity: 5, value: '47.50', unit_cost: '9.500000', lot_id: null },
    ]);
  });

  it('is refused with every fault: unknown and repeated lines, no weight, no amount, another company', async () => {
    const product = await aProduct(app);
    const line = await receive(product, 1, '1');
    const out = await issue(product, 1);
    const refused = await admin.post('/warehouse/landed-costs', {
      amount: '-1.00',
      basis: 'weight',
      lines: [{ line_id: line.id, weight: '2' }, { line_id: line.id }, { line_id: out.lines[0].id, weight: '1' }],
    });
    expect(refused.body.errors.map((e: any) => `${e.pointer} ${e.code}`).sort()).toEqual([
      '/amount INVALID_AMOUNT',
      '/lines/1/line_id DUPLICATE',
      '/lines/1/weight REQUIRED',
      '/lines/2/line_id REFERENCE_NOT_FOUND',
    ]);
    const company = await made(app, '/companies', { code: unique('C'), name: 'Other', currency_code: 'IDR' });
    const stranger = app.as(await app.actor({ role: 'warehouse_manager', companies: [company.id] }));
    expect(
      (await stranger.post('/warehouse/landed-costs', { amount: '1.00', lines: [{ line_id: line.id }] })).status,
    ).toBe(422);
    expect(
      (
        await stranger.post('/warehouse/landed-costs', {
          company_id: app.company_id,
          amount: '1.00',
          lines: [{ line_id: line.id }],
        })
      ).status,
    ).toBe(404);
    const landed = await made(app, '/warehouse/landed-costs', { amount: '1.00', lines: [{ line_id: line.id }] });
    expect((await stranger.get(`/warehouse/landed-costs/${landed.id}`)).status).toBe(404);
    expect((await stranger.get('/warehouse/landed-costs')).body.data).toEqual([]);
    const keeper = app.as(await app.actor({ role: 'warehouse' }));
    expect(
      (await keeper.post('/warehouse/landed-costs', { amount: '1.00', lines: [{ line_id: line.id }] })).status,
    ).toBe(403);
  });

  it('twenty cancellations at once take it back once', async () => {
    const product = await aProduct(app);
    const line = await receive(product, 2, '1');
    const landed = await made(app, '/warehouse/landed-costs', { amount: '4.00', lines: [{ line_id: line.id }] });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => admin.post(`/warehouse/landed-costs/${landed.id}/cancel`, { reason: 'x' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await worth(product)).toMatchObject({ value: '2.00' });
    expect(
      (await admin.get(`/warehouse/landed-costs?product_id=${product.id}&state=cancelled&kind=landed_cost`)).body.data,
    ).toHaveLength(1);
  });
});

describe('a revaluation', () => {
  it('changes method and standard for all stock, and can be read', async () => {
    const product = await aProduct(app);
    await receive(product, 4, '10');
    expect((await admin.patch(`/products/${product.id}`, { costing_method: 'fifo' })).body.error_code).toBe(
      'COSTING_NEEDS_REVALUATION',
    );
    const revalued = await made(app, '/warehouse/revaluations', {
      product_id: product.id,
      costing_method: 'standard',
      standard_cost: '12.5',
      reason: 'New year',
    });
    expect(revalued.adjustments).toMatchObject([{ type: 'method_change', value: '10.00', variance_value: '-10.00' }]);
    expect((await admin.get(`/products/${product.id}`)).body).toMatchObject({
      costing_method: 'standard',
      standard_cost: '12.500000',
    });
    expect((await admin.get(`/warehouse/value-adjustments?source_id=${revalued.id}`)).body.data).toMatchObject([
      { type: 'method_change', source_type: 'revaluation', reason: 'New year', sku: product.sku },
    ]);
    expect(
      (
        await admin.post('/warehouse/revaluations', {
          product_id: product.id,
          location_id: place['STOCK'],
          value: '1.00',
          reason: 'x',
        })
      ).body.error_code,
    ).toBe('REVALUATION_NOT_TAKEN');
    const specific = await admin.post('/warehouse/revaluations', {
      product_id: product.id,
      costing_method: 'specific',
      reason: 'x',
    });
    expect(specific.status).toBe(422);
  });

  it('sets what a piece is worth, or by how much, and never takes more than there is', async () => {
    const product = await aProduct(app, { costing_method: 'fifo' });
    await receive(product, 1, '10');
    await receive(product, 2, '20');
    const at = { product_id: product.id, location_id: place['STOCK'], reason: 'Out of fashion' };
    expect((await made(app, '/warehouse/revaluations', { ...at, unit_cost: '10' })).adjustments).toMatchObject([
      { type: 'revaluation', value: '-20.00' },
    ]);
    expect((await admin.get(`/warehouse/layers?product_id=${product.id}`)).body.data.map((y: any) => y.value)).toEqual([
      '6.00',
      '24.00',
    ]);
    expect((await made(app, '/warehouse/revaluations', { ...at, value: '3.00' })).adjustments).toMatchObject([
      { value: '3.00' },
    ]);
    expect((await admin.post('/warehouse/revaluations', { ...at, value: '-33.01' })).body.error_code).toBe(
      'VALUE_EXCEEDS_STOCK',
    );
    expect((await admin.post('/warehouse/revaluations', { ...at, value: '1', unit_cost: '1' })).status).toBe(422);
    expect((await admin.post('/warehouse/revaluations', { product_id: product.id, reason: 'x' })).status).toBe(422);
    expect(
      (await admin.post('/warehouse/revaluations', { ...at, location_id: app.company_id, value: '1' })).status,
    ).toBe(404);
    expect(
      (await admin.post('/warehouse/revaluations', { product_id: app.company_id, standard_cost: '1', reason: 'x' }))
        .status,
    ).toBe(404);
    const keeper = app.as(await app.actor({ role: 'warehouse' }));
    expect((await keeper.post('/warehouse/revaluations', { ...at, value: '1' })).status).toBe(403);
    expect((await keeper.get('/warehouse/layers')).status).toBe(403);
  });

  it('and postings at once leave every layer in its place', async () => {
    const product = await aProduct(app);
    await receive(product, 50, '3.33');
    const busy = Array.from({ length: 20 }, (_, n) => (n % 2 ? issue(product, 1) : receive(product, 1, '7.77')));
    const changes = ['fifo', 'standard', 'moving_average', 'fifo'].map((costing_method) =>
      admin.post('/warehouse/revaluations', {
        product_id: product.id,
        costing_method,
        standard_cost: '5.55',
        reason: 'x',
      }),
    );
    await Promise.all([...busy, ...changes]);
    expect((await worth(product)).quantity).toBe(50);
  });
});
