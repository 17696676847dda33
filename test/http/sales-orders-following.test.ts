import { Database } from '../../src/kernel/database/index.js';
import { RequestContext, systemActor } from '../../src/kernel/security/index.js';
import { SalesOrderSteps } from '../../src/sales/orders/sales-order-steps.js';
import type { SalesOrderFollowed } from '../../src/sales/orders/sales-order.machine.js';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import type { Made } from '../support/makers.js';
import { SALES_ORDERS, aSalesOrder, refused, sold } from '../support/sales.js';

/** What an order makes of counts, whatever wrote them. They are written by hand here: the check of invariants would object, and rightly. */
let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterAll(() => app?.close());

const step = (who: Caller, order: Made, event: string, body: object = {}) =>
  who.post(`${SALES_ORDERS}/${order.id}/${event}`, body);
const read = async (order: Made): Promise<Made> => (await admin.get(`${SALES_ORDERS}/${order.id}`)).body;

/** Counts of lines as the documents that follow orders write them. */
async function follow(orderId: string, event: SalesOrderFollowed, sql: string): Promise<void> {
  const actor = systemActor(new Set(), [app.company_id]);
  await RequestContext.run(RequestContext.forSystem(actor, crypto.randomUUID()), () =>
    app.nest.get(Database, { strict: false }).transaction(async () => {
      const steps = app.nest.get(SalesOrderSteps, { strict: false });
      await steps.takeTurns([orderId]);
      await app.nest.get(Database, { strict: false }).query(sql, [orderId]);
      await steps.settle([orderId], event, 'A document');
    }),
  );
}

it('follows what leaves, comes back and is reversed, and is closed short', async () => {
  const order = await aSalesOrder(app, {
    lines: [
      { quantity: 10, unit_price: '1' },
      { quantity: 4, unit_price: '1' },
    ],
  });
  await sold(admin, order, 'confirm');
  const shipping = (pieces: string) =>
    `update erp.sales_order_lines set shipped_quantity = ${pieces} where order_id = $1`;
  const states: string[] = [];
  const then = async (event: SalesOrderFollowed, sql: string) => {
    await follow(order.id, event, sql);
    states.push((await read(order)).state);
  };
  await then('ship', shipping('case line_no when 1 then 6 else 0 end'));
  await then('unship', shipping('0'));
  await then('ship', shipping('case line_no when 1 then 6 else 4 end'));
  await then('ship', shipping('quantity'));
  await then('take_back', 'update erp.sales_order_lines set returned_quantity = 2 where order_id = $1');
  await then('take_back', 'update erp.sales_order_lines set reopened_quantity = 1 where order_id = $1 and line_no = 1');
  expect(states).toEqual([
    'partially_shipped',
    'confirmed',
    'partially_shipped',
    'shipped',
    'shipped',
    'partially_shipped',
  ]);
  expect((await read(order)).lines[0]).toMatchObject({
    shipped_quantity: 10,
    returned_quantity: 2,
    reopened_quantity: 1,
    open_quantity: 1,
  });
  expect(refused(await step(admin, order, 'cancel', { reason: 'x' }))).toEqual([409, 'INVALID_STATE']);
  expect(await sold(admin, order, 'close', { reason: 'The rest is not wanted' })).toMatchObject({
    ...{ state: 'closed', end_reason: 'The rest is not wanted', open_lines: 0 },
    lines: [{ cancelled_quantity: 1 }, { cancelled_quantity: 0 }],
  });
  await then(
    'take_back',
    'update erp.sales_order_lines set returned_quantity = returned_quantity + 1 where order_id = $1',
  );
  expect(states.at(-1)).toBe('closed');
  const { body: history } = await admin.get(`${SALES_ORDERS}/${order.id}/history`);
  expect(history.map(({ event }: Made) => event)).toEqual([
    'create',
    'confirm',
    'partially_ship',
    'unship',
    'partially_ship',
    'ship',
    'take_back',
    'take_back',
    'close',
    'take_back',
  ]);
  await expect(follow(order.id, 'ship', shipping('11'))).rejects.toMatchObject({ code: 'SALES_QUANTITY_EXCEEDED' });
  await expect(
    follow(order.id, 'ship', 'update erp.sales_order_lines set invoiced_quantity = 11 where order_id = $1'),
  ).rejects.toMatchObject({ code: 'SALES_QUANTITY_EXCEEDED' });
});
