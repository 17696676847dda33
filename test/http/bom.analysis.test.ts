import { Database } from '../../src/kernel/database/index.js';
import { startTestApp } from '../support/app.js';
import type { Answer, TestActor, TestApp } from '../support/app.js';
import { aBom, aCompany, aMadeProduct, aProduct, aSupplier, made, unique } from '../support/makers.js';

let app: TestApp;
let engineer: TestActor;
let reader: TestActor;

beforeAll(async () => {
  app = await startTestApp();
  engineer = await app.actor({ permissions: ['warehouse.bom.*'] });
  reader = await app.actor({ permissions: ['warehouse.bom.read'] });
});
afterAll(() => app?.close());

const NOBODY = '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59';
const get = (path: string): Promise<Answer> => app.as(engineer).get(path);

/** Places of a company by code. */
async function placesOf(companyId: string): Promise<Record<string, string>> {
  const { rows } = await app.db.query<{ code: string; id: string }>(
    'select code, id from erp.locations where company_id = $1',
    [companyId],
  );
  return Object.fromEntries(rows.map(({ code, id }) => [code, id]));
}

/** Brings stock in from the supplier, through the ledger. */
async function receive(
  product_id: string,
  quantity: number,
  unit_cost: string,
  to = 'STOCK',
  companyId = app.company_id,
): Promise<void> {
  const place = await placesOf(companyId);
  const movement = {
    type: 'receipt',
    company_id: companyId,
    lines: [{ product_id, quantity, unit_cost, from_location_id: place['SUPPLIER'], to_location_id: place[to] }],
  };
  const client = await app.db.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('erp.actor', $1, true), set_config('erp.request_id', 'test', true)`, [
      app.admin.id,
    ]);
    await client.query('select erp.post_stock_movement($1::jsonb)', [JSON.stringify({ movements: [movement] })]);
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** A bear of plush and a face kit (phantom: 2 eyes, 1 nose), stuffed with a filling that is made itself. */
async function aBear(): Promise<
  Record<'bear' | 'face' | 'filling' | 'plush' | 'eye' | 'nose' | 'fibre', any> & { bom: any; filling_bom: any }
> {
  const [bear, face, filling] = [await aMadeProduct(app), await aMadeProduct(app), await aMadeProduct(app)];
  const [plush, eye, nose, fibre] = [
    await aProduct(app),
    await aProduct(app),
    await aProduct(app),
    await aProduct(app),
  ];
  const bom = await aBom(app, {
    product_id: bear.id,
    output_quantity: 10,
    lines: [
      { component_id: plush.id, quantity: 25, scrap_percent: '4', operation: 'CUTTING' },
      { component_id: face.id, quantity: 10 },
      { component_id: filling.id, quantity: 3, issue_method: 'manual' },
    ],
  });
  await aBom(app, {
    product_id: face.id,
    type: 'phantom',
    lines: [
      { component_id: eye.id, quantity: 2 },
      { component_id: nose.id, quantity: 1 },
    ],
  });
  const filling_bom = await aBom(app, {
    product_id: filling.id,
    output_quantity: 4,
    lines: [{ component_id: fibre.id, quantity: 9 }],
  });
  return { bear, face, filling, plush, eye, nose, fibre, bom, filling_bom };
}

describe('an explosion', () => {
  it('shows what a quantity takes, level by level', async () => {
    const { bear, face, filling, plush, eye, nose, fibre, bom, filling_bom } = await aBear();
    const tree = await get(`/warehouse/bom/${bom.id}/explosion?quantity=12`);
    expect(tree.status).toBe(200);
    expect(tree.body).toMatchObject({
      bom_id: bom.id,
      product_id: bear.id,
      type: 'manufacturing',
      mode: 'tree',
      quantity: 12,
      outputs: [],
    });
    expect(tree.body.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    // plush 12 * 25 * 1.04 / 10 = 31.2; filling 12 * 3 / 10 = 3.6 -> 4, which takes 4 * 9 / 4 = 9 fibre.
    expect(tree.body.components).toMatchObject([
      {
        level: 1,
        sku: plush.sku,
        quantity: 32,
        per_output: { numerator: '13', denominator: '5' },
        operation: 'CUTTING',
        phantoms: [],
        bom_id: null,
        components: [],
      },
      {
        level: 1,
        sku: filling.sku,
        quantity: 4,
        issue_method: 'manual',
        bom_id: filling_bom.id,
        components: [{ level: 2, sku: fibre.sku, quantity: 9 }],
      },
      { level: 1, sku: eye.sku, quantity: 24, phantoms: [{ product_id: face.id, sku: face.sku }] },
      { level: 1, sku: nose.sku, quantity: 12 },
    ]);
    const flat = await get(`/warehouse/bom/${bom.id}/explosion?quantity=12&mode=flat`);
    expect(flat.body.totals.map(({ sku, level, quantity }: any) => [sku, level, quantity])).toEqual(
      [
        [plush.sku, 1, 32],
        [filling.sku, 1, 4],
        [eye.sku, 1, 24],
        [nose.sku, 1, 12],
      ]
        .sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1))
        .concat([[fibre.sku, 2, 9]]),
    );
    const single = await get(`/warehouse/bom/${bom.id}/explosion?quantity=12&mode=single`);
    expect(single.body.components.map(({ sku, components }: any) => [sku, components])).toEqual([
      [plush.sku, []],
      [filling.sku, []],
      [eye.sku, []],
      [nose.sku, []],
    ]);
    const one = await get(`/warehouse/bom/${bom.id}/explosion?levels=1`);
    expect(one.body.components.map(({ sku, quantity, components }: any) => [sku, quantity, components])).toEqual([
      [plush.sku, 3, []],
      [filling.sku, 1, []],
      [eye.sku, 2, []],
      [nose.sku, 1, []],
    ]);
  });

  it('follows the days on which bills and lines hold', async () => {
    const [made_, part, old, young, screw] = [
      await aMadeProduct(app),
      await aMadeProduct(app),
      await aProduct(app),
      await aProduct(app),
      await aProduct(app),
    ];
    const bom = await aBom(app, {
      product_id: made_.id,
      lines: [
        { component_id: part.id, quantity: 1 },
        { component_id: old.id, quantity: 1, valid_to: '2026-03-31' },
        { component_id: young.id, quantity: 1, valid_from: '2026-04-01' },
      ],
    });
    await aBom(app, {
      product_id: part.id,
      valid_from: '2026-02-01',
      valid_to: '2026-02-28',
      lines: [{ component_id: screw.id, quantity: 2 }],
    });
    await aBom(app, {
      product_id: part.id,
      valid_from: '2026-03-01',
      lines: [{ component_id: screw.id, quantity: 3 }],
    });
    const on = async (date: string): Promise<unknown> =>
      Object.fromEntries(
        (await get(`/warehouse/bom/${bom.id}/explosion?mode=flat&date=${date}`)).body.totals.map(
          ({ sku, quantity }: any) => [sku, quantity],
        ),
      );
    expect(await on('2026-01-31')).toEqual({ [part.sku]: 1, [old.sku]: 1 });
    expect(await on('2026-02-28')).toEqual({ [part.sku]: 1, [old.sku]: 1, [screw.sku]: 2 });
    expect(await on('2026-03-31')).toEqual({ [part.sku]: 1, [old.sku]: 1, [screw.sku]: 3 });
    expect(await on('2026-04-01')).toEqual({ [part.sku]: 1, [young.sku]: 1, [screw.sku]: 3 });
  });

  it('of a draft shows what it would take, with the active bills below it', async () => {
    const { bear, filling, fibre } = await aBear();
    const draft = await aBom(app, {
      product_id: bear.id,
      activate: false,
      lines: [{ component_id: filling.id, quantity: 4 }],
    });
    const tree = await get(`/warehouse/bom/${draft.id}/explosion`);
    expect(tree.body.components).toMatchObject([
      { sku: filling.sku, quantity: 4, components: [{ sku: fibre.sku, quantity: 9 }] },
    ]);
  });

  it('BOM-09: shows co-products through a phantom on the output side', async () => {
    const [table, out] = [await aMadeProduct(app), await aMadeProduct(app)];
    const [top, extension, hook] = [await aProduct(app), await aProduct(app), await aProduct(app)];
    await aBom(app, {
      product_id: out.id,
      type: 'phantom',
      lines: [
        { component_id: extension.id, quantity: 1 },
        { component_id: hook.id, quantity: 2 },
      ],
    });
    const bom = await aBom(app, {
      product_id: table.id,
      lines: [
        { component_id: top.id, quantity: 1 },
        { kind: 'co_product', component_id: out.id, quantity: 2, cost_share_percent: '9' },
      ],
    });
    const { body } = await get(`/warehouse/bom/${bom.id}/explosion?mode=single`);
    expect(body.outputs).toMatchObject([
      { sku: extension.sku, kind: 'co_product', quantity: 2, cost_share_percent: '3.0000' },
      { sku: hook.sku, kind: 'co_product', quantity: 4, cost_share_percent: '6.0000' },
    ]);
  });

  it('reads the whole structure with one statement, however deep', async () => {
    let below = (await aProduct(app)).id;
    let bom: any;
    for (let level = 0; level < 12; level++) {
      bom = await aBom(app, {
        lines: [
          { component_id: below, quantity: 1 },
          { component_id: (await aProduct(app)).id, quantity: 2 },
        ],
      });
      below = bom.product_id;
    }
    const statements = await sentDuring(() => get(`/warehouse/bom/${bom.id}/explosion`));
    expect(statements.filter((sql) => sql.includes('erp.bom'))).toHaveLength(1);
  });

  it.each([
    ['quantity=0', 400],
    ['quantity=-1', 400],
    ['quantity=1.5', 400],
    ['quantity=many', 400],
    ['quantity=9007199254740992', 400],
    ['quantity=9007199254740991', 422],
    ['date=2026-02-30', 400],
    ['levels=0', 400],
    ['levels=51', 400],
    ['mode=net', 400],
    ['depth=3', 400],
  ])('with %s answers %d', async (query, status) => {
    const bom = await aBom(app);
    const answer = await get(`/warehouse/bom/${bom.id}/explosion?${query}`);
    expect(answer.status).toBe(status);
    if (status === 422) expect(answer.body.error_code).toBe('VALUE_OUT_OF_RANGE');
  });
});

/** SQL texts that the application sends while `work` runs. */
async function sentDuring(work: () => Promise<unknown>): Promise<string[]> {
  const spy = jest.spyOn(app.nest.get(Database), 'query');
  try {
    await work();
    // Who asks is read anew every three seconds: that depends on the clock.
    return spy.mock.calls.map(([sql]) => sql).filter((sql) => !sql.includes('auth_session_actor'));
  } finally {
    spy.mockRestore();
  }
}

describe('availability', () => {
  it('says how many can be built now, and what is short', async () => {
    const { bom, plush, eye, nose, filling, fibre, face } = await aBear();
    await receive(plush.id, 27, '100');
    await receive(eye.id, 100, '5');
    await receive(nose.id, 9, '7');
    await receive(filling.id, 3, '50');
    await receive(fibre.id, 1000, '1'); // a sub-assembly is not opened
    await receive(face.id, 1000, '1'); // a phantom is passed through
    const { status, body } = await get(`/warehouse/bom/${bom.id}/availability?quantity=12`);
    expect(status).toBe(200);
    // plush: 10 take 26, 11 take 28.6; nose: 9; filling: 3 / 0.3 = 10.
    expect(body).toMatchObject({
      bom_id: bom.id,
      quantity: 12,
      company_id: app.company_id,
      warehouse_id: null,
      can_build: 9,
    });
    expect(
      body.components.map(({ sku, required, available, short, can_build }: any) => [
        sku,
        required,
        available,
        short,
        can_build,
      ]),
    ).toEqual([
      [plush.sku, 32, 27, 5, 10],
      [filling.sku, 4, 3, 1, 10],
      [eye.sku, 24, 100, 0, 50],
      [nose.sku, 12, 9, 3, 9],
    ]);
    expect(body.shortages.map(({ sku, short }: any) => [sku, short])).toEqual([
      [plush.sku, 5],
      [filling.sku, 1],
      [nose.sku, 3],
    ]);
  });

  it('counts neither held nor reserved stock, nor that of other warehouses and companies', async () => {
    const used = await aProduct(app);
    const bom = await aBom(app, { lines: [{ component_id: used.id, quantity: 1 }] });
    await receive(used.id, 20, '10');
    await receive(used.id, 100, '10', 'HOLD');
    const place = await placesOf(app.company_id);
    const client = await app.db.connect();
    await client.query('begin');
    await client.query(`select set_config('erp.actor', $1, true), set_config('erp.request_id', 'test', true)`, [
      app.admin.id,
    ]);
    await client.query('select erp.reserve_stock($1::jsonb)', [
      JSON.stringify({
        requests: [
          { product_id: used.id, quantity: 5, within_location_id: place['WH'], source_type: 'test', source_id: NOBODY },
        ],
        partial: false,
      }),
    ]);
    await client.query('commit');
    client.release();
    const canBuild = async (query = ''): Promise<number> =>
      (await get(`/warehouse/bom/${bom.id}/availability${query}`)).body.can_build;
    expect(await canBuild()).toBe(15);
    expect(await canBuild(`?warehouse_id=${place['WH']}`)).toBe(15);
    const { rows } = await app.db.query(
      `insert into erp.locations (company_id, code, name, type) values ($1, $2, 'Other', 'warehouse') returning id`,
      [app.company_id, unique('W')],
    );
    expect(await canBuild(`?warehouse_id=${rows[0].id}`)).toBe(0);
    const limited = await app.actor({ permissions: ['warehouse.bom.*'], warehouses: [rows[0].id] });
    expect((await app.as(limited).get(`/warehouse/bom/${bom.id}/availability`)).body.can_build).toBe(0);
    expect(
      (await app.as(limited).get(`/warehouse/bom/${bom.id}/availability?warehouse_id=${place['WH']}`)).status,
    ).toBe(404);
    const foreign = await aCompany(app);
    expect((await get(`/warehouse/bom/${bom.id}/availability?company_id=${foreign.id}`)).status).toBe(404);
    expect((await get(`/warehouse/bom/${bom.id}/availability?company_id=1`)).status).toBe(400);
    expect((await get(`/warehouse/bom/${NOBODY}/availability`)).status).toBe(404);
  });
});

describe('cost', () => {
  it('is rolled up from moving average, standard cost and supplier prices, and says which and what is missing', async () => {
    const [chair, leg] = [
      await aMadeProduct(app, { standard_cost: '70' }),
      await aMadeProduct(app, { standard_cost: '9.5' }),
    ];
    const [wood, glue, screw, felt] = [
      await aProduct(app, { standard_cost: '99' }),
      await aProduct(app, { standard_cost: '0.25' }),
      await aProduct(app),
      await aProduct(app),
    ];
    await receive(wood.id, 3, '10'); // moving average 35 / 4 = 8.75, whatever the standard
    await receive(wood.id, 1, '5');
    const dear = await aSupplier(app);
    const cheap = await aSupplier(app);
    await made(app, '/supplier-prices', {
      supplier_id: dear.id,
      product_id: screw.id,
      price: '0.40',
      currency_code: 'IDR',
      valid_from: '2020-01-01',
    });
    await made(app, '/supplier-prices', {
      supplier_id: cheap.id,
      product_id: screw.id,
      price: '0.30',
      currency_code: 'IDR',
      valid_from: '2020-01-01',
    });
    const bom = await aBom(app, {
      product_id: chair.id,
      output_quantity: 2,
      lines: [
        { component_id: leg.id, quantity: 8 },
        { component_id: screw.id, quantity: 20, scrap_percent: '10' },
        { component_id: felt.id, quantity: 8 },
      ],
    });
    await aBom(app, {
      product_id: leg.id,
      output_quantity: 4,
      lines: [
        { component_id: wood.id, quantity: 3 },
        { component_id: glue.id, quantity: 1 },
      ],
    });
    const { status, body } = await get(`/warehouse/bom/${bom.id}/cost`);
    expect(status).toBe(200);
    // Screws: 20 * 1.1 / 2 = 11 at 0.30 = 3.30. Legs: 4 at 9.50 = 38, or rolled up 4 * (3 * 8.75 + 0.25) / 4 = 26.50.
    expect(body).toMatchObject({
      currency_code: 'IDR',
      output_quantity: 2,
      own: { source: 'standard_cost', unit_cost: '70.000000' },
      single_level: { unit_cost: '41.300000', batch_cost: '82.60', missing: [{ product_id: felt.id, sku: felt.sku }] },
      multi_level: { unit_cost: '29.800000', batch_cost: '59.60', missing: [{ product_id: felt.id, sku: felt.sku }] },
    });
    const row = (sku: string): any => body.components.find((each: any) => each.sku === sku);
    expect(row(leg.sku)).toMatchObject({
      level: 1,
      own: { source: 'standard_cost', unit_cost: '9.500000' },
      rolled_up_unit_cost: '6.625000',
      cost_per_piece: '26.500000',
    });
    expect(row(screw.sku)).toMatchObject({
      level: 1,
      own: { source: 'supplier_price', unit_cost: '0.300000' },
      cost_per_piece: '3.300000',
    });
    expect(row(wood.sku)).toMatchObject({
      level: 2,
      own: { source: 'moving_average', unit_cost: '8.750000' },
      per_output: { numerator: '3', denominator: '1' },
    });
    expect(row(glue.sku)).toMatchObject({ own: { source: 'standard_cost' }, cost_per_piece: '0.250000' });
    expect(row(felt.sku)).toMatchObject({ own: null, rolled_up_unit_cost: null, cost_per_piece: null });
  });

  it('is seen by those who may, in their companies', async () => {
    const bom = await aBom(app);
    expect((await app.as(reader).get(`/warehouse/bom/${bom.id}/cost`)).status).toBe(403);
    expect((await get(`/warehouse/bom/${NOBODY}/cost`)).status).toBe(404);
    const foreign = await aCompany(app);
    expect((await get(`/warehouse/bom/${bom.id}/cost?company_id=${foreign.id}`)).status).toBe(404);
    expect((await get(`/warehouse/bom/${bom.id}/cost?quantity=1`)).status).toBe(400);
  });
});

describe('a comparison', () => {
  it('shows what differs between two revisions', async () => {
    const { bom, plush, eye } = await aBear();
    const { body: next } = await app.as(engineer).post(`/warehouse/bom/${bom.id}/copy`, { valid_from: '2026-05-01' });
    const lines = next.lines.map((line: any) => ({
      component_id: line.component_id,
      quantity: line.quantity,
      scrap_percent: line.scrap_percent,
      operation: line.operation,
      issue_method: line.issue_method,
    }));
    lines[0].scrap_percent = '3';
    lines[2] = { component_id: eye.id, quantity: 1 };
    await app.as(engineer).put(`/warehouse/bom/${next.id}`, {
      product_id: bom.product_id,
      output_quantity: 10,
      valid_from: '2026-05-01',
      lines,
    });
    const { status, body } = await app.as(reader).get(`/warehouse/bom/${bom.id}/compare/${next.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      from: { id: bom.id, revision: '1', state: 'active' },
      to: { id: next.id, revision: '2', state: 'draft' },
      header: [
        { field: 'revision', from: '1', to: '2' },
        { field: 'valid_from', from: null, to: '2026-05-01' },
      ],
      lines: [
        { change: 'changed', sku: plush.sku, fields: [{ field: 'scrap_percent', from: '4.0000', to: '3.0000' }] },
        { change: 'removed', from_line_no: 30, to_line_no: null },
        { change: 'added', sku: eye.sku, to_line_no: 30 },
      ],
    });
    expect((await app.as(reader).get(`/warehouse/bom/${bom.id}/compare/${bom.id}`)).body).toMatchObject({
      header: [],
      lines: [],
    });
    expect((await app.as(reader).get(`/warehouse/bom/${bom.id}/compare/${NOBODY}`)).status).toBe(404);
    expect((await app.as(reader).get(`/warehouse/bom/${bom.id}/compare/x`)).status).toBe(400);
  });
});

