import { StockAlertRefresher } from '../../src/warehouse/alerts/stock-alert-refresher.js';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aProduct, aReceipt, made, placesOf, unique } from '../support/makers.js';
import { statementsOf } from '../support/statements.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;
let today: string;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
  ({ today } = (await app.db.query(`select (now() at time zone 'Asia/Jakarta')::date::text as today`)).rows[0]);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const day = (n: number): string => new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10);
const path = (alert: any, rest = ''): string => `/warehouse/alerts/${alert.id}${rest}`;
const refresh = async (): Promise<any> => (await admin.post('/warehouse/alerts/refresh')).body;
const alertsOf = async (product: any, more = ''): Promise<any[]> =>
  (await admin.get(`/warehouse/alerts?product_id=${product.id}&sort=raised_at${more}`)).body.data;
const issue = (product: any, quantity: number): Promise<any> =>
  made(app, '/warehouse/issues', { lines: [{ product_id: product.id, quantity, from_location_id: place['STOCK'] }] });
const brief = (alerts: any[]): any[] => alerts.map((a) => [a.kind, a.state, a.raised_quantity, a.quantity]);
const history = async (alert: any): Promise<string[]> =>
  (await admin.get(path(alert, '/history'))).body.map(
    (h: any) => `${h.event} ${h.to_state} ${h.actor_username === 'system'}`,
  );
const receiveLot = (
  product: any,
  code: string,
  quantity: number,
  expires_on: string,
  to = place['STOCK'],
): Promise<any> =>
  made(app, '/warehouse/receipts', {
    lines: [{ product_id: product.id, quantity, unit_cost: '1', to_location_id: to, lot: { code, expires_on } }],
  });

