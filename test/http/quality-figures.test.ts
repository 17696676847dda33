import { parse } from 'csv-parse/sync';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { made, unique } from '../support/makers.js';
import { aReason, anInspection } from '../support/quality.js';

/**
 * Three receipts of 10 at 2.00 of bears, dolls and cats:
 *   bears  7 accepted, 3 scrapped (2 torn, 1 stained):            20.00 * 3 / 10 = 6.00, 4.00 torn and 2.00 stained
 *   dolls  all 10 rejected into quarantine; the sample found 1 torn: 20.00 held, all of it torn
 *   cats   rejected, then conceded:                               costs nothing, and none was good at first
 * and 5 mice accepted.  First pass (7 + 0 + 0 + 5) / 35 = 34.2857 %
 * Torn 2 + 1 = 3 of 4 = 75 %, stained 1 of 4 = 25 %.  Cost 6.00 + 20.00 = 26.00; torn 2 + 10 pieces, 24.00 = 92.3077 %; stained 1 piece, 2.00 = 7.6923 %
 */
let app: TestApp;
let admin: Caller;
let range: string;
const reason: Record<string, any> = {};
const product: Record<string, any> = {};

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  for (const name of ['torn', 'stained']) reason[name] = await aReason(app, name === 'torn' ? 'major' : 'minor');
  const inspected = async (name: string, quantity: number): Promise<string> => {
    const { path, product: made_ } = await anInspection(app, {}, { quantity, product: { name } });
    product[name] = made_;
    return path;
  };
  const bears = await inspected('Bears', 10);
  await admin.post(`${bears}/accept-in-part`, {
    accepted_quantity: 7,
    rejected_quantity: 3,
    disposition: 'scrap',
    is_sorted: true,
    reason: 'Sorted',
    defects: [
      { reason_id: reason['torn'].id, quantity: 2 },
      { reason_id: reason['stained'].id, quantity: 1 },
    ],
  });
  const dolls = await inspected('Dolls', 10);
  await admin.post(`${dolls}/results`, { defects: [{ reason_id: reason['torn'].id, quantity: 1 }] });
  await admin.post(`${dolls}/reject`, { disposition: 'quarantine', reason: 'Torn' });
  const cats = await inspected('Cats', 10);
  await admin.post(`${cats}/reject`, { disposition: 'leave', reason: 'Wrong colour' });
  await admin.post(`${cats}/concede`, { reason: 'The customer likes it' });
  const mice = await inspected('Mice', 5);
  await admin.post(`${mice}/accept`, {});
  await inspected('Never decided', 9);
  const { rows } = await app.db.query(`select (now() at time zone 'Asia/Jakarta')::date::text as today`);
  range = `from=${rows[0].today}&to=${rows[0].today}`;
});
afterAll(async () => {
  await expectIntegrity(app);
  await app.close();
});

const figures = async (path: string, more = '', who = admin): Promise<any> =>
  (await who.get(`/quality/${path}?${range}${more}`)).body;

it('first-pass yield, by product and by day', async () => {
  const { data, total } = await figures('first-pass-yield');
  const rows = data.map((r: any) => [r.name, r.inspected_quantity, r.first_pass_quantity, r.first_pass_percent]);
  expect(rows.sort()).toEqual([
    ['Bears', 10, 7, '70.0000'],
    ['Cats', 10, 0, '0.0000'],
    ['Dolls', 10, 0, '0.0000'],
    ['Mice', 5, 5, '100.0000'],
  ]);
  const all = {
    inspections: 4,
    inspected_quantity: 35,
    first_pass_quantity: 12,
    rejected_quantity: 13,
    first_pass_percent: '34.2857',
  };
  expect(total).toEqual([{ key: null, name: null, ...all }]);
  expect((await figures('first-pass-yield', '&group_by=day')).data).toMatchObject([
    { key: range.slice(5, 15), ...all },
  ]);
  expect((await figures('first-pass-yield', '&group_by=operation')).data).toMatchObject([{ key: null, ...all }]);
  const none = await admin.get('/quality/first-pass-yield?from=1999-01-01&to=1999-12-31');
  expect(none.body).toEqual({ data: [], total: [] });
});

it('defects by reason, the most frequent first', async () => {
  expect((await figures('defect-pareto')).data).toEqual([
    {
      reason_id: reason['torn'].id,
      reason_code: reason['torn'].code,
      reason_name: 'Not good',
      severity: 'major',
      count: 3,
      share_percent: '75.0000',
      cumulative_percent: '75.0000',
    },
    expect.objectContaining({ count: 1, severity: 'minor', share_percent: '25.0000', cumulative_percent: '100.0000' }),
  ]);
});

