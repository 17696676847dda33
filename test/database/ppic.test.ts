import type pg from 'pg';
import { transitionRows } from '../../src/kernel/state-machine/index.js';
import { MANUFACTURING_ORDER } from '../../src/ppic/orders/manufacturing-order.machine.js';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

const SYSTEM = '00000000-0000-7000-8000-000000000001';

let database: TestDatabase;
let db: pg.Pool;

beforeAll(async () => {
  database = await cloneDatabase();
  db = database.pool();
});
afterAll(() => database?.drop());

/** Runs statements as the application, and undoes them. */
async function asApplication<T>(work: (client: pg.PoolClient, order: string) => Promise<T>): Promise<T> {
  const client = await db.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('erp.actor', $1, true)`, [SYSTEM]);
    const { rows } = await client.query<{ id: string }>(`
      with product as (
        insert into erp.products (sku, name, type, unit_id) select 'BEAR', 'Bear', 'finished_good', id from erp.units order by code limit 1 returning id
      ), bom as (
        insert into erp.boms (product_id, revision) select id, 'A' from product returning id, product_id
      )
      insert into erp.manufacturing_orders (company_id, warehouse_id, product_id, bom_id, planned_quantity, output_location_id, reject_location_id)
      select c.id, w.id, bom.product_id, bom.id, 10, s.id, h.id
        from bom, erp.companies c
        join erp.locations w on w.company_id = c.id and w.code = 'WH'
        join erp.locations s on s.company_id = c.id and s.code = 'STOCK'
        join erp.locations h on h.company_id = c.id and h.code = 'HOLD'
       where c.code = 'MAIN' returning id`);
    await client.query('set local role erp_app');
    return await work(client, rows[0]!.id);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** Puts an order into any state, past the triggers, with the times that the state asks for. */
async function force(client: pg.PoolClient, id: string, state: string): Promise<void> {
  await client.query('reset role');
  await client.query(`set local session_replication_role = 'replica'`);
  await client.query(
    `update erp.manufacturing_orders set state = $2, approved_at = now(), approved_by = $3, released_at = now(), planned_unit_cost = 1, started_at = now(),
       paused_at = case when $2 = 'paused' then now() end, completed_at = case when $2 in ('completed', 'closed') then now() end,
       closed_at = case when $2 = 'closed' then now() end, cancelled_at = case when $2 = 'cancelled' then now() end where id = $1`,
    [id, state, SYSTEM],
  );
  await client.query(`set local session_replication_role = 'origin'`);
  await client.query('set local role erp_app');
}

const move = (client: pg.PoolClient, id: string, state: string): Promise<unknown> =>
  client.query(
    `update erp.manufacturing_orders set state = $2, paused_at = case when $2 = 'paused' then now() end,
       completed_at = case when $2 in ('completed', 'closed') then now() end, closed_at = case when $2 = 'closed' then now() end,
       cancelled_at = case when $2 = 'cancelled' then now() end where id = $1`,
    [id, state],
  );

describe('The machine of manufacturing orders in the database', () => {
  it('has the same states in the CHECK and the same arrows in the table as in the code', async () => {
    const check = await db.query<{ text: string }>(
      `select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'ck_manufacturing_orders_state'`,
    );
    const states = [...check.rows[0]!.text.matchAll(/'(\w+)'::text/g)].map(([, state]) => state);
    expect(states).toEqual([...MANUFACTURING_ORDER.states]);
    const arrows = await db.query(
      `select event, from_state, to_state from erp.state_transitions where machine = 'manufacturing_order' order by event, from_state`,
    );
    const inCode = transitionRows(MANUFACTURING_ORDER).sort((a, b) =>
      `${a.event} ${a.from_state}`.localeCompare(`${b.event} ${b.from_state}`),
    );
    expect(arrows.rows).toEqual(inCode);
  });

  const allowed = new Set(
    transitionRows(MANUFACTURING_ORDER).map(({ from_state, to_state }) => `${from_state} ${to_state}`),
  );
  const pairs = MANUFACTURING_ORDER.states.flatMap((from) =>
    MANUFACTURING_ORDER.states.filter((to) => to !== from).map((to) => [from, to] as const),
  );

  it.each(pairs)('%s to %s is decided by the trigger as by the machine', (from, to) =>
    asApplication(async (client, id) => {
      await force(client, id, from);
      const moving = move(client, id, to);
      if (allowed.has(`${from} ${to}`)) await expect(moving).resolves.toBeDefined();
      else await expect(moving).rejects.toMatchObject({ code: 'PB409', constraint: 'INVALID_STATE' });
    }),
  );

  it('lets no order begin as anything but a draft', () =>
    asApplication(async (client, id) => {
      const copying = client.query(
        `insert into erp.manufacturing_orders (company_id, warehouse_id, product_id, bom_id, planned_quantity, output_location_id, reject_location_id,
           state, approved_at, approved_by)
         select company_id, warehouse_id, product_id, bom_id, planned_quantity, output_location_id, reject_location_id, 'approved', now(), $2
           from erp.manufacturing_orders where id = $1`,
        [id, SYSTEM],
      );
      await expect(copying).rejects.toMatchObject({ code: 'PB409', constraint: 'INVALID_STATE' });
    }));
});

describe('What is frozen', () => {
  it('keeps the quantity of an approved order', () =>
    asApplication(async (client, id) => {
      await force(client, id, 'approved');
      const changing = client.query('update erp.manufacturing_orders set planned_quantity = 11 where id = $1', [id]);
      await expect(changing).rejects.toMatchObject({ code: 'PB409', constraint: 'INVALID_STATE' });
    }));

  it.each([
    ['deleting an order', 'delete from erp.manufacturing_orders where id = $1'],
    [
      'changing the ratio of a component',
      'update erp.manufacturing_order_components set numerator = 1 where order_id = $1',
    ],
    [
      'changing the share of an output',
      'update erp.manufacturing_order_outputs set cost_share_percent = 1 where order_id = $1',
    ],
    ['changing what a posting said', 'update erp.production_postings set good_quantity = 1 where order_id = $1'],
    ['deleting a posting', 'delete from erp.production_postings where order_id = $1'],
    ['changing the lines of a posting', 'update erp.production_posting_lines set quantity = 1 where posting_id = $1'],
  ])('refuses the application %s', (_, sql) =>
    asApplication((client, id) => expect(client.query(sql, [id])).rejects.toMatchObject({ code: '42501' })),
  );

  it.each([
    ['NaN', `'NaN'`],
    ['Infinity', `'Infinity'`],
    ['a negative cost', '-1'],
  ])('refuses %s as a cost', (_, value) =>
    asApplication((client, id) =>
      expect(
        client.query(`update erp.manufacturing_orders set planned_unit_cost = ${value}::numeric where id = $1`, [id]),
      ).rejects.toMatchObject({ code: expect.stringMatching(/^(23514|22003)$/) }),
    ),
  );

  it.each([0, -1, '9007199254740992'])('refuses to plan %s pieces', (quantity) =>
    asApplication((client, id) =>
      expect(
        client.query('update erp.manufacturing_orders set planned_quantity = $2 where id = $1', [id, quantity]),
      ).rejects.toMatchObject({
        constraint: 'ck_manufacturing_orders_planned_quantity',
      }),
    ),
  );
});
