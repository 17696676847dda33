import type { Pool } from 'pg';
import { corruptionsOf } from '../support/corruptions.js';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

let database: TestDatabase;
let root: Pool;

beforeAll(async () => {
  database = await cloneDatabase();
  root = database.pool();
});
afterAll(() => database.drop());

it('finds nothing in a migrated database, and leaves nothing behind', async () => {
  expect(await corruptionsOf(database.url)).toEqual([]);
  expect((await root.query(`select from pg_extension where extname = 'amcheck'`)).rowCount).toBe(0);
});

it('names an index that lacks a row of its table, as one has after a write that was lost', async () => {
  await root.query('create table torn (id integer); create index ix_torn on torn (id)');
  const ready = (is: boolean): Promise<unknown> =>
    root.query(`update pg_index set indisready = $1 where indexrelid = 'ix_torn'::regclass`, [is]);
  await root.query('insert into torn select generate_series(1, 500)');
  await ready(false);
  await root.query('insert into torn values (501)');
  await ready(true);
  const faults = await corruptionsOf(database.url);
  expect(faults).toEqual([expect.stringMatching(/^erp\.ix_torn: heap tuple .* lacks matching index tuple/)]);
});
