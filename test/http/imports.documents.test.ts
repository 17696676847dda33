import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { findings, importFile } from '../support/imports.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  const products = [
    'BIKE,Bike,finished_good,EA,0',
    'FRAME,Frame,wip,EA,0',
    'TUBE,Tube,material,MM,2.5',
    'BOLT,Bolt,part,EA,0.1',
    'WORK,Work,service,HUR,0',
    'LOST,Never valued,part,EA,0',
  ];
  const { body } = await importFile(app, 'products', `sku,name,type,unit,standard_cost\n${products.join('\n')}\n`);
  expect(body).toMatchObject({ status: 'succeeded', inserted: 6 });
  const places = ['A,Rack A,rack,STOCK', 'A-1,Shelf 1,shelf,A', 'A-1-L,Bin left,bin,A-1'];
  expect(
    (await importFile(app, 'locations', `code,name,type,parent\n${places.reverse().join('\n')}\n`)).body,
  ).toMatchObject({ status: 'succeeded', inserted: 3 });
});
afterAll(() => app.close());

async function faults(id: string): Promise<[number, string | null, string][]> {
  return (await findings(app, id)).map(({ line, field, code }) => [line, field, code]);
}

async function rows(sql: string, params: unknown[] = []): Promise<any[]> {
  return (await app.db.query(sql, params)).rows;
}

describe('bills of material from a file', () => {
  const header = 'product,revision,state,component,quantity,unit,scrap_percent,line_valid_from,line_valid_to';

  it('become documents with lines, units converted exactly, history written', async () => {
    const file = `${header}\nFRAME,A,active,TUBE,2,M,2.5,,\nFRAME,A,active,BOLT,1,DZ,,2026-01-01,2026-06-30\nBIKE,1,draft,FRAME,1,,,,\n`;
    expect((await importFile(app, 'bills', file)).body).toMatchObject({
      status: 'succeeded',
      inserted: 3,
      rows_read: 3,
    });
    expect(
      await rows(`select p.sku, b.revision, b.state, b.version, l.line_no, c.sku as component, l.quantity::int, l.scrap_percent::text, l.valid_to::text
        from erp.boms b join erp.products p on p.id = b.product_id join erp.bom_lines l on l.bom_id = b.id
        join erp.products c on c.id = l.component_id order by p.sku, l.line_no`),
    ).toEqual([
      {
        sku: 'BIKE',
        revision: '1',
        state: 'draft',
        version: 1,
        line_no: 10,
        component: 'FRAME',
        quantity: 1,
        scrap_percent: '0.0000',
        valid_to: null,
      },
      {
        sku: 'FRAME',
        revision: 'A',
        state: 'active',
        version: 2,
        line_no: 10,
        component: 'TUBE',
        quantity: 2000,
        scrap_percent: '2.5000',
        valid_to: null,
      },
      {
        sku: 'FRAME',
        revision: 'A',
        state: 'active',
        version: 2,
        line_no: 20,
        component: 'BOLT',
        quantity: 12,
        scrap_percent: '0.0000',
        valid_to: '2026-06-30',
      },
    ]);
    const history = await rows(
      `select event, from_state, to_state, actor_id from erp.document_history where machine = 'bom' order by recorded_at, id`,
    );
    expect(history.map(({ event }) => event).sort()).toEqual(['activate', 'create', 'create']);
    expect(new Set(history.map(({ actor_id }) => actor_id))).toEqual(new Set([app.admin.id]));
  });

  it('replace drafts, leave equal active ones alone and never change others', async () => {
    const frame = 'FRAME,A,active,TUBE,2,M,2.5,,\nFRAME,A,active,BOLT,1,DZ,,2026-01-01,2026-06-30';
    const again = await importFile(
      app,
      'bills',
      `${header}\n${frame}\nBIKE,1,draft,FRAME,1,,,,\nBIKE,1,draft,BOLT,4,,,,\n`,
    );
    expect(again.body).toMatchObject({ status: 'succeeded', unchanged: 2, updated: 2 });
    expect(
      await rows(`select b.version, count(*)::int as lines from erp.boms b join erp.bom_lines l on l.bom_id = b.id join erp.products p on p.id = b.product_id
      where p.sku = 'BIKE' group by b.version`),
    ).toEqual([{ version: 2, lines: 2 }]);
    const changed = await importFile(
      app,
      'bills',
      `${header}\n${frame.replace('2.5', '3')}\nBIKE,1,active,FRAME,1,,,,\nBIKE,1,active,BOLT,4,,,,\n`,
      {
        query: '?on_error=skip_rows',
      },
    );
    expect(changed.body).toMatchObject({ status: 'succeeded', rejected: 2, updated: 2 });
    expect(await faults(changed.body.id as string)).toEqual([[2, null, 'BOM_NOT_DRAFT']]);
    expect(await rows(`select state from erp.boms order by state`)).toEqual([{ state: 'active' }, { state: 'active' }]);
  });

  it('are refused with every fault, each bill as a whole', async () => {
    const file = [
      header,
      'TUBE,1,draft,BOLT,1,,,,', // a material is not made
      'FRAME,B,draft,WORK,1,,,,', // a service is no component
      'FRAME,B,draft,BOLT,1,,,,', // belongs to a refused bill
      'FRAME,C,draft,BOLT,1,GAL,,,', // no way from gallons to pieces
      'FRAME,C,draft,TUBE,1,KG,,,',
      'FRAME,D,draft,BOLT,1.5,,120,2026-02-01,2026-01-01',
      'FRAME,E,draft,FRAME,1,,,,', // contains itself
      'FRAME,F,draft,BIKE,1,,,,', // contains what contains it
      'FRAME,G,draft,BOLT,2,,,,',
      'FRAME,G,draft,BOLT,3,,,,',
      'FRAME,H,draft,BOLT,2,,,,',
      'FRAME,H,active,TUBE,3,,,,',
    ];
    const { body } = await importFile(app, 'bills', `${file.join('\n')}\n`);
    expect(body).toMatchObject({ status: 'failed', error_code: 'IMPORT_ROWS_REJECTED', inserted: 0 });
    expect(await faults(body.id as string)).toEqual(
      expect.arrayContaining([
        [2, 'product', 'NOT_ALLOWED'],
        [3, 'component', 'NOT_ALLOWED'],
        [4, null, 'DOCUMENT_REJECTED'],
        [5, 'quantity', 'UNIT_NOT_EXACT'],
        [6, 'quantity', 'UNIT_NOT_EXACT'],
        [7, 'quantity', 'NOT_WHOLE'],
        [7, 'scrap_percent', 'TOO_LARGE'],
        [7, 'line_valid_to', 'VALIDITY_REVERSED'],
        [8, null, 'BOM_CYCLE'],
        [9, null, 'BOM_CYCLE'],
        [11, null, 'DUPLICATE_IN_FILE'],
        [12, null, 'DOCUMENT_DIFFERS'],
        [13, null, 'DOCUMENT_DIFFERS'],
      ]),
    );
    expect(await rows(`select 1 from erp.boms`)).toHaveLength(2);
  });
});

