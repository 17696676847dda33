import { PeriodicRegistry } from '../../src/kernel/periodic/index.js';
import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';

/** Two servers on one database; the first seals every second, the second does not. */
let first: TestApp;
let second: TestApp;

const until = async (what: () => Promise<boolean>, ms = 30_000): Promise<void> => {
  const end = Date.now() + ms;
  while (!(await what())) {
    if (Date.now() > end) throw new Error('It did not come about in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

beforeAll(async () => {
  first = await startTestApp({ env: { AUDIT_SEAL_SECONDS: '1' } });
  second = await startTestApp({ database: first.database });
});

afterAll(async () => {
  await second?.close();
  await first?.close();
});

const see = async (app: TestApp, name = 'audit-sealing'): Promise<Answer['body']> =>
  (await app.as(app.admin).get(`/operations/jobs/${name}`)).body;
const jobsOf = async (app: TestApp): Promise<Answer['body']> =>
  (await app.as(null).get('//health')).body.components.jobs;
/** A series of the metrics, as whoever is asked shows it. */
const figure = async (app: TestApp, series: string): Promise<number | undefined> => {
  const { text } = await app.as(null).get('//metrics');
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};
const PERIODIC = [
  'audit-sealing',
  'backup-report',
  'blocked-addresses',
  'board-feed',
  'drift-watch',
  'import-sweep',
  'replenishment-loops',
];

it('the periodic works stand among the jobs, each under a name of its own', async () => {
  const { status, body } = await first.as(first.admin).get('/operations/jobs');
  expect(status).toBe(200);
  const names = body.map(({ name }: { name: string }) => name);
  expect(names).toEqual([...new Set<string>(names)].sort());
  const periodic = body.filter(({ kind }: { kind: string }) => kind === 'periodic');
  expect(periodic.map(({ name }: { name: string }) => name)).toEqual(PERIODIC);
  expect(first.nest.get(PeriodicRegistry).all()).toHaveLength(PERIODIC.length);
});

it('with last run, last success, duration and lag, whichever server is asked', async () => {
  for (const app of [first, second]) await until(async () => (await see(app)).runs > 1);
  for (const [app, schedule] of [[first, 'every 1 s'] as const, [second, 'off'] as const])
    expect(await see(app)).toMatchObject({
      kind: 'periodic',
      schedule,
      result: 'succeeded',
      fault: null,
      last_fault: null,
      lag_seconds: expect.any(Number),
      failures: 0,
      processes: 1,
      duration_ms: expect.any(Number),
      started_at: expect.any(String),
      finished_at: expect.any(String),
      last_success_at: expect.any(String),
      runner: expect.stringContaining(`:${process.pid}`),
    });
  // A busy machine may be a little late now and then.
  await until(async () => (await see(first)).lag_seconds === 0);
  await until(async () => (await see(second, 'blocked-addresses')).processes === 2);
  for (const app of [first, second]) expect(await jobsOf(app)).toMatchObject({ status: 'up', failed: 0, overdue: 0 });
  await until(async () => ((await figure(second, 'erp_job_runs{name="audit-sealing"}')) ?? 0) > 1);
  expect(await figure(second, 'erp_job_last_run_failed{name="audit-sealing"}')).toBe(0);
  expect(await figure(second, 'erp_job_last_success_timestamp_seconds{name="audit-sealing"}')).toBeGreaterThan(1.7e9);
  expect(await figure(second, 'erp_job_last_duration_seconds{name="audit-sealing"}')).toBeGreaterThanOrEqual(0);
});

it('cannot be asked for: they run by themselves', async () => {
  const { status, body } = await first.as(first.admin).post('/operations/jobs/audit-sealing/run', {});
  expect([status, body.error_code]).toEqual([409, 'JOB_RUNS_BY_ITSELF']);
});

it('a sealing that fails is seen at once in the jobs, health and metrics of every server, and so is that it is well again', async () => {
  const { rows } = await first.db.query<{ signature: string }>(
    `select oid::regprocedure::text as signature from pg_proc where pronamespace = 'erp'::regnamespace and proname = 'seal_rows'`,
  );
  const { signature } = rows[0]!;
  const allow = (word: 'grant' | 'revoke'): Promise<unknown> =>
    first.db.query(
      `set search_path = erp, public; ${word} execute on function ${signature} ${word === 'grant' ? 'to' : 'from'} erp_app; reset search_path`,
    );
  await allow('revoke');
  for (const app of [first, second]) {
    await until(async () => (await see(app)).result === 'failed');
    expect(await see(app)).toMatchObject({
      fault: 'permission denied for function seal_rows',
      last_fault: 'permission denied for function seal_rows',
      last_fault_at: expect.any(String),
      last_success_at: expect.any(String),
    });
    expect((await see(app)).failures).toBeGreaterThan(0);
    await until(async () => (await jobsOf(app)).status === 'degraded');
    expect(await jobsOf(app)).toMatchObject({ failed: 1 });
    await until(async () => (await figure(app, 'erp_job_last_run_failed{name="audit-sealing"}')) === 1);
  }
  await until(async () => (await see(first)).lag_seconds >= 2);
  await allow('grant');
  for (const app of [first, second]) {
    await until(async () => (await see(app)).result === 'succeeded');
    expect(await see(app)).toMatchObject({
      fault: null,
      last_fault: 'permission denied for function seal_rows',
    });
    await until(async () => (await see(app)).lag_seconds === 0);
    await until(async () => (await jobsOf(app)).status === 'up');
    await until(async () => (await figure(app, 'erp_job_last_run_failed{name="audit-sealing"}')) === 0);
  }
});

it('a sealing that is kept out by a lock has not failed, and is late until it gets in', async () => {
  const client = await first.db.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtextextended('seal_batches', 0))`);
    await until(async () => (await see(first)).lag_seconds >= 3);
    const held = await see(first);
    expect(held).toMatchObject({ fault: null });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    // Reckoned from an age each time, so to the millisecond or two.
    const moved = Date.parse((await see(first)).last_success_at) - Date.parse(held.last_success_at);
    expect(Math.abs(moved)).toBeLessThan(500);
    await until(async () => ((await figure(first, 'erp_job_lag_seconds{name="audit-sealing"}')) ?? 0) >= 3);
  } finally {
    await client.query('select pg_advisory_unlock_all()');
    client.release();
  }
  await until(async () => (await see(first)).lag_seconds === 0);
});

it('one process that is late is enough where each does it, and does not matter where one of all does', async () => {
  const hanging = (name: string, oneOfAll: boolean): Promise<unknown> =>
    first.db.query(
      `insert into erp.periodic_works (instance_id, name, runner, every_ms, one_of_all, began_at, running_since, started_at, ended_at, last_success_at,
         duration_ms, runs, failures, seen_at)
       select erp.uuid_v7(), $1, 'hangs:1', 1000, $2, now() - interval '1 hour', t, t, t, t, 5, 1, 0, now() from (select now() - interval '10 minutes' as t) t`,
      [name, oneOfAll],
    );
  await hanging('audit-sealing', true);
  const sealing = await see(first);
  expect(sealing).toMatchObject({ processes: 2, state: 'running', result: 'succeeded' });
  expect(sealing.lag_seconds).toBeLessThan(300);
  await hanging('drift-watch', false);
  const watch = await see(first, 'drift-watch');
  expect(watch).toMatchObject({ state: 'running' });
  expect(watch.lag_seconds).toBeGreaterThan(590);
  for (const app of [first, second]) {
    await until(async () => (await jobsOf(app)).overdue === 1);
    expect(await jobsOf(app)).toMatchObject({ status: 'degraded', failed: 0, overdue: 1 });
  }
  await first.db.query(`delete from erp.periodic_works where runner = 'hangs:1'`);
  for (const app of [first, second]) await until(async () => (await jobsOf(app)).status === 'up');
});

it('a server that stops takes its figures along, and one that was killed is forgotten', async () => {
  const third = await startTestApp({ database: first.database });
  await until(async () => (await see(first, 'drift-watch')).processes === 3);
  await third.close();
  expect((await see(first, 'drift-watch')).processes).toBe(2);
  const rows = async (): Promise<number> =>
    (await first.db.query<{ n: number }>('select count(*)::int as n from erp.periodic_works')).rows[0]!.n;
  await first.db.query(
    `insert into erp.periodic_works (instance_id, name, runner, every_ms, one_of_all, began_at, started_at, ended_at, fault, last_fault, last_fault_at, runs, failures, seen_at)
     values (erp.uuid_v7(), 'drift-watch', 'gone:1', 60000, false, now() - interval '1 hour', now(), now(), 'no water', 'no water', now(), 1, 1, now() - interval '170 seconds')`,
  );
  const before = await rows();
  expect(await see(first, 'drift-watch')).toMatchObject({ processes: 3, result: 'failed', runner: 'gone:1' });
  await until(async () => (await see(first, 'drift-watch')).processes === 2);
  expect((await see(first, 'drift-watch')).fault).toBeNull();
  // The row itself goes with the next report of anybody: within a minute.
  await until(async () => (await rows()) < before, 90_000);
}, 150_000);
