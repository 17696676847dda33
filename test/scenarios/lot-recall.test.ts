import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aLocation, aProduct, aSupplier, made, placesOf } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { act, aStartedOrder } from '../support/production.js';

/**
 * A roll of plush fabric turns out to shed. Which bears have it, where are they, and from whom did it come?
 *
 *   KJ-1 (40 m) -> 10 bodies, lot BODY-A, with fabric of KJ-1 only      -> 8 of them in 8 bears, lot BEAR-1
 *   KJ-2 (40 m) -> 5 bodies, lot BODY-B                                 -> 4 of them in 4 bears, lot BEAR-2
 *   a body takes 2 fabric; a bear takes 1 body and 3 filling (FILL-1)
 *   BEAR-1: 8 made, 6 to the outlet bin, 5 sold, 2 come back to quarantine: 3 with customers, 2 in HOLD, 1 in the outlet, 2 in stock
 */
let app: TestApp;
let admin: Caller;
let place: Record<string, string>;
const product: Record<string, Made> = {};
const lot: Record<string, string> = {};

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
});
afterAll(async () => {
  await expectIntegrity(app);
  await app.close();
});

async function receive(what: string, code: string, quantity: number, facts: object = {}): Promise<void> {
  const { lines } = await made(app, '/warehouse/receipts', {
    reference: `DN-${code}`,
    lines: [
      {
        product_id: product[what].id,
        quantity,
        unit_cost: '1',
        to_location_id: place['STOCK'],
        lot: { code, expires_on: '2999-12-31', ...facts },
      },
    ],
  });
  lot[code] = lines[0].lot_id;
}

/** An order that makes all of its pieces into the lot of its batch and is closed. */
async function produce(what: string, quantity: number, batch_number: string): Promise<Made> {
  const order = await aStartedOrder(app, product[what].id, quantity, { batch_number });
  const { body } = await admin.post(`/ppic/manufacturing-orders/${order.id}/reports`, { good_quantity: quantity });
  await act(app, order.id, 'complete', { actual_quantity: quantity });
  await act(app, order.id, 'close');
  lot[batch_number] = body.lots.at(-1).lot_id;
  return body;
}

const family = async (code: string, direction: string): Promise<Made> =>
  (await admin.get(`/warehouse/lots/${lot[code]}/genealogy?direction=${direction}`)).body;
const recalled = async (code: string): Promise<unknown[]> =>
  (await admin.get(`/warehouse/lots/${lot[code]}/recall`)).body.rows.map((r: Made) => [
    r.place,
    r.lot_code,
    r.quantity,
    r.location_code ?? r.reference,
  ]);