describe('opening stock from a file', () => {
  const header = 'product,location,quantity,unit,unit_cost';
  const onHand = (sku: string, location: string): Promise<any[]> =>
    rows(
      `select b.on_hand::int, v.quantity::int, v.value::text from erp.stock_balances b join erp.products p on p.id = b.product_id
        join erp.locations l on l.id = b.location_id join erp.stock_valuations v on v.product_id = p.id where p.sku = $1 and l.code = $2`,
      [sku, location],
    );

  it('is posted through the ledger at its cost, in stock units', async () => {
    const { body } = await importFile(
      app,
      'opening-stock',
      `${header}\nBOLT,A-1-L,2,DZ,0.1234\nTUBE,A-1,1000,,\nLOST,STOCK,5,,\nBIKE,STOCK,0,,\n`,
    );
    expect(body).toMatchObject({ status: 'succeeded', inserted: 3, unchanged: 1, warnings: 1 });
    expect(await findings(app, body.id as string, 'warnings')).toMatchObject([
      { line: 4, field: 'product', code: 'NO_COST', value: 'LOST' },
    ]);
    expect(await onHand('BOLT', 'A-1-L')).toEqual([{ on_hand: 24, quantity: 24, value: '2.96' }]);
    expect(await onHand('TUBE', 'A-1')).toEqual([{ on_hand: 1000, quantity: 1000, value: '2500.00' }]);
    expect(await onHand('LOST', 'STOCK')).toEqual([{ on_hand: 5, quantity: 5, value: '0.00' }]);
    const movements = await rows(
      `select type, reason, created_by from erp.stock_movements where source_type = 'opening_stock'`,
    );
    expect(movements).toHaveLength(3);
    expect(movements).toEqual(
      expect.arrayContaining([{ type: 'adjustment', reason: 'Opening stock', created_by: app.admin.id }]),
    );
  });

  it('again posts nothing, also after stock was used, and the difference when corrected', async () => {
    const id = async (table: string, column: string, code: string): Promise<string> =>
      (await rows(`select id from erp.${table} where ${column} = $1`, [code]))[0].id as string;
    const [bolt, bin, customer] = [
      await id('products', 'sku', 'BOLT'),
      await id('locations', 'code', 'A-1-L'),
      await id('locations', 'code', 'CUSTOMER'),
    ];
    await app.db.query(`select set_config('erp.actor', $1, false), set_config('erp.request_id', 'test', false)`, [
      app.admin.id,
    ]);
    const client = await app.db.connect();
    try {
      await client.query(`select set_config('erp.actor', $1, false), set_config('erp.request_id', 'test', false)`, [
        app.admin.id,
      ]);
      await client.query('select erp.post_stock_movement($1)', [
        JSON.stringify({
          movements: [
            {
              company_id: app.company_id,
              type: 'issue',
              lines: [{ product_id: bolt, quantity: 20, from_location_id: bin, to_location_id: customer }],
            },
          ],
        }),
      ]);
    } finally {
      client.release(true);
    }
    const same = await importFile(app, 'opening-stock', `${header}\nBOLT,A-1-L,24,,0.1234\n`);
    expect(same.body).toMatchObject({ status: 'succeeded', unchanged: 1, updated: 0, warnings: 0 });
    expect(await onHand('BOLT', 'A-1-L')).toMatchObject([{ on_hand: 4 }]);
    const dearer = await importFile(app, 'opening-stock', `${header}\nBOLT,A-1-L,24,,0.2\n`);
    expect((await findings(app, dearer.body.id as string, 'warnings')).map(({ code }) => code)).toEqual([
      'COST_DIFFERS',
    ]);
    expect((await importFile(app, 'opening-stock', `${header}\nBOLT,A-1-L,22,,\n`)).body).toMatchObject({ updated: 1 });
    expect(await onHand('BOLT', 'A-1-L')).toMatchObject([{ on_hand: 2 }]);
    const short = await importFile(app, 'opening-stock', `${header}\nBOLT,A-1-L,10,,\nTUBE,A-1,1500,,\n`);
    expect(short.body).toMatchObject({ status: 'failed', rejected: 1 });
    expect(await faults(short.body.id as string)).toEqual([[2, null, 'INSUFFICIENT_STOCK']]);
    expect(await onHand('TUBE', 'A-1')).toMatchObject([{ on_hand: 1000 }]);
  });

  it('is refused for what cannot lie there', async () => {
    const { body } = await importFile(
      app,
      'opening-stock',
      `${header}\nWORK,STOCK,1,,\nBOLT,SUPPLIER,1,,\nBOLT,NOWHERE,1,,\nBOLT,STOCK,-1,,\nTUBE,STOCK,1,KG,\n`,
    );
    expect(await faults(body.id as string)).toEqual([
      [2, 'product', 'SERVICE_HAS_NO_STOCK'],
      [3, 'location', 'NOT_ALLOWED'],
      [4, 'location', 'REFERENCE_NOT_FOUND'],
      [5, 'quantity', 'TOO_SMALL'],
      [6, 'quantity', 'UNIT_NOT_EXACT'],
    ]);
  });

  it('brings the lots along, once, and posts the difference of each', async () => {
    const { id: milk } = (
      await app.as(app.admin).post('/products', {
        sku: 'MILK',
        name: 'Milk powder',
        type: 'material',
        unit_id: (await rows(`select id from erp.units where code = 'EA'`))[0].id,
        tracking: 'lot',
        shelf_life_days: 10,
      })
    ).body;
    const lotHeader = 'product,location,quantity,unit_cost,lot,expires_on,manufactured_on,supplier_lot';
    const file = `${lotHeader}\nMILK,A-1,6,2,M1,2999-05-01,,SUP-1\nMILK,A-1-L,4,2,M1,,,\nMILK,A-1,5,2,M2,,2999-01-01,\n`;
    expect((await importFile(app, 'opening-stock', file)).body).toMatchObject({ status: 'succeeded', inserted: 3 });
    const { body } = await app.as(app.admin).get(`/warehouse/lots?product_id=${milk}&sort=code`);
    expect(body.data).toMatchObject([
      { code: 'M1', expires_on: '2999-05-01', supplier_lot: 'SUP-1' },
      { code: 'M2', expires_on: '2999-01-11', manufactured_on: '2999-01-01' },
    ]);
    expect((await importFile(app, 'opening-stock', file)).body).toMatchObject({ status: 'succeeded', unchanged: 3 });
    const less = `${lotHeader}\nMILK,A-1,1,2,M1,,,\n`;
    expect((await importFile(app, 'opening-stock', less)).body).toMatchObject({ updated: 1 });
    const stock = await app.as(app.admin).get(`/warehouse/stock/${milk}`);
    expect(
      stock.body.locations.map((l: { location_code: string; lot_code: string; on_hand: number }) => [
        l.location_code,
        l.lot_code,
        l.on_hand,
      ]),
    ).toEqual([
      ['A-1', 'M1', 1],
      ['A-1', 'M2', 5],
      ['A-1-L', 'M1', 4],
    ]);
    const wrong = await importFile(
      app,
      'opening-stock',
      `${lotHeader}\nMILK,A-1,6,2,,,,\nBOLT,A-1,6,2,X,,,\nMILK,A-1,1,2,M1,2999-06-01,,SUP-2\nMILK,A-1,1,2,M3,2999-01-01,2999-01-02,\nMILK,A-1-L,1,2,M3,2999-01-03,,\n`,
    );
    expect((await faults(wrong.body.id as string)).sort()).toEqual([
      [2, 'lot', 'LOT_REQUIRED'],
      [3, 'lot', 'LOT_NOT_TRACKED'],
      [4, 'expires_on', 'LOT_DIFFERS'],
      [4, 'supplier_lot', 'LOT_DIFFERS'],
      [5, 'expires_on', 'INVALID_VALUE'],
      [6, 'expires_on', 'LOT_DIFFERS'],
    ]);
  });

  it('of a dry run takes no number and leaves no movement', async () => {
    const before = await rows(
      'select count(*)::int as n, (select last_value from erp.stock_movement_numbers)::int as last from erp.stock_movements',
    );
    const { body } = await importFile(app, 'opening-stock', `${header}\nBOLT,STOCK,7,,\n`, { query: '?dry_run=true' });
    expect(body).toMatchObject({ status: 'succeeded', inserted: 1, dry_run: true });
    expect(
      await rows(
        'select count(*)::int as n, (select last_value from erp.stock_movement_numbers)::int as last from erp.stock_movements',
      ),
    ).toEqual(before);
  });

  it('belongs to a company of the person, and not to somebody of single warehouses', async () => {
    const { body: company } = await app
      .as(app.admin)
      .post('/companies', { code: 'OTHER', name: 'Other', currency_code: 'IDR' });
    const permissions = ['operations.imports.*', 'warehouse.*.*', 'master_data.*.*'];
    const both = await app.actor({ permissions, companies: [app.company_id, company.id as string] });
    const file = 'company,product,location,quantity\nOTHER,BOLT,STOCK,3\n';
    const own = await importFile(app, 'opening-stock', file, { actor: both });
    expect(own.body).toMatchObject({ status: 'succeeded', inserted: 1 });
    const one = await app.actor({ permissions });
    const foreign = await importFile(app, 'opening-stock', file, { actor: one });
    expect(await faults(foreign.body.id as string)).toEqual(
      expect.arrayContaining([[2, 'company', 'REFERENCE_NOT_FOUND']]),
    );
    const warehouse = (
      await rows(`select id from erp.locations where code = 'WH' and company_id = $1`, [app.company_id])
    )[0].id as string;
    const limited = await app.actor({ permissions, warehouses: [warehouse] });
    expect(await importFile(app, 'opening-stock', file, { actor: limited })).toMatchObject({
      status: 403,
      body: { error_code: 'FORBIDDEN' },
    });
  });
});
