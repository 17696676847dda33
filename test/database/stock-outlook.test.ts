import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { StockDatabase } from '../support/stock.js';

/** The views of what comes and goes, and alerts, against stock that moves. */
let stock: StockDatabase;
beforeAll(async () => {
  stock = await StockDatabase.open();
});
afterAll(() => stock.close());

const rows = async (sql: string, params: unknown[] = []): Promise<any[]> => (await stock.app.query(sql, params)).rows;
const refresh = async (): Promise<any> => (await rows('select * from erp.refresh_stock_alerts()'))[0];

const step = fc.record({
  what: fc.constantFrom('receive', 'issue', 'reserve', 'hold', 'expire', 'acknowledge', 'refresh', 'refresh'),
  product: fc.integer({ min: 0, max: 2 }),
  quantity: fc.integer({ min: 1, max: 12 }),
});

it('alerts that are not cleared are the conditions, one each, whatever happens; a second look changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 20 }), async (steps) => {
      const products = [
        await stock.product({ reorder_point: 15, safety_stock: 5 }),
        await stock.product({ safety_stock: 10, tracking: 'lot' }),
        await stock.product({ reorder_point: 8, tracking: 'lot', shelf_life_days: 9 }),
      ];
      const lots = [undefined, await stock.lot(products[1]!, 'A'), await stock.lot(products[2]!, 'A')];
      for (const { what, product, quantity } of steps) await happen(what, products[product]!, lots[product], quantity);
      await refresh();
      const key = `kind, company_id, warehouse_id, product_id, lot_id, quantity, threshold`;
      const order = `where product_id = any($1) order by product_id, kind, lot_id`;
      const live = await rows(
        `select ${key} from erp.stock_alerts ${order.replace('where', `where state <> 'cleared' and`)}`,
        [products],
      );
      expect(live).toEqual(await rows(`select ${key} from erp.stock_alert_conditions ${order}`, [products]));
      expect(await refresh()).toEqual({ raised: '0', reopened: '0', cleared: '0' });
      // each alert's history leads to its state
      const lost = await rows(
        `select a.id from erp.stock_alerts a cross join lateral (select h.to_state from erp.document_history h where h.document_id = a.id order by h.recorded_at desc, h.id desc limit 1) h
          where a.product_id = any($1) and h.to_state <> a.state and a.acknowledged_at is null`,
        [products],
      );
      expect(lost).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

async function happen(what: string, product: string, lot: string | undefined, quantity: number): Promise<void> {
  const one = lot === undefined ? {} : { lot_id: lot };
  switch (what) {
    case 'receive':
      await stock.post([
        { type: 'receipt', lines: [stock.line(product, quantity, 'SUPPLIER', 'STOCK', { unit_cost: '1', ...one })] },
      ]);
      break;
    case 'issue': // what is short, held or past its day is refused, and nothing happens
      await stock
        .post([{ type: 'issue', lines: [stock.line(product, quantity, 'STOCK', 'CUSTOMER', one)] }])
        .catch(() => undefined);
      break;
    case 'reserve':
      await stock.reserve(
        [
          {
            product_id: product,
            quantity,
            within_location_id: stock.place['STOCK'],
            source_type: 'test',
            source_id: randomUUID(),
          },
        ],
        true,
      );
      break;
    case 'hold':
      await stock.owner.query(
        `update lots set state = case state when 'on_hold' then 'available' else 'on_hold' end where id = $1`,
        [lot],
      );
      break;
    case 'expire':
      await stock.owner.query(`update lots set expires_on = current_date - 4 + $2::integer where id = $1`, [
        lot,
        quantity,
      ]);
      break;
    case 'acknowledge':
      await stock.app.query(
        `update erp.stock_alerts set state = 'acknowledged', acknowledged_at = now(), acknowledged_by = erp.current_actor(), acknowledged_quantity = quantity
          where product_id = $1 and state = 'open'`,
        [product],
      );
      break;
    default:
      await refresh();
  }
}

it('what the view shows as set aside is what the balances have reserved of stock that may be promised', async () => {
  const product = await stock.product({ tracking: 'lot' });
  const [good, shut] = [await stock.lot(product, 'G'), await stock.lot(product, 'S')];
  for (const [lot, to] of [
    [good, 'STOCK'],
    [shut, 'STOCK'],
    [good, 'HOLD'],
  ] as const)
    await stock.post([
      { type: 'receipt', lines: [stock.line(product, 10, 'SUPPLIER', to, { unit_cost: '1', lot_id: lot })] },
    ]);
  const reserve = (quantity: number, place: string, more: object = {}): Promise<unknown> =>
    stock.reserve([
      {
        product_id: product,
        quantity,
        within_location_id: stock.place[place],
        source_type: 'test',
        source_id: randomUUID(),
        ...more,
      },
    ]);
  await reserve(3, 'STOCK', { lot_id: good });
  await reserve(4, 'STOCK', { lot_id: shut });
  await reserve(5, 'HOLD');
  await reserve(6, 'STOCK', { kind: 'soft', expires_at: '2999-01-01T00:00:00Z' });
  await stock.owner.query(`update lots set state = 'on_hold' where id = $1`, [shut]);
  // the 4 of the lot on hold and the 5 in quarantine bind nothing that could be promised
  expect(
    await rows('select kind, quantity::int, is_held from erp.stock_outlook where product_id = $1 order by kind', [
      product,
    ]),
  ).toEqual([
    { kind: 'hard_reservation', quantity: 3, is_held: true },
    { kind: 'soft_reservation', quantity: 6, is_held: false },
  ]);
});

it('the views are read, never written, by the application', async () => {
  for (const view of [
    'warehouse_supply_demand',
    'ppic_supply_demand',
    'stock_outlook',
    'reorder_positions',
    'stock_alert_conditions',
  ])
    await expect(stock.app.query(`delete from erp.${view}`)).rejects.toThrow();
  await expect(stock.app.query('delete from erp.stock_alerts')).rejects.toThrow('permission denied');
});

it('a cleared alert stays cleared, and a condition has no second alert', async () => {
  const product = await stock.product({ reorder_point: 5 });
  await refresh();
  const set = (sql: string): Promise<unknown> =>
    stock.app.query(`update erp.stock_alerts set ${sql} where product_id = $1`, [product]);
  const again = `insert into erp.stock_alerts (kind, company_id, product_id, raised_quantity, quantity) select 'low_stock', company_id, product_id, 0, 0 from erp.stock_alerts where product_id = $1`;
  await expect(stock.app.query(again, [product])).rejects.toMatchObject({ constraint: 'uq_stock_alerts_condition' });
  await expect(set(`state = 'acknowledged'`)).rejects.toMatchObject({ constraint: 'ck_stock_alerts_acknowledged' });
  await set(`state = 'cleared', cleared_at = now()`);
  await expect(set(`state = 'open', cleared_at = null`)).rejects.toMatchObject({ code: 'PB409' });
  expect((await refresh()).raised).toBe('1');
});
