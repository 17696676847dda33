import { JobRegistry } from '../../src/kernel/jobs/index.js';
import { PartitionsService } from '../../src/operations/index.js';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';

let app: TestApp;
beforeAll(async () => (app = await startTestApp()));
afterAll(() => app.close());

const service = (): PartitionsService => app.nest.get(PartitionsService, { strict: false });
const ledger = async () => (await service().list()).filter(({ table_name }) => table_name === 'stock_ledgers');

it('months are made ahead, once, and told by their bounds', async () => {
  const before = await ledger();
  expect(before.length).toBeGreaterThanOrEqual(4);
  // Three months each of the stock ledger and of the audit.
  expect(await service().create(6)).toBe(6);
  expect(await service().create(6)).toBe(0);
  const after = await ledger();
  expect(after).toHaveLength(before.length + 3);
  for (const { name, month, size_bytes } of after) {
    expect(month).toMatch(/^\d{4}-\d\d-01$/);
    expect(name).toBe(`stock_ledgers_${month.slice(0, 7).replace('-', '_')}`);
    expect(size_bytes).toBeGreaterThan(0);
  }
  expect(await service().analyze()).toBeGreaterThanOrEqual(after.length);
  expect((await ledger()).every(({ estimated_rows }) => estimated_rows !== null)).toBe(true);
  await expectIntegrity(app);
});

it('two at once make each month once', async () => {
  const made = await Promise.all([service().create(12), service().create(12)]);
  expect(made.reduce((sum, each) => sum + each, 0)).toBe(12);
});

it('the nightly job vacuums what needs it, and can be stopped', async () => {
  await app.db.query(
    `insert into erp.units (code, name, dimension) select 'U' || g, 'Unit ' || g, (select dimension from erp.units limit 1) from generate_series(1, 10) g`,
  );
  const job = app.nest.get(JobRegistry).find('maintenance')!;
  const stopped = new AbortController();
  stopped.abort();
  const { tables } = (await job.work({ run_id: 'x', signal: new AbortController().signal })) as { tables: number };
  expect(tables).toBeGreaterThanOrEqual(0);
  await app.db.query('select pg_stat_force_next_flush()');
  await app.db.query(`update erp.units set name = name || '.'`);
  const { rows } = await app.db.query(
    `select count(*)::int as n from pg_stat_user_tables where schemaname = 'erp' and last_analyze is not null`,
  );
  expect(rows[0].n).toBeGreaterThan(0);
});
