import { OrderIntegrity } from '../../src/ppic/index.js';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import type { Made } from '../support/makers.js';
import { aStartedOrder, aWorkshop, act } from '../support/production.js';

let app: TestApp;
let order: Made;

beforeAll(async () => {
  app = await startTestApp();
  const { product } = await aWorkshop(app, [{ quantity: 1, stock: 100, unit_cost: '2' }]);
  order = await aStartedOrder(app, product.id, 10);
  await act(app, order.id, 'reports', { good_quantity: 4, rejected_quantity: 1, rejected_reason_code: 'DEFECT' });
});
afterAll(() => app?.close());

/** Changes rows past every rule, looks what the check says, and puts things back. */
async function planted(sql: string): Promise<string[]> {
  const client = await app.db.connect();
  try {
    await client.query(`set session_replication_role = 'replica'`);
    const before = await client.query('select * from erp.manufacturing_orders where id = $1', [order.id]);
    await client.query(sql.replaceAll('$ORDER', `'${order.id}'`));
    const found = await app.nest.get(OrderIntegrity, { strict: false }).check();
    await client.query(
      `update erp.manufacturing_orders set state = $2, good_quantity = $3, completed_at = null, closed_at = null where id = $1`,
      [order.id, before.rows[0].state, before.rows[0].good_quantity],
    );
    await client.query(
      `update erp.manufacturing_order_components set issued_quantity = 5, owed_quantity = 0 where order_id = $1`,
      [order.id],
    );
    return found.filter(({ violations }) => violations > 0).map(({ name }) => name);
  } finally {
    await client.query(`set session_replication_role = 'origin'`);
    client.release();
  }
}

describe('the check of manufacturing orders', () => {
  afterEach(() => expectIntegrity(app));

  it('looks at every order and finds nothing wrong', async () => {
    const found = await app.nest.get(OrderIntegrity, { strict: false }).check();
    expect(found.map(({ name, checked, violations }) => [name, checked, violations])).toEqual([
      ['orders_agree_with_ledger', 1, 0],
      ['orders_agree_with_postings', 1, 0],
      ['finished_orders_hold_nothing', 1, 0],
      ['material_debts_add_up', 1, 0],
      ['finished_orders_owe_nothing', 1, 0],
      ['backflush_follows_pieces', 1, 0],
      ['settled_orders_have_no_wip', 1, 0],
    ]);
  });

  it('sees a good piece that was never posted', async () => {
    expect(await planted('update erp.manufacturing_orders set good_quantity = 5 where id = $ORDER')).toEqual([
      'orders_agree_with_ledger',
      'orders_agree_with_postings',
      'backflush_follows_pieces',
    ]);
  });

  it('sees a component that the ledger did not move', async () => {
    expect(
      await planted('update erp.manufacturing_order_components set issued_quantity = 6 where order_id = $ORDER'),
    ).toEqual(['orders_agree_with_ledger', 'backflush_follows_pieces']);
  });

  it('sees a component that owes what no debt says', async () => {
    expect(
      await planted('update erp.manufacturing_order_components set owed_quantity = 1 where order_id = $ORDER'),
    ).toEqual(expect.arrayContaining(['material_debts_add_up', 'backflush_follows_pieces']));
  });

  it('sees reservations and work in progress that a closed order left behind', async () => {
    await act(app, order.id, 'issues', { lines: [{ product_id: order.components[0].product_id, quantity: 1 }] });
    const issues = await app.as(app.admin).get(`/ppic/manufacturing-orders/${order.id}/issues`);
    expect(
      await planted(`update erp.manufacturing_orders set state = 'closed', completed_at = now(), closed_at = now() where id = $ORDER;
        update erp.manufacturing_order_components set issued_quantity = 6 where order_id = $ORDER`),
    ).toEqual(['finished_orders_hold_nothing', 'settled_orders_have_no_wip']);
    await app.db.query('update erp.manufacturing_order_components set issued_quantity = 6 where order_id = $1', [
      order.id,
    ]);
    await act(app, order.id, `issues/${issues.body.data[0].id}/reverse`, { reason: 'back to where it was' });
  });
});
