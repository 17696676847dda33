import 'reflect-metadata';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { PROJECT_ROOT } from '../../src/kernel/config/index.js';
import { mappedConstraints } from '../../src/kernel/errors/index.js';
import { transitionRows } from '../../src/kernel/state-machine/index.js';
import type { Machine } from '../../src/kernel/state-machine/index.js';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { sourcesBelow } from '../support/source-tree.js';
import * as rules from './schema-rules.js';

let app: TestApp;
let db: Pool;
beforeAll(async () => {
  app = await startTestApp();
  db = app.db;
});
afterAll(() => app.close());

describe('every table', () => {
  it('names its constraints and indexes for what they are', async () => expect(await rules.badNames(db)).toEqual([]));
  it('has an index for every foreign key', async () => expect(await rules.unindexedForeignKeys(db)).toEqual([]));
  it('keeps updated_at by its trigger, and times to the millisecond', async () => {
    expect(await rules.missingTimestampTriggers(db)).toEqual([]);
    expect(await rules.oddTimestamps(db)).toEqual([]);
  });
  it('has no numeric column that takes NaN or Infinity', async () =>
    expect(await rules.boundlessNumerics(db)).toEqual([]));
  it('has a primary key and belongs to erp_admin', async () => expect(await rules.foreignTables(db)).toEqual([]));
});

describe("the application's role", () => {
  it('may do what it needs and no more', async () => expect(await rules.excessiveGrants(db)).toEqual([]));
  it('executes only functions that were meant for it; those that act as their owner have a fixed path', async () => {
    expect(await rules.openFunctions(db)).toEqual([]);
  });
  it('owns nothing, and is nobody of importance', async () => {
    const { rows } = await db.query(
      `select rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolcanlogin from pg_roles where rolname in ('erp_app', 'erp_readonly') order by 1`,
    );
    const nobody = {
      rolsuper: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolbypassrls: false,
      rolcanlogin: false,
    };
    expect(rows).toEqual([
      { rolname: 'erp_app', ...nobody },
      { rolname: 'erp_readonly', ...nobody },
    ]);
  });
});

describe('functions and views', () => {
  it('in the database are the latest of the files, and every one has a file', async () => {
    expect(await rules.functionDrift(db, latestOf('functions'))).toEqual([]);
    expect(await rules.viewDrift(db, latestOf('views'))).toEqual([]);
  });

  it('begin with a sentence that says why they are there', () => {
    const silent = [...latestOf('functions')].filter(([, sql]) => !/--|\/\*/.test(sql.split('$$')[1] ?? ''));
    expect(silent.map(([name]) => name)).toEqual([]);
  });
});

describe('state machines', () => {
  const machines = sourcesBelow('src')
    .filter(({ path }) => path.endsWith('.machine.ts'))
    .flatMap(({ path }) => Object.values(jest.requireActual<Record<string, Machine>>(join(PROJECT_ROOT, path))))
    .filter((value) => Array.isArray(value?.states) && value.events);

  it('are found', () => expect(machines.length).toBeGreaterThan(1));

  it.each(machines.map((machine) => [machine.name, machine] as const))(
    '%s is the same in code, in its CHECK, in the rows and in the trigger',
    async (_name, machine) => {
      expect(await rules.machineFaults(db, machine, transitionRows(machine))).toEqual([]);
    },
  );

  it('and no rows are left of one that is gone', async () => {
    const { rows } = await db.query<{ machine: string }>('select distinct machine from erp.state_transitions');
    expect(
      rows.map(({ machine }) => machine).filter((name) => !machines.some((machine) => machine.name === name)),
    ).toEqual([]);
  });
});

describe('entities', () => {
  it('have the columns of their tables, no more and no fewer', async () => {
    const entities = app.nest.get(DataSource).entityMetadatas;
    expect(entities.length).toBeGreaterThan(10);
    expect(
      await rules.entityDrift(
        db,
        entities.map((entity) => ({
          table: `${entity.schema ?? 'erp'}.${entity.tableName}`,
          columns: entity.columns.map((column) => ({
            name: column.databaseName,
            type: String(column.type),
            array: column.isArray,
          })),
        })),
      ),
    ).toEqual([]);
  });
});

describe('errors', () => {
  it('are mapped from constraints that exist', async () => {
    const { rows } = await db.query<{ name: string }>(
      `select conname as name from pg_constraint o join pg_namespace n on n.oid = o.connamespace where n.nspname = 'erp'
       union select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'erp' and c.relkind = 'i'`,
    );
    const names = new Set(rows.map(({ name }) => name));
    expect([...mappedConstraints().keys()].filter((name) => !names.has(name))).toEqual([]);
  });

  it('raised in SQL have a code of the catalogue', async () => {
    const { body } = await app.as(null).get('/errors');
    const codes = new Set((body.data as { code: string }[]).map(({ code }) => code));
    const raised = [...latestOf('functions')].flatMap(([name, sql]) =>
      [...sql.matchAll(/constraint\s*=\s*'([A-Z][A-Z0-9_]+)'/g)].map(([, code]) => `${name}: ${code}`),
    );
    expect(raised.length).toBeGreaterThan(3);
    expect(raised.filter((each) => !codes.has(each.split(': ')[1]!))).toEqual([]);
  });
});

