import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DataSource } from 'typeorm';
import { loadConfig } from '../../src/kernel/config/index.js';
import type { AppConfig } from '../../src/kernel/config/index.js';
import { Database, Replica, createDataSource, defineList } from '../../src/kernel/database/index.js';
import { MAX_COMPOSED_NAMES } from '../../src/kernel/database/statement-names.js';
import { AppError } from '../../src/kernel/errors/index.js';
import { RequestContext, systemActor } from '../../src/kernel/security/index.js';
import type { RequestState } from '../../src/kernel/security/index.js';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

/** A table of this suite alone, with every kind of column that the kernel treats in its own way. */
@Entity({ schema: 'erp', name: 'test_bears' })
class TestBearEntity {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'bigint' }) stock!: number;
  @Column({ type: 'numeric' }) price!: string;
  @Column({ type: 'jsonb' }) attributes!: unknown;
  @Column({ type: 'text', array: true }) tags!: string[];
  @Column({ type: 'uuid', nullable: true }) mother_id!: string | null;
  @Column({ type: 'timestamptz' }) created_at!: string;
  @Column({ type: 'timestamptz' }) updated_at!: string;
  @Column({ type: 'integer' }) version!: number;
}

const TABLE = `
  set role erp_admin;
  create table erp.test_bears (
    id uuid not null default erp.uuid_v7() constraint pk_test_bears primary key,
    name text not null constraint uq_test_bears_name unique,
    stock bigint not null default 0 constraint ck_test_bears_stock check (stock >= 0),
    price numeric(15,2) not null default 0 constraint ck_test_bears_price check (price >= 0 and price < 1e13),
    attributes jsonb not null default '{}',
    tags text[] not null default '{}',
    mother_id uuid constraint fk_test_bears_mother_id references erp.test_bears,
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null default now(),
    version integer not null default 1
  );
  select erp.add_updated_at_trigger('erp.test_bears');
  create table erp.test_log (actor uuid default erp.current_actor(), request text default erp.current_request_id(), dry boolean default erp.is_dry_run());
  select erp.create_number_series('test_bear', 'TB');
  create sequence erp.test_turn;
  create function erp.test_fail() returns trigger language plpgsql security definer as $$
  declare v_code text := (string_to_array(current_setting('erp.test_failures', true), ','))[nextval('erp.test_turn')];
  begin
    if coalesce(v_code, '') <> '' then raise exception 'made to fail' using errcode = v_code; end if;
    return new;
  end $$;
  reset role;`;

let clone: TestDatabase;
let root: Pool;
let source: DataSource;
let config: AppConfig;
let db: Database;

const state = (changes: Partial<RequestState> = {}): RequestState => ({
  ...RequestContext.forSystem(systemActor(new Set(), []), 'request-1'),
  ...changes,
});
const inRequest = <T>(work: () => Promise<T>, changes: Partial<RequestState> = {}): Promise<T> =>
  RequestContext.run(state(changes), work);
const bear = (name = `bear-${randomUUID()}`, more: Partial<TestBearEntity> = {}): Partial<TestBearEntity> => ({
  name,
  ...more,
});
const count = async (name: string): Promise<number> =>
  Number((await root.query('select count(*) as n from erp.test_bears where name = $1', [name])).rows[0].n);

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return error instanceof AppError ? error.code : (error as Error).message;
  }
  return 'done';
}

/** The SQLSTATEs that the next inserts of bears fail with, one by one; blank for one that succeeds. */
async function failNext(...codes: string[]): Promise<void> {
  await root.query(`alter database ${clone.name} set erp.test_failures = '${codes.join(',')}'`);
  await root.query('alter sequence erp.test_turn restart');
  await reconnect();
}

async function reconnect(options: Record<string, string> = {}): Promise<void> {
  if (source?.isInitialized) await source.destroy();
  config = loadConfig({ APP_ENV: 'test', DATABASE_URL: clone.url, DATABASE_POOL_SIZE: '4', ...options });
  source = await createDataSource(config).initialize();
  db = new Database(source, config, new Replica(config));
}

beforeAll(async () => {
  clone = await cloneDatabase();
  root = clone.pool();
  await root.query(TABLE);
  await root.query(
    'create trigger trg_test_fail before insert on erp.test_bears for each row execute function erp.test_fail()',
  );
  await reconnect();
});
afterAll(async () => {
  await source.destroy();
  await clone.drop();
});

