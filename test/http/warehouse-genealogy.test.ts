import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, aSupplier, placesOf, unique } from '../support/makers.js';
import { StockPosting } from '../../src/warehouse/index.js';
import { RequestContext, systemActor } from '../../src/kernel/security/index.js';
import { Database } from '../../src/kernel/database/index.js';

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

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** What a production document uses up and brings out, posted as such a document posts it. */
function produce(source: string, used: object[], made: object[]): Promise<unknown> {
  const head = { company_id: app.company_id, source_type: 'work', source_id: source };
  const post = () =>
    app.nest.get(StockPosting, { strict: false }).post([
      {
        ...head,
        type: 'production_consumption',
        lines: used.map((line) => ({
          from_location_id: place['STOCK']!,
          to_location_id: place['PRODUCTION']!,
          ...line,
        })),
      },
      {
        ...head,
        type: 'production_output',
        lines: made.map((line) => ({
          from_location_id: place['PRODUCTION']!,
          to_location_id: place['STOCK']!,
          planned_unit_cost: '1',
          ...line,
        })),
      },
    ] as never);
  const actor = systemActor(new Set(), [app.company_id]);
  return RequestContext.run(RequestContext.forSystem(actor, 'test'), () =>
    app.nest.get(Database, { strict: false }).transaction(post),
  );
}

