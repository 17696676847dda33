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
    expect(Object.keys(body.components).sort()).toEqual(['database', 'disk', 'memory', 'migrations', 'triggers']);
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

it('says no when the ledger trigger is missing', async () => {
  await app.db.query('alter trigger trg_update_stock_balance on erp.stock_ledgers rename to trg_something_else');
  await lookAnew();
  expect((await app.as(null).get('/health')).body.components.triggers).toMatchObject({ status: 'down', faults: 1 });
  await app.db.query('alter trigger trg_something_else on erp.stock_ledgers rename to trg_update_stock_balance');
});

describe('GET /operations/integrity', () => {
  it('shows that every invariant holds, to whoever may see it', async () => {
    const auditor = await app.actor({ permissions: ['operations.integrity.read'] });
    const { status, body } = await app.as(auditor).get('/operations/integrity');
    expect(status).toBe(200);
    expect(body.invariants.filter(({ violations }: { violations: number }) => violations > 0)).toEqual([]);
    expect(body.ok).toBe(true);
    const names = body.invariants.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['triggers', 'functions', 'transitions', 'numbers']));
  });

  it('is refused without the permission, and without a token', async () => {
    const viewer = await app.actor({ permissions: [] });
    expect((await app.as(viewer).get('/operations/integrity')).status).toBe(403);
    expect((await app.as(null).get('/operations/integrity')).status).toBe(401);
  });

  it('finds a function that someone has changed by hand', async () => {
    const { rows } = await app.db.query(`select pg_get_functiondef('erp.fn_set_updated_at'::regproc) as definition`);
    const original = rows[0].definition as string;
    await app.db.query(original.replace(/begin/i, 'begin -- changed by hand\n'));
    const { body } = await app.as(app.admin).get('/operations/integrity');
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
      'create table erp.example (amount numeric check (amount > 0)); grant select on erp.example to erp_app',
    );
    await app.db.query(`insert into erp.example values ('NaN')`);
    const { body } = await app.as(app.admin).get('/operations/integrity');
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
