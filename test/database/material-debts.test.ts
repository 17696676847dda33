import type pg from 'pg';
import { transitionRows } from '../../src/kernel/state-machine/index.js';
import { MATERIAL_DEBT } from '../../src/ppic/material-debts/material-debt.machine.js';
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

/** A debt of ten pieces in a state, and statements about it as the application; all of it undone afterwards. */
async function asApplication<T>(state: string, work: (client: pg.PoolClient, debt: string) => Promise<T>): Promise<T> {
  const client = await db.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('erp.actor', $1, true)`, [SYSTEM]);
    const { rows } = await client.query<{ order_id: string; product_id: string }>(`
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
       where c.code = 'MAIN' returning id as order_id, product_id`);
    const { order_id, product_id } = rows[0]!;
    const debt = await client.query<{ id: string }>(
      `with component as (
         insert into erp.manufacturing_order_components (order_id, line_no, product_id, issue_method, numerator, denominator, required_quantity)
         values ($1, 1, $2, 'backflush', 1, 1, 10) returning id
       )
       insert into erp.material_debts (company_id, warehouse_id, order_id, component_id, product_id, quantity, reason, state, decided_by, decided_at, used_quantity, settled_quantity)
       select o.company_id, o.warehouse_id, o.id, component.id, $2, 10, 'x', $3::text, case when $3::text <> 'requested' then $4::uuid end,
              case when $3::text <> 'requested' then now() end, used.quantity, used.quantity
         from component, erp.manufacturing_orders o, (select case when $3::text = 'settled' then 10 else 0 end as quantity) used where o.id = $1 returning id`,
      [order_id, product_id, state, SYSTEM],
    );
    await client.query('set local role erp_app');
    return await work(client, debt.rows[0]!.id);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const change = (client: pg.PoolClient, id: string, set: string): Promise<unknown> =>
  client.query(`update erp.material_debts set ${set} where id = $1`, [id]);

describe('the table of material debts', () => {
  it('knows the arrows of the machine', async () => {
    const { rows } = await db.query(
      `select event, from_state, to_state from erp.state_transitions where machine = 'material_debt'`,
    );
    const sorted = (arrows: readonly object[]): string[] => arrows.map((arrow) => JSON.stringify(arrow)).sort();
    const of = ({ event, from_state, to_state }: Record<string, string>): object => ({ event, from_state, to_state });
    expect(sorted(rows.map(of))).toEqual(sorted((transitionRows(MATERIAL_DEBT) as never[]).map(of)));
  });

  it.each([
    ['requested', 'settled'],
    ['settled', 'cancelled'],
    ['rejected', 'approved'],
    ['cancelled', 'approved'],
  ])('refuses to go from %s to %s', async (from, to) => {
    await asApplication(from, async (client, debt) => {
      await expect(change(client, debt, `state = '${to}'`)).rejects.toMatchObject({ constraint: 'INVALID_STATE' });
    });
  });

  it.each([
    ['used_quantity = 11', 'ck_material_debts_counts'],
    ['cancelled_quantity = 4, used_quantity = 7', 'ck_material_debts_counts'],
    ['used_quantity = 3, settled_quantity = 4', 'ck_material_debts_counts'],
    [`state = 'settled'`, 'ck_material_debts_settled'],
    [`state = 'cancelled', used_quantity = 1`, 'ck_material_debts_used'],
  ])('refuses %s', async (set, constraint) => {
    await asApplication('approved', async (client, debt) => {
      await expect(change(client, debt, set)).rejects.toMatchObject({ constraint });
    });
  });

  it('keeps what was asked for: the application neither changes nor deletes it', async () => {
    for (const statement of [
      'update erp.material_debts set quantity = 11 where id = $1',
      'update erp.material_debts set reason = null where id = $1',
      'delete from erp.material_debts where id = $1',
      'delete from erp.material_debt_entries where debt_id = $1',
      'update erp.material_debt_entries set quantity = 1 where debt_id = $1',
    ])
      await asApplication('approved', async (client, debt) => {
        await expect(client.query(statement, [debt])).rejects.toMatchObject({ code: '42501' });
      });
  });
});