describe('a recall', () => {
  it('finds every piece that came of a raw lot, and from a product everything it was made of', async () => {
    const supplier = await aSupplier(app);
    const [fabric, fill, body, bear] = [
      await aProduct(app, { tracking: 'lot', sku: 'FABRIC-G' }),
      await aProduct(app, { tracking: 'lot', sku: 'FILL-G' }),
      await aProduct(app, { tracking: 'lot', sku: 'BODY-G', type: 'wip' }),
      await aProduct(app, { tracking: 'lot', sku: 'BEAR-G', type: 'finished_good' }),
    ];
    const lots: Record<string, string> = {};
    const receive = async (product: any, code: string, quantity: number, lot: object = {}) => {
      const { body: posted } = await admin.post('/warehouse/receipts', {
        reference: `DN-${code}`,
        lines: [
          { product_id: product.id, quantity, unit_cost: '1', to_location_id: place['STOCK'], lot: { code, ...lot } },
        ],
      });
      lots[code] = posted.lines[0].lot_id;
    };
    await receive(fabric, 'F1', 100, { supplier_id: supplier.id, supplier_lot: 'KJ-77' });
    await receive(fabric, 'F2', 100);
    await receive(fill, 'P1', 100);
    for (const [product, code] of [
      [body, 'B1'],
      [body, 'B2'],
      [bear, 'T1'],
    ] as const)
      lots[code] = (await admin.post('/warehouse/lots', { product_id: product.id, code })).body.id;
    // B1 of F1, B2 of F1 and F2; T1 of B1 and P1; B2 waits
    await produce(
      uuid(1),
      [{ product_id: fabric.id, lot_id: lots['F1'], quantity: 40 }],
      [{ product_id: body.id, lot_id: lots['B1'], quantity: 20 }],
    );
    await produce(
      uuid(2),
      [
        { product_id: fabric.id, lot_id: lots['F1'], quantity: 10 },
        { product_id: fabric.id, lot_id: lots['F2'], quantity: 10 },
      ],
      [{ product_id: body.id, lot_id: lots['B2'], quantity: 10 }],
    );
    await produce(
      uuid(3),
      [
        { product_id: body.id, lot_id: lots['B1'], quantity: 15 },
        { product_id: fill.id, lot_id: lots['P1'], quantity: 30 },
      ],
      [{ product_id: bear.id, lot_id: lots['T1'], quantity: 15 }],
    );
    // half of the bears get another number, go to another bin, are sold, and two come back
    const split = await admin.post(`/warehouse/lots/${lots['T1']}/split`, {
      location_id: place['STOCK'],
      reason: 'Export',
      parts: [{ code: 'T1X', quantity: 8 }],
    });
    lots['T1X'] = split.body.movements[0].lines[1].lot_id;
    const sold = await admin.post('/warehouse/issues', {
      reference: 'ORDER-7',
      lines: [
        { product_id: bear.id, quantity: 6, lot_id: lots['T1X'], from_location_id: place['STOCK'] },
        { product_id: bear.id, quantity: 3, lot_id: lots['T1'], from_location_id: place['STOCK'] },
      ],
    });
    const back = await admin.post('/warehouse/returns', {
      reason: 'Too soft',
      lines: [{ returns_line_id: sold.body.lines[0].id, quantity: 2, location_id: place['HOLD'] }],
    });
    expect(back.status).toBe(201);

    const forward = (await admin.get(`/warehouse/lots/${lots['F1']}/genealogy`)).body;
    expect(forward.truncated).toBe(false);
    expect(forward.lots.map((l: any) => [l.depth, l.code, l.on_hand])).toEqual([
      [0, 'F1', 50],
      [1, 'B1', 5],
      [1, 'B2', 10],
      [2, 'T1', 4],
      [3, 'T1X', 4],
    ]);
    expect(
      forward.steps
        .map((s: any) => [s.depth, s.from_lot_id, s.to_lot_id, s.via, s.from_quantity, s.to_quantity])
        .sort(),
    ).toEqual(
      [
        [1, lots['F1'], lots['B1'], 'production', 40, 20],
        [1, lots['F1'], lots['B2'], 'production', 10, 10],
        [2, lots['B1'], lots['T1'], 'production', 15, 15],
        [3, lots['T1'], lots['T1X'], 'conversion', 8, 8],
      ].sort(),
    );
    expect(forward.receipts).toMatchObject([{ lot_code: 'F1', reference: 'DN-F1', quantity: 100 }]);
    expect(
      forward.deliveries.map((d: any) => [d.lot_code, d.quantity, d.returned_quantity, d.reference]).sort(),
    ).toEqual([
      ['T1', 3, 0, 'ORDER-7'],
      ['T1X', 6, 2, 'ORDER-7'],
    ]);

    const backward = (await admin.get(`/warehouse/lots/${lots['T1X']}/genealogy?direction=backward`)).body;
    expect(backward.lots.map((l: any) => `${l.depth} ${l.code}`)).toEqual(['0 T1X', '1 T1', '2 B1', '2 P1', '3 F1']);
    expect(backward.lots.at(-1)).toMatchObject({ supplier_lot: 'KJ-77' });
    expect(backward.receipts.map((r: any) => r.lot_code).sort()).toEqual(['F1', 'P1']);
    expect((await admin.get(`/warehouse/lots/${lots['T1X']}/genealogy?direction=backward&depth=1`)).body).toMatchObject(
      {
        truncated: true,
        lots: [{ code: 'T1X' }, { code: 'T1' }],
      },
    );

    const { rows } = (await admin.get(`/warehouse/lots/${lots['F1']}/recall`)).body;
    // by place, then by article: bears, bodies, fabric
    expect(rows.map((r: any) => [r.place, r.lot_code, r.quantity, r.location_code ?? r.reference])).toEqual([
      ['in_stock', 'T1', 4, 'STOCK'],
      ['in_stock', 'T1X', 2, 'HOLD'],
      ['in_stock', 'T1X', 2, 'STOCK'],
      ['in_stock', 'B1', 5, 'STOCK'],
      ['in_stock', 'B2', 10, 'STOCK'],
      ['in_stock', 'F1', 50, 'STOCK'],
      ['delivered', 'T1', 3, 'ORDER-7'],
      ['delivered', 'T1X', 4, 'ORDER-7'],
    ]);
    const csv = await admin.get(`/warehouse/lots/${lots['F1']}/recall?format=csv`);
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.text.split('\r\n')[0]).toContain('place,lot_id,lot_code,sku');
    expect(csv.text.split('\r\n')).toHaveLength(rows.length + 2);
  });

  it('starts from the number of the supplier as well, and ends where lots end', async () => {
    const [supplier, other] = [await aSupplier(app), await aSupplier(app)];
    const [raw, plain] = [
      await aProduct(app, { tracking: 'lot' }),
      await aProduct(app, { sku: unique('PLAIN'), type: 'finished_good' }),
    ];
    const supplier_lot = unique('SUP');
    const receive = async (code: string, from: any, quantity: number): Promise<string> =>
      (
        await admin.post('/warehouse/receipts', {
          lines: [
            {
              product_id: raw.id,
              quantity,
              unit_cost: '1',
              to_location_id: place['STOCK'],
              lot: { code, supplier_id: from.id, supplier_lot },
            },
          ],
        })
      ).body.lines[0].lot_id;
    const [one, two] = [await receive('A', supplier, 5), await receive('B', supplier, 7)];
    await receive('C', other, 9);
    await produce(
      uuid(20),
      [{ product_id: raw.id, lot_id: one, quantity: 4 }],
      [{ product_id: plain.id, quantity: 2 }],
    );
    const recall = await admin.get(`/warehouse/lots/recall?supplier_lot=${supplier_lot}&supplier_id=${supplier.id}`);
    expect(recall.body.lot_ids.sort()).toEqual([one, two].sort());
    expect(recall.body.rows.map((r: any) => [r.place, r.lot_code, r.sku, r.quantity])).toEqual([
      ['in_stock', 'A', raw.sku, 1],
      ['in_stock', 'B', raw.sku, 7],
      ['made_into', 'A', plain.sku, 2],
    ]);
    const all = await admin.get(`/warehouse/lots/recall?supplier_lot=${supplier_lot}&format=csv`);
    expect(all.text.split('\r\n')).toHaveLength(6);
    expect((await admin.get(`/warehouse/lots/recall?supplier_lot=NONE`)).body).toEqual({
      lot_ids: [],
      truncated: false,
      rows: [],
    });
    expect((await admin.get('/warehouse/lots/recall')).status).toBe(400);
    const viewer = app.as(await app.actor({ permissions: ['warehouse.stock.read'] }));
    expect((await viewer.get(`/warehouse/lots/recall?supplier_lot=NONE`)).status).toBe(403);
  });

  it('of a circle of relabelled lots ends', async () => {
    const product = await aProduct(app, { tracking: 'lot' });
    const { body } = await admin.post('/warehouse/receipts', {
      lines: [
        { product_id: product.id, quantity: 3, unit_cost: '1', to_location_id: place['STOCK'], lot: { code: 'X' } },
      ],
    });
    const x = body.lines[0].lot_id as string;
    const y = (await admin.post(`/warehouse/lots/${x}/relabel`, { code: 'Y', reason: 'a' })).body.lot_id as string;
    expect((await admin.post(`/warehouse/lots/${y}/relabel`, { code: 'X', reason: 'b' })).body.lot_id).toBe(x);
    const family = (await admin.get(`/warehouse/lots/${x}/genealogy`)).body;
    expect(family.lots.map((l: any) => [l.depth, l.code])).toEqual([
      [0, 'X'],
      [1, 'Y'],
    ]);
    expect(family.steps).toHaveLength(2);
    expect((await admin.get(`/warehouse/lots/${x}/recall`)).body.rows).toMatchObject([{ lot_code: 'X', quantity: 3 }]);
  });

  it('forgets what was reversed, and shows what is still being worked on', async () => {
    const [raw, good] = [
      await aProduct(app, { tracking: 'lot' }),
      await aProduct(app, { tracking: 'lot', type: 'finished_good' }),
    ];
    const { body: posted } = await admin.post('/warehouse/receipts', {
      lines: [{ product_id: raw.id, quantity: 10, unit_cost: '1', to_location_id: place['STOCK'], lot: { code: 'R' } }],
    });
    const lot = posted.lines[0].lot_id as string;
    const made = (await admin.post('/warehouse/lots', { product_id: good.id, code: 'G' })).body.id as string;
    const [, output] = (await produce(
      uuid(9),
      [{ product_id: raw.id, lot_id: lot, quantity: 4 }],
      [{ product_id: good.id, lot_id: made, quantity: 2 }],
    )) as { id: string }[];
    expect((await admin.get(`/warehouse/lots/${lot}/genealogy`)).body.steps).toHaveLength(1);
    expect((await admin.post(`/warehouse/movements/${output!.id}/reverse`, { reason: 'Wrong lot' })).status).toBe(201);
    expect((await admin.get(`/warehouse/lots/${lot}/genealogy`)).body.steps).toEqual([]);
    expect((await admin.get(`/warehouse/lots/${lot}/recall`)).body.rows).toMatchObject([
      { place: 'in_stock', quantity: 6 },
      { place: 'in_production', quantity: 4, source_type: 'work', source_id: uuid(9) },
    ]);
  });
});
