import type { Pool } from 'pg';
import { transitionRows } from '../../src/kernel/state-machine/index.js';
import { REWORK_ORDER } from '../../src/ppic/rework/rework-order.machine.js';
import { StockDatabase, SYSTEM_USER, refusal } from '../support/stock.js';

let stock: StockDatabase;
let owner: Pool;
let app: Pool;
let product: string;

beforeAll(async () => {
  stock = await StockDatabase.open();
  ({ owner, app } = stock);
  product = await stock.product();
});
afterAll(() => stock?.close());

async function anOrder(state = 'requested'): Promise<string> {
  const { HOLD, STOCK, WH } = stock.place;
  const { rows } = await owner.query<{ id: string }>(
    `insert into rework_orders (company_id, warehouse_id, product_id, quantity, from_location_id, output_location_id, reject_location_id, reason, state, started_at,
       good_quantity, returned_quantity)
     values ($1, $2, $3, 8, $4, $5, $4, 'Seams', $6, case when $6 in ('in_progress', 'completed', 'verified') then now() end,
       case when $6 in ('completed', 'verified') then 8 else 0 end, 0) returning id`,
    [stock.company, WH, product, HOLD, STOCK, state],
  );
  return rows[0]!.id;
}

it('the database knows the steps of the machine, and no other', async () => {
  const { rows } = await owner.query(
    `select event, from_state, to_state from state_transitions where machine = 'rework_order' order by 1, 2, 3`,
  );
  const text = (row: object): string => JSON.stringify(row);
  expect(rows.map(text).sort()).toEqual(transitionRows(REWORK_ORDER).map(text).sort());
});

it.each(REWORK_ORDER.states)('an order that is %s goes where its machine leads, and nowhere else', async (from) => {
  const reachable = new Set(
    transitionRows(REWORK_ORDER)
      .filter(({ from_state }) => from_state === from)
      .map(({ to_state }) => to_state),
  );
  for (const to of REWORK_ORDER.states.filter((state) => state !== from && !reachable.has(state))) {
    const id = await anOrder(from);
    const refused = await refusal(app.query('update rework_orders set state = $2 where id = $1', [id, to]));
    expect([from, to, refused.code]).toEqual([from, to, 'INVALID_STATE']);
  }
});

it('what was asked for is not changed, and no order goes', async () => {
  const id = await anOrder();
  for (const statement of [
    'update rework_orders set quantity = 9 where id = $1',
    `update rework_orders set reason = 'x' where id = $1`,
    'delete from rework_orders where id = $1',
    'delete from rework_reports where rework_order_id = $1',
    'update rework_order_materials set quantity = 1 where rework_order_id = $1',
  ])
    expect((await refusal(app.query(statement, [id]))).state).toBe('42501');
});

it('an order ends when every piece is accounted for, and not before', async () => {
  const id = await anOrder('in_progress');
  const set = (columns: string) => refusal(owner.query(`update rework_orders set ${columns} where id = $1`, [id]));
  expect((await set(`state = 'completed', good_quantity = 7`)).code).toBe('ck_rework_orders_outcome');
  expect((await set('good_quantity = 8')).code).toBe('ck_rework_orders_outcome');
  expect((await set('good_quantity = 9')).code).toMatch(/^ck_rework_orders_(counts|outcome)$/);
  expect((await set(`state = 'cancelled', returned_quantity = 7`)).code).toBe('ck_rework_orders_outcome');
  await owner.query(
    `update rework_orders set state = 'completed', good_quantity = 5, scrapped_quantity = 3 where id = $1`,
    [id],
  );
});

it('a report is of at least one piece, with its reasons', async () => {
  const order = await anOrder('in_progress');
  const report = (good: number, scrapped: number, rejected: number) =>
    refusal(
      owner.query(
        `insert into rework_reports (rework_order_id, report_no, good_quantity, scrapped_quantity, rejected_quantity, labour_minutes, machine_minutes, created_by)
         values ($1, 1, $2, $3, $4, 0, 0, $5)`,
        [order, good, scrapped, rejected, SYSTEM_USER],
      ),
    );
  expect((await report(0, 0, 0)).code).toBe('ck_rework_reports_counts');
  expect((await report(0, 1, 0)).code).toBe('ck_rework_reports_reasons');
  expect((await report(1, 0, 0)).code).toBe('ck_rework_reports_movement');
});