describe('statements', () => {
  const prepared = async (): Promise<number> =>
    (await db.one<{ n: number }>('select count(*)::integer as n from pg_prepared_statements')).n;

  it('that callers compose do not pile up in the memory of a connection; those of the program stay', async () => {
    await reconnect();
    await db.transaction(async () => {
      await prepared();
      const list = defineList({
        select: 'b.id',
        from: 'erp.test_bears b',
        id: 'b.id',
        sorts: { name: 'b.name' },
        default_sort: 'name',
      });
      for (let i = 0; i < MAX_COMPOSED_NAMES + 50; i++) await db.page(list, {}, { where: `b.stock <> ${i}` });
      expect(await prepared()).toBe(MAX_COMPOSED_NAMES + 1);
      await db.query('select 1 as kept');
      expect(await prepared()).toBe(MAX_COMPOSED_NAMES + 2);
      expect(await db.page(list, {}, { where: 'b.stock <> 0' })).toMatchObject({ next_cursor: null });
      expect(await prepared()).toBe(MAX_COMPOSED_NAMES + 2);
    });
  });
});

describe('rows', () => {
  it('are inserted, changed, read and deleted as their entity says', async () => {
    const made = await db.transaction(() =>
      db.insert(TestBearEntity, bear('one', { attributes: { a: [1] }, tags: ['x', 'y'], price: '12.50', stock: 3 })),
    );
    expect(made).toMatchObject({
      name: 'one',
      stock: 3,
      price: '12.50',
      attributes: { a: [1] },
      tags: ['x', 'y'],
      mother_id: null,
      version: 1,
    });
    expect(made.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(made.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+07:00$/);
    const bumped = await db.transaction(() => db.update(TestBearEntity, made.id, { stock: 4 }));
    expect(bumped).toMatchObject({ stock: 4, version: 2 });
    expect(bumped.updated_at > made.updated_at).toBe(true);
    expect(await db.get(TestBearEntity, made.id)).toEqual(bumped);
    await db.transaction(() => db.delete(TestBearEntity, made.id));
    expect(await db.find(TestBearEntity, made.id)).toBeNull();
  });

  it('are inserted many at once, in one statement', async () => {
    expect(await db.insertMany(TestBearEntity, [])).toEqual([]);
    const rows = await db.transaction(() =>
      db.insertMany(TestBearEntity, [bear('m1', { attributes: { n: 1 } }), bear('m2', { attributes: [2] })]),
    );
    expect(rows.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['m1', { n: 1 }],
      ['m2', [2]],
    ]);
  });

  it('that are not there or are still needed are told apart', async () => {
    const nobody = randomUUID();
    expect(await codeOf(db.get(TestBearEntity, nobody))).toBe('NOT_FOUND');
    expect(await codeOf(db.transaction(() => db.update(TestBearEntity, nobody, { stock: 1 })))).toBe('NOT_FOUND');
    expect(await codeOf(db.transaction(() => db.lock(TestBearEntity, nobody)))).toBe('NOT_FOUND');
    expect(await codeOf(db.transaction(() => db.delete(TestBearEntity, nobody)))).toBe('NOT_FOUND');
    const mother = await db.insert(TestBearEntity, bear());
    await db.insert(TestBearEntity, bear(undefined, { mother_id: mother.id }));
    expect(await codeOf(db.transaction(() => db.delete(TestBearEntity, mother.id)))).toBe('IN_USE');
    expect(await codeOf(db.insert(TestBearEntity, bear(undefined, { mother_id: nobody })))).toBe('REFERENCE_NOT_FOUND');
    expect(await codeOf(db.insert(TestBearEntity, bear(mother.name)))).toBe('DUPLICATE');
    expect(await codeOf(db.insert(TestBearEntity, bear(undefined, { stock: -1 })))).toBe('INVALID_VALUE');
    expect(await codeOf(db.insert(TestBearEntity, bear(undefined, { price: '10000000000000000' })))).toBe(
      'VALUE_OUT_OF_RANGE',
    );
    expect(await codeOf(db.insert(TestBearEntity, { nmae: 'x' } as never))).toContain('no column nmae');
  });

  it('one() and maybe() count them', async () => {
    expect(await db.maybe('select 1 where false')).toBeNull();
    expect(await codeOf(db.one('select 1 where false'))).toContain('0 came');
    expect(await codeOf(db.maybe('select generate_series(1, 2)'))).toContain('2 came');
    expect(await codeOf(db.one('select 9007199254740993::bigint as n'))).toBe('VALUE_OUT_OF_RANGE');
  });

  it('are the same without named statements', async () => {
    await reconnect({ DB_NAMED_STATEMENTS: 'false' });
    expect((await db.insert(TestBearEntity, bear('unnamed'))).name).toBe('unnamed');
    const { n } = await db.one<{ n: number }>('select count(*) as n from pg_prepared_statements');
    expect(n).toBe(0);
    await reconnect();
  });
});