describe('low stock', () => {
  it('is raised once, silent once seen, heard again when half is gone, and raised anew when it comes back', async () => {
    const flour = await aProduct(app, { reorder_point: 40, safety_stock: 10 });
    await aReceipt(app, flour.id, 50);
    await refresh();
    expect(await alertsOf(flour)).toEqual([]);
    await issue(flour, 20);
    expect((await refresh()).raised).toBe(1);
    expect(await refresh()).toEqual({ raised: 0, reopened: 0, cleared: 0 });
    const [alert] = await alertsOf(flour);
    expect(alert).toMatchObject({
      kind: 'low_stock',
      state: 'open',
      raised_quantity: 30,
      quantity: 30,
      threshold: 40,
      sku: flour.sku,
      warehouse_id: null,
      lot_id: null,
      version: 1,
    });
    const seen = await admin.post(
      path(alert, '/acknowledge'),
      { note: 'Ordered, comes on Friday' },
      { 'if-match': '"1"' },
    );
    expect(seen).toMatchObject({
      status: 200,
      body: {
        state: 'acknowledged',
        acknowledged_quantity: 30,
        acknowledged_by: app.admin.id,
        note: 'Ordered, comes on Friday',
        version: 2,
      },
    });
    expect((await admin.post(path(alert, '/acknowledge'), {}, { 'if-match': '"1"' })).status).toBe(412);
    await issue(flour, 14);
    // 16 of 30 are left: more than half; the figure follows, and it stays silent
    expect((await refresh()).reopened).toBe(0);
    expect(brief(await alertsOf(flour))).toEqual([['low_stock', 'acknowledged', 30, 16]]);
    await issue(flour, 1);
    expect((await refresh()).reopened).toBe(1);
    expect(brief(await alertsOf(flour))).toEqual([['low_stock', 'open', 30, 15]]);
    // below the safety stock it is another alert
    await issue(flour, 6);
    expect(await refresh()).toEqual({ raised: 1, reopened: 0, cleared: 1 });
    expect(brief(await alertsOf(flour))).toEqual([
      ['low_stock', 'cleared', 30, 15],
      ['below_minimum', 'open', 9, 9],
    ]);
    await aReceipt(app, flour.id, 100);
    expect((await refresh()).cleared).toBe(1);
    await issue(flour, 70);
    await refresh();
    expect(brief(await alertsOf(flour))).toEqual([
      ['low_stock', 'cleared', 30, 15],
      ['below_minimum', 'cleared', 9, 9],
      ['low_stock', 'open', 39, 39],
    ]);
    expect(await history(alert)).toEqual([
      'raise open false',
      'acknowledge acknowledged false',
      'reopen open false',
      'clear cleared false',
    ]);
  });

  it('is what the report of low stock lists, no more and no less', async () => {
    const [reserved, held, enough, idle] = [
      await aProduct(app, { reorder_point: 10 }),
      await aProduct(app, { safety_stock: 10, tracking: 'lot' }),
      await aProduct(app, { reorder_point: 10 }),
      await aProduct(app, { reorder_point: 10 }),
    ];
    await app.db.query('update erp.products set is_active = false where id = $1', [idle.id]);
    await aReceipt(app, reserved.id, 12);
    await made(app, '/warehouse/reservations', {
      lines: [{ product_id: reserved.id, quantity: 5, within_location_id: place['WH'] }],
    });
    const { lines } = await receiveLot(held, 'A', 12, day(500));
    await admin.post(`/warehouse/lots/${lines[0].lot_id}/hold`, { reason: 'x' });
    await aReceipt(app, enough.id, 10);
    await refresh();
    const listed = await app.db.query(
      `select product_id, company_id, available::int from erp.report_low_stock order by 1, 2`,
    );
    const raised = await app.db.query(
      `select product_id, company_id, quantity::int as available from erp.stock_alerts where state = 'open' and kind in ('low_stock', 'below_minimum') order by 1, 2`,
    );
    expect(raised.rows).toEqual(listed.rows);
    expect(brief(await alertsOf(reserved))).toEqual([['low_stock', 'open', 7, 7]]);
    expect(brief(await alertsOf(held))).toEqual([['below_minimum', 'open', 0, 0]]);
    expect([...(await alertsOf(enough)), ...(await alertsOf(idle))]).toEqual([]);
  });

  it('that was seen is heard again when its day has passed', async () => {
    const salt = await aProduct(app, { reorder_point: 5 });
    await refresh();
    const [alert] = await alertsOf(salt);
    expect((await admin.post(path(alert, '/acknowledge'), { until: day(-1) })).body.errors).toMatchObject([
      { pointer: '/until', code: 'DATE_IN_PAST' },
    ]);
    await admin.post(path(alert, '/acknowledge'), { until: day(3) });
    // once more: another note and another day, from the first of which it is silent
    const { body } = await admin.post(path(alert, '/acknowledge'), { until: today, note: 'Today' });
    expect(body).toMatchObject({ state: 'acknowledged', acknowledged_until: today, note: 'Today' });
    expect((await refresh()).reopened).toBe(0);
    await app.db.query('update erp.stock_alerts set acknowledged_until = acknowledged_until - 1 where id = $1', [
      alert.id,
    ]);
    expect((await refresh()).reopened).toBe(1);
    expect(await alertsOf(salt)).toMatchObject([{ state: 'open', acknowledged_until: null, version: 4 }]);
  });
});