describe('where used', () => {
  it('finds the bills that name a product, and what is made with those', async () => {
    const screw = await aProduct(app);
    const [hinge, door, house] = [await aMadeProduct(app), await aMadeProduct(app), await aMadeProduct(app)];
    await aBom(app, { product_id: hinge.id, lines: [{ component_id: screw.id, quantity: 4 }] });
    await aBom(app, {
      product_id: door.id,
      lines: [
        { component_id: hinge.id, quantity: 2 },
        { component_id: screw.id, quantity: 1 },
      ],
    });
    const other = await aProduct(app);
    await aBom(app, {
      product_id: house.id,
      activate: false,
      lines: [{ component_id: other.id, quantity: 1, substitutes: [{ component_id: door.id, quantity: 1 }] }],
    });
    const retired = await aBom(app, { lines: [{ component_id: screw.id, quantity: 1 }] });
    await app.as(engineer).post(`/warehouse/bom/${retired.id}/obsolete`, {});
    const uses = async (query = ''): Promise<unknown> =>
      (await app.as(reader).get(`/warehouse/products/${screw.id}/where-used${query}`)).body.uses.map(
        ({ level, component_sku, sku, used_as }: any) => [level, component_sku, sku, used_as],
      );
    const direct = [
      [1, screw.sku, hinge.sku, 'component'],
      [1, screw.sku, door.sku, 'component'],
    ].sort((a, b) => ((a[2] as string) < (b[2] as string) ? -1 : 1));
    expect(await uses('?levels=1')).toEqual(direct);
    expect(await uses()).toEqual(
      [...direct, [2, door.sku, house.sku, 'substitute'], [2, hinge.sku, door.sku, 'component']].sort(
        (a, b) => (a[0] as number) - (b[0] as number) || ((a[2] as string) < (b[2] as string) ? -1 : 1),
      ),
    );
    expect(await uses('?state=draft')).toEqual([[2, door.sku, house.sku, 'substitute']]);
    const short = await app.as(reader).get(`/warehouse/products/${screw.id}/where-used?limit=1`);
    expect(short.body).toMatchObject({ product_id: screw.id, sku: screw.sku, truncated: true });
    expect(short.body.uses).toHaveLength(1);
    expect((await app.as(reader).get(`/warehouse/products/${NOBODY}/where-used`)).status).toBe(404);
    expect((await app.as(reader).get(`/warehouse/products/${screw.id}/where-used?levels=0`)).status).toBe(400);
    const stranger = await app.actor({ permissions: ['master_data.products.read'] });
    expect((await app.as(stranger).get(`/warehouse/products/${screw.id}/where-used`)).status).toBe(403);
  });
});