describe('a transaction', () => {
  it('is not opened until its first statement', async () => {
    const busy = Array.from({ length: config.databasePoolSize }, () => db.query('select pg_sleep(2)'));
    const begin = performance.now();
    expect(await db.transaction(() => Promise.resolve(7))).toBe(7);
    expect(await codeOf(db.transaction(() => Promise.reject(new Error('invalid'))))).toBe('invalid');
    expect(performance.now() - begin).toBeLessThan(1_500);
    await Promise.all(busy);
  });

  it('tells the database who acts, for which request', async () => {
    await inRequest(() => db.transaction(() => db.query('insert into erp.test_log default values')), {
      request_id: "o'brien\\",
    });
    const { rows } = await root.query('select * from erp.test_log');
    expect(rows).toEqual([{ actor: '00000000-0000-7000-8000-000000000001', request: "o'brien\\", dry: false }]);
    expect(await db.one('select erp.current_actor() as actor')).toEqual({ actor: null });
  });

  it('is joined by nested ones: all or nothing', async () => {
    const names = [randomUUID(), randomUUID()];
    const failing = db.transaction(async () => {
      await db.transaction(() => db.insert(TestBearEntity, bear(names[0])));
      await db.insert(TestBearEntity, bear(names[1]));
      throw new Error('no');
    });
    expect(await codeOf(failing)).toBe('no');
    expect([await count(names[0]!), await count(names[1]!)]).toEqual([0, 0]);
  });

  it('that is a dry run leaves nothing, takes no number and has no effects afterwards', async () => {
    const name = randomUUID();
    const effect = jest.fn();
    const work = async (): Promise<string> => {
      db.afterCommit(effect);
      await db.insert(TestBearEntity, bear(name));
      expect(db.isDryRun()).toBe(true);
      return (await db.one<{ nr: string }>(`select erp.next_number('test_bear') as nr`)).nr;
    };
    const tried = [
      await inRequest(() => db.transaction(work), { dry_run: true }),
      await inRequest(() => db.transaction(work), { dry_run: true }),
    ];
    expect(tried).toEqual([
      expect.stringMatching(/^TB-DRYRUN-[0-9a-f]{12}$/),
      expect.stringMatching(/^TB-DRYRUN-[0-9a-f]{12}$/),
    ]);
    expect(tried[0]).not.toBe(tried[1]);
    expect([await count(name), effect.mock.calls.length]).toEqual([0, 0]);
    expect(db.isDryRun()).toBe(false);
    expect((await db.one<{ nr: string }>(`select erp.next_number('test_bear') as nr`)).nr).toBe('TB-000001');
  });

  it('has effects only once it is committed', async () => {
    const effect = jest.fn(() => undefined);
    db.afterCommit(effect);
    expect(effect).toHaveBeenCalledTimes(1);
    await db.transaction(async () => {
      db.afterCommit(effect);
      await db.query('select 1');
      expect(effect).toHaveBeenCalledTimes(1);
    });
    expect(effect).toHaveBeenCalledTimes(2);
    await codeOf(
      db.transaction(async () => {
        db.afterCommit(effect);
        throw new Error('no');
      }),
    );
    expect(effect).toHaveBeenCalledTimes(2);
  });

  it('undoes one part by its savepoint and keeps the rest', async () => {
    const [kept, undone, after] = [randomUUID(), randomUUID(), randomUUID()];
    await db.transaction(async () => {
      await db.savepoint(() => db.insert(TestBearEntity, bear(kept)));
      const code = await codeOf(
        db.savepoint(async () => {
          await db.insert(TestBearEntity, bear(undone));
          await db.savepoint(() => db.insert(TestBearEntity, bear(kept)));
        }),
      );
      expect(code).toBe('DUPLICATE');
      await db.insert(TestBearEntity, bear(after));
    });
    expect([await count(kept), await count(undone), await count(after)]).toEqual([1, 0, 1]);
  });

  it('in which an error was swallowed is never reported as done', async () => {
    const name = randomUUID();
    const careless = db.transaction(async () => {
      await db.insert(TestBearEntity, bear(name));
      await db.insert(TestBearEntity, bear(name)).catch(() => undefined);
      return 'fine';
    });
    expect(await codeOf(careless)).toContain('nothing was committed');
    expect(await count(name)).toBe(0);
  });

  it('takes no statement from a promise that nobody awaited', async () => {
    let later: Promise<string> | undefined;
    await db.transaction(async () => {
      await db.query('select 1');
      later = new Promise((resolve) => setTimeout(() => resolve(codeOf(db.query('select 1'))), 50));
    });
    expect(await later).toContain('has ended');
    await expect((async () => db.client())()).rejects.toThrow('No transaction here');
  });

  it.each(['40001', '40P01'])('runs again from its beginning after %s, not only its last statement', async (code) => {
    await failNext('', code, '', '');
    const [first, second] = [randomUUID(), randomUUID()];
    let runs = 0;
    await db.transaction(async () => {
      runs++;
      await db.insert(TestBearEntity, bear(first));
      await db.insert(TestBearEntity, bear(second));
    });
    expect([runs, await count(first), await count(second)]).toEqual([2, 1, 1]);
  });

  it('gives up after five times with 503', async () => {
    await failNext(...Array.from({ length: 9 }, () => '40P01'));
    let runs = 0;
    const code = await codeOf(db.transaction(() => (runs++, db.insert(TestBearEntity, bear()))));
    expect([code, runs]).toEqual(['SERVICE_UNAVAILABLE', 5]);
    await failNext();
  });

  it('runs a tenth again and no more where everybody loses: the others are told at once to come later', async () => {
    await failNext(...Array.from({ length: 2000 }, () => '40001'));
    let runs = 0;
    const began = performance.now();
    const asked = 300;
    // One after the other, each loses every time: five runs of it while there is budget, one run after that.
    for (let n = 0; n < asked; n++)
      expect(await codeOf(db.transaction(() => (runs++, db.insert(TestBearEntity, bear()))))).toBe(
        'SERVICE_UNAVAILABLE',
      );
    const seconds = (performance.now() - began) / 1000;
    expect(runs - asked).toBeGreaterThanOrEqual(100);
    expect(runs - asked).toBeLessThanOrEqual(100 + asked / 10 + seconds * 10 + 1);
    const { rows } = await root.query('select last_value as n from erp.test_turn');
    expect(Number(rows[0].n)).toBe(runs);
    await failNext();
    expect(await codeOf(db.transaction(() => db.insert(TestBearEntity, bear())))).toBe('done');
  });

  it('does not wait for a row for ever', async () => {
    const { id } = await db.insert(TestBearEntity, bear());
    const holder = await root.connect();
    await holder.query('begin');
    await holder.query('select 1 from erp.test_bears where id = $1 for update', [id]);
    const begin = performance.now();
    expect(await codeOf(db.transaction(() => db.lock(TestBearEntity, id)))).toBe('SERVICE_UNAVAILABLE');
    expect(performance.now() - begin).toBeLessThan(4000);
    await holder.query('rollback');
    holder.release();
    expect(await codeOf(db.transaction(() => db.lock(TestBearEntity, id)))).toBe('done');
  });

  it('is not committed once its request has been answered for being late', async () => {
    const name = randomUUID();
    const late = inRequest(() => db.transaction(() => db.insert(TestBearEntity, bear(name))), {
      deadline: performance.now() - 1,
    });
    expect(await codeOf(late)).toBe('SERVICE_UNAVAILABLE');
    expect(await count(name)).toBe(0);
  });
});