describe('lots', () => {
  it('are expiring in the days that the company or a third of the shelf life allows, then expired, until nothing is left', async () => {
    const [jam, milk] = [
      await aProduct(app, { tracking: 'lot' }),
      await aProduct(app, { tracking: 'lot', shelf_life_days: 21 }),
    ];
    await receiveLot(jam, 'J30', 5, day(30));
    await receiveLot(jam, 'J31', 5, day(31));
    await receiveLot(milk, 'M7', 5, day(7));
    await receiveLot(milk, 'M8', 5, day(8));
    await receiveLot(jam, 'SCRAP', 5, day(1), place['SCRAP']);
    await refresh();
    const lots = async (product: any): Promise<any[]> =>
      (await alertsOf(product)).map((a) => [a.lot_code, a.kind, a.state, a.quantity, a.expires_on, a.warehouse_id]);
    expect(await lots(jam)).toEqual([['J30', 'expiring', 'open', 5, day(30), place['WH']]]);
    expect(await lots(milk)).toEqual([['M7', 'expiring', 'open', 5, day(7), place['WH']]]);

    const settings = await admin.get('/warehouse/alert-settings');
    expect(settings.body).toEqual({ company_id: app.company_id, expiring_days: 30, version: 1 });
    const put = await admin.put('/warehouse/alert-settings', { expiring_days: 31 }, { 'if-match': '"1"' });
    expect(put.body).toMatchObject({ expiring_days: 31, version: 2 });
    expect((await admin.put('/warehouse/alert-settings', { expiring_days: 5 }, { 'if-match': '"1"' })).status).toBe(
      412,
    );
    expect((await admin.put('/warehouse/alert-settings', { expiring_days: -1 })).status).toBe(422);
    await refresh();
    expect((await lots(jam)).map(([code]) => code)).toEqual(['J30', 'J31']);
    expect(await lots(milk)).toHaveLength(1);

    // seen; more of it comes to light; then its day passes, and it is thrown away
    const [first] = await alertsOf(jam);
    await admin.post(path(first, '/acknowledge'), {});
    await receiveLot(jam, 'J30', 2, day(30));
    expect((await refresh()).reopened).toBe(1);
    await app.db.query(`update erp.lots set expires_on = $2 where id = $1`, [first.lot_id, day(-1)]);
    await refresh();
    expect(await lots(jam)).toEqual([
      ['J30', 'expiring', 'cleared', 7, day(-1), place['WH']],
      ['J31', 'expiring', 'open', 5, day(31), place['WH']],
      ['J30', 'expired', 'open', 7, day(-1), place['WH']],
    ]);
    await made(app, '/warehouse/transfers', {
      lines: [
        {
          product_id: jam.id,
          quantity: 7,
          lot_id: first.lot_id,
          from_location_id: place['STOCK'],
          to_location_id: place['SCRAP'],
        },
      ],
    });
    expect((await refresh()).cleared).toBe(1);
    expect(await alertsOf(jam, '&state=open')).toHaveLength(1);
    expect(await alertsOf(jam, '&kind=expired')).toMatchObject([{ state: 'cleared', cleared_at: expect.any(String) }]);
    expect(
      await alertsOf(jam, `&lot_id=${first.lot_id}&warehouse_id=${place['WH']}&company_id=${app.company_id}`),
    ).toHaveLength(2);
  });
});

