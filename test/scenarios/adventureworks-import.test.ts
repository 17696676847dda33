import { IMPORT_STEPS, fingerprint, importStep, keepMappings } from '../support/adventureworks.js';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { describeWithSharedData } from '../support/data.js';
import { ended, findings } from '../support/imports.js';

describeWithSharedData('AdventureWorks, imported as it is', () => {
  let app: TestApp;

  async function one(sql: string, params: unknown[] = []): Promise<any> {
    return (await app.db.query(sql, params)).rows[0];
  }

  beforeAll(async () => {
    app = await startTestApp();
    await keepMappings(app);
  }, 120_000);
  afterAll(() => app.close());

  it.each(IMPORT_STEPS)('$file by $mapping has no row at fault', async (step) => {
    const { rows, warnings = 0, skipped = 0, merged = 0 } = step;
    const job = await importStep(app, step);
    expect(job).toMatchObject({ status: 'succeeded', rows_read: rows, rejected: 0, warnings, skipped, merged });
    expect(job.inserted + job.updated + job.unchanged).toBe(rows - skipped - merged);
  });

  it('explains what it left out and what it took with a doubt', async () => {
    const { body } = await app.as(app.admin).get('/imports?resource=bills');
    expect(body.data[0].skipped_by_rule).toEqual([
      { reason: 'Marks a top-level product; it is no line of a bill', rows: 103 },
    ]);
    const prices = (await app.as(app.admin).get('/imports?resource=supplier-prices')).body.data[0];
    const warnings = await findings(app, prices.id as string, 'warnings', 500);
    const byUnit = new Map<string, number>();
    for (const { code, value } of warnings) {
      expect(code).toBe('UNIT_FACTOR_UNKNOWN');
      byUnit.set(value as string, (byUnit.get(value as string) ?? 0) + 1);
    }
    expect(Object.fromEntries(byUnit)).toEqual({ CTN: 178, CAN: 68, CS: 38, GAL: 10, PAK: 5 });
  });

  it('keeps four decimals, units, categories and the names of the other system', async () => {
    const { body } = await app.as(app.admin).get('/products/by-external-id/adventureworks/749');
    expect(body).toMatchObject({
      sku: 'BK-R93R-62',
      type: 'finished_good',
      standard_cost: '2171.294200',
      list_price: '3578.270000',
      unit_code: 'EA',
      category_code: 'S2',
      lead_time_days: 4,
      is_manufactured: true,
      is_sold: true,
      attributes: { colour: 'Red', size: '62' },
    });
    const paint = await app.as(app.admin).get('/products/by-external-id/adventureworks/492');
    expect(paint.body).toMatchObject({ sku: 'PA-187B', type: 'part', unit_code: 'OZ', is_purchased: true });
    const category = await one(
      `select p.code as parent from erp.product_categories c join erp.product_categories p on p.id = c.parent_id where c.code = 'S2'`,
    );
    expect(category).toEqual({ parent: 'C1' });
    const price = await one(
      `select v.price::text, v.min_quantity::int, v.lead_time_days, v.valid_from::text, u.code as unit from erp.supplier_prices v
         join erp.products p on p.id = v.product_id join erp.units u on u.id = v.unit_id where p.sku = 'AR-5381'`,
    );
    expect(price).toEqual({
      price: '47.870000',
      min_quantity: 1,
      lead_time_days: 17,
      valid_from: '2011-08-29',
      unit: 'CS',
    });
  });

  it('makes 238 active bills whose lines have their own dates', async () => {
    const bills = await one(
      `select count(*)::int as bills, count(*) filter (where state = 'active')::int as active from erp.boms`,
    );
    expect(bills).toEqual({ bills: 238, active: 238 });
    const lines = await one(
      `select count(*)::int as lines, count(*) filter (where valid_to is null)::int as open, sum(quantity)::int as quantity from erp.bom_lines`,
    );
    expect(lines).toEqual({ lines: 2576, open: 2383, quantity: 5400 });
    const dated = await app.db.query(
      `select l.quantity::int, l.valid_from::text, l.valid_to::text from erp.bom_lines l join erp.boms b on b.id = l.bom_id
         join erp.products p on p.id = b.product_id join erp.products c on c.id = l.component_id
        where p.sku = 'BK-R93R-62' and c.sku = 'SA-R522' order by l.valid_from`,
    );
    expect(dated.rows).toEqual([
      { quantity: 2, valid_from: '2010-09-15', valid_to: '2010-11-14' },
      { quantity: 1, valid_from: '2010-11-15', valid_to: null },
    ]);
  });

  it('has every piece on hand in its bin, at the standard cost of its product', async () => {
    const stock = await one(
      `select sum(on_hand)::int as pieces, count(*)::int as balances from erp.stock_balances where on_hand > 0`,
    );
    expect(stock).toEqual({ pieces: 335974, balances: 1065 });
    const value = await one('select sum(value)::text as value from erp.stock_valuations');
    expect(value).toEqual({ value: '20092679.15' });
    const bin = await one(
      `select b.on_hand::int, l.type, l.name, parent.name as location from erp.stock_balances b join erp.locations l on l.id = b.location_id
         join erp.locations parent on parent.id = l.parent_id join erp.products p on p.id = b.product_id
        where p.sku = 'AR-5381' and l.code = 'AW-50-A-5'`,
    );
    expect(bin).toEqual({ on_hand: 353, type: 'bin', name: 'Bin A-5', location: 'Subassembly' });
    const unshelved = await one(
      `select l.code from erp.stock_balances b join erp.locations l on l.id = b.location_id join erp.products p on p.id = b.product_id
        where p.sku = 'BK-R93R-62' and b.on_hand > 0 and l.code = 'AW-7'`,
    );
    expect(unshelved).toEqual({ code: 'AW-7' });
    const opening = await one(
      `select count(*)::int as movements from erp.stock_movements where source_type = 'opening_stock'`,
    );
    expect(opening.movements).toBeGreaterThan(700);
  });

  it('changes nothing when all of it is imported again', async () => {
    const before = await fingerprint(app);
    for (const step of IMPORT_STEPS) {
      const { rows, skipped = 0, merged = 0 } = step;
      const job = await importStep(app, step);
      expect([step.mapping, job]).toMatchObject([
        step.mapping,
        { inserted: 0, updated: 0, unchanged: rows - skipped - merged, merged },
      ]);
    }
    expect(await fingerprint(app)).toEqual(before);
  }, 120_000);

  it('posts only the difference when the opening stock is corrected', async () => {
    const mapping = '?mapping=aw-opening-stock';
    const header = 'ProductID,LocationID,Shelf,Bin,Quantity,ModifiedDate';
    const send = async (row: string): Promise<any> => {
      const { body } = await app
        .as(app.admin)
        .post(`/imports/opening-stock${mapping}`, `${header}\n${row}\n`, { 'content-type': 'text/csv' });
      return (await ended(app, body.id as string)).body;
    };
    const onHand = async (): Promise<number> =>
      (
        await one(`select b.on_hand::int from erp.stock_balances b join erp.products p on p.id = b.product_id join erp.locations l on l.id = b.location_id
        where p.sku = 'AR-5381' and l.code = 'AW-50-A-5'`)
      ).on_hand as number;
    expect(await send('1,50,A,5,360,2014-08-08')).toMatchObject({ status: 'succeeded', updated: 1 });
    expect(await onHand()).toBe(360);
    expect(await send('1,50,A,5,353,2014-08-08')).toMatchObject({ status: 'succeeded', updated: 1 });
    expect(await send('1,50,A,5,353.00,2014-08-08')).toMatchObject({ status: 'succeeded', unchanged: 1 });
    expect(await onHand()).toBe(353);
    const short = await send('1,50,A,5,-1,2014-08-08');
    expect(short).toMatchObject({ status: 'failed', rejected: 1 });
    const { movements } = await one(
      `select count(*)::int as movements from erp.stock_movements where source_type = 'opening_stock' and reason is distinct from 'Opening stock'`,
    );
    expect(movements).toBe(0);
  });
});
