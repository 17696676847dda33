import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DriftWatch, IntegrityService } from '../../src/operations/index.js';
import { SealsService } from '../../src/audit/seals/seals.service.js';
import { Metrics } from '../../src/kernel/metrics/index.js';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { pooled } from '../support/behind-pooler.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, aReceipt, placesOf } from '../support/makers.js';

jest.setTimeout(120_000);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { PASSWORD_HASHING: 'fast', RATE_LIMIT_PER_MINUTE: '1000' } });
});
afterAll(() => app.close());

const scrape = async (path = '//metrics'): Promise<string> => (await app.as(null).get(path)).text;
/** The value of one series, 0 when it is not there. */
async function read(series: string): Promise<number> {
  const line = (await scrape()).split('\n').find((each) => each.startsWith(`${series} `));
  return line ? Number(line.slice(series.length + 1)) : 0;
}
const violations = (name: string): Promise<number> => read(`erp_invariant_violations{name="${name}"}`);

test('/metrics and its older name answer anybody in the text format, without end and without a login', async () => {
  for (const path of ['//metrics', '//actuator/prometheus']) {
    const answer = await app.as(null).get(path, { authorization: 'Bearer rubbish' });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['ratelimit']).toBeUndefined();
    for (const name of [
      'erp_ready 1',
      'erp_db_up 1',
      'erp_build_info{version=',
      'erp_db_pool_connections{state="waiting"} 0',
    ])
      expect(answer.text).toContain(name);
  }
  const old = await app.as(null).get('//actuator/health');
  expect(old.body).toMatchObject({ status: 'ok', components: { database: { status: 'up' } } });
});

test("requests are counted by the template of their route and their status, and strangers' addresses as one", async () => {
  const viewer = await app.actor({ role: 'viewer' });
  const route = 'method="GET",route="/api/v1/products/{id}"';
  const before = await read(`erp_http_requests_total{${route},status="404"}`);
  for (let n = 0; n < 3; n += 1) await app.as(viewer).get(`/products/0198a6f2-3c1e-7d4b-9a55-00000000000${n}`);
  expect(await read(`erp_http_requests_total{${route},status="404"}`)).toBe(before + 3);
  expect(await read(`erp_http_request_duration_seconds_count{${route}}`)).toBeGreaterThanOrEqual(3);
  app.checkContract = false;
  const unknown = 'erp_http_requests_total{method="GET",route="unknown",status="404"}';
  const strangers = await read(unknown);
  for (let n = 0; n < 20; n += 1) await app.as(null).get(`//wp-admin/${n}.php`);
  app.checkContract = true;
  expect(await read(unknown)).toBe(strangers + 20);
  expect(await scrape()).not.toContain('wp-admin');
});

test('refusals are counted by their code, also those that nobody has met yet', async () => {
  expect(await scrape()).toContain('erp_problems_total{error_code="INSUFFICIENT_STOCK"} 0');
  const before = await read('erp_problems_total{error_code="UNAUTHENTICATED"}');
  await app.as(null).get('/auth/me');
  expect(await read('erp_problems_total{error_code="UNAUTHENTICATED"}')).toBe(before + 1);
});

test('logins are counted without a word about why they failed', async () => {
  const [before] = [await read('erp_login_failures_total')];
  await app.as(null).post('/auth/login', { username: 'nobody-of-that-name', password: 'wrong-password-1' });
  await app.as(null).post('/auth/login', { username: app.admin.username, password: 'wrong-password-1' });
  expect(await read('erp_login_failures_total')).toBe(before + 2);
  const text = await scrape();
  expect(text).not.toMatch(/unknown_user|wrong_password|nobody-of-that-name/);
  expect(text).not.toContain(app.admin.username);
});

test('postings are counted once they are committed, refusals for want of stock as such, dry runs not at all', async () => {
  const product = await aProduct(app);
  const receipts = 'erp_stock_movements_total{type="receipt"}';
  const before = await read(receipts);
  await aReceipt(app, product.id, 10);
  expect(await read(receipts)).toBe(before + 1);
  const short = await read('erp_problems_total{error_code="INSUFFICIENT_STOCK"}');
  const issues = await read('erp_stock_movements_total{type="issue"}');
  const { STOCK } = await placesOf(app);
  const issue = (quantity: number, query = '') =>
    app.as(app.admin).post(`/warehouse/issues${query}`, {
      lines: [{ product_id: product.id, from_location_id: STOCK, quantity }],
    });
  expect((await issue(11)).body.error_code).toBe('INSUFFICIENT_STOCK');
  expect((await issue(1, '?dry_run=true')).status).toBe(201);
  expect(await read('erp_problems_total{error_code="INSUFFICIENT_STOCK"}')).toBe(short + 1);
  expect(await read('erp_stock_movements_total{type="issue"}')).toBe(issues);
});

