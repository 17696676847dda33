import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aProduct, aReceipt, aSupplier, made, placesOf, unique } from '../support/makers.js';
import { aWorkshop, act, anOrder } from '../support/production.js';
import { statementsOf } from '../support/statements.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;
let north: { id: string; shelf: string };
let today: string;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
  const { id } = await made(app, '/warehouse/locations', { code: unique('NORTH'), name: 'North', type: 'warehouse' });
  const shelf = { code: unique('N1'), name: 'Shelf', type: 'bin', parent_id: id };
  north = { id, shelf: (await made(app, '/warehouse/locations', shelf)).id };
  ({ today } = (await app.db.query(`select (now() at time zone 'Asia/Jakarta')::date::text as today`)).rows[0]);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const day = (n: number): string => new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10);
const noon = (n: number): string => `${day(n)}T12:00:00+07:00`;
const watched = (given: object): Promise<any> => aProduct(app, { reorder_policy: 'reorder_point', ...given });
const claim = (product: any, quantity: number, needed: number): Promise<any> =>
  made(app, '/warehouse/reservations', {
    kind: 'soft',
    needed_at: noon(needed),
    lines: [{ product_id: product.id, quantity, within_location_id: place['WH'] }],
  });
const suggested = async (product: any, more = `&warehouse_id=${place['WH']}`): Promise<any> =>
  (await admin.get(`/warehouse/reorder-suggestions?product_id=${product.id}${more}`)).body.data;

