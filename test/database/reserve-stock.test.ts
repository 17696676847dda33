import { StockDatabase, refusal } from '../support/stock.js';

let stock: StockDatabase;

beforeAll(async () => {
  stock = await StockDatabase.open();
  await stock.location('B1', 'STOCK');
});
afterAll(async () => {
  expect(await stock.broken()).toEqual([]);
  await stock.close();
});

const uuid = (n: number): string => `00000000-0000-4000-a000-${String(n).padStart(12, '0')}`;
const request = (product: string, quantity: number, source: number, within = 'WH') => ({
  product_id: product,
  quantity,
  within_location_id: stock.place[within],
  source_type: 'test',
  source_id: uuid(source),
});

it('holds free stock place by place in the order of the codes, and skips held stock', async () => {
  const p = await stock.product();
  await stock.receive(p, 2, '1', 'STOCK');
  await stock.receive(p, 2, '1', 'B1');
  await stock.receive(p, 2, '1', 'HOLD');
  const { reserved } = await stock.reserve([request(p, 3, 1)]);
  expect(reserved.map(({ location_id, quantity }) => [location_id, quantity])).toEqual([
    [stock.place['B1'], 2],
    [stock.place['STOCK'], 1],
  ]);
  expect(await stock.balance(p, 'STOCK')).toEqual({ on_hand: 2, reserved: 1 });
  expect((await stock.reserve([request(p, 2, 1, 'HOLD')])).reserved).toMatchObject([
    { location_id: stock.place['HOLD'] },
  ]);
});

it('is all or nothing and lists every short product, unless part of it will do', async () => {
  const [a, b] = [await stock.product(), await stock.product()];
  await stock.receive(a, 5, '1');
  const requests = [request(a, 4, 2), request(a, 4, 3), request(b, 1, 2)];
  const said = await refusal(stock.reserve(requests));
  expect(said).toMatchObject({ state: 'PB409', code: 'INSUFFICIENT_STOCK' });
  expect(said.detail['shortages']).toHaveLength(2);
  expect(said.detail['shortages']).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ product_id: a, requested: 8, available: 5 }),
      expect.objectContaining({ product_id: b, requested: 1, available: 0 }),
    ]),
  );
  expect(await stock.balance(a, 'STOCK')).toEqual({ on_hand: 5, reserved: 0 });
  const partly = await stock.reserve(requests, true);
  expect(partly.reserved.map(({ quantity }) => quantity)).toEqual([4, 1]);
  expect(partly.shortages).toHaveLength(2);
});

it('releases what a source still holds, once', async () => {
  const p = await stock.product();
  await stock.receive(p, 5, '1');
  await stock.reserve([request(p, 2, 4)]);
  const { reserved } = await stock.reserve([request(p, 2, 5)]);
  expect(await stock.release({ source_type: 'test', source_id: uuid(4) })).toMatchObject([{ released_quantity: 2 }]);
  expect(await stock.release({ source_type: 'test', source_id: uuid(4) })).toEqual([]);
  expect(await stock.balance(p, 'STOCK')).toEqual({ on_hand: 5, reserved: 2 });
  expect(await stock.release({ ids: [reserved[0]!.id] })).toHaveLength(1);
  expect(await stock.balance(p, 'STOCK')).toEqual({ on_hand: 5, reserved: 0 });
});

it('releases so many pieces of what a source holds in a place, the first reservation first, and no more than there are', async () => {
  const p = await stock.product();
  await stock.receive(p, 9, '1');
  await stock.receive(p, 3, '1', 'HOLD');
  await stock.reserve([request(p, 4, 6)]);
  await stock.reserve([request(p, 3, 6), request(p, 2, 7), request(p, 3, 6, 'HOLD')]);
  const piece = (quantity: number, source = 6) => ({
    ...{ source_type: 'test', source_id: uuid(source), product_id: p, quantity },
    ...{ location_id: stock.place['STOCK'], lot_id: null },
  });
  const along = { product_ids: [p], within_location_id: stock.place['WH'] };
  expect(await stock.release({ pieces: [piece(3), piece(2)], along })).toMatchObject([
    { released_quantity: 4 },
    { released_quantity: 1 },
  ]);
  expect(await stock.balance(p, 'STOCK')).toEqual({ on_hand: 9, reserved: 4 });
  expect(await stock.balance(p, 'HOLD')).toEqual({ on_hand: 3, reserved: 3 });
  expect(await stock.release({ pieces: [piece(0), piece(1, 8)] })).toEqual([]);
  expect(await stock.release({ pieces: [piece(99)] })).toMatchObject([{ released_quantity: 3 }]);
  expect(await stock.balance(p, 'STOCK')).toEqual({ on_hand: 9, reserved: 2 });
});

it('refuses what cannot be reserved, all at once', async () => {
  const service = await stock.product({ type: 'service' });
  const said = await refusal(
    stock.reserve([request(service, 1, 6), request(uuid(9), 0, 6), request(service, 1, 6, 'CUSTOMER')]),
  );
  expect(said.code).toBe('VALIDATION_FAILED');
  expect(said.detail['errors'].map(({ pointer, code }: any) => `${pointer} ${code}`).sort()).toEqual([
    '/requests/0/product_id SERVICE_HAS_NO_STOCK',
    '/requests/1/product_id REFERENCE_NOT_FOUND',
    '/requests/1/quantity INVALID_QUANTITY',
    '/requests/2/product_id SERVICE_HAS_NO_STOCK',
    '/requests/2/within_location_id SIDES_DO_NOT_FIT',
  ]);
});

it('never promises one piece twice: 40 at once for 3 of 100 end with 33 that have them', async () => {
  const p = await stock.product();
  await stock.receive(p, 60, '1', 'STOCK');
  await stock.receive(p, 40, '1', 'B1');
  const outcomes = await Promise.allSettled(
    Array.from({ length: 40 }, (_, i) => stock.reserve([request(p, 3, 100 + i)])),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(33);
  const held = (await stock.balance(p, 'STOCK')).reserved + (await stock.balance(p, 'B1')).reserved;
  expect(held).toBe(99);
});