describe('drift', () => {
  const watch = (): DriftWatch => app.nest.get(DriftWatch, { strict: false });

  test('of a balance changed behind the back is seen by the next look, stays until it is mended, and names the place', async () => {
    const product = await aProduct(app);
    await aReceipt(app, product.id, 5);
    await watch().look();
    expect(await violations('balance_equals_ledger')).toBe(0);
    const tamper = (by: number) =>
      app.db.query('update erp.stock_balances set on_hand = on_hand + $2 where product_id = $1', [product.id, by]);
    await tamper(1);
    const found = await watch().look();
    expect(found.map(({ name }) => name).sort()).toEqual(['balance_equals_ledger', 'valuation_equals_balances']);
    expect(found[0]).toMatchObject({ product_id: product.id, sample: { ledger: 5, on_hand: 6 } });
    expect(await violations('balance_equals_ledger')).toBe(1);
    await watch().look();
    expect(await violations('balance_equals_ledger')).toBe(1);
    await tamper(-1);
    expect(await watch().look()).toEqual([]);
    expect(await violations('balance_equals_ledger')).toBe(0);
    await expectIntegrity(app);
  });

  test('of values, reservations and a ledger line without its effect is seen too', async () => {
    const product = await aProduct(app);
    await aReceipt(app, product.id, 5);
    await watch().look();
    await app.db.query('update erp.stock_valuations set value = value + 1 where product_id = $1', [product.id]);
    expect((await watch().look()).map(({ name }) => name)).toEqual(['valuation_equals_ledger']);
    await app.db.query('update erp.stock_valuations set value = value - 1 where product_id = $1', [product.id]);
    await app.db.query('update erp.stock_balances set reserved = 2 where product_id = $1', [product.id]);
    expect((await watch().look()).map(({ name }) => name)).toEqual(['reserved_equals_reservations']);
    await app.db.query('update erp.stock_balances set reserved = 0 where product_id = $1', [product.id]);
    await app.db.query('alter table erp.stock_ledgers disable trigger trg_update_stock_balance');
    const line = await app.db.query(
      `insert into erp.stock_ledgers select (jsonb_populate_record(l, jsonb_build_object('id', erp.uuid_v7(), 'recorded_at', clock_timestamp()))).* from erp.stock_ledgers l where product_id = $1 limit 1 returning id`,
      [product.id],
    );
    const drifts = await watch().look();
    expect(drifts.map(({ name }) => name)).toEqual(['balance_equals_ledger', 'valuation_equals_ledger']);
    await app.db.query('alter table erp.stock_ledgers disable trigger trg_stock_ledgers_append_only');
    await app.db.query('delete from erp.stock_ledgers where id = $1', [line.rows[0].id]);
    await app.db.query('alter table erp.stock_ledgers enable trigger trg_update_stock_balance');
    await app.db.query('alter table erp.stock_ledgers enable trigger trg_stock_ledgers_append_only');
    expect(await watch().look()).toEqual([]);
  });

  test('that was there before the process began comes round, two looks at once are one, and guards are among the figures', async () => {
    const product = await aProduct(app);
    await aReceipt(app, product.id, 5);
    await watch().look();
    await app.db.query('alter table erp.users disable trigger trg_users_updated_at');
    const [one, two] = [watch().look(), watch().look()];
    expect(await one).toBe(await two);
    expect(await violations('triggers')).toBe(1);
    await app.db.query('alter table erp.users enable trigger trg_users_updated_at');
    await watch().look();
    expect(await violations('triggers')).toBe(0);
    expect(await read('erp_integrity_checked_timestamp_seconds{pass="incremental"}')).toBeGreaterThan(
      Date.now() / 1000 - 60,
    );
  });

  test('is told by the whole pass for everything else', async () => {
    await app.nest.get(IntegrityService, { strict: false }).check();
    for (const name of ['orders_agree_with_ledger', 'cards_agree_with_ledger', 'numbers'])
      expect(
        (await Metrics.read('erp_invariant_violations')).find(({ labels }) => labels['name'] === name)?.value,
      ).toBe(0);
  });
});

test('partitions and machine are among the gauges', async () => {
  const text = await scrape();
  expect(await read('erp_partition_months_ahead{table="stock_ledgers"}')).toBeGreaterThanOrEqual(2);
  for (const name of [
    'erp_partition_oldest_months{table="stock_ledgers"}',
    'erp_disk_used_ratio{place="program"}',
    'erp_memory_used_ratio',
    'erp_db_long_queries{over_seconds="30"}',
  ])
    expect(text).toContain(name);
  expect(await read('erp_db_connections')).toBeGreaterThan(0);
  expect(await read('erp_db_max_connections')).toBeGreaterThan(10);
});

