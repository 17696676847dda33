import { StockDatabase } from '../support/stock.js';

let stock: StockDatabase;

beforeAll(async () => {
  stock = await StockDatabase.open();
  for (const bin of ['B1', 'B2', 'B3']) await stock.location(bin, 'STOCK');
});
afterAll(async () => {
  expect(await stock.broken()).toEqual([]);
  await stock.close();
});

async function deadlocks(): Promise<number> {
  const { rows } = await stock.owner.query<{ deadlocks: string }>(
    `select deadlocks from pg_stat_database where datname = current_database()`,
  );
  return Number(rows[0]!.deadlocks);
}

it('ends 50 parallel subtractions at the exact balance', async () => {
  const p = await stock.product();
  await stock.receive(p, 120, '1');
  const issue = () => stock.post([{ type: 'issue', lines: [stock.line(p, 3, 'STOCK', 'CUSTOMER')] }]);
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, issue));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(40);
  expect(await stock.balance(p, 'STOCK')).toEqual({ on_hand: 0, reserved: 0 });
  expect(await stock.valuation(p)).toEqual({ quantity: 0, value: '0.00' });
});

it('never deadlocks 32 writers that cross the same rows in opposite orders, first receipts included', async () => {
  const before = await deadlocks();
  const products: string[] = [];
  for (let i = 0; i < 5; i++) products.push(await stock.product());
  const bins = ['B1', 'B2', 'B3'];
  let seed = 7;
  const random = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
  const writer = async (nr: number): Promise<void> => {
    for (let round = 0; round < 12; round++) {
      const order = nr % 2 ? products : [...products].reverse();
      const [from, to] = random(2) ? [bins[random(3)]!, 'STOCK'] : ['STOCK', bins[random(3)]!];
      const lines = order.map((p) => stock.line(p, 1 + random(3), from, to));
      const receipt = order.map((p) => stock.line(p, 5, 'SUPPLIER', from, { unit_cost: '1' }));
      const call =
        round % 4 === 3
          ? stock.reserve(
              order.map((p) => ({
                product_id: p,
                quantity: 1,
                within_location_id: stock.place['WH'],
                source_type: 'test',
                source_id: products[0],
              })),
              true,
            )
          : stock.post([
              { type: 'receipt', lines: receipt },
              { type: 'transfer', lines },
              { type: 'issue', lines: order.map((p) => stock.line(p, 1, to, 'CUSTOMER')) },
            ]);
      await call.catch((error: { constraint?: string }) => {
        if (error.constraint !== 'INSUFFICIENT_STOCK') throw error;
      });
      if (round % 6 === 5) await stock.release({ source_type: 'test', source_id: products[0] });
    }
  };
  await Promise.all(Array.from({ length: 32 }, (_, nr) => writer(nr)));
  await stock.owner.query('select pg_stat_clear_snapshot()');
  expect((await deadlocks()) - before).toBe(0);
});

it('never deadlocks everyday postings either, into bins that have never held the product and out of them', async () => {
  const before = await deadlocks();
  const products: string[] = [];
  for (let i = 0; i < 6; i++) products.push(await stock.product());
  let seed = 11;
  const random = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
  const bins = ['B1', 'B2', 'B3', 'STOCK', 'HOLD'];
  const writer = async (nr: number): Promise<void> => {
    for (let round = 0; round < 15; round++) {
      const order = nr % 2 ? products : [...products].reverse();
      const [a, b] = [bins[random(5)]!, bins[random(5)]!];
      const type = ['receipt', 'issue', 'transfer'][random(3)]!;
      const lines = order.map((p) =>
        type === 'receipt'
          ? stock.line(p, 3, 'SUPPLIER', a, { unit_cost: '2' })
          : stock.line(p, 1, a, type === 'issue' ? 'CUSTOMER' : a === b ? 'SCRAP' : b),
      );
      await stock.post([{ type, lines }]).catch((error: { constraint?: string }) => {
        if (error.constraint !== 'INSUFFICIENT_STOCK') throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: 32 }, (_, nr) => writer(nr)));
  expect((await deadlocks()) - before).toBe(0);
});

it('never deadlocks releases of a source that goes on reserving, beside postings over the same places', async () => {
  const before = await deadlocks();
  const bins = ['B1', 'B2', 'B3', 'STOCK'];
  const products = [await stock.product(), await stock.product()];
  for (const p of products) for (const bin of bins) await stock.receive(p, 1000, '1', bin);
  const source = { source_type: 'test', source_id: products[0] };
  const writer = async (nr: number): Promise<void> => {
    let seed = nr + 1;
    const random = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
    for (let round = 0; round < 40; round++) {
      const request = (p: string) => ({
        ...source,
        product_id: p,
        quantity: 1,
        within_location_id: stock.place[bins[random(4)]!],
      });
      if (nr % 4 === 0) await stock.release(source);
      else if (nr % 4 === 1) await stock.reserve(products.map(request), true);
      else {
        const from = random(4);
        const lines = products.map((p) => stock.line(p, 1, bins[from]!, bins[(from + 1 + random(3)) % 4]!));
        const more = nr % 4 === 2 ? { releases: [source] } : {};
        await stock.post([{ type: 'transfer', lines: random(2) ? lines : lines.reverse() }], more);
      }
    }
  };
  await Promise.all(Array.from({ length: 24 }, (_, nr) => writer(nr)));
  expect((await deadlocks()) - before).toBe(0);
});

it('closes a period either before or after a posting, never in between', async () => {
  await stock.openCompany('company');
  const p = await stock.product();
  const at = '2026-03-10T00:00:00Z';
  const post = () =>
    stock
      .post([{ type: 'receipt', effective_at: at, lines: [stock.line(p, 1, 'SUPPLIER', 'STOCK', { unit_cost: '1' })] }])
      .then(
        () => true,
        () => false,
      );
  const before = Array.from({ length: 20 }, post);
  const closing = stock.app.query(
    `insert into stock_periods (company_id, month, state) values ($1, '2026-03-01', 'hard_closed') returning clock_timestamp() as at`,
    [stock.company],
  );
  const after = Array.from({ length: 20 }, post);
  await closing;
  expect(await post()).toBe(false);
  const accepted = [...(await Promise.all(before)), ...(await Promise.all(after))].filter(Boolean).length;
  expect((await stock.balance(p, 'STOCK')).on_hand).toBe(accepted);
});
