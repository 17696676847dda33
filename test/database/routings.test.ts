import type { Pool, PoolClient } from 'pg';
import { transitionRows } from '../../src/kernel/state-machine/index.js';
import { ROUTING_MACHINE } from '../../src/ppic/routings/routing.machine.js';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

let database: TestDatabase;
let pool: Pool;
/** As the application: role erp_app. */
let app: Pool;
let company: string;
let centre: string;

beforeAll(async () => {
  database = await cloneDatabase();
  pool = database.pool();
  app = database.appPool({ max: 20 });
  company = await idOf(`select id from erp.companies where code = 'MAIN'`);
  centre = await idOf(`insert into erp.work_centres (company_id, code, name) values ($1, 'WC', 'x') returning id`, [
    company,
  ]);
});
afterAll(() => database?.drop());

async function idOf(sql: string, params: unknown[] = []): Promise<string> {
  return (await pool.query<{ id: string }>(sql, params)).rows[0]!.id;
}

let numbered = 0;
const product = (): Promise<string> =>
  idOf(
    `insert into erp.products (sku, name, type, unit_id) select $1, $1, 'part', id from erp.units where code = 'EA' returning id`,
    [`P${++numbered}`],
  );

/** A draft with operations 10, 20, …, none of which waits for another. */
async function draft(
  operations: number,
  given: { product_id?: string; valid_from?: string; valid_to?: string } = {},
): Promise<string> {
  const id = await idOf(
    `insert into erp.routings (company_id, product_id, revision, valid_from, valid_to) values ($1, $2, $3, $4, $5) returning id`,
    [
      company,
      given.product_id ?? (await product()),
      `R${++numbered}`,
      given.valid_from ?? null,
      given.valid_to ?? null,
    ],
  );
  await pool.query(
    `insert into erp.routing_operations (routing_id, number, name, work_centre_id, run_minutes)
     select $1, 10 * n, 'OP-' || n, $2, 1 from generate_series(1, $3::int) n`,
    [id, centre, operations],
  );
  return id;
}

/** Lets one operation wait for another. */
const edge = (routing: string, number: number, after: number, via: Pool | PoolClient = app): Promise<unknown> =>
  via.query(
    `insert into erp.routing_operation_predecessors (routing_id, operation_id, predecessor_id)
     select o.routing_id, o.id, b.id from erp.routing_operations o join erp.routing_operations b on b.routing_id = o.routing_id
      where o.routing_id = $1 and o.number = $2 and b.number = $3`,
    [routing, number, after],
  );

const setState = (id: string, state: string, more = ''): Promise<unknown> =>
  app.query(`update erp.routings set state = $2 ${more} where id = $1`, [id, state]);

async function refusal(work: Promise<unknown>): Promise<{ code: string; constraint?: string; detail?: string }> {
  try {
    await work;
  } catch (error) {
    return error as never;
  }
  throw new Error('was not refused');
}

describe('the machine', () => {
  it('is the CHECK of the column and the rows that the trigger asks', async () => {
    const { rows } = await pool.query<{ definition: string }>(
      `select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'ck_routings_state'`,
    );
    const states = [...rows[0]!.definition.matchAll(/'(\w+)'/g)].map((match) => match[1]);
    expect(states.sort()).toEqual([...ROUTING_MACHINE.states].sort());
    const arrows = await pool.query(
      `select event, from_state, to_state from erp.state_transitions where machine = 'routing' order by event`,
    );
    expect(arrows.rows).toEqual(transitionRows(ROUTING_MACHINE).sort((a, b) => a.event.localeCompare(b.event)));
  });

  it('is obeyed whoever updates the row, and begins with draft', async () => {
    const id = await draft(1);
    expect(await refusal(setState(id, 'obsolete'))).toMatchObject({ code: 'PB409', constraint: 'INVALID_STATE' });
    await setState(id, 'active');
    expect(await refusal(setState(id, 'draft'))).toMatchObject({ constraint: 'INVALID_STATE' });
    const insert = pool.query(
      `insert into erp.routings (company_id, product_id, revision, state) values ($1, $2, '1', 'active')`,
      [company, await product()],
    );
    expect(await refusal(insert)).toMatchObject({ constraint: 'INVALID_STATE' });
  });
});

