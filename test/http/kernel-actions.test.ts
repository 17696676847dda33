import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { aProduct, placesOf, unique } from '../support/makers.js';
import { aWorkshop, act, anOrder } from '../support/production.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** Where every number series stands, and how many rows every table has, but for what the server writes down about its own works. */
async function fingerprint(): Promise<object> {
  const series = await app.db.query(
    `select sequencename, last_value from pg_sequences where schemaname = 'erp' order by 1`,
  );
  const tables = await app.db.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'erp' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'periodic_works' order by 1`,
  );
  const counts = await app.db.query(
    tables.rows.map(({ name }) => `select '${name}' as name, count(*)::int as n from ${name}`).join(' union all ') +
      ' order by 1',
  );
  return { series: series.rows, counts: counts.rows };
}

describe('a dry run', () => {
  const receipt = async (productId: string): Promise<object> => ({
    lines: [{ product_id: productId, quantity: 5, unit_cost: '2.00', to_location_id: (await placesOf(app))['STOCK'] }],
  });

  it('answers as the real thing would, and leaves no row, no number and no stored key', async () => {
    const body = await receipt((await aProduct(app)).id);
    const post = (query: string): Promise<Answer> =>
      app.as(app.admin).post(`/warehouse/receipts${query}`, body, { 'idempotency-key': 'try' });
    const before = await fingerprint();
    const tried = await post('?dry_run=true');
    expect(tried.status).toBe(201);
    expect(await fingerprint()).toEqual(before);
    const real = await post('?dry_run=false');
    expect([real.status, real.headers['idempotent-replayed']]).toEqual([201, undefined]);
    expect(tried.body.number).not.toMatch(/^\w+-\d+$/);
    expect(real.body.number).toMatch(/^\w+-\d+$/);
    expect(real.body.lines[0]).toMatchObject({
      quantity: tried.body.lines[0].quantity,
      value: tried.body.lines[0].value,
    });
    expect((await post('')).headers['idempotent-replayed']).toBe('true');
  });

  it('is refused for the same reasons', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 2, stock: 3 }]);
    const order = await anOrder(app, product.id, 2);
    await act(app, order.id, 'approve');
    const release = (query: string): Promise<Answer> =>
      app.as(app.admin).post(`/ppic/manufacturing-orders/${order.id}/release${query}`, {});
    const [tried, real] = [await release('?dry_run=true'), await release('')];
    expect(tried.status).toBe(409);
    expect(tried.body.shortages).toEqual(real.body.shortages);
    expect(tried.body.shortages).toMatchObject([{ product_id: components[0].id, requested: 4, available: 3 }]);
  });

  it('of a change of state leaves the state, the version and the history', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 1 }]);
    const order = await anOrder(app, product.id, 1);
    const path = `/ppic/manufacturing-orders/${order.id}`;
    const history = (await app.as(app.admin).get(`${path}/history`)).body;
    expect((await app.as(app.admin).post(`${path}/approve?dry_run=true`, {})).body.state).toBe('approved');
    expect((await app.as(app.admin).get(path)).body).toMatchObject({ state: 'draft', version: order.version });
    expect((await app.as(app.admin).get(`${path}/history`)).body).toEqual(history);
  });

  it('is taken by actions only, as true or false', async () => {
    const code = unique('U');
    const refused = await app.as(app.admin).post('/units?dry_run=true', { code, name: 'Not yet' });
    expect(refused).toMatchObject({ status: 400, body: { error_code: 'UNKNOWN_QUERY_PARAMETER' } });
    expect((await app.db.query('select 1 from erp.units where code = $1', [code])).rowCount).toBe(0);
    expect(
      (await app.as(app.admin).post('/warehouse/receipts?dry_run=perhaps', await receipt((await aProduct(app)).id)))
        .status,
    ).toBe(400);
  });
});

describe('transitions and history', () => {
  it('list what this caller may do now and why not, and who did what', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 1 }]);
    const order = await anOrder(app, product.id, 1);
    const path = `/ppic/manufacturing-orders/${order.id}`;
    const reader = await app.actor({ permissions: ['ppic.manufacturing_orders.read'] });
    const of = async (who: typeof reader): Promise<Record<string, string[]>> => {
      const { body } = await app.as(who).get(`${path}/transitions`);
      const list = (body.data ?? body) as { event: string; allowed: boolean; reasons: { code: string }[] }[];
      return Object.fromEntries(
        list.map(({ event, allowed, reasons }) => [event, allowed ? ['allowed'] : reasons.map(({ code }) => code)]),
      );
    };
    expect(await of(app.admin)).toMatchObject({ approve: ['allowed'], complete: ['INVALID_STATE'] });
    expect(await of(reader)).toMatchObject({ approve: ['FORBIDDEN'], complete: ['INVALID_STATE', 'FORBIDDEN'] });
    await act(app, order.id, 'approve');
    const { body } = await app.as(reader).get(`${path}/history`);
    const entries = (body.data ?? body) as object[];
    expect(entries.at(-1)).toMatchObject({
      event: 'approve',
      from_state: 'draft',
      to_state: 'approved',
      actor_username: app.admin.username,
    });
  });
});
