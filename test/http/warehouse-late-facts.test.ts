import { RequestContext } from '../../src/kernel/security/index.js';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aProduct, aSupplier, made, placesOf, unique } from '../support/makers.js';

/** What is told after its month was closed: posted in the first open one, linked to where it belongs, and nothing else changes. */
let app: TestApp;
let admin: Caller;
let company: any;
let place: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
beforeEach(async () => {
  company = await aCompany(app);
  place = await placesOf(app, company.id);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const head = (at: string | null, more: object = {}): object => ({
  company_id: company.id,
  ...(at && { effective_at: `${at}T12:00:00+07:00` }),
  ...more,
});
const late = { when_closed: 'first_open_period' };
const receive = (
  product: any,
  quantity: number,
  unit_cost: string,
  at: string | null,
  more: object = {},
): Promise<any> =>
  made(app, '/warehouse/receipts', {
    ...head(at, more),
    lines: [{ product_id: product.id, quantity, unit_cost, to_location_id: place['STOCK'] }],
  });
const issue = (product: any, quantity: number, at: string | null, more: object = {}): Promise<any> =>
  admin.post('/warehouse/issues', {
    ...head(at, more),
    lines: [{ product_id: product.id, quantity, from_location_id: place['STOCK'] }],
  });
const close = async (month: string, action = 'close'): Promise<any> => {
  const period = await made(app, '/warehouse/periods', { month, company_id: company.id });
  expect((await admin.post(`/warehouse/periods/${period.id}/${action}`, {})).status).toBe(200);
  return period;
};
const worth = async (product: any): Promise<any> =>
  (await admin.get(`/warehouse/valuations?product_id=${product.id}`)).body.data[0];
const asOf = async (product: any, at: string): Promise<any> =>
  (await admin.get(`/warehouse/value-as-of?product_id=${product.id}&at=${encodeURIComponent(at)}`)).body.rows[0];

it('tells of January in March: an issue, a freight, a wrong delivery; January stays as it was closed', async () => {
  const product = await aProduct(app);
  const delivery = await receive(product, 10, '12.00', '2026-01-10');
  await receive(product, 10, '20.00', '2026-02-10');
  const january = await close('2026-01');

  const refused = await issue(product, 3, '2026-01-20');
  expect([refused.status, refused.body.error_code]).toEqual([409, 'PERIOD_CLOSED']);
  const { status, body: found } = await issue(product, 3, '2026-01-20', late);
  expect([status, found.effective_at, found.occurred_at]).toEqual([
    201,
    '2026-02-01T00:00:00.000+07:00',
    '2026-01-20T12:00:00.000+07:00',
  ]);
  // today 20 pieces are worth 320.00, so three are 48.00; on the 20th of January ten were worth 120.00, so three were 36.00
  const difference = {
    line_no: 1,
    product_id: product.id,
    quantity: 3,
    value: '48.00',
    value_then: '36.00',
    difference: '12.00',
  };
  expect([found.lines[0].value, found.late]).toEqual(['48.00', [difference]]);
  expect((await admin.get(`/warehouse/movements/${found.id}`)).body.late).toEqual([difference]);
  expect(await worth(product)).toMatchObject({ quantity: 17, value: '272.00' });

  const line = delivery.lines[0].id;
  const freight = await made(app, '/warehouse/landed-costs', {
    company_id: company.id,
    amount: '20.00',
    lines: [{ line_id: line }],
  });
  expect(freight).toMatchObject({ stock_value: '20.00', variance_value: '0.00' });
  const adjustments = await admin.get(`/warehouse/value-adjustments?line_id=${line}&is_late=true`);
  expect(adjustments.body.data).toMatchObject([
    {
      type: 'landed_cost',
      value: '20.00',
      movement_id: delivery.id,
      line_id: line,
      source_id: freight.id,
      occurred_at: '2026-01-10T12:00:00.000+07:00',
      effective_at: '2026-02-01T00:00:00.000+07:00',
    },
  ]);
  const invoice = await made(app, '/warehouse/landed-costs', {
    company_id: company.id,
    kind: 'price_difference',
    amount: '-7.00',
    lines: [{ line_id: line }],
  });
  expect(invoice.stock_value).toBe('-7.00');

  const back = await admin.post(`/warehouse/movements/${delivery.id}/reverse`, { reason: 'It was not ours', ...late });
  expect(back.body).toMatchObject({
    reverses_id: delivery.id,
    occurred_at: '2026-01-10T12:00:00.000+07:00',
    effective_at: '2026-02-01T00:00:00.000+07:00',
    late: [],
    lines: [{ value: '120.00' }],
  });
  expect(await worth(product)).toMatchObject({ quantity: 7, value: '165.00' });

  expect(await asOf(product, '2026-01-31T23:59:59.999+07:00')).toMatchObject({ quantity: 10, value: '120.00' });
  expect(await asOf(product, '2026-02-01T00:00:00+07:00')).toMatchObject({ quantity: -3, value: '-35.00' });
  expect((await admin.get(`/warehouse/periods/${january.id}/checklist`)).body).toMatchObject({
    frozen: true,
    quantity: 10,
    value: '120.00',
  });

  const list = await admin.get(`/warehouse/late-facts?period_id=${january.id}&sort=recorded_at&include_total=true`);
  expect([list.body.total, list.body.data[0]]).toEqual([
    4,
    {
      id: found.lines[0].id,
      kind: 'quantity',
      company_id: company.id,
      month: '2026-01-01',
      occurred_at: found.occurred_at,
      effective_at: found.effective_at,
      recorded_at: found.recorded_at,
      type: 'issue',
      movement_id: found.id,
      movement_number: found.number,
      product_id: product.id,
      sku: product.sku,
      quantity: -3,
      value: '-48.00',
      relates_to_movement_id: null,
      relates_to_line_id: null,
      reason: null,
      created_by: app.admin.id,
    },
  ]);
  expect(
    list.body.data.map((f: any) => [f.type, f.quantity, f.value, f.relates_to_movement_id, f.relates_to_line_id]),
  ).toEqual([
    ['issue', -3, '-48.00', null, null],
    ['landed_cost', 0, '20.00', delivery.id, line],
    ['price_difference', 0, '-7.00', delivery.id, line],
    ['reversal', -10, '-120.00', delivery.id, line],
  ]);
  expect((await admin.get(`/warehouse/periods/${january.id}/late-facts`)).body).toEqual([
    { product_id: product.id, sku: product.sku, facts: 4, quantity: -13, value: '-155.00' },
  ]);
});

it('a receipt, an adjustment, a transfer and a return come late too; what is in time stays in time', async () => {
  const product = await aProduct(app);
  await close('2026-01');
  const came = await receive(product, 5, '3.00', '2026-01-05', late);
  expect([came.occurred_at, came.late]).toEqual(['2026-01-05T12:00:00.000+07:00', []]);
  const inTime = await receive(product, 5, '3.00', '2026-03-05', late);
  expect([inTime.effective_at, inTime.occurred_at, inTime.late]).toEqual([
    '2026-03-05T12:00:00.000+07:00',
    null,
    undefined,
  ]);
  const lost = await made(app, '/warehouse/adjustments', {
    ...head('2026-01-06', late),
    reason: 'Lost',
    lines: [{ product_id: product.id, quantity: 1, location_id: place['STOCK'], direction: 'decrease' }],
  });
  // nothing lay there by then as the books have it: there is no cost to hold it against
  expect(lost.late).toMatchObject([{ value: '3.00', value_then: null, difference: null }]);
  const moved = await made(app, '/warehouse/transfers', {
    ...head('2026-01-07', late),
    lines: [{ product_id: product.id, quantity: 1, from_location_id: place['STOCK'], to_location_id: place['HOLD'] }],
  });
  expect([moved.occurred_at, moved.late]).toEqual(['2026-01-07T12:00:00.000+07:00', []]);
  const returned = await made(app, '/warehouse/returns', {
    ...head('2026-01-08', late),
    reason: 'Torn',
    lines: [{ returns_line_id: came.lines[0].id, quantity: 1, location_id: place['STOCK'] }],
  });
  expect(returned.effective_at).toBe('2026-02-01T00:00:00.000+07:00');
  const numbers = async (query: string): Promise<string[]> =>
    (await admin.get(`/warehouse/movements?company_id=${company.id}&sort=recorded_at&${query}`)).body.data.map(
      ({ number }: any) => number,
    );
  expect(await numbers('is_late=true')).toEqual([came.number, lost.number, moved.number, returned.number]);
  expect(await numbers('is_late=false')).toEqual([inTime.number]);
  expect(await numbers('occurred_from=2026-01-06&occurred_to=2026-01-07')).toEqual([lost.number, moved.number]);
  const kinds = await admin.get(`/warehouse/late-facts?company_id=${company.id}&kind=quantity&sort=recorded_at`);
  expect(kinds.body.data.map(({ type, quantity }: any) => [type, quantity])).toEqual([
    ['receipt', 5],
    ['adjustment', -1],
    ['transfer', 0],
    ['return', -1],
  ]);
});

it('is scanned or taken over late as well, and a month that is closed soon after it keeps both', async () => {
  const product = await aProduct(app, { barcode: null });
  await close('2026-01');
  const location = (await admin.get(`/warehouse/locations/${place['STOCK']}`)).body;
  const scanned = await made(app, '/warehouse/scans/receive', {
    ...head('2026-01-15', late),
    to: location.code,
    lines: [{ scans: [product.sku], quantity: 2, unit_cost: '5' }],
  });
  expect([scanned.occurred_at, scanned.effective_at]).toEqual([
    '2026-01-15T12:00:00.000+07:00',
    '2026-02-01T00:00:00.000+07:00',
  ]);
  const lender = await aSupplier(app);
  const shelf = await made(app, '/warehouse/locations', {
    company_id: company.id,
    parent_id: place['WH'],
    owner_supplier_id: lender.id,
    code: unique('Z'),
    name: 'Shelf of the lender',
    type: 'zone',
  });
  await made(app, '/warehouse/receipts', {
    ...head('2026-01-15', late),
    lines: [{ product_id: product.id, quantity: 4, to_location_id: shelf.id }],
  });
  const taken = await made(app, '/warehouse/take-overs', {
    ...head('2026-01-16', late),
    lines: [
      {
        product_id: product.id,
        quantity: 4,
        from_location_id: shelf.id,
        to_location_id: place['STOCK'],
        unit_cost: '5',
      },
    ],
  });
  expect([taken.effective_at, taken.value]).toEqual(['2026-02-01T00:00:00.000+07:00', '20.00']);
  const february = await close('2026-02');
  const { body } = await admin.get(`/warehouse/periods/${february.id}/checklist`);
  expect([body.quantity, body.value, body.frozen]).toEqual([6, '30.00', true]);
});

it('a reversal without a time takes effect now and still says where it belongs', async () => {
  const product = await aProduct(app);
  const delivery = await receive(product, 2, '4.00', '2026-01-10');
  await close('2026-01');
  const before = Date.now();
  const { body } = await admin.post(`/warehouse/movements/${delivery.id}/reverse`, { reason: 'Wrong product' });
  expect(Date.parse(body.effective_at)).toBeGreaterThanOrEqual(before - 1000);
  expect([body.reverses_id, body.occurred_at]).toEqual([delivery.id, '2026-01-10T12:00:00.000+07:00']);
  expect((await admin.post(`/warehouse/movements/${delivery.id}/reverse`, { reason: 'Again' })).body.error_code).toBe(
    'MOVEMENT_ALREADY_REVERSED',
  );
});

it('goes past months that are closed softly, unless the caller may post there', async () => {
  const product = await aProduct(app);
  await receive(product, 9, '4.00', '2026-01-10');
  await close('2026-01');
  await close('2026-02', 'soft-close');
  const keeper = app.as(await app.actor({ role: 'warehouse', companies: [company.id] }));
  const body = {
    ...head('2026-01-20', late),
    lines: [{ product_id: product.id, quantity: 1, from_location_id: place['STOCK'] }],
  };
  const key = { 'idempotency-key': unique('KEY') };
  const first = await keeper.post('/warehouse/issues', body, key);
  expect([first.status, first.body.effective_at]).toEqual([201, '2026-03-01T00:00:00.000+07:00']);
  expect((await keeper.post('/warehouse/issues', body, key)).body).toEqual(first.body);
  expect((await admin.post('/warehouse/issues', body)).body.effective_at).toBe('2026-02-01T00:00:00.000+07:00');
  expect((await worth(product)).quantity).toBe(7);
  expect((await keeper.post('/warehouse/issues', { ...body, when_closed: 'whenever' })).status).toBe(422);
  expect((await keeper.get('/warehouse/late-facts')).status).toBe(403);
  const trial = await admin.post('/warehouse/issues?dry_run=true', body);
  expect(trial.body.late).toMatchObject([{ value: '4.00', value_then: '4.00', difference: '0.00' }]);
  expect((await worth(product)).quantity).toBe(7);
});

it('is seen by those who see its company and its warehouse', async () => {
  const product = await aProduct(app);
  await close('2026-01');
  const { lines } = await receive(product, 5, '3.00', '2026-01-05', late);
  await made(app, '/warehouse/landed-costs', {
    company_id: company.id,
    amount: '1.00',
    lines: [{ line_id: lines[0].id }],
  });
  const north = await made(app, '/warehouse/locations', {
    company_id: company.id,
    code: unique('N'),
    name: 'North',
    type: 'warehouse',
  });
  const permissions = ['warehouse.periods.read_value'];
  const sees = async (more: object): Promise<number> => {
    const who = app.as(await app.actor({ permissions, companies: [company.id], ...more }));
    return (await who.get('/warehouse/late-facts')).body.data.length;
  };
  expect(await sees({})).toBe(1);
  expect(await sees({ warehouses: [place['WH']] })).toBe(1);
  expect(await sees({ warehouses: [north.id] })).toBe(0);
  expect(await sees({ companies: [app.company_id] })).toBe(0);
});

it('takes as many statements for a hundred lines as for one, posted or listed', async () => {
  const products: any[] = [];
  for (let n = 0; n < 20; n++) products.push(await aProduct(app));
  await made(app, '/warehouse/receipts', {
    ...head('2026-01-10'),
    lines: products.map(({ id }) => ({ product_id: id, quantity: 50, unit_cost: '2', to_location_id: place['STOCK'] })),
  });
  const january = await close('2026-01');
  const work = async (count: number): Promise<number[]> => {
    const lines = Array.from({ length: count }, (_, n) => ({
      product_id: products[n % 20]!.id,
      quantity: 1,
      from_location_id: place['STOCK'],
    }));
    await admin.get('/units');
    const posted = await statements(() => admin.post('/warehouse/issues', { ...head('2026-01-20', late), lines }), 201);
    const listed = await statements(() => admin.get(`/warehouse/late-facts?period_id=${january.id}&limit=200`), 200);
    const summed = await statements(() => admin.get(`/warehouse/periods/${january.id}/late-facts`), 200);
    const checked = await statements(() => admin.get(`/warehouse/periods/${january.id}/checklist`), 200);
    return [posted, listed, summed, checked];
  };
  const one = await work(1);
  expect(await work(100)).toEqual(one);
  expect(Math.max(...one)).toBeLessThanOrEqual(9);
});

/** How many statements a request sends to the server, the beginning and end of its transaction included. */
async function statements(work: () => Promise<{ status: number }>, expected: number): Promise<number> {
  const { Client } = jest.requireActual<typeof import('pg')>('pg');
  const send = Client.prototype.query as (...args: unknown[]) => unknown;
  let count = 0;
  const spy = jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: unknown, ...args: unknown[]) {
    const context = RequestContext.find();
    if (context && context.user_agent !== 'pabrik') count++;
    return send.apply(this, args) as never;
  });
  try {
    expect((await work()).status).toBe(expected);
    return count;
  } finally {
    spy.mockRestore();
  }
}