describe('what left draft', () => {
  it('keeps its header, operations, order and alternatives, and cannot be deleted', async () => {
    const id = await draft(2);
    const other = await idOf(
      `insert into erp.work_centres (company_id, code, name) values ($1, $2, 'x') returning id`,
      [company, `WC-${++numbered}`],
    );
    await edge(id, 20, 10);
    await pool.query(
      `insert into erp.routing_operation_alternatives (routing_id, operation_id, preference, work_centre_id, setup_minutes, run_minutes, run_quantity)
       select routing_id, id, 1, $2, 0, 1, 1 from erp.routing_operations where routing_id = $1 and number = 10`,
      [id, other],
    );
    await setState(id, 'active');
    const statements = [
      `insert into erp.routing_operations (routing_id, number, name, work_centre_id, run_minutes) values ('${id}', 99, 'X', '${centre}', 1)`,
      `update erp.routing_operations set run_minutes = 2 where routing_id = '${id}'`,
      `delete from erp.routing_operations where routing_id = '${id}'`,
      `delete from erp.routing_operation_predecessors where routing_id = '${id}'`,
      `update erp.routing_operation_predecessors set operation_id = operation_id where routing_id = '${id}'`,
      `update erp.routing_operation_alternatives set run_minutes = 2 where routing_id = '${id}'`,
      `delete from erp.routing_operation_alternatives where routing_id = '${id}'`,
      `update erp.routings set revision = 'Z' where id = '${id}'`,
      `update erp.routings set valid_from = '2020-01-01' where id = '${id}'`,
      `delete from erp.routings where id = '${id}'`,
    ];
    for (const statement of statements) {
      expect({ statement, ...(await refusal(pool.query(statement))) }).toMatchObject({
        statement,
        code: 'PB409',
        constraint: 'ROUTING_NOT_DRAFT',
      });
    }
    await pool.query(`update erp.routings set valid_to = '2030-01-01', notes = 'x' where id = $1`, [id]);
    const moved = pool.query('update erp.routings set product_id = $2 where id = $1', [id, await product()]);
    expect(await refusal(moved)).toMatchObject({ code: 'PB422', constraint: 'INVALID_VALUE' });
  });
});

describe('a circle', () => {
  it('of one or of three is refused and named; a diamond is none', async () => {
    const id = await draft(4);
    await edge(id, 20, 10);
    await edge(id, 30, 10);
    await edge(id, 40, 20);
    await edge(id, 40, 30);
    const { code, constraint, detail } = await refusal(edge(id, 10, 40));
    expect([code, constraint, JSON.parse(detail!)]).toEqual([
      'PB409',
      'ROUTING_CYCLE',
      { operations: [10, 20, 30, 40] },
    ]);
    expect(await refusal(edge(id, 30, 30))).toMatchObject({ constraint: 'ROUTING_CYCLE' });
  });

  it('that two sessions close together is refused to the second', async () => {
    const id = await draft(2);
    const [a, b] = [await app.connect(), await app.connect()];
    try {
      await Promise.all([a.query('begin'), b.query('begin')]);
      await edge(id, 20, 10, a);
      const second = edge(id, 10, 20, b);
      second.catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await a.query('commit');
      expect(await refusal(second)).toMatchObject({ constraint: 'ROUTING_CYCLE' });
    } finally {
      await Promise.all([a.query('rollback'), b.query('rollback')]);
      a.release();
      b.release();
    }
    const { rowCount } = await pool.query('select from erp.routing_operation_predecessors where routing_id = $1', [id]);
    expect(rowCount).toBe(1);
  });

  it('is not looked for under an isolation that would not see it', async () => {
    const id = await draft(2);
    const client = await app.connect();
    try {
      await client.query('begin isolation level repeatable read');
      expect(await refusal(edge(id, 20, 10, client))).toMatchObject({ code: '0A000' });
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('cannot lead through another routing', async () => {
    const [one, two] = [await draft(1), await draft(1)];
    const across = app.query(
      `insert into erp.routing_operation_predecessors (routing_id, operation_id, predecessor_id)
       select $1, o.id, b.id from erp.routing_operations o, erp.routing_operations b where o.routing_id = $1 and b.routing_id = $2`,
      [one, two],
    );
    expect(await refusal(across)).toMatchObject({ constraint: 'fk_routing_operation_predecessors_predecessor_id' });
  });
});

describe('the default', () => {
  it('is one on any day, active, and one only of 16 sessions that make theirs at once', async () => {
    const product_id = await product();
    const waiting = await draft(1, { product_id });
    expect(
      await refusal(app.query('update erp.routings set is_default = true where id = $1', [waiting])),
    ).toMatchObject({
      constraint: 'ck_routings_default_is_active',
    });
    const drafts = await Promise.all(
      Array.from({ length: 16 }, () => draft(1, { product_id, valid_to: '2026-06-30' })),
    );
    const results = await Promise.allSettled(drafts.map((id) => setState(id, 'active', ', is_default = true')));
    const codes = results.map((each) =>
      each.status === 'fulfilled' ? 'done' : (each.reason as { code: string }).code,
    );
    expect(codes.sort()).toEqual([...Array.from({ length: 15 }, () => '23P01'), 'done']);
    await setState(await draft(1, { product_id, valid_from: '2026-07-01' }), 'active', ', is_default = true');
    const same = setState(await draft(1, { product_id, valid_from: '2026-06-30' }), 'active', ', is_default = true');
    expect(await refusal(same)).toMatchObject({ constraint: 'ex_routings_one_default' });
  });
});