describe('what should be ordered', () => {
  it('counts what is free, expected and wanted within the lead time, and says from whom, when and why', async () => {
    const cloth = await watched({ reorder_point: 30, safety_stock: 10, lead_time_days: 7 });
    await aReceipt(app, cloth.id, 45);
    await aReceipt(app, cloth.id, 3, '1', north.shelf);
    await made(app, '/warehouse/reservations', {
      lines: [{ product_id: cloth.id, quantity: 5, within_location_id: place['WH'] }],
    });
    expect(await suggested(cloth)).toEqual([]);
    await claim(cloth, 15, 7);
    // the eighth day is beyond the lead time
    await claim(cloth, 20, 8);
    const transfer = await made(app, '/warehouse/transfer-orders', {
      to_location_id: place['STOCK'],
      expected_on: day(6),
      lines: [{ product_id: cloth.id, quantity: 3, from_location_id: north.shelf }],
    });
    await admin.post(`/warehouse/transfer-orders/${transfer.id}/dispatch`);
    const [dear, cheap] = [await aSupplier(app), await aSupplier(app)];
    for (const [supplier, price] of [
      [dear, '3'],
      [cheap, '2'],
    ] as const)
      await made(app, '/supplier-prices', {
        supplier_id: supplier.id,
        product_id: cloth.id,
        price,
        order_multiple: 5,
        lead_time_days: 10,
      });
    // 45 - 5 = 40 free; 40 + 3 - 15 = 28, and 3 lead above 30; stock falls to 28 - 20 = 8 on the eighth day
    const [row] = await suggested(cloth);
    expect(row).toMatchObject({
      free: 40,
      supply: 3,
      demand: 15,
      expiring: 0,
      projected: 28,
      reorder_level: 30,
      horizon: day(7),
      suggested_quantity: 3,
      orders: 1,
      method: 'lot_for_lot',
      source: 'buy',
      order_on: today,
      expected_on: day(10),
      needed_on: day(8),
      is_late: true,
      explanation: [
        `Free 40 + expected 3 - wanted 15 = 28 on ${day(7)}, 7 days from now`,
        'Level: the largest of reorder point 30, safety stock 10 and a minimum = 30',
        'Up to just above the level: 30 + 1 - 28 = 3',
      ],
    });
    // orders are multiples of five
    expect(row.supplier).toMatchObject({
      supplier_code: cheap.code,
      price: '2.000000',
      order_quantity: 5,
      stock_quantity: 5,
      amount: '10.00',
      lead_time_days: 10,
    });
    // for the company as a whole nothing else is there: the three pieces of the north are on their way
    expect(await suggested(cloth, '')).toMatchObject([{ free: 40, projected: 28 }]);
    // in the north there are none, and who may not see prices sees none
    const keeper = app.as(await app.actor({ permissions: ['warehouse.reordering.read'], warehouses: [north.id] }));
    const far = await keeper.get(`/warehouse/reorder-suggestions?product_id=${cloth.id}&warehouse_id=${north.id}`);
    expect(far.body.data).toMatchObject([
      { free: 0, suggested_quantity: 31, supplier: null, expected_on: day(7), needed_on: today },
    ]);
  });

  it('fills up to the maximum, orders in fixed lots, and leaves out what others plan', async () => {
    const [bin, box, planned, off] = [
      await watched({ lot_sizing: 'min_max', lot_minimum: 20, lot_maximum: 100 }),
      await watched({ lot_sizing: 'fixed', lot_size: 25, reorder_point: 30, is_purchased: false }),
      await aProduct(app, { reorder_point: 30 }),
      await watched({ reorder_point: 30 }),
    ];
    await app.db.query('update erp.products set is_active = false where id = $1', [off.id]);
    await aReceipt(app, bin.id, 20);
    await aReceipt(app, box.id, 3);
    expect(await suggested(bin)).toMatchObject([
      { reorder_level: 20, projected: 20, suggested_quantity: 80, method: 'min_max' },
    ]);
    expect(await suggested(box)).toMatchObject([
      { suggested_quantity: 50, orders: 2, source: 'none', supplier: null, is_late: false, needed_on: null },
    ]);
    expect([...(await suggested(planned)), ...(await suggested(off))]).toEqual([]);
    await aReceipt(app, bin.id, 1);
    expect(await suggested(bin)).toEqual([]);
  });

  it('makes what is made, and counts an order as soon as it is approved', async () => {
    const { product: bear } = await aWorkshop(app, [{ quantity: 1, stock: 50 }]);
    await app.db.query(
      `update erp.products set reorder_policy = 'reorder_point', reorder_point = 10, lead_time_days = 3 where id = $1`,
      [bear.id],
    );
    const order = await anOrder(app, bear.id, 4, { due_date: day(1) });
    expect(await suggested(bear)).toMatchObject([
      { supply: 0, suggested_quantity: 11, source: 'make', supplier: null },
    ]);
    await act(app, order.id, 'approve');
    expect(await suggested(bear)).toMatchObject([{ supply: 4, projected: 4, suggested_quantity: 7 }]);
    // beyond the lead time it comes too late
    const late = await anOrder(app, bear.id, 50, { due_date: day(4) });
    await act(app, late.id, 'approve');
    expect(await suggested(bear)).toMatchObject([{ supply: 4, suggested_quantity: 7 }]);
  });

  it('does not count pieces that expire within the lead time and that nobody wants until then', async () => {
    const milk = await watched({ reorder_point: 5, lead_time_days: 7, tracking: 'lot' });
    const line = { product_id: milk.id, unit_cost: '1', to_location_id: place['STOCK'] };
    await made(app, '/warehouse/receipts', {
      lines: [
        { ...line, quantity: 20, lot: { code: 'M', expires_on: day(6) } },
        { ...line, quantity: 2, lot: { code: 'N', expires_on: day(7) } },
      ],
    });
    await claim(milk, 5, 1);
    // 22 - 5 = 17; of the 20 that expire 5 are wanted, 15 are lost: 2
    const [row] = await suggested(milk);
    expect(row).toMatchObject({ free: 22, demand: 5, expiring: 15, projected: 2, suggested_quantity: 4 });
    expect(row.explanation[0]).toBe(`Free 22 + expected 0 - wanted 5 - expiring 15 = 2 on ${day(7)}, 7 days from now`);
  });

  it('comes in pages, each in as many statements whatever it holds, within what the caller sees', async () => {
    const prefix = unique('Q');
    for (let n = 0; n < 6; n++) await watched({ sku: `${prefix}-${n}`, reorder_point: 5 });
    const paged = async (query: string): Promise<[string[], string | null, number]> => {
      let body: any;
      const statements = await statementsOf(async () => {
        const path = `/warehouse/reorder-suggestions?q=${prefix}&warehouse_id=${place['WH']}${query}`;
        body = (await admin.get(path)).body;
      });
      return [body.data.map((r: any) => r.sku), body.next_cursor, statements];
    };
    const [first, cursor, few] = await paged('&limit=1');
    const [rest, end, many] = await paged(`&limit=5&cursor=${cursor}`);
    expect([...first, ...rest]).toEqual([0, 1, 2, 3, 4, 5].map((n) => `${prefix}-${n}`));
    expect([end, many]).toEqual([null, few]);

    const other = await aCompany(app);
    const buyer = app.as(await app.actor({ role: 'purchasing' }));
    expect((await buyer.get(`/warehouse/reorder-suggestions?q=${prefix}&sort=-sku`)).body.data).toHaveLength(6);
    expect((await buyer.get(`/warehouse/reorder-suggestions?company_id=${other.id}`)).status).toBe(404);
    expect((await app.as(await app.actor({ role: 'sales' })).get('/warehouse/reorder-suggestions')).status).toBe(403);
    const keeper = app.as(await app.actor({ role: 'warehouse', warehouses: [north.id] }));
    for (const route of ['reorder-suggestions', 'reorder-point-suggestions']) {
      expect((await keeper.get(`/warehouse/${route}`)).body.errors).toMatchObject([
        { pointer: '?warehouse_id', code: 'REQUIRED' },
      ]);
      expect((await keeper.get(`/warehouse/${route}?warehouse_id=${place['WH']}`)).status).toBe(404);
      expect((await keeper.get(`/warehouse/${route}?warehouse_id=${north.id}`)).status).toBe(200);
      expect((await keeper.get(`/warehouse/${route}?days=0.5&colour=red`)).status).toBe(400);
    }
  });
});

