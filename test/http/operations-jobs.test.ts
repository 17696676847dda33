import { JobRegistry } from '../../src/kernel/jobs/index.js';
import type { Job } from '../../src/kernel/jobs/index.js';
import { Database } from '../../src/kernel/database/index.js';
import { JOB_LEADER_LOCK } from '../../src/operations/jobs/job-leader.js';
import { JobScheduler } from '../../src/operations/jobs/job-scheduler.js';
import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';

/** Two servers on one database; only what a test adds is watched. */
let first: TestApp;
let second: TestApp;

const until = async (what: () => Promise<boolean> | boolean, ms = 15_000): Promise<void> => {
  const end = Date.now() + ms;
  while (!(await what())) {
    if (Date.now() > end) throw new Error('It did not come about in time');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
};

beforeAll(async () => {
  first = await startTestApp({ env: { JOBS_ENABLED: 'true' } });
  second = await startTestApp({ env: { JOBS_ENABLED: 'true' }, database: first.database });
  await first.db.query('create table public.effects (n bigint generated always as identity, job text, run text)');
  await first.db.query('grant all on public.effects to erp_app');
});

afterAll(async () => {
  await second?.close();
  await first?.close();
});

let numbered = 0;
/** Adds a job to both servers, which only runs when it is asked for. */
function addJob(work: (app: TestApp) => Job['work'], more: Partial<Job> = {}): string {
  const name = `test-${++numbered}`;
  for (const app of [first, second])
    app.nest.get(JobRegistry).add({ name, title: 'Tries something.', schedule: '0 0 1 1 *', work: work(app), ...more });
  return name;
}

const effect = (app: TestApp, name: string, run: string): Promise<unknown> =>
  app.nest.get(Database).query('insert into public.effects (job, run) values ($1, $2)', [name, run]);
const effects = async (name: string): Promise<number> =>
  (await first.db.query<{ n: number }>('select count(*)::int as n from public.effects where job = $1', [name])).rows[0]!
    .n;
const see = async (name: string): Promise<Answer['body']> =>
  (await first.as(first.admin).get(`/operations/jobs/${name}`)).body;
const ended = (name: string, runs = 1): Promise<void> => until(async () => (await see(name)).runs >= runs);
const run = (name: string, query = '', headers = {}): Promise<Answer> =>
  first.as(first.admin).post(`/operations/jobs/${name}/run${query}`, {}, headers);

describe('the jobs', () => {
  it('are listed with schedule, last run and what it did', async () => {
    await until(async () => (await see('stock-snapshots')).runs > 0);
    const { status, body } = await first.as(first.admin).get('/operations/jobs');
    expect(status).toBe(200);
    const names = body.map(({ name }: { name: string }) => name);
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(
      expect.arrayContaining(['expired-reservations', 'kanban-events', 'stock-alerts', 'stock-ledger-partitions']),
    );
    expect(body.find(({ name }: { name: string }) => name === 'stock-snapshots')).toMatchObject({
      state: 'idle',
      schedule: '5 * * * *',
      result: 'succeeded',
      outcome: { taken: expect.any(Number) },
      trigger: 'first',
      fault: null,
      runs: 1,
      failures: 0,
      runner: expect.stringContaining(`:${process.pid}`),
      next_at: expect.stringMatching(/:05:00/),
    });
  });

  it('run when they are asked for, once for an Idempotency-Key, and not while they run', async () => {
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const name = addJob(() => async () => gate.then(() => ({ done: 7 })));
    const key = { 'idempotency-key': 'run-it-once' };
    const asked = await run(name, '', key);
    expect(asked).toMatchObject({
      status: 202,
      body: { state: 'queued', trigger: 'request', requested_by: first.admin.id },
    });
    expect((await run(name, '', key)).headers['idempotent-replayed']).toBe('true');
    await until(async () => (await see(name)).state === 'running');
    expect(await run(name)).toMatchObject({ status: 409, body: { error_code: 'JOB_BUSY' } });
    go();
    await ended(name);
    expect(await see(name)).toMatchObject({ state: 'idle', outcome: { done: 7 }, runs: 1, attempt: 0 });
    expect((await run(name, '?dry_run=true')).body.state).toBe('queued');
    expect((await see(name)).state).toBe('idle');
  });

  it('are shown to whoever may see them, run by whoever may run them', async () => {
    const reader = first.as(await first.actor({ permissions: ['operations.jobs.read'] }));
    expect((await reader.get('/operations/jobs/stock-alerts')).status).toBe(200);
    expect((await reader.post('/operations/jobs/stock-alerts/run', {})).status).toBe(403);
    expect((await first.as(await first.actor({ role: 'viewer' })).get('/operations/jobs')).status).toBe(403);
    expect((await first.as(null).get('/operations/jobs')).status).toBe(401);
    expect((await first.as(first.admin).get('/operations/jobs/no-such-job')).status).toBe(404);
    expect((await run('no-such-job')).status).toBe(404);
  });

  it('show why they failed, undo what they did, and degrade health', async () => {
    const name = addJob((app) => async ({ run_id }) => {
      await effect(app, name, run_id);
      throw new Error('no water');
    });
    await run(name);
    await ended(name);
    expect(await see(name)).toMatchObject({ result: 'failed', fault: 'no water', failures: 1, last_success_at: null });
    expect(await effects(name)).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    const health = await first.as(null).get('/health');
    expect(health).toMatchObject({
      status: 200,
      body: { status: 'degraded', components: { jobs: { status: 'degraded', failed: 1 } } },
    });
    await first.db.query(`delete from erp.jobs where name = $1`, [name]);
  });

  it('act as the system, with time enough', async () => {
    const name = addJob((app) => async () => {
      const [row] = await app.nest
        .get(Database)
        .query<object>(`select erp.current_actor() as actor, current_setting('statement_timeout') as patience`);
      return { ...row };
    });
    await run(name);
    await ended(name);
    expect((await see(name)).outcome).toEqual({ actor: '00000000-0000-7000-8000-000000000001', patience: '10min' });
  });
});

describe('F25: two schedulers at once', () => {
  it('each of 20 times that fall due has its effect once', async () => {
    const name = addJob((app) => async ({ run_id }) => {
      await effect(app, name, run_id);
      return {};
    });
    await until(async () => (await see(name)).next_at !== null);
    for (let round = 1; round <= 20; round++) {
      await first.db.query(`update erp.jobs set next_at = now() where name = $1`, [name]);
      const schedulers = [first, second].map((app) => app.nest.get(JobScheduler, { strict: false }));
      await Promise.all(schedulers.map((each) => each.look()));
      await ended(name, round);
    }
    expect(await effects(name)).toBe(20);
    expect(await see(name)).toMatchObject({ runs: 20, failures: 0, trigger: 'schedule' });
  });

  it('leadership goes to the other when its connection is cut, and what was under way counts once', async () => {
    const started: string[] = [];
    let slow = true;
    let runsAt = first;
    const name = addJob((app) => async ({ run_id }) => {
      const waits = slow;
      started.push(run_id);
      if (waits) runsAt = app;
      await effect(app, name, run_id);
      if (waits) await new Promise((resolve) => setTimeout(resolve, 4000));
      return {};
    });
    // The one that was cut off may be the first to ask again: then its run goes on and is not begun anew. Until it was taken over twice.
    let rounds = 0;
    while (rounds < 12 && started.length - rounds < 2) {
      rounds++;
      slow = true;
      const before = started.length;
      await run(name);
      await until(() => started.length > before);
      slow = false;
      await first.db.query(
        `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = $1 and objid = $2 and granted
           and database = (select oid from pg_database where datname = current_database())`,
        [Math.floor(JOB_LEADER_LOCK / 2 ** 32), JOB_LEADER_LOCK % 2 ** 32],
      );
      const other = (runsAt === first ? second : first).nest.get(JobScheduler, { strict: false });
      for (let look = 0; look < 50 && started.length === before + 1; look++) {
        await other.look();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await ended(name, rounds);
      await until(async () => (await see(name)).state === 'idle');
    }
    await new Promise((resolve) => setTimeout(resolve, 4500));
    expect(started.length - rounds).toBeGreaterThanOrEqual(2);
    expect(await effects(name)).toBe(rounds);
    expect(await see(name)).toMatchObject({ runs: rounds, failures: 0 });
  }, 150_000);

  it('a run whose process was killed is begun anew, and given up after the third time', async () => {
    const name = addJob((app) => async ({ run_id }) => {
      await effect(app, name, run_id);
    });
    await until(async () => (await see(name)).next_at !== null);
    const kill = (attempt: number) =>
      first.db.query(
        `update erp.jobs set state = 'running', run_id = erp.uuid_v7(), started_at = now(), finished_at = null, attempt = $2, runner = 'gone:1',
           trigger = 'schedule' where name = $1`,
        [name, attempt],
      );
    await kill(1);
    await ended(name, 1);
    expect(await effects(name)).toBe(1);
    await kill(3);
    await ended(name, 2);
    expect(await effects(name)).toBe(1);
    expect(await see(name)).toMatchObject({ result: 'failed', fault: expect.stringContaining('Interrupted 3 times') });
    await first.db.query(`delete from erp.jobs where name = $1`, [name]);
  });

  it('a server that stops hands its work on', async () => {
    const name = addJob(
      (app) =>
        ({ run_id, signal }) =>
          new Promise((resolve, reject) => {
            if (app === first) return resolve(effect(app, name, run_id).then(() => ({ by: 'first' })));
            signal.addEventListener('abort', () => reject(new Error('stopped')));
          }),
      { kind: 'repeatable' },
    );
    // Whoever leads now, the second server is the one that stops: it takes the run when it leads, and gives it back.
    await run(name);
    await until(async () => (await see(name)).state !== 'queued');
    await second.close();
    await ended(name);
    expect(await effects(name)).toBe(1);
    second = await startTestApp({ env: { JOBS_ENABLED: 'true' }, database: first.database });
  });
});