describe('people', () => {
  it('take an acknowledgement back, and clear what has ended, but not what is still so', async () => {
    const tea = await aProduct(app, { reorder_point: 5 });
    await refresh();
    const [alert] = await alertsOf(tea);
    expect((await admin.post(path(alert, '/reopen'), {})).body.error_code).toBe('INVALID_STATE');
    await admin.post(path(alert, '/acknowledge'), {});
    expect((await admin.post(path(alert, '/reopen'), { reason: 'Not ordered after all' })).body.state).toBe('open');
    expect((await admin.post(path(alert, '/clear'), {})).body.error_code).toBe('ALERT_STILL_HOLDS');
    const events = async (): Promise<any[]> =>
      (await admin.get(path(alert, '/transitions'))).body.map((t: any) => [t.event, t.reasons.map((r: any) => r.code)]);
    expect(await events()).toEqual([
      ['acknowledge', []],
      ['reopen', ['INVALID_STATE']],
      ['clear', ['ALERT_STILL_HOLDS']],
    ]);
    await aReceipt(app, tea.id, 5);
    expect((await events())[2]).toEqual(['clear', []]);
    expect((await admin.post(path(alert, '/clear?dry_run=true'), {})).body.state).toBe('cleared');
    expect((await admin.post(path(alert, '/clear'), { reason: 'Came in' })).body).toMatchObject({ state: 'cleared' });
    expect((await admin.post(path(alert, '/acknowledge'), {})).body.error_code).toBe('INVALID_STATE');
    expect(await refresh()).toEqual({ raised: 0, reopened: 0, cleared: 0 });
  });

  it('acknowledge many in as many statements as a few, all or those that can be', async () => {
    const products: any[] = [];
    for (let n = 0; n < 8; n++) products.push(await aProduct(app, { reorder_point: 5 }));
    await refresh();
    const ids: string[] = [];
    for (const product of products) ids.push((await alertsOf(product))[0].id);
    const bulk = (body: object) => admin.post('/warehouse/alerts/bulk', { action: 'acknowledge', ...body });
    expect((await bulk({ ids: [ids[0], ids[0]] })).body.errors).toMatchObject([
      { pointer: '/ids/1', code: 'DUPLICATE' },
    ]);
    expect((await bulk({ ids, until: day(-1) })).body.errors).toMatchObject([{ pointer: '/until' }]);
    const refused = await bulk({ ids: [ids[0], app.company_id] });
    expect(refused).toMatchObject({ status: 409, body: { error_code: 'ALERT_BULK_REFUSED' } });
    expect(refused.body.results).toEqual([
      { id: ids[0], ok: true, error_code: null },
      { id: app.company_id, ok: false, error_code: 'NOT_FOUND' },
    ]);
    const count = (some: string[]): Promise<number> =>
      statementsOf(async () =>
        expect((await bulk({ ids: some, note: 'Seen' })).body).toMatchObject({ succeeded: some.length, failed: 0 }),
      );
    const [one, many] = [await count(ids.slice(0, 1)), await count(ids.slice(1, 7))];
    expect(many).toBe(one);
    await aReceipt(app, products[7].id, 5);
    await refresh();
    const partial = await bulk({ ids: [ids[7]!, ids[6]!], mode: 'partial', until: day(2) });
    expect(partial.body).toMatchObject({
      succeeded: 1,
      failed: 1,
      results: [{ error_code: 'INVALID_STATE' }, { ok: true }],
    });
    expect(await alertsOf(products[6])).toMatchObject([
      { state: 'acknowledged', acknowledged_until: day(2), note: null },
    ]);
    expect(await history({ id: ids[6] })).toEqual([
      'raise open false',
      'acknowledge acknowledged false',
      'acknowledge acknowledged false',
    ]);
  });

  it('see alerts of their companies and warehouses, and do what their role allows', async () => {
    const wine = await aProduct(app, { tracking: 'lot', reorder_point: 5 });
    await receiveLot(wine, 'W', 3, day(2));
    const other = await aCompany(app);
    await refresh();
    const [low] = await alertsOf(wine, `&kind=low_stock&company_id=${app.company_id}`);
    const [lot] = await alertsOf(wine, '&kind=expiring');
    const north = await made(app, '/warehouse/locations', { code: unique('N'), name: 'North', type: 'warehouse' });
    const keeper = app.as(await app.actor({ role: 'warehouse', warehouses: [place['WH']!] }));
    const stranger = app.as(await app.actor({ role: 'warehouse', warehouses: [north.id] }));
    const foreigner = app.as(await app.actor({ role: 'warehouse_manager', companies: [other.id] }));
    const list = async (who: Caller): Promise<string[]> =>
      (await who.get(`/warehouse/alerts?product_id=${wine.id}`)).body.data.map((a: any) => a.kind);
    expect(await list(keeper)).toEqual(['expiring']);
    expect(await list(stranger)).toEqual([]);
    expect(await list(foreigner)).toEqual(['low_stock']);
    expect((await keeper.get(path(low))).status).toBe(404);
    expect((await stranger.post(path(lot, '/acknowledge'), {})).status).toBe(404);
    expect((await foreigner.post(path(low, '/acknowledge'), {})).status).toBe(404);
    expect((await foreigner.get(`/warehouse/alert-settings?company_id=${app.company_id}`)).status).toBe(404);
    expect(
      (await foreigner.put(`/warehouse/alert-settings?company_id=${app.company_id}`, { expiring_days: 1 })).status,
    ).toBe(404);
    const bulk = await stranger.post('/warehouse/alerts/bulk', {
      action: 'acknowledge',
      ids: [lot.id],
      mode: 'partial',
    });
    expect(bulk.body).toMatchObject({ failed: 1, results: [{ error_code: 'NOT_FOUND' }] });
    expect((await keeper.post('/warehouse/alerts/refresh')).status).toBe(403);
    expect((await keeper.put('/warehouse/alert-settings', { expiring_days: 1 })).status).toBe(403);
    const viewer = app.as(await app.actor({ role: 'viewer' }));
    expect((await viewer.get(path(lot))).status).toBe(200);
    expect((await viewer.post(path(lot, '/acknowledge'), {})).status).toBe(403);
    expect((await app.as(await app.actor({ role: 'sales' })).get('/warehouse/alerts')).status).toBe(403);
    for (const role of ['quality', 'ppic_admin', 'purchasing', 'warehouse'])
      expect([role, (await app.as(await app.actor({ role })).post(path(lot, '/acknowledge'), {})).status]).toEqual([
        role,
        200,
      ]);
    for (const role of ['ppic_manager', 'purchasing_manager', 'warehouse_manager'])
      expect([role, (await app.as(await app.actor({ role })).post('/warehouse/alerts/refresh')).status]).toEqual([
        role,
        200,
      ]);
    const key = { 'idempotency-key': unique('KEY') };
    const [first, again] = [
      await keeper.post(path(lot, '/acknowledge'), { note: 'Drink it' }, key),
      await keeper.post(path(lot, '/acknowledge'), { note: 'Drink it' }, key),
    ];
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    expect((await keeper.post(path(lot, '/acknowledge'), { until: 'tomorrow' })).status).toBe(422);
  });
});

