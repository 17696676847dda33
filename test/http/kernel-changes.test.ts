import { Database } from '../../src/kernel/database/index.js';
import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { unique } from '../support/makers.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const newUnit = async (): Promise<Answer['body']> =>
  (await app.as(app.admin).post('/units', { code: unique('U'), name: 'A unit' })).body;
const patch = (id: string, name: string, ifMatch?: string): Promise<Answer> =>
  app.as(app.admin).patch(`/units/${id}`, { name }, ifMatch === undefined ? {} : { 'if-match': ifMatch });
const nameOf = async (id: string): Promise<string> =>
  (await app.db.query('select name from erp.units where id = $1', [id])).rows[0].name;

describe('If-Match', () => {
  it('lets a change through that knows the current version, and bumps it', async () => {
    const { id } = await newUnit();
    const read = await app.as(app.admin).get(`/units/${id}`);
    expect(read.headers['etag']).toBe('"1"');
    const changed = await patch(id, 'Second', read.headers['etag']);
    expect(changed).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { version: 2, name: 'Second' } });
    expect((await patch(id, 'Third', 'W/"2"')).status).toBe(200);
    expect((await patch(id, 'Fourth', '*')).status).toBe(200);
  });

  it('refuses a stale change with the row as it is now, and leaves it', async () => {
    const { id } = await newUnit();
    await patch(id, 'Theirs');
    const refused = await patch(id, 'Mine', '"1"');
    expect(refused).toMatchObject({
      status: 412,
      body: { error_code: 'STALE_VERSION', current: { id, version: 2, name: 'Theirs' } },
    });
    expect(await nameOf(id)).toBe('Theirs');
    expect((await app.as(app.admin).delete(`/units/${id}`, { 'if-match': '"1"' })).status).toBe(412);
    expect((await app.as(app.admin).post(`/units/${id}/deactivate`, undefined, { 'if-match': '"7"' })).status).toBe(
      412,
    );
  });

  it.each(['3', '"x"', '"1", "2"', '"-1"', '', '""', '"99999999999"'])('%j is not a version', async (header) => {
    const { id } = await newUnit();
    expect((await patch(id, 'Never', header)).status).toBe(400);
    expect(await nameOf(id)).toBe('A unit');
  });

  it('lets one of 20 racing changes win', async () => {
    const { id } = await newUnit();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => patch(id, `Racer ${i}`, '"1"')));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.every(({ status }) => status === 200 || status === 412)).toBe(true);
    expect(await nameOf(id)).toBe(won[0]!.body.name);
  });
});

describe('a change that loses a race in the database', () => {
  beforeAll(() =>
    app.db.query(`
      create sequence erp.test_turn;
      grant usage on sequence erp.test_turn to erp_app;
      create function erp.test_lose() returns trigger language plpgsql security definer as $$
      begin
        if tg_argv[0] = 'once' and nextval('erp.test_turn') = 1 or tg_argv[0] = 'often' and random() < 0.2 then
          raise exception 'lost' using errcode = case when random() < 0.5 then '40001' else '40P01' end;
        end if;
        return new;
      end $$`),
  );

  it('runs again as a whole: both of its rows are there, once', async () => {
    await app.db.query(
      `create trigger trg_test_lose before insert on erp.external_ids for each row execute function erp.test_lose('once')`,
    );
    const code = unique('U');
    const answer = await app.as(app.admin).put(`/units/by-external-id/legacy/${code}`, { code, name: 'Twice run' });
    await app.db.query('drop trigger trg_test_lose on erp.external_ids');
    expect(answer.status).toBe(201);
    const { rows } = await app.db.query(
      'select u.id from erp.units u join erp.external_ids e on e.entity_id = u.id where u.code = $1 and e.external_id = $1',
      [code],
    );
    expect(rows).toEqual([{ id: answer.body.id }]);
  });

  it('never shows: one in five inserts fails, and 200 requests all get through with their own effect', async () => {
    await app.db.query(
      `create trigger trg_test_lose before insert on erp.units for each row execute function erp.test_lose('often')`,
    );
    const codes = Array.from({ length: 200 }, () => unique('U'));
    const answers: Answer[] = [];
    for (let i = 0; i < codes.length; i += 10) {
      const batch = codes
        .slice(i, i + 10)
        .map((code) => app.as(app.admin).post('/units', { code, name: code }, { 'idempotency-key': code }));
      answers.push(...(await Promise.all(batch)));
    }
    await app.db.query('drop trigger trg_test_lose on erp.units');
    expect(answers.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
    const made = answers.filter(({ status }) => status === 201).length;
    expect(made).toBeGreaterThan(190);
    const { rows } = await app.db.query(
      'select count(*)::int as n, count(distinct code)::int as different from erp.units where code = any($1)',
      [codes],
    );
    expect(rows[0]).toEqual({ n: made, different: made });
  });
});

describe('a server whose connections are cut', () => {
  it('answers 503, never 500, lives on, and has kept exactly what it said it has', async () => {
    const codes = Array.from({ length: 200 }, () => unique('U'));
    const cutter = setInterval(() => {
      void app.db
        .query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pabrik' and datname = current_database() and random() < 0.5`,
        )
        .catch(() => undefined);
    }, 20);
    const outcomes = new Map<string, number>();
    try {
      for (let i = 0; i < codes.length; i += 8) {
        await Promise.all(
          codes.slice(i, i + 8).map(async (code) => {
            const { status } = await app
              .as(app.admin)
              .post('/units', { code, name: code }, { 'idempotency-key': code });
            outcomes.set(code, status);
          }),
        );
      }
    } finally {
      clearInterval(cutter);
    }
    expect([...new Set(outcomes.values())].filter((status) => status !== 201 && status !== 503)).toEqual([]);
    expect([...outcomes.values()]).toContain(503);
    // A pooler tries again a second after a login that failed (server_login_retry of docker/pgbouncer).
    const pause = process.env['PABRIK_TEST_POOLER_URL'] ? 2500 : 300;
    await new Promise((resolve) => setTimeout(resolve, pause));
    const retried = await Promise.all(
      codes.map((code) => app.as(app.admin).post('/units', { code, name: code }, { 'idempotency-key': code })),
    );
    expect(new Set(retried.map(({ status }) => status))).toEqual(new Set([201]));
    const acknowledged = [...outcomes].filter(([, status]) => status === 201).map(([code]) => code);
    for (const [i, code] of codes.entries())
      if (acknowledged.includes(code)) expect(retried[i]!.headers['idempotent-replayed']).toBe('true');
    const { rows } = await app.db.query('select count(*)::int as n from erp.units where code = any($1)', [codes]);
    expect(rows[0].n).toBe(codes.length);
  });
});

describe('a request that is refused', () => {
  it('for its fields has not opened a transaction', async () => {
    const spy = jest.spyOn(poolOf(app), 'connect');
    const refused = await app.as(app.admin).post('/units', { code: '', nmae: 'x' });
    expect(refused).toMatchObject({ status: 422, body: { errors_total: 3 } });
    expect(spy.mock.calls.filter(([callback]) => callback === undefined)).toEqual([]);
    spy.mockRestore();
  });
});

function poolOf(of: TestApp): { connect: (callback?: unknown) => unknown } {
  const database = of.nest.get(Database, { strict: false }) as unknown as { pool: { connect: () => unknown } };
  return database.pool;
}