describe('a planted violation is found', () => {
  const planted = async (sql: string, find: (client: Pool) => Promise<string[]>): Promise<string> => {
    const client = await db.connect();
    try {
      await client.query('begin');
      await client.query(sql);
      return (await find(client as unknown as Pool)).join('\n');
    } finally {
      await client.query('rollback');
      client.release();
    }
  };

  it.each([
    ['an unnamed constraint', 'create table erp.planted (id uuid primary key)', rules.badNames, 'planted_pkey'],
    ['an index of another name', 'create index planted_by_name on erp.units (name)', rules.badNames, 'planted_by_name'],
    [
      'a foreign key without an index',
      'create table erp.planted (unit_id uuid constraint fk_planted_unit_id references erp.units)',
      rules.unindexedForeignKeys,
      'fk_planted_unit_id',
    ],
    [
      'updated_at without its trigger',
      'create table erp.planted (updated_at timestamptz(3))',
      rules.missingTimestampTriggers,
      'erp.planted',
    ],
    [
      'its trigger turned off',
      'alter table erp.units disable trigger trg_units_updated_at',
      rules.missingTimestampTriggers,
      'erp.units',
    ],
    [
      'a time to the microsecond',
      'create table erp.planted (created_at timestamptz)',
      rules.oddTimestamps,
      'erp.planted.created_at',
    ],
    [
      'a time without a zone',
      'create table erp.planted (created_at timestamp(3))',
      rules.oddTimestamps,
      'erp.planted.created_at',
    ],
    [
      'a numeric that takes NaN',
      'create table erp.planted (price numeric(15,2) check (price > 0))',
      rules.boundlessNumerics,
      'erp.planted.price',
    ],
    ['a table of somebody else', 'create table erp.planted (id uuid)', rules.foreignTables, 'erp.planted'],
    [
      'a table that may be truncated',
      'grant truncate on erp.units to erp_app',
      rules.excessiveGrants,
      'erp.units: erp_app may truncate',
    ],
    [
      'a ledger that may be written',
      'grant insert on erp.stock_ledgers to erp_app',
      rules.excessiveGrants,
      'erp.stock_ledgers: erp_app may insert',
    ],
    [
      'history that may be changed',
      'grant update on erp.document_history to erp_app',
      rules.excessiveGrants,
      'erp.document_history: erp_app may update',
    ],
    [
      'a secret that may be read',
      'grant select on erp.user_credentials to erp_readonly',
      rules.excessiveGrants,
      'erp.user_credentials: erp_readonly may select',
    ],
    [
      'a report that may write',
      'grant insert on erp.units to erp_readonly',
      rules.excessiveGrants,
      'erp.units: erp_readonly may insert',
    ],
    [
      'a function for everybody',
      'grant execute on function erp.iso(timestamptz) to public',
      rules.openFunctions,
      'erp.iso',
    ],
    [
      'a definer function without a path',
      `create function erp.planted() returns int language sql security definer as 'select 1'; revoke execute on function erp.planted() from public`,
      rules.openFunctions,
      'erp.planted',
    ],
    [
      'a function changed by hand',
      `create or replace function erp.is_dry_run() returns boolean language sql stable as 'select false'`,
      (c: Pool) => rules.functionDrift(c, latestOf('functions')),
      'is_dry_run',
    ],
    [
      'a function without a file',
      `create function erp.planted() returns int language sql as 'select 1'`,
      (c: Pool) => rules.functionDrift(c, latestOf('functions')),
      'planted',
    ],
    [
      'a view without a file',
      `create view erp.planted as select 1 as n`,
      (c: Pool) => rules.viewDrift(c, latestOf('views')),
      'planted',
    ],
    [
      'a column that the entity does not have',
      'alter table erp.units add column colour text',
      (c: Pool) =>
        rules.entityDrift(c, [
          {
            table: 'erp.units',
            columns: [
              { name: 'id', type: 'uuid', array: false },
              { name: 'nmae', type: 'text', array: false },
            ],
          },
        ]),
      'erp.units.colour',
    ],
  ])('%s', async (_what, sql, find, expected) => expect(await planted(sql, find)).toContain(expected));

  it('a state that the table does not take, an arrow that the database does not have', async () => {
    const machine = {
      name: 'stock_period',
      table: 'erp.stock_periods',
      states: ['open', 'closed', 'sealed'],
      initial: 'open',
      events: {},
    } as unknown as Machine;
    const faults = await rules.machineFaults(db, machine, [
      { event: 'seal', from_state: 'closed', to_state: 'sealed' },
    ]);
    expect(faults.join('\n')).toContain('sealed');
    expect(faults.join('\n')).toContain('seal: closed -> sealed');
  });
});

/** The newest text of each function or view, by name. */
function latestOf(kind: 'functions' | 'views'): Map<string, string> {
  const folder = join(PROJECT_ROOT, 'migrations', kind);
  return new Map(
    readdirSync(folder).map((name) => {
      const versions = readdirSync(join(folder, name))
        .flatMap((file) => /^v(\d+)\.sql$/.exec(file)?.[1] ?? [])
        .map(Number);
      const latest = join(folder, name, `v${Math.max(...versions)}`);
      const files = [`${latest}.pg18.sql`, `${latest}.sql`];
      const text = files.flatMap((file) => {
        try {
          return [readFileSync(file, 'utf8')];
        } catch {
          return [];
        }
      });
      return [name, text.join('\n-- or --\n')];
    }),
  );
}