describe('at which level', () => {
  it('is use of whole days over the lead time and the safety stock, less what came back or was taken back', async () => {
    const yarn = await aProduct(app, { safety_stock: 5, lead_time_days: 7, reorder_point: 20 });
    await made(app, '/warehouse/receipts', {
      effective_at: noon(-120),
      lines: [{ product_id: yarn.id, quantity: 1000, unit_cost: '1', to_location_id: place['STOCK'] }],
    });
    const issue = (quantity: number, n: number, from = place['STOCK']): Promise<any> =>
      made(app, '/warehouse/issues', {
        ...(n < 0 && { effective_at: noon(n) }),
        lines: [{ product_id: yarn.id, quantity, from_location_id: from }],
      });
    const sold = await issue(200, -10);
    await issue(100, -90);
    await issue(40, -91);
    await issue(9, 0);
    const wrong = await issue(70, -20);
    await made(app, `/warehouse/movements/${wrong.id}/reverse`, { reason: 'Wrong product' });
    await made(app, '/warehouse/returns', {
      effective_at: noon(-5),
      reason: 'Too much',
      lines: [{ returns_line_id: sold.lines[0].id, quantity: 30, location_id: place['STOCK'] }],
    });
    await aReceipt(app, yarn.id, 50, '1', north.shelf);
    const ask = async (more = ''): Promise<any> =>
      (await admin.get(`/warehouse/reorder-point-suggestions?product_id=${yarn.id}${more}`)).body;
    // 200 + 100 - 30 = 270 in 90 days
    const answer = await ask(`&warehouse_id=${place['WH']}`);
    expect(answer).toMatchObject({ days: 90, review_days: 30, truncated: false, warehouse_id: place['WH'] });
    expect(answer.rows).toEqual([
      {
        product_id: yarn.id,
        sku: yarn.sku,
        product_name: yarn.name,
        lead_time_days: 7,
        safety_stock: 5,
        current_reorder_point: 20,
        used: 270,
        average_daily_use: '3.0000',
        lead_time_use: 21,
        reorder_point: 26,
        maximum: 116,
        explanation: [
          'Used 270 in 90 days; in 7 days of lead time: 270 x 7 / 90 = 21, rounded up',
          'Reorder point: 21 + safety stock 5 = 26',
          'Maximum: 26 + use of 30 days 90 = 116',
        ],
      },
    ]);
    // the last ten days: 200 - 30 = 170; 17 a day
    expect((await ask('&days=10&review_days=1')).rows).toMatchObject([{ used: 170, reorder_point: 124, maximum: 141 }]);
    expect((await ask(`&warehouse_id=${north.id}`)).rows).toEqual([]);
  });

  it('counts what production has used up, and lists what is ordered by level even where nothing was used', async () => {
    const { product: bear, components } = await aWorkshop(app, [{ quantity: 2, stock: 100 }]);
    const order = await anOrder(app, bear.id, 9);
    for (const step of ['approve', 'start']) await act(app, order.id, step);
    await made(app, `/ppic/manufacturing-orders/${order.id}/reports`, { good_quantity: 9 });
    await app.db.query(
      `set session_replication_role = replica; update erp.stock_movements set effective_at = effective_at - interval '3 days' where source_id = '${order.id}'; set session_replication_role = origin`,
    );
    const ask = async (product: any): Promise<any> =>
      (await admin.get(`/warehouse/reorder-point-suggestions?product_id=${product.id}&days=9`)).body.rows;
    expect(await ask(components[0])).toMatchObject([{ used: 18, average_daily_use: '2.0000' }]);
    const idle = await watched({ safety_stock: 4 });
    expect(await ask(idle)).toMatchObject([{ used: 0, reorder_point: 4, maximum: 4 }]);
    expect(await ask(bear)).toEqual([]);
  });
});