describe('If-Match', () => {
  it('is held against the first locked row that has a version', async () => {
    const { id } = await db.insert(TestBearEntity, bear());
    const change = (version: number): Promise<string> =>
      codeOf(
        inRequest(
          () =>
            db.transaction(async () => db.update(TestBearEntity, (await db.lock(TestBearEntity, id)).id, { stock: 1 })),
          { if_match: version },
        ),
      );
    expect(await change(2)).toBe('STALE_VERSION');
    expect(await change(1)).toBe('done');
    expect(await change(1)).toBe('STALE_VERSION');
    expect((await db.get(TestBearEntity, id)).version).toBe(2);
  });

  it('fails a change that locks no such row', async () => {
    const name = randomUUID();
    expect(
      await codeOf(inRequest(() => db.transaction(() => db.insert(TestBearEntity, bear(name))), { if_match: 1 })),
    ).toBe('STALE_VERSION');
    expect(await count(name)).toBe(0);
  });
});

describe('a lost connection', () => {
  const kill = (): Promise<unknown> =>
    root.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pabrik' and datname = current_database()`,
    );

  it('between two statements of a transaction is a 503 and nothing is left', async () => {
    const name = randomUUID();
    const cut = db.transaction(async () => {
      await db.insert(TestBearEntity, bear(name));
      await kill();
      await new Promise((resolve) => setTimeout(resolve, 100));
      await db.insert(TestBearEntity, bear());
    });
    expect(await codeOf(cut)).toBe('SERVICE_UNAVAILABLE');
    expect(await count(name)).toBe(0);
  });

  it('during a statement is a 503, inside and outside of a transaction', async () => {
    const sleeping = [
      codeOf(db.query('select pg_sleep(3)')),
      codeOf(db.transaction(() => db.query('select pg_sleep(3)'))),
    ];
    await new Promise((resolve) => setTimeout(resolve, 300));
    await kill();
    expect(await Promise.all(sleeping)).toEqual(['SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE']);
  });

  it('inside a savepoint is a 503 too', async () => {
    const cut = db.transaction(() =>
      db.savepoint(async () => {
        await kill();
        await new Promise((resolve) => setTimeout(resolve, 100));
        await db.query('select 1');
      }),
    );
    expect(await codeOf(cut)).toBe('SERVICE_UNAVAILABLE');
  });

  it('is replaced: the pool serves all its connections afterwards', async () => {
    await kill();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => codeOf(db.transaction(() => db.query('select pg_sleep(0.01)')))),
    );
    expect(new Set(answers)).toEqual(new Set(['done']));
  });
});