it('a third each is 33.3333, and all above are 100 at the end, not a sum of what was rounded', async () => {
  const { path, product: own } = await anInspection(app, {});
  const defects = [];
  for (let n = 0; n < 3; n++) defects.push({ reason_id: (await aReason(app)).id, quantity: 1 });
  await admin.post(`${path}/accept-in-part`, {
    accepted_quantity: 7,
    rejected_quantity: 3,
    disposition: 'leave',
    is_sorted: true,
    reason: 'x',
    defects,
  });
  const { data } = await figures('defect-pareto', `&product_id=${own.id}`);
  expect(data.map((r: any) => [r.share_percent, r.cumulative_percent])).toEqual([
    ['33.3333', '33.3333'],
    ['33.3333', '66.6667'],
    ['33.3333', '100.0000'],
  ]);
  await app.db.query(`update erp.inspections set decided_at = '2001-02-03' where product_id = $1`, [own.id]);
});

it('what poor quality costs, by reason, product and day', async () => {
  const cost = await figures('cost-of-poor-quality');
  expect(cost).toMatchObject({ scrapped_value: '6.00', held_value: '20.00', value: '26.00' });
  const row = (r: any) => [r.key, r.quantity, r.scrapped_value, r.held_value, r.value, r.share_percent];
  expect(cost.data.map(row)).toEqual([
    [reason['torn'].code, 12, '4.00', '20.00', '24.00', '92.3077'],
    [reason['stained'].code, 1, '2.00', '0.00', '2.00', '7.6923'],
  ]);
  expect((await figures('cost-of-poor-quality', '&group_by=product')).data.map(row)).toEqual([
    [product['Dolls'].sku, 10, '0.00', '20.00', '20.00', '76.9231'],
    [product['Bears'].sku, 3, '6.00', '0.00', '6.00', '23.0769'],
  ]);
  expect((await figures('cost-of-poor-quality', '&group_by=day')).data).toMatchObject([{ value: '26.00' }]);
});

it('rejected without a reason is not lost from the cost', async () => {
  const { path, product: own } = await anInspection(app);
  await admin.post(`${path}/reject`, { disposition: 'scrap', reason: 'Wet' });
  expect((await figures('cost-of-poor-quality', `&product_id=${own.id}`)).data).toEqual([
    {
      key: null,
      name: null,
      quantity: 10,
      scrapped_value: '20.00',
      held_value: '0.00',
      value: '20.00',
      share_percent: '100.0000',
    },
  ]);
});

it('are files too', async () => {
  const answer = await admin.get(
    `/quality/cost-of-poor-quality?${range}&product_id=${product['Bears'].id}&group_by=product&format=csv`,
  );
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(answer.headers['content-disposition']).toBe('attachment; filename="cost-of-poor-quality.csv"');
  expect(parse(answer.text, { columns: true, record_delimiter: '\r\n' })).toEqual([
    {
      key: product['Bears'].sku,
      name: 'Bears',
      quantity: '3',
      scrapped_value: '6.00',
      held_value: '0.00',
      value: '6.00',
      share_percent: '100.0000',
    },
  ]);
  for (const name of ['first-pass-yield', 'defect-pareto']) {
    const file = await admin.get(`/quality/${name}?${range}&format=csv`);
    expect(parse(file.text, { columns: true, record_delimiter: '\r\n' }).length).toBeGreaterThan(1);
  }
});

it('are of what the caller sees, and what poor quality costs of those who may see values', async () => {
  const { id } = await made(app, '/warehouse/locations', { code: unique('FAR'), name: 'Far', type: 'warehouse' });
  const stranger = app.as(await app.actor({ role: 'quality', warehouses: [id] }));
  expect(await figures('first-pass-yield', '', stranger)).toEqual({ data: [], total: [] });
  expect((await figures('defect-pareto', '', stranger)).data).toEqual([]);
  expect(await figures('cost-of-poor-quality', '', stranger)).toMatchObject({ value: '0.00', data: [] });
  expect((await figures('defect-pareto', `&warehouse_id=${id}`)).data).toEqual([]);
  const viewer = app.as(await app.actor({ role: 'viewer' }));
  expect((await viewer.get(`/quality/defect-pareto?${range}`)).status).toBe(200);
  expect((await viewer.get(`/quality/cost-of-poor-quality?${range}`)).status).toBe(403);
});

it.each([
  ['from=2026-02-01&to=2026-01-01', 422],
  ['from=2026-02-01', 400],
  ['from=2026-02-01&to=2026-02-02&group_by=moon', 400],
  ['from=2026-02-01&to=2026-02-02&colour=red', 400],
])('%s is %d', async (query, status) => {
  expect((await admin.get(`/quality/first-pass-yield?${query}`)).status).toBe(status);
});
