import { Database } from '../../src/kernel/database/index.js';
import { JobRegistry } from '../../src/kernel/jobs/index.js';
import { IntegrityService } from '../../src/operations/index.js';
import { IntegrityRepository } from '../../src/operations/integrity/integrity.repository.js';
import { JobRunner } from '../../src/operations/jobs/job-runner.js';
import { JobsRepository } from '../../src/operations/jobs/jobs.repository.js';
import { integrityNow } from '../support/integrity.js';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.close());

/** Probes share one look for half a second. */
const lookAnew = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 600));

describe.each(['//health', '/health'])('%s, asked by nobody in particular', (path) => {
  it('shows version and all components', async () => {
    const { status, body, headers } = await app.as(null).get(path);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toMatchObject({ status: 'ok', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    expect(Object.keys(body.components).sort()).toEqual([
      'backups',
      'database',
      'disk',
      'jobs',
      'memory',
      'migrations',
      'partitions',
      'triggers',
    ]);
    expect(body.components.migrations).toEqual({ status: 'up', pending: 0 });
    expect(body.details).toEqual(body.components);
  });

  it.each(['live', 'ready', 'startup'])('answers %s', async (probe) => {
    const { status, body } = await app.as(null).get(`${path}/${probe}`);
    expect({ status, said: body.status }).toEqual({ status: 200, said: 'ok' });
  });
});

it('asks the database nothing for /health/live', async () => {
  const { body } = await app.as(null).get('//health/live');
  expect(body.components).toEqual({});
});

it('says no, with the count and without any name, when a timestamp trigger is disabled, and yes when it is back', async () => {
  await app.db.query('alter table erp.users disable trigger trg_users_updated_at');
  await lookAnew();
  const ill = await app.as(null).get('/health');
  expect(ill.status).toBe(503);
  expect(ill.headers['retry-after']).toBe('5');
  expect(ill.headers['content-type']).toMatch(/^application\/json/);
  expect(ill.body).toMatchObject({ status: 'error', error: { triggers: { status: 'down', faults: 1 } } });
  expect(ill.text).not.toContain('trg_');
  await app.db.query('alter table erp.users enable trigger trg_users_updated_at');
  await lookAnew();
  expect((await app.as(null).get('/health')).status).toBe(200);
});

it('is degraded while a table has no month to go on in', async () => {
  const { rows } = await app.db.query<{ name: string }>(
    `select 'erp.audit_logs_' || to_char(date_trunc('month', now() at time zone 'UTC') + interval '1 month', 'YYYY_MM') as name`,
  );
  const { name } = rows[0]!;
  await app.db.query(`alter table erp.audit_logs detach partition ${name}; drop table ${name}`);
  await lookAnew();
  const { status, body } = await app.as(null).get('/health');
  expect([status, body.components.partitions]).toMatchObject([200, { status: 'degraded', months_missing: 1 }]);
  const job = app.nest.get(JobRegistry).find('audit-partitions')!;
  expect(await job.work({ run_id: 'x', signal: new AbortController().signal })).toEqual({ made: 1 });
  await lookAnew();
  expect((await app.as(null).get('/health')).body.components.partitions).toEqual({ status: 'up', months_missing: 0 });
});

it('says no when the ledger trigger is missing', async () => {
  await app.db.query('alter trigger trg_update_stock_balance on erp.stock_ledgers rename to trg_something_else');
  await lookAnew();
  expect((await app.as(null).get('/health')).body.components.triggers).toMatchObject({ status: 'down', faults: 1 });
  await app.db.query('alter trigger trg_something_else on erp.stock_ledgers rename to trg_update_stock_balance');
});

describe('GET /operations/integrity', () => {
  it('shows that every invariant holds, to whoever may see it', async () => {
    const auditor = await app.actor({ permissions: ['operations.integrity.read'] });
    const never = await app.as(auditor).get('/operations/integrity');
    expect(never).toMatchObject({ status: 200, body: { id: null, ok: null, invariants: [], state: 'idle' } });
    await integrityNow(app);
    const { status, body } = await app.as(auditor).get('/operations/integrity');
    expect(status).toBe(200);
    expect(body).toMatchObject({ requested_by: null, invariants_violated: 0, duration_ms: expect.any(Number) });
    expect(body.invariants[0]).toMatchObject({ pass: 'Ledger', duration_ms: expect.any(Number) });
    const { body: runs } = await app.as(auditor).get('/operations/integrity/runs?ok=true');
    expect(runs.data).toMatchObject([{ id: body.id, ok: true, invariants_checked: body.invariants.length }]);
    const { state: _state, ...run } = body;
    expect((await app.as(auditor).get(`/operations/integrity/runs/${body.id}`)).body).toEqual(run);
    expect((await app.as(auditor).get('/operations/integrity/runs/00000000-0000-7000-8000-00000000dead')).status).toBe(
      404,
    );
    expect(body.invariants.filter(({ violations }: { violations: number }) => violations > 0)).toEqual([]);
    expect(body.ok).toBe(true);
    const names = body.invariants.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['triggers', 'functions', 'transitions', 'numbers']));
  });

  it('is refused without the permission, and without a token', async () => {
    const viewer = await app.actor({ permissions: [] });
    expect((await app.as(viewer).get('/operations/integrity')).status).toBe(403);
    expect((await app.as(null).get('/operations/integrity')).status).toBe(401);
    const auditor = await app.actor({ permissions: ['operations.integrity.read'] });
    expect((await app.as(auditor).post('/operations/integrity', {})).status).toBe(403);
  });

  it('runs once at a time when it is asked for, by the jobs, and says who asked', async () => {
    const asked = await app.as(app.admin).post('/operations/integrity', {});
    expect(asked).toMatchObject({ status: 202, body: { name: 'integrity-check', state: 'queued' } });
    expect((await app.as(app.admin).post('/operations/integrity', {})).body).toMatchObject({
      status: 409,
      error_code: 'JOB_BUSY',
    });
    expect((await app.as(app.admin).get('/operations/integrity')).body.state).toBe('queued');
    const jobs = app.nest.get(JobsRepository, { strict: false });
    const run = (await jobs.claim('integrity-check', null, null, 'a test'))!;
    const job = app.nest.get(JobRegistry).find('integrity-check')!;
    await app.nest.get(JobRunner, { strict: false }).run(job, run, new AbortController().signal);
    const { body } = await app.as(app.admin).get('/operations/integrity');
    expect(body).toMatchObject({ state: 'idle', requested_by: app.admin.id, ok: true });
    const seen = (await app.as(app.admin).get('/operations/jobs/integrity-check')).body;
    expect(seen).toMatchObject({ result: 'succeeded', outcome: { run_id: body.id, violated: 0 } });
  });

  it('takes as long as a long ledger needs, whatever the limit for the statements of requests is', async () => {
    const hurried = await startTestApp({ env: { DATABASE_STATEMENT_TIMEOUT_MS: '300' } });
    try {
      const db = hurried.nest.get(Database);
      await expect(db.query('select pg_sleep(1)')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
      const repository = hurried.nest.get(IntegrityRepository, { strict: false });
      const slow = jest.spyOn(repository, 'countHistory').mockImplementation(async () => {
        await db.query('select pg_sleep(1)');
        return { count: 7 };
      });
      const found = await hurried.nest.get(IntegrityService).check();
      expect(found.find(({ name }) => name === 'transitions')).toMatchObject({ checked: 7, violations: 0 });
      slow.mockRestore();
    } finally {
      await hurried.close();
    }
  });

  it('finds a function that someone has changed by hand', async () => {
    const { rows } = await app.db.query(`select pg_get_functiondef('erp.fn_set_updated_at'::regproc) as definition`);
    const original = rows[0].definition as string;
    await app.db.query(original.replace(/begin/i, 'begin -- changed by hand\n'));
    const body = await integrityNow(app);
    const functions = body.invariants.find(({ name }: { name: string }) => name === 'functions');
    expect(functions).toMatchObject({ violations: 1, samples: [{ function: 'fn_set_updated_at', fault: 'differs' }] });
    expect(body.ok).toBe(false);
    await app.db.query(original);
  });

  it('finds a step that the state machine never had, and a number that is none', async () => {
    await app.db.query(`
      insert into erp.state_transitions (machine, event, from_state, to_state) values ('example', 'approve', 'draft', 'approved');
      insert into erp.document_history (machine, document_id, event, from_state, to_state, actor_id)
      values ('example', gen_random_uuid(), 'approve', 'approved', 'draft', '00000000-0000-7000-8000-000000000001'),
             ('stock_period', gen_random_uuid(), 'close', 'open', 'closed', '00000000-0000-7000-8000-000000000001')`);
    await app.db.query(
      'create table erp.example (amount numeric check (amount > 0)); grant select on erp.example to erp_app; select erp.exempt_from_audit($$erp.example$$, $$Made by a test.$$)',
    );
    await app.db.query(`insert into erp.example values ('NaN')`);
    const body = await integrityNow(app);
    const violated = body.invariants.filter(({ violations }: { violations: number }) => violations > 0);
    expect(violated).toMatchObject([
      {
        name: 'transitions',
        violations: 1,
        samples: [{ machine: 'example', event: 'approve', from_state: 'approved', to_state: 'draft' }],
      },
      { name: 'numbers', violations: 1, samples: [{ table: 'example', column: 'amount', count: 1 }] },
    ]);
  });
});
