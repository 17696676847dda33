import { MANUFACTURING_ORDER } from '../../src/ppic/index.js';
import { seedDemo } from '../../src/seed/index.js';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';

let app: TestApp;
const said: string[] = [];

beforeAll(async () => {
  app = await startTestApp();
  await seedDemo(app.nest, (message) => said.push(message));
});
afterAll(() => app.close());

const get = async (path: string): Promise<any> => {
  const answer = await app.as(app.admin).get(path);
  expect(answer.status).toBe(200);
  return answer.body;
};

/** Number of rows and newest change of every table of ours, but for what the server writes down about its own works. */
async function everything(): Promise<Record<string, string>> {
  const { rows } = await app.db.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'erp'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'periodic_works' order by 1`,
  );
  const found: Record<string, string> = {};
  for (const { name } of rows) {
    const sum = await app.db.query<{ sum: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from erp.${name} t`,
    );
    found[name] = sum.rows[0]!.sum;
  }
  return found;
}

describe('the demo factory', () => {
  it('says what it does', () => expect(said).toHaveLength(2));

  it('has some forty products, each with suppliers, prices or a bill, in departments that a soft-toy factory has', async () => {
    const products = await get('/products?limit=500&include_total=true');
    expect(products.total).toBeGreaterThanOrEqual(40);
    const { rows: unsourced } = await app.db.query(
      `select sku from erp.products p where not exists (select from erp.supplier_prices s where s.product_id = p.id)
          and not exists (select from erp.boms b where b.product_id = p.id and b.state = 'active')`,
    );
    expect(unsourced).toEqual([]);
    expect((await get('/departments')).data.map(({ name }: any) => name)).toEqual(
      expect.arrayContaining(['Cutting', 'Embroidery', 'Sewing', 'Stuffing', 'Finishing', 'Packing']),
    );
    expect((await get('/suppliers')).data.length).toBeGreaterThan(3);
    expect((await get('/customers')).data.length).toBeGreaterThan(1);
  });

  it('has a dock whose deliveries find a place, and a bin beside the line that wants filling', async () => {
    expect((await get('/warehouse/locations?is_receiving=true')).data).toMatchObject([{ code: 'DOCK' }]);
    expect((await get('/warehouse/put-away-rules')).data).toMatchObject([{ strategy: 'zone', location_code: 'STOCK' }]);
    // an empty bin: 10,000 in steps of 500
    expect((await get('/warehouse/replenishments')).data).toMatchObject([
      { location_code: 'PICK-01', free: 0, wanted: 10_000, quantity: 10_000, from: [{ location_code: 'STOCK' }] },
    ]);
  });

  it('makes every toy in three levels: toy, sewn skin, cut set', async () => {
    const toys = (await get('/products?type=finished_good&limit=500')).data;
    expect(toys.length).toBeGreaterThan(4);
    for (const toy of toys) {
      const bom = (await get(`/warehouse/bom?product_id=${toy.id}&state=active`)).data;
      expect(bom).toHaveLength(1);
      const levels = await app.db.query<{ depth: number }>(
        `with recursive tree as (
           select $1::uuid as product_id, 0 as depth
           union all
           select l.component_id, t.depth + 1 from tree t join erp.boms b on b.product_id = t.product_id and b.state = 'active'
             join erp.bom_lines l on l.bom_id = b.id and l.kind = 'component')
         select max(depth) as depth from tree`,
        [toy.id],
      );
      expect({ sku: toy.sku, levels: levels.rows[0]!.depth }).toEqual({ sku: toy.sku, levels: 3 });
    }
  });

  it('knows how the bear is made, in which minutes, at operations that its bills name', async () => {
    const { rows } = await app.db.query<{ id: string; sku: string; unknown: number }>(
      `select r.id, p.sku, (select count(*)::int from erp.bom_lines l join erp.boms b on b.id = l.bom_id
                             where b.product_id = r.product_id and not exists (
                               select from erp.routing_operations o
                                where o.routing_id = r.id and lower(o.name) = lower(l.operation))) as unknown
         from erp.routings r join erp.products p on p.id = r.product_id
        where r.is_default order by p.sku`,
    );
    expect(rows.map(({ sku, unknown }) => [sku, unknown])).toEqual([
      ['CUT-BEAR', 0],
      ['SKIN-BEAR', 0],
      ['TOY-BEAR', 0],
    ]);
    const { body } = await app.as(app.admin).get(`/ppic/routings/${rows[2]!.id}/estimate?quantity=1000`);
    // Finishing makes 1 % more than 1,000, stuffing 2 % more than 1,010: ceil(1,030.2). At 90 percent, stuffing takes
    // (15 + 1,031 * 2 / 3) / 0.9, finishing 1,010 * 5 / 6 / 0.9, packing 1,000 / 2 / 0.9 minutes, rounded up.
    expect(
      body.operations.map((o: Record<string, unknown>) => [o['name'], o['quantity'], o['duration_minutes']]),
    ).toEqual([
      ['STUFFING', 1031, 781],
      ['FINISHING', 1010, 936],
      ['PACKING', 1000, 556],
    ]);
  });

  it('has orders in every state of the machine', async () => {
    const orders = (await get('/ppic/manufacturing-orders?limit=500')).data;
    expect(new Set(orders.map(({ state }: any) => state))).toEqual(new Set(MANUFACTURING_ORDER.states));
    for (const order of orders.filter(({ state }: any) => state === 'closed')) {
      expect((await get(`/ppic/manufacturing-orders/${order.id}`)).work_in_progress).toBe('0.00');
    }
  });

  it('gives every report something to show', async () => {
    const [order] = (await get('/ppic/manufacturing-orders?state=closed')).data;
    for (const name of ['stock-on-hand', 'stock-valuation', 'low-stock', 'production-output', 'production-lateness']) {
      expect({ name, rows: (await get(`/reports/${name}`)).data.length }).not.toEqual({ name, rows: 0 });
    }
    expect((await get(`/reports/movement-card?product_id=${order.product_id}`)).data.length).toBeGreaterThan(0);
  });

  it('has requisitions that wait for whoever looks at it, one of them urgent, and a draft', async () => {
    const { data } = await get('/purchasing/requisitions');
    expect(data.map((r: { state: string; is_urgent: boolean }) => `${r.state} ${r.is_urgent}`).sort()).toEqual([
      'draft false',
      'submitted false',
      'submitted true',
    ]);
    expect((await get('/purchasing/requisition-lines/to-review')).data).toHaveLength(3);
  });

  it('has sold: paid in part, on its way in part, waiting, and not confirmed; and an offer is out', async () => {
    const orders = (await get('/sales/orders')).data;
    expect(
      orders.map((o: { state: string; customer_reference: string }) => `${o.customer_reference} ${o.state}`).sort(),
    ).toEqual(['PO-0457 partially_shipped', 'PO-0461 draft', 'TMC/2026/118 shipped', 'TMC/2026/121 confirmed']);
    expect((await get('/sales/quotations')).data).toMatchObject([{ state: 'sent' }]);
    // 40 bears at 145,000 less 5 %, 10 bunnies at their price, 20 bears; all with 11 % on the net amount of each line.
    const { rows } = await app.db.query(
      `select list_price::integer as price from erp.products where sku = 'TOY-BUNNY'`,
    );
    const net = [40 * 145_000 * 0.95, 10 * rows[0].price, 20 * 145_000];
    const owed = net.reduce((sum, each) => sum + each * 1.11, 0) - 4_000_000;
    const { data } = await get('/accounting/due-list?side=receivable');
    expect(data.reduce((sum: number, { open_amount }: any) => sum + Number(open_amount), 0)).toBeCloseTo(owed, 2);
  });

  it('keeps books that balance, with the stock at its value and the sales of the year in them', async () => {
    const sheet = await get('/accounting/balance-sheet');
    expect(sheet).toMatchObject({ difference: '0.00' });
    expect(Number(sheet.assets)).toBeGreaterThan(0);
    const { debit, credit, closing } = await get('/accounting/trial-balance');
    expect([credit, closing]).toEqual([debit, '0.00']);
    const { revenue } = await get('/accounting/income-statement');
    expect(Number(revenue)).toBeGreaterThan(8_000_000);
  });

  it('leaves every invariant true', () => expectIntegrity(app));

  it('is not seeded twice', async () => {
    const before = await everything();
    await seedDemo(app.nest, (message) => said.push(message));
    expect(await everything()).toEqual(before);
    expect(said).toHaveLength(2);
  });
});
