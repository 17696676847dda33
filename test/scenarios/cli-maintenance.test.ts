import pg from 'pg';
import { FindingsRepository, maintain, maintenanceSteps } from '../../src/operations/index.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { runCli } from '../support/run-cli.js';

jest.setTimeout(180_000);

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await cloneDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

it('pabrik maintain --dry-run prints what it would do; verify indexes finds nothing wrong, and says what is when something is', async () => {
  const env = { DATABASE_URL: database.url };
  const dry = await runCli(['maintain', '--dry-run'], env);
  expect({ code: dry.code, said: dry.stderr }).toMatchObject({ code: 0 });
  expect(dry.stdout).toContain('vacuum (analyze) erp."users";');
  expect(dry.stdout).not.toContain('reindex');
  const well = await runCli(['verify', 'indexes'], env);
  expect({ code: well.code, wrong: /WRONG[\s\S]*/.exec(well.stdout)?.[0] }).toEqual({ code: 0, wrong: undefined });
  await client.query(
    `update pg_index set indisvalid = false where indexrelid = 'erp.ix_stock_balances_location_id'::regclass`,
  );
  const ill = await runCli(['verify', 'indexes'], env);
  expect(ill.code).toBe(1);
  expect(ill.stdout).toContain('ix_stock_balances_location_id is invalid');
});

it('makes an invalid index anew and says of each step how it went; one that fails keeps no other from running', async () => {
  await client.query(
    `update pg_index set indisvalid = false where indexrelid = 'erp.ix_stock_balances_location_id'::regclass`,
  );
  const found = new FindingsRepository(client);
  const steps = maintenanceSteps(['no_such_table', 'users'], await found.indexes(), 'invalid');
  expect(steps.map(({ sql }) => sql)).toEqual([
    'vacuum (analyze) erp."no_such_table"',
    'vacuum (analyze) erp."users"',
    'reindex index concurrently erp."ix_stock_balances_location_id"',
  ]);
  const said: string[] = [];
  const failures = await maintain(client, steps, (text) => said.push(text));
  expect(failures).toHaveLength(1);
  expect(failures[0]).toContain('no_such_table');
  expect(said).toHaveLength(3);
  expect((await found.indexes()).filter(({ valid }) => !valid)).toEqual([]);
});

it('counts what PostgreSQL only warns of as not done', async () => {
  await client.query('set role erp_readonly');
  const failures = await maintain(client, maintenanceSteps(['users'], [], 'none'), () => undefined);
  await client.query('reset role');
  expect(failures).toHaveLength(1);
});

it('tells why statements are not known, and has figures of tables all the same', async () => {
  const found = new FindingsRepository(client);
  expect(await found.statementsSource()).toMatchObject({ missing: expect.stringContaining('pg_stat_statements') });
  expect((await found.tables()).length).toBeGreaterThan(50);
  const { stdout, code } = await runCli(['verify', 'performance'], { DATABASE_URL: database.url });
  expect({ code, told: stdout.includes('not known: pg_stat_statements:') }).toEqual({ code: 0, told: true });
});