describe('at once', () => {
  it('eight refreshers, the background among them, and acknowledgements raise each alert once', async () => {
    const products: any[] = [];
    for (let n = 0; n < 20; n++) products.push(await aProduct(app, { reorder_point: 5 }));
    const background = app.nest.get(StockAlertRefresher, { strict: false }) as unknown as { work(): Promise<unknown> };
    const answers = await Promise.all([...Array.from({ length: 7 }, () => refresh()), background.work()]);
    const companies = (await app.db.query('select count(*)::int as n from erp.companies where is_active')).rows[0].n;
    const of = await app.db.query(
      `select count(*)::int as n, count(distinct (product_id, company_id))::int as pairs from erp.stock_alerts where product_id = any($1)`,
      [products.map(({ id }) => id)],
    );
    expect(of.rows).toEqual([{ n: 20 * companies, pairs: 20 * companies }]);
    expect(answers.reduce((sum: number, a: any) => sum + Number(a.raised), 0)).toBe(20 * companies);
    const ids: string[] = [];
    for (const product of products) ids.push((await alertsOf(product, `&company_id=${app.company_id}`))[0].id);
    // half of them come in while all are acknowledged and looked at
    for (const product of products.slice(0, 10)) await aReceipt(app, product.id, 5);
    const bulk = () =>
      admin.post('/warehouse/alerts/bulk', { action: 'acknowledge', mode: 'partial', ids: [...ids].reverse() });
    const all = await Promise.all([bulk(), refresh(), bulk(), refresh(), bulk()]);
    expect(all.filter((a: any) => a.status >= 400)).toEqual([]);
    const states: string[] = [];
    for (const product of products)
      states.push((await alertsOf(product, `&company_id=${app.company_id}`)).map((a) => a.state).join());
    expect(states).toEqual([...Array<string>(10).fill('cleared'), ...Array<string>(10).fill('acknowledged')]);
  });

  it('the background acts as the system', async () => {
    const product = await aProduct(app, { reorder_point: 5 });
    await (app.nest.get(StockAlertRefresher, { strict: false }) as unknown as { work(): Promise<unknown> }).work();
    const [alert] = await alertsOf(product, `&company_id=${app.company_id}`);
    expect(await history(alert)).toEqual(['raise open true']);
  });
});