test('runs of the check, seals and archived months are among the gauges, as the database has them', async () => {
  expect(await scrape()).not.toMatch(/^erp_integrity_run_ok /m);
  await app.db.query(`
    insert into erp.integrity_runs (started_at, finished_at, duration_ms, ok) values (now() - interval '1 hour', now() - interval '59 minutes', 1500, false);
    insert into erp.partition_archives (table_name, partition_name, from_at, to_at, state, file, rows, kept_rows, content_sha256, file_sha256, size_bytes, archived_by, archived_at)
    values ('stock_ledgers', 'stock_ledgers_2020_01', '2020-01-01Z', '2020-02-01Z', 'archived', 'a', 100, 7, repeat('0', 64), repeat('0', 64), 4096, 'a test', now())`);
  const seals = app.nest.get(SealsService, { strict: false });
  const isSealed = async (): Promise<boolean> =>
    (await app.db.query(`select from erp.seal_streams where stream = 'audit_logs' and final_id is not null`))
      .rowCount! > 0;
  // What is committed is sealed once no older transaction of the server, also of other tests, can still bring something before it.
  for (let n = 0; n < 3 || (n < 100 && !(await isSealed())); n += 1) {
    await seals.seal(0);
    if (n >= 2) await sleep(50);
  }
  // Scrapes within five seconds share one look.
  await sleep(5200);
  expect(await read('erp_integrity_run_ok')).toBe(0);
  expect(await scrape()).toMatch(/^erp_integrity_run_ok 0$/m);
  expect(await read('erp_integrity_run_duration_seconds')).toBe(1.5);
  expect(Date.now() / 1000 - (await read('erp_integrity_run_timestamp_seconds'))).toBeGreaterThan(3500);
  expect(await read('erp_partition_archives{table="stock_ledgers",state="archived"}')).toBe(1);
  expect(await read('erp_partition_archives{table="audit_logs",state="archived"}')).toBe(0);
  expect(await read('erp_partition_archive_rows{table="stock_ledgers"}')).toBe(93);
  expect(await read('erp_partition_archive_bytes{table="stock_ledgers"}')).toBe(4096);
  const lag = await read('erp_seal_lag_seconds{stream="audit_logs"}');
  expect(lag).toBeGreaterThan(4);
  expect(lag).toBeLessThan(120);
  const { body } = await app.as(app.admin).get('/operations/metrics-summary');
  expect(body.integrity).toMatchObject({
    last_run_ok: false,
    last_run_seconds: 1.5,
    last_run_age_hours: expect.any(Number),
  });
  expect(body.partitions[1]).toMatchObject({ archived_months: 1, archived_rows: 93, archived_bytes: 4096 });
  await app.db.query('delete from erp.partition_archives; delete from erp.integrity_runs');
}, 30_000);

test('a statement that takes long is seen with its age', async () => {
  // By the server's own login: of the others' it sees the statements only with the right to read all statistics.
  const client = new pg.Client({ connectionString: pooled(app.database)['DATABASE_URL'] ?? app.database.url });
  await client.connect();
  const sleeping = client.query('begin; set local statement_timeout = 0; select pg_sleep(60)').catch(() => undefined);
  try {
    const deadline = Date.now() + 40_000;
    while ((await read('erp_db_longest_query_seconds')) <= 1) {
      expect(Date.now()).toBeLessThan(deadline);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  } finally {
    await app.db.query(
      `select pg_cancel_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and query like '%pg_sleep(60)%'`,
    );
    await sleeping;
    await client.end();
  }
});

describe('GET /operations/metrics-summary', () => {
  test('tells people how the server is', async () => {
    const reader = await app.actor({ permissions: ['operations.metrics.read'] });
    const summary = () => app.as(reader).get('/operations/metrics-summary');
    let { status, body } = await summary();
    // What the database says is asked anew every five seconds: the months of a test before may be told still.
    for (let n = 0; n < 100 && body.partitions[1].archived_months !== 0; n++) {
      await sleep(100);
      ({ status, body } = await summary());
    }
    expect(status).toBe(200);
    expect(body).toMatchObject({ process: { ready: true }, database: { up: true }, pool: { waiting: 0 } });
    expect(body).toMatchObject({
      cache: { redis_up: false, requests: 0, hit_percent: null },
      backups: { newest_age_hours: null },
      partitions: [{ table: 'audit_logs' }, { table: 'stock_ledgers', archived_months: 0 }],
    });
    expect(body.limits.policies.map(({ policy }: { policy: string }) => policy)).toContain('login');
    expect(body.requests.total).toBeGreaterThan(20);
    expect(body.work.insufficient_stock).toBeGreaterThan(0);
    expect(body.drift.map(({ invariant }: { invariant: string }) => invariant)).toContain('balance_equals_ledger');
  });

  test('is refused without the permission, without a token, and with a question that it does not take', async () => {
    const viewer = await app.actor({ permissions: [] });
    expect((await app.as(viewer).get('/operations/metrics-summary')).status).toBe(403);
    expect((await app.as(null).get('/operations/metrics-summary')).status).toBe(401);
    expect((await app.as(app.admin).get('/operations/metrics-summary?x=1')).status).toBe(400);
  });
});
