import type { Pool } from 'pg';
import { transitionRows } from '../../src/kernel/state-machine/index.js';
import { SALES_ORDER } from '../../src/sales/orders/sales-order.machine.js';
import type { SalesOrderState } from '../../src/sales/orders/sales-order.machine.js';
import { SALES_QUOTATION } from '../../src/sales/quotations/quotation.machine.js';
import { StockDatabase, refusal } from '../support/stock.js';

let stock: StockDatabase;
let owner: Pool;
let app: Pool;
let product: string;
let unit: string;
let customer: string;

beforeAll(async () => {
  stock = await StockDatabase.open();
  ({ owner, app } = stock);
  product = await stock.product();
  unit = (await owner.query<{ unit_id: string }>('select unit_id from products where id = $1', [product])).rows[0]!
    .unit_id;
  const { rows } = await owner.query<{ id: string }>(
    `insert into customers (code, name) values ('SALES', 'Sales') returning id`,
  );
  customer = rows[0]!.id;
});
afterAll(() => stock?.close());

async function anOrder(state: SalesOrderState = 'confirmed', rate = '1', freight = '0'): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into sales_orders (company_id, customer_id, warehouse_id, currency_code, rate, state, confirmed_at, freight_amount, total_amount)
     values ($1, $2, $3, 'IDR', $4, $5, now(), $6, $6) returning id`,
    [stock.company, customer, stock.place['WH'], rate, state, freight],
  );
  return rows[0]!.id;
}

let numbered = 0;
async function aLine(order: string, given: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const line = {
    ...{
      order_id: order,
      line_no: (numbered += 1),
      product_id: product,
      warehouse_id: stock.place['WH'],
      unit_id: unit,
    },
    ...{
      unit_quantity: 3,
      quantity: 3,
      unit_price: '33.333333',
      net_amount: '100.00',
      tax_percent: '11',
      tax_amount: '11.00',
    },
    ...given,
  };
  const names = Object.keys(line);
  const { rows } = await owner.query<{ id: string }>(
    `insert into sales_order_lines (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')}) returning id`,
    Object.values(line),
  );
  return rows[0]!.id;
}

const text = (row: object): string => JSON.stringify(row);

it.each([SALES_ORDER, SALES_QUOTATION])(
  'the database knows the steps of the machine $name, and no other',
  async (machine) => {
    const { rows } = await owner.query('select event, from_state, to_state from state_transitions where machine = $1', [
      machine.name,
    ]);
    expect(rows.map(text).sort()).toEqual(
      transitionRows(machine as typeof SALES_ORDER)
        .map(text)
        .sort(),
    );
  },
);

it.each(SALES_ORDER.states)('an order that is %s goes where its machine leads, and nowhere else', async (from) => {
  const reachable = new Set<string>(
    transitionRows(SALES_ORDER)
      .filter(({ from_state }) => from_state === from)
      .map(({ to_state }) => to_state),
  );
  for (const to of SALES_ORDER.states.filter((state) => state !== from)) {
    const id = await anOrder(from);
    const moved = app.query('update sales_orders set state = $2 where id = $1', [id, to]);
    if (reachable.has(to)) await moved;
    else expect([from, to, (await refusal(moved)).code]).toEqual([from, to, 'INVALID_STATE']);
  }
});

it.each<[string, Readonly<Record<string, unknown>>, string]>([
  ['an amount that its price does not give', { net_amount: '100.01' }, 'ck_sales_order_lines_net_amount'],
  ['a tax that its rate does not give', { tax_amount: '11.01' }, 'ck_sales_order_lines_tax_amount'],
  ['no pieces', { quantity: 0 }, 'ck_sales_order_lines_quantity'],
  ['more that left than is open', { shipped_quantity: 4 }, 'ck_sales_order_lines_shipped'],
  [
    'more that left than was not cancelled',
    { shipped_quantity: 2, cancelled_quantity: 2 },
    'ck_sales_order_lines_shipped',
  ],
  ['more back than left', { shipped_quantity: 1, returned_quantity: 2 }, 'ck_sales_order_lines_counts'],
  [
    'more owed again than came back',
    { shipped_quantity: 2, returned_quantity: 1, reopened_quantity: 2 },
    'ck_sales_order_lines_counts',
  ],
  ['more invoiced than ordered', { invoiced_quantity: 4 }, 'ck_sales_order_lines_counts'],
  ['a day to reserve what is made', { supply: 'make', reserve_on: '2026-01-01' }, 'ck_sales_order_lines_supply'],
  ['a price from nowhere', { price_source: 'hearsay' }, 'ck_sales_order_lines_price_source'],
])('a line does not have %s', async (_, given, constraint) => {
  await expect(aLine(await anOrder(), given)).rejects.toMatchObject({ constraint });
});

