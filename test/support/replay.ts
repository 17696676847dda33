import type { Pool, PoolClient } from 'pg';

/** Balances and values as texts, without their technical columns; rows that say nothing are left out, since nothing makes them. */
const DERIVED = `
  select concat_ws(' ', 'balance', product_id, location_id, coalesce(lot_id::text, '-'), on_hand, reserved) as line from erp.stock_balances where on_hand <> 0 or reserved <> 0
  union all
  select concat_ws(' ', 'valuation', product_id, area_id, quantity, value) from erp.stock_valuations where quantity <> 0 or value <> 0
  order by 1`;

const derived = async (client: PoolClient): Promise<string[]> =>
  (await client.query<{ line: string }>(DERIVED)).rows.map(({ line }) => line);

/**
 * Empties balances and values, has them made anew from the ledger and the reservations, and expects the same texts. All of it is rolled back.
 * @param owner a pool of the owner
 * @returns how many rows there are
 */
export async function expectReplay(owner: Pool): Promise<number> {
  const client = await owner.connect();
  try {
    await client.query('begin');
    await client.query(
      `select set_config('erp.actor', (select id::text from erp.users order by id limit 1), true), set_config('erp.request_id', 'replay', true)`,
    );
    const before = await derived(client);
    await client.query('set local session_replication_role = replica');
    await client.query('delete from erp.stock_balances');
    await client.query('delete from erp.stock_valuations');
    await client.query('set local session_replication_role = origin');
    expect(await derived(client)).toEqual([]);
    await client.query(`select erp.rebuild_stock_balances(null, 'From nothing')`);
    expect(await derived(client)).toEqual(before);
    return before.length;
  } finally {
    await client.query('rollback');
    client.release();
  }
}
