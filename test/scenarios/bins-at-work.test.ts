import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, made, placesOf } from '../support/makers.js';

/**
 * A day of a storekeeper: a truck is unloaded at the dock, the boxes go into the racks by the rules, pickers empty the bin beside the line,
 * and it is filled up again. Filling takes 2 units of space a bag; a rack bin has 60 and the bin beside the line 40.
 */
let app: TestApp;
let manager: Caller;
let storekeeper: Caller;
let filling: any;
let rule: any;
const bin: Record<string, any> = {};

beforeAll(async () => {
  app = await startTestApp();
  manager = app.as(await app.actor({ role: 'warehouse_manager' }));
  storekeeper = app.as(await app.actor({ role: 'warehouse' }));
  const { WH } = await placesOf(app);
  const place = async (code: string, parent_id: string, given: object): Promise<void> => {
    bin[code] = await made(app, '/warehouse/locations', { code, name: code, parent_id, ...given });
  };
  await place('DOCK', WH!, { type: 'zone', is_receiving: true });
  await place('RACK', WH!, { type: 'zone' });
  for (const code of ['RACK-1', 'RACK-2']) await place(code, bin['RACK'].id, { type: 'bin', capacity: 60 });
  await place('LINE', WH!, { type: 'bin', capacity: 40, one_product_only: true });
  filling = await aProduct(app, { tracking: 'lot', pick_strategy: 'fefo', space_units: 2 });
});
afterAll(async () => {
  await expectIntegrity(app);
  await app.close();
});

const lying = async (): Promise<string[]> => {
  const { body } = await storekeeper.get(`/warehouse/stock?product_id=${filling.id}&in_stock=true&sort=location_code`);
  return body.data.map((row: any) => `${row.on_hand} ${row.lot_code} in ${row.location_code}`).sort();
};

it('the manager says where things go, and what the bin beside the line holds', async () => {
  const put = await manager.post('/warehouse/put-away-rules', {
    warehouse_id: bin['RACK'].warehouse_id,
    priority: 10,
    product_id: filling.id,
    strategy: 'zone',
    location_id: bin['RACK'].id,
  });
  const fill = await manager.post('/warehouse/replenishment-rules', {
    location_id: bin['LINE'].id,
    product_id: filling.id,
    minimum: 5,
    maximum: 20,
    multiple: 4,
    source_location_id: bin['RACK'].id,
  });
  expect([put.status, fill.status]).toEqual([201, 201]);
  rule = fill.body;
});

it('a truck is unloaded at the dock, and waits there', async () => {
  const { status } = await storekeeper.post('/warehouse/receipts', {
    reference: 'DN-88',
    lines: [
      ['LATE', 30, '2999-06-01'],
      ['SOON', 20, '2999-05-01'],
    ].map(([code, quantity, expires_on]) => ({
      product_id: filling.id,
      quantity,
      unit_cost: '1500',
      to_location_id: bin['DOCK'].id,
      lot: { code, expires_on },
    })),
  });
  expect(status).toBe(201);
  const { data } = (await storekeeper.get('/warehouse/put-away')).body;
  // 30 bags fill the first rack bin to its 60 units; the 20 of the other lot go into the second
  expect(data.map((row: any) => [row.lot_code, row.quantity, row.bins.map((b: any) => b.location_code)])).toEqual([
    ['LATE', 30, ['RACK-1']],
    ['SOON', 20, ['RACK-2']],
  ]);
});

it('everything that waits is put away in one go', async () => {
  const { data } = (await storekeeper.get('/warehouse/put-away')).body;
  const { status, body } = await storekeeper.post('/warehouse/put-away', {
    reference: 'DN-88',
    lines: data.map((row: any) => ({
      product_id: row.product_id,
      lot_id: row.lot_id,
      quantity: row.quantity,
      from_location_id: row.location_id,
    })),
  });
  expect([status, body.movement.reference]).toEqual([201, 'DN-88']);
  expect((await storekeeper.get('/warehouse/put-away')).body.data).toEqual([]);
  expect(await lying()).toEqual(['20 SOON in RACK-2', '30 LATE in RACK-1']);
});

it('the bin beside the line is empty and gets five times four bags, those that expire first', async () => {
  const [row] = (await storekeeper.get('/warehouse/replenishments')).body.data;
  expect(row).toMatchObject({ id: rule.id, free: 0, wanted: 20, quantity: 20, short: 0 });
  expect(row.from).toMatchObject([{ location_code: 'RACK-2', lot_code: 'SOON', quantity: 20 }]);
  expect((await storekeeper.post('/warehouse/replenishments', { rule_ids: [rule.id] })).status).toBe(200);
  expect(await lying()).toEqual(['20 SOON in LINE', '30 LATE in RACK-1']);
});

it('sixteen bags are used; the bin is filled up with what fits', async () => {
  await storekeeper.post('/warehouse/issues', {
    lines: [{ product_id: filling.id, quantity: 16, pick_within: bin['LINE'].id }],
  });
  // 4 are left: four times 4 bags, 32 units of space beside the 8 that are taken, fill it to the last unit
  const { body } = await storekeeper.post('/warehouse/replenishments', { warehouse_id: bin['LINE'].warehouse_id });
  expect(body.bins).toMatchObject([{ quantity: 16, from: [{ location_code: 'RACK-1', lot_code: 'LATE' }] }]);
  expect(await lying()).toEqual(['14 LATE in RACK-1', '16 LATE in LINE', '4 SOON in LINE']);
});

it('nothing more goes in, by no way: not by a transfer, nor by a count that finds too much', async () => {
  const lot = (await storekeeper.get(`/warehouse/lots?product_id=${filling.id}&code=LATE`)).body.data[0].id;
  const line = { product_id: filling.id, lot_id: lot, quantity: 1 };
  const moved = await storekeeper.post('/warehouse/transfers', {
    lines: [{ ...line, from_location_id: bin['RACK-1'].id, to_location_id: bin['LINE'].id }],
  });
  expect([moved.status, moved.body.locations]).toEqual([
    409,
    [{ location_id: bin['LINE'].id, code: 'LINE', capacity: 40, occupied: 42, excess: 2 }],
  ]);
  const found = await manager.post('/warehouse/adjustments', {
    reason: 'Counted again',
    lines: [{ ...line, location_id: bin['LINE'].id, direction: 'increase', unit_cost: '1500' }],
  });
  expect([found.status, found.body.error_code]).toEqual([409, 'LOCATION_FULL']);
  expect(await lying()).toEqual(['14 LATE in RACK-1', '16 LATE in LINE', '4 SOON in LINE']);
});