it('what is owed again may leave again', async () => {
  const id = await aLine(await anOrder(), { shipped_quantity: 4, returned_quantity: 1, reopened_quantity: 1 });
  const { rows } = await owner.query('select open_quantity::int as open from sales_order_lines where id = $1', [id]);
  expect(rows).toEqual([{ open: 0 }]);
});

it('the lines say in which state an order is', async () => {
  const progress = async (...lines: Readonly<Record<string, unknown>>[]): Promise<unknown> => {
    const order = await anOrder();
    for (const line of lines) await aLine(order, line);
    const { rows } = await owner.query('select state, open_lines from sales_order_progress where order_id = $1', [
      order,
    ]);
    return [rows[0].state, rows[0].open_lines];
  };
  expect(await progress({}, {})).toEqual(['confirmed', 2]);
  expect(await progress({ shipped_quantity: 1 }, {})).toEqual(['partially_shipped', 2]);
  expect(await progress({ shipped_quantity: 3 }, {})).toEqual(['partially_shipped', 1]);
  expect(await progress({ shipped_quantity: 3 }, { cancelled_quantity: 3 })).toEqual(['shipped', 0]);
  expect(await progress({ shipped_quantity: 3, returned_quantity: 3 })).toEqual(['shipped', 0]);
  expect(await progress({ shipped_quantity: 3, returned_quantity: 3, reopened_quantity: 1 })).toEqual([
    'partially_shipped',
    1,
  ]);
});

it('what an order will still bring is what is neither invoiced nor cancelled, in the currency of the company', async () => {
  const value = async (
    state: SalesOrderState,
    line: Readonly<Record<string, unknown>>,
  ): Promise<string | undefined> => {
    const order = await anOrder(state, '2.5', '4.00');
    await aLine(order, line);
    const { rows } = await owner.query('select amount from sales_order_open_value where order_id = $1', [order]);
    return rows[0]?.amount;
  };
  // 111.00 * 2.5, and the freight of 4.00 * 2.5
  expect(await value('confirmed', {})).toBe('287.50');
  expect(await value('partially_shipped', { shipped_quantity: 1, invoiced_quantity: 1 })).toBe('195.00');
  expect(await value('confirmed', { cancelled_quantity: 1 })).toBe('195.00');
  expect(await value('shipped', { shipped_quantity: 3, invoiced_quantity: 3 })).toBe('10.00');
  // Of a closed one what left and stayed is still to be invoiced, and no freight is waited for.
  expect(await value('closed', { shipped_quantity: 2, returned_quantity: 1, cancelled_quantity: 1 })).toBe('92.50');
  expect(
    await value('closed', { shipped_quantity: 2, invoiced_quantity: 2, returned_quantity: 1, cancelled_quantity: 1 }),
  ).toBe('0.00');
  expect(await value('draft', {})).toBeUndefined();
  expect(await value('cancelled', {})).toBeUndefined();
});

it('what was let pass and what was sent stay as they are, and views are read', async () => {
  for (const table of ['sales_credit_overrides', 'sales_quotation_versions', 'sales_line_supplies'])
    for (const sql of [`update ${table} set id = id`, `delete from ${table}`])
      await expect(app.query(sql)).rejects.toThrow('permission denied');
  for (const table of ['sales_orders', 'sales_quotations', 'sales_credit_accounts', 'sales_settings'])
    await expect(app.query(`delete from ${table}`)).rejects.toThrow('permission denied');
  for (const view of [
    'sales_order_progress',
    'sales_order_open_value',
    'open_partner_items',
    'sales_supply_demand',
    'purchase_supply_demand',
  ])
    await expect(app.query(`delete from ${view}`)).rejects.toThrow();
});
