import { StockDatabase, refusal } from '../support/stock.js';

let stock: StockDatabase;

beforeAll(async () => {
  stock = await StockDatabase.open();
});
afterEach(async () => expect(await stock.broken()).toEqual([]));
afterAll(() => stock.close());

let bins = 0;
async function bin(limits: { capacity?: number; one_product_only?: boolean } = {}): Promise<string> {
  const code = `BIN-${String(++bins).padStart(2, '0')}`;
  const id = await stock.location(code, 'STOCK');
  await limit(id, { capacity: null, one_product_only: false, ...limits });
  return code;
}
const limit = (id: string, { capacity, one_product_only }: any): Promise<unknown> =>
  stock.app.query(`update locations set capacity = $2, one_product_only = $3 where id = $1`, [
    id,
    capacity,
    one_product_only,
  ]);
const move = (product: string, quantity: number, from: string, to: string): Promise<unknown> =>
  stock.post([{ type: 'transfer', lines: [stock.line(product, quantity, from, to)] }]);
const occupied = async (code: string): Promise<number> => {
  const { rows } = await stock.owner.query<{ space: string }>(
    `select coalesce(sum(b.on_hand * p.space_units), 0) as space from stock_balances b join products p on p.id = b.product_id where b.location_id = $1`,
    [stock.place[code]],
  );
  return Number(rows[0]!.space);
};
async function deadlocks(): Promise<number> {
  await stock.owner.query('select pg_stat_clear_snapshot()');
  const { rows } = await stock.owner.query<{ deadlocks: string }>(
    `select deadlocks from pg_stat_database where datname = current_database()`,
  );
  return Number(rows[0]!.deadlocks);
}

it('takes pieces by the space that each needs, and names every bin that would be too full', async () => {
  const [small, large] = [await bin({ capacity: 10 }), await bin({ capacity: 100 })];
  const [button, bear] = [await stock.product(), await stock.product({ space_units: 4 })];
  await stock.receive(button, 2, '1', small);
  // 2 buttons take 2 of 10; two bears of 4 fill the bin to the last unit
  await stock.receive(bear, 2, '5', small);
  expect(await occupied(small)).toBe(10);
  // one button more is 1 over; 26 bears are 104 in a bin of 100
  const both = refusal(
    stock.post([
      {
        type: 'receipt',
        lines: [
          stock.line(button, 1, 'SUPPLIER', small, { unit_cost: '1' }),
          stock.line(bear, 26, 'SUPPLIER', large, { unit_cost: '5' }),
        ],
      },
    ]),
  );
  expect(await both).toEqual({
    state: 'PB409',
    code: 'LOCATION_FULL',
    detail: {
      locations: [
        { location_id: stock.place[small], code: small, capacity: 10, occupied: 11, excess: 1 },
        { location_id: stock.place[large], code: large, capacity: 100, occupied: 104, excess: 4 },
      ],
    },
  });
  // what goes out in the same posting makes room for what comes in
  await stock.post([
    {
      type: 'transfer',
      lines: [stock.line(bear, 1, small, large)],
    },
    { type: 'receipt', lines: [stock.line(button, 4, 'SUPPLIER', small, { unit_cost: '1' })] },
  ]);
  expect([await occupied(small), await occupied(large)]).toEqual([10, 4]);
});

it('keeps a bin for one product to one product, with any number of its lots', async () => {
  const code = await bin({ one_product_only: true });
  const [yarn, felt] = [await stock.product({ tracking: 'lot' }), await stock.product()];
  for (const lot of ['A', 'B'])
    await stock.post([
      {
        type: 'receipt',
        lines: [stock.line(yarn, 3, 'SUPPLIER', code, { unit_cost: '1', lot_id: await stock.lot(yarn, lot) })],
      },
    ]);
  await stock.receive(felt, 5, '1');
  const refused = await refusal(move(felt, 5, 'STOCK', code));
  expect(refused.code).toBe('LOCATION_HOLDS_OTHER_PRODUCT');
  expect(refused.detail['locations'][0]).toMatchObject({
    code,
    products: expect.arrayContaining([
      expect.objectContaining({ product_id: yarn, on_hand: 6 }),
      expect.objectContaining({ product_id: felt, on_hand: 5 }),
    ]),
  });
});