describe('a page', () => {
  const LIST = defineList({
    select: 'b.id, b.name, b.stock',
    from: 'erp.test_bears b',
    id: 'b.id',
    sorts: { stock: 'b.stock', created_at: 'b.created_at', name: 'b.name' },
    default_sort: '-created_at',
    search: ['b.name'],
    filters: { at_least: 'b.stock >= ?' },
  });
  type Row = { id: string; name: string; stock: number };

  beforeAll(async () => {
    await root.query('delete from erp.test_bears');
    await root.query(
      `insert into erp.test_bears (name, stock) select 'page ' || lpad(i::text, 3, '0'), i / 10 from generate_series(1, 100) i`,
    );
  });

  it.each(['stock', '-stock', 'created_at', '-created_at', 'name'])(
    'follows the one before, sorted by %s, with ties and without repeats',
    async (sort) => {
      const seen: string[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await db.page<Row>(LIST, { sort, limit: 7, ...(cursor && { cursor }) });
        seen.push(...page.data.map(({ name }) => name));
        if (page.next_cursor === null) break;
        cursor = page.next_cursor;
        // What is inserted before the place where we are does not move it.
        await root.query(`insert into erp.test_bears (name, stock, created_at) values ($1, $2, $3)`, [
          `extra ${sort} ${seen.length}`,
          sort.startsWith('-') ? 1000 : -0,
          sort.startsWith('-') ? '2999-01-01' : '1999-01-01',
        ]);
      }
      const pages = seen.filter((name) => name.startsWith('page'));
      expect(pages).toHaveLength(100);
      expect(new Set(seen).size).toBe(seen.length);
      await root.query(`delete from erp.test_bears where name like 'extra%'`);
    },
  );

  it('filters, searches, counts, and stays within the scope', async () => {
    const page = await db.page<Row>(LIST, {
      q: 'PAGE 09',
      at_least: 9,
      include_total: true,
      limit: 3,
      sort: 'name',
    } as never);
    expect(page).toMatchObject({ total: 10, data: [{ name: 'page 090' }, { name: 'page 091' }, { name: 'page 092' }] });
    const scoped = await db.page<Row>(
      LIST,
      { include_total: true },
      { where: 'b.stock = any(?::bigint[])', params: [[10]] },
    );
    expect(scoped).toMatchObject({ total: 1, next_cursor: null, data: [{ name: 'page 100' }] });
    expect((await db.page<Row>(LIST, { q: '%' })).data).toEqual([]);
  });

  it('with a forged cursor is a 400, whatever the forger writes', async () => {
    const forge = (value: unknown[]): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const cursor of [
      forge(['stock', 'x', 'not-a-uuid']),
      forge(['stock', '99999999999999999999999', randomUUID()]),
      forge(['stock', '', randomUUID()]),
    ]) {
      expect(await codeOf(db.page(LIST, { sort: 'stock', cursor }))).toBe('UNKNOWN_QUERY_PARAMETER');
    }
    expect(await codeOf(db.page(LIST, { cursor: forge(['-created_at', '2026-13-45', randomUUID()]) }))).toBe(
      'UNKNOWN_QUERY_PARAMETER',
    );
  });
});