describe('A recall', () => {
  it('has a history: receipt, two steps of production, transfer, sale and return', async () => {
    const supplier = await aSupplier(app, { code: 'KAIN-JAYA' });
    product['fabric'] = await aProduct(app, { sku: 'FABRIC', tracking: 'lot' });
    product['fill'] = await aProduct(app, { sku: 'FILL', tracking: 'lot' });
    product['body'] = await aProduct(app, { sku: 'BODY', type: 'wip', is_manufactured: true, tracking: 'lot' });
    product['bear'] = await aProduct(app, {
      sku: 'BEAR',
      type: 'finished_good',
      is_manufactured: true,
      tracking: 'lot',
      shelf_life_days: 365,
    });
    for (const [what, lines] of [
      ['body', [{ component_id: product['fabric'].id, quantity: 2 }]],
      [
        'bear',
        [
          { component_id: product['body'].id, quantity: 1 },
          { component_id: product['fill'].id, quantity: 3 },
        ],
      ],
    ] as const)
      await made(app, '/warehouse/bom', { product_id: product[what].id, activate: true, lines });
    await receive('fill', 'FILL-1', 100);
    await receive('fabric', 'KJ-1', 20, { supplier_id: supplier.id, supplier_lot: 'ROLL-881' });
    await produce('body', 10, 'BODY-A');
    await receive('fabric', 'KJ-2', 40, { supplier_id: supplier.id, supplier_lot: 'ROLL-882' });
    await produce('bear', 8, 'BEAR-1');
    // the two bodies left of BODY-A go into the next bears first
    await produce('body', 5, 'BODY-B');
    const second = await produce('bear', 4, 'BEAR-2');
    expect(second.lots.map((l: Made) => [l.direction, l.lot_code, l.quantity])).toEqual([
      ['consumed', 'BODY-A', 2],
      ['consumed', 'BODY-B', 2],
      ['consumed', 'FILL-1', 12],
      ['made', 'BEAR-2', 4],
    ]);

    const outlet = await aLocation(app, { code: 'OUTLET' });
    const bear = { product_id: product['bear'].id, lot_id: lot['BEAR-1'] };
    await made(app, '/warehouse/transfers', {
      lines: [{ ...bear, quantity: 6, from_location_id: place['STOCK'], to_location_id: outlet.id }],
    });
    const sale = await made(app, '/warehouse/issues', {
      reference: 'ORDER-7',
      lines: [{ ...bear, quantity: 5, from_location_id: outlet.id }],
    });
    await made(app, '/warehouse/returns', {
      reason: 'It sheds',
      reference: 'RETURN-1',
      lines: [{ returns_line_id: sale.lines[0].id, quantity: 2, location_id: place['HOLD'] }],
    });
    // a sale that was booked by mistake and taken back is no delivery
    const mistake = await made(app, '/warehouse/issues', {
      reference: 'MISTAKE',
      lines: [{ product_id: product['bear'].id, lot_id: lot['BEAR-2'], quantity: 1, from_location_id: place['STOCK'] }],
    });
    expect((await admin.post(`/warehouse/movements/${mistake.id}/reverse`, { reason: 'Wrong order' })).status).toBe(
      201,
    );
  });

  it('is traced forward from the roll to every bear, delivery and return', async () => {
    const forward = await family('KJ-1', 'forward');
    expect(forward.lots.map((l: Made) => [l.depth, l.code, l.on_hand])).toEqual([
      [0, 'KJ-1', 0],
      [1, 'BODY-A', 0],
      [2, 'BEAR-1', 5],
      [2, 'BEAR-2', 4],
    ]);
    expect(
      forward.steps.map((s: Made) => [s.depth, s.from_quantity, s.to_quantity, s.via, s.source_type]).sort(),
    ).toEqual([
      [1, 20, 10, 'production', 'manufacturing_order'],
      [2, 2, 4, 'production', 'manufacturing_order'],
      [2, 8, 8, 'production', 'manufacturing_order'],
    ]);
    expect(forward.deliveries).toMatchObject([
      { lot_code: 'BEAR-1', reference: 'ORDER-7', quantity: 5, returned_quantity: 2 },
    ]);
    expect(await recalled('KJ-1')).toEqual([
      ['in_stock', 'BEAR-1', 2, 'HOLD'],
      ['in_stock', 'BEAR-1', 1, 'OUTLET'],
      ['in_stock', 'BEAR-1', 2, 'STOCK'],
      ['in_stock', 'BEAR-2', 4, 'STOCK'],
      ['delivered', 'BEAR-1', 3, 'ORDER-7'],
    ]);
  });

  it('is traced backward from a bear to every roll, its supplier and its receipt', async () => {
    const backward = await family('BEAR-2', 'backward');
    expect(backward.lots.map((l: Made) => `${l.depth} ${l.code} ${l.supplier_lot ?? '-'}`)).toEqual([
      '0 BEAR-2 -',
      '1 BODY-A -',
      '1 BODY-B -',
      '1 FILL-1 -',
      '2 KJ-1 ROLL-881',
      '2 KJ-2 ROLL-882',
    ]);
    expect(backward.receipts.map((r: Made) => [r.lot_code, r.reference, r.quantity]).sort()).toEqual([
      ['FILL-1', 'DN-FILL-1', 100],
      ['KJ-1', 'DN-KJ-1', 20],
      ['KJ-2', 'DN-KJ-2', 40],
    ]);
    expect((await family('BEAR-1', 'backward')).lots.map((l: Made) => l.code)).toEqual([
      'BEAR-1',
      'BODY-A',
      'FILL-1',
      'KJ-1',
    ]);
  });

  it('starts from the number on the roll, and nothing of it is sold any more', async () => {
    const { body } = await admin.get('/warehouse/lots/recall?supplier_lot=ROLL-881');
    expect(body.lot_ids).toEqual([lot['KJ-1']]);
    expect(body.rows).toHaveLength(5);
    for (const code of new Set(body.rows.map((r: Made) => r.lot_code as string)))
      expect(
        (await admin.post(`/warehouse/lots/${lot[code as string]}/hold`, { reason: 'Recall of ROLL-881' })).status,
      ).toBe(200);
    const sale = await admin.post('/warehouse/issues', {
      lines: [{ product_id: product['bear'].id, quantity: 1, pick_within: place['WH'] }],
    });
    expect(sale).toMatchObject({ status: 409, body: { error_code: 'INSUFFICIENT_STOCK' } });
    const { passed_over } = (
      await admin.get(`/warehouse/lots/proposal?product_id=${product['bear'].id}&quantity=1&pick_within=${place['WH']}`)
    ).body;
    expect(new Set(passed_over.map((l: Made) => l.reason))).toEqual(new Set(['on_hold', 'held_location']));
  });
});