it('refuses a limit below what lies there, and a space that no longer fits', async () => {
  const code = await bin();
  const [cone, reel] = [await stock.product({ space_units: 3 }), await stock.product()];
  await stock.receive(cone, 5, '1', code);
  await stock.receive(reel, 1, '1', code);
  const id = stock.place[code]!;
  // 5 cones of 3 and a reel are 16
  expect(await refusal(limit(id, { capacity: 15, one_product_only: false }))).toMatchObject({
    code: 'LOCATION_FULL',
    detail: { locations: [{ capacity: 15, occupied: 16, excess: 1 }] },
  });
  expect((await refusal(limit(id, { capacity: null, one_product_only: true }))).code).toBe(
    'LOCATION_HOLDS_OTHER_PRODUCT',
  );
  await limit(id, { capacity: 17, one_product_only: false });
  expect((await refusal(limit(id, { capacity: 15, one_product_only: false }))).code).toBe('LOCATION_FULL');
  const space = (units: number): Promise<unknown> =>
    stock.app.query(`update products set space_units = $2 where id = $1`, [cone, units]);
  // 5 cones of 4 and the reel would be 21 of 17
  expect(await refusal(space(4))).toEqual({
    state: 'PB409',
    code: 'PRODUCT_DOES_NOT_FIT',
    detail: { locations: [{ location_id: id, code, capacity: 17, occupied: 21, excess: 4 }] },
  });
  await space(2);
  await limit(id, { capacity: 11, one_product_only: false });
});

it('gives no limits to virtual sides', async () => {
  for (const column of ['capacity = 5', 'one_product_only = true', 'is_receiving = true'])
    await expect(
      stock.owner.query(`update locations set ${column} where id = $1`, [stock.place['SUPPLIER']]),
    ).rejects.toMatchObject({ constraint: 'ck_locations_bin' });
});

it('is never overfilled by 16 sessions that fill one bin with products of their own, and none deadlocks', async () => {
  const before = await deadlocks();
  const code = await bin({ capacity: 100 });
  const products = await Promise.all(Array.from({ length: 16 }, () => stock.product({ space_units: 3 })));
  for (const product of products) await stock.receive(product, 10, '1');
  const outcomes = await Promise.allSettled(
    products.flatMap((product) => Array.from({ length: 5 }, () => move(product, 1, 'STOCK', code))),
  );
  // 33 pieces of 3 are 99: the 34th does not fit
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(33);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason.constraint).toBe('LOCATION_FULL');
  expect(await occupied(code)).toBe(99);
  expect((await deadlocks()) - before).toBe(0);
});

it('does not deadlock writers that fill several bins in opposite orders, nor limits set meanwhile', async () => {
  const before = await deadlocks();
  const codes = [await bin({ capacity: 40 }), await bin({ capacity: 40, one_product_only: false }), await bin()];
  const products = await Promise.all(Array.from({ length: 8 }, () => stock.product()));
  for (const product of products) await stock.receive(product, 500, '1');
  const writer = async (nr: number): Promise<void> => {
    const order = nr % 2 ? codes : [...codes].reverse();
    for (let round = 0; round < 8; round++)
      await stock
        .post([
          { type: 'transfer', lines: order.map((code, n) => stock.line(products[(nr + n) % 8]!, 1, 'STOCK', code)) },
        ])
        .catch((error: { constraint?: string }) => {
          if (error.constraint !== 'LOCATION_FULL') throw error;
        });
  };
  await Promise.all([
    ...Array.from({ length: 16 }, (_, nr) => writer(nr)),
    limit(stock.place[codes[2]!]!, { capacity: 200, one_product_only: false }),
  ]);
  // 16 x 8 postings of one piece into each bin: the two of 40 are full after 40
  expect([await occupied(codes[0]!), await occupied(codes[1]!)]).toEqual([40, 40]);
  expect((await deadlocks()) - before).toBe(0);
});

it('a first limit waits for a posting under way and sees what it brought', async () => {
  const code = await bin();
  const product = await stock.product();
  await stock.receive(product, 5, '1');
  const client = await stock.owner.connect();
  await client.query('begin');
  await client.query('select erp.post_stock_movement($1::jsonb)', [
    JSON.stringify({
      movements: [{ company_id: stock.company, type: 'transfer', lines: [stock.line(product, 5, 'STOCK', code)] }],
    }),
  ]);
  const limiting = refusal(limit(stock.place[code]!, { capacity: 4, one_product_only: false }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await client.query('commit');
  client.release();
  expect((await limiting).code).toBe('LOCATION_FULL');
});

it('tells of a bin that is too full all the same', async () => {
  const code = await bin({ capacity: 3 });
  const product = await stock.product();
  await stock.receive(product, 3, '1', code);
  const client = await stock.owner.connect();
  await client.query('begin');
  await client.query('alter table locations disable trigger trg_locations_limits');
  await client.query('update locations set capacity = 2 where id = $1', [stock.place[code]]);
  const { rows } = await client.query('select violations, sample from check_location_limits()');
  await client.query('rollback');
  client.release();
  expect(rows).toMatchObject([{ violations: '1', sample: [{ code, capacity: 2, occupied: 3, excess: 1 }] }]);
});
