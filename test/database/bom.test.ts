import type { Pool, PoolClient } from 'pg';
import { BOM_MACHINE } from '../../src/warehouse/bom/bom.machine.js';
import { transitionRows } from '../../src/kernel/state-machine/index.js';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

let database: TestDatabase;
let pool: Pool;
/** As the application: role erp_app. */
let app: Pool;

beforeAll(async () => {
  database = await cloneDatabase();
  pool = database.pool();
  app = database.appPool({ max: 20 });
});
afterAll(() => database?.drop());

let numbered = 0;
async function product(sku = `P${++numbered}`): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into erp.products (sku, name, type, unit_id) select $1, $1, 'part', id from erp.units where code = 'EA' returning id`,
    [sku],
  );
  return rows[0]!.id;
}

interface BomGiven {
  revision?: string;
  components?: string[];
  valid_from?: string;
  valid_to?: string;
}

/** A draft with one line for each component. */
async function draft(productId: string, given: BomGiven = {}, via: Pool | PoolClient = app): Promise<string> {
  const { rows } = await via.query<{ id: string }>(
    'insert into erp.boms (product_id, revision, valid_from, valid_to) values ($1, $2, $3, $4) returning id',
    [productId, given.revision ?? `R${++numbered}`, given.valid_from ?? null, given.valid_to ?? null],
  );
  const id = rows[0]!.id;
  await addLines(id, given.components ?? [], via);
  return id;
}

async function addLines(bomId: string, components: readonly string[], via: Pool | PoolClient = app): Promise<void> {
  await via.query(
    `insert into erp.bom_lines (bom_id, line_no, component_id, quantity)
     select $1, ((select coalesce(max(line_no), 0) from erp.bom_lines where bom_id = $1) + n)::int, component, 1
       from unnest($2::uuid[]) with ordinality as c (component, n)`,
    [bomId, components],
  );
}

const setState = (id: string, state: string, via: Pool | PoolClient = app): Promise<unknown> =>
  via.query('update erp.boms set state = $2 where id = $1', [id, state]);

/** Code of the error that a statement is refused with, and what comes along. */
async function refusal(
  work: Promise<unknown>,
): Promise<{ code: string; constraint?: string; detail?: string; message: string }> {
  try {
    await work;
  } catch (error) {
    return error as never;
  }
  throw new Error('was not refused');
}

/** Two transactions side by side, both begun. */
async function twoSessions(work: (a: PoolClient, b: PoolClient) => Promise<void>): Promise<void> {
  const [a, b] = [await app.connect(), await app.connect()];
  try {
    await Promise.all([a.query('begin'), b.query('begin')]);
    await work(a, b);
  } finally {
    await Promise.all([a.query('rollback'), b.query('rollback')]);
    a.release();
    b.release();
  }
}

const blocked = async (work: Promise<unknown>): Promise<boolean> =>
  (await Promise.race([
    work.then(
      () => 'done',
      () => 'done',
    ),
    new Promise((resolve) => setTimeout(resolve, 150, 'waiting')),
  ])) === 'waiting';

describe('the machine', () => {
  it('is the CHECK of the column and the rows that the trigger asks', async () => {
    const { rows } = await pool.query<{ definition: string }>(
      `select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'ck_boms_state'`,
    );
    const states = [...rows[0]!.definition.matchAll(/'(\w+)'/g)].map((match) => match[1]);
    expect(states.sort()).toEqual([...BOM_MACHINE.states].sort());
    const arrows = await pool.query(
      `select event, from_state, to_state from erp.state_transitions where machine = 'bom' order by event`,
    );
    expect(arrows.rows).toEqual(transitionRows(BOM_MACHINE).sort((a, b) => a.event.localeCompare(b.event)));
  });

  it.each([
    ['draft', 'draft', true],
    ['draft', 'active', true],
    ['draft', 'obsolete', false],
    ['active', 'active', true],
    ['active', 'draft', false],
    ['active', 'obsolete', true],
    ['obsolete', 'obsolete', true],
    ['obsolete', 'draft', false],
    ['obsolete', 'active', false],
  ])('%s -> %s is %s, whoever updates the row', async (from, to, allowed) => {
    const id = await draft(await product(), { components: [await product()] });
    if (from !== 'draft') await setState(id, 'active');
    if (from === 'obsolete') await setState(id, 'obsolete');
    const update = setState(id, to, pool);
    if (allowed) await update;
    else expect(await refusal(update)).toMatchObject({ code: 'PB409', constraint: 'INVALID_STATE' });
  });

  it('begins with draft', async () => {
    const insert = pool.query(`insert into erp.boms (product_id, revision, state) values ($1, '1', 'active')`, [
      await product(),
    ]);
    expect(await refusal(insert)).toMatchObject({ code: 'PB409', constraint: 'INVALID_STATE' });
  });
});

describe('what left draft', () => {
  it.each(['active', 'obsolete'])('and is %s keeps its lines and header, and cannot be deleted', async (state) => {
    const [made, used, other] = [await product(), await product(), await product()];
    const id = await draft(made, { components: [used] });
    await pool.query(
      `insert into erp.bom_line_substitutes (bom_line_id, preference, component_id, quantity) select id, 1, $2, 1 from erp.bom_lines where bom_id = $1`,
      [id, other],
    );
    await setState(id, 'active');
    if (state === 'obsolete') await setState(id, 'obsolete');
    const statements = [
      `insert into erp.bom_lines (bom_id, line_no, component_id, quantity) values ('${id}', 99, '${other}', 1)`,
      `update erp.bom_lines set quantity = 2 where bom_id = '${id}'`,
      `delete from erp.bom_lines where bom_id = '${id}'`,
      `insert into erp.bom_line_substitutes (bom_line_id, preference, component_id, quantity)
         select id, 2, '${made}', 1 from erp.bom_lines where bom_id = '${id}'`,
      `update erp.bom_line_substitutes set quantity = 2 where component_id = '${other}'`,
      `delete from erp.bom_line_substitutes where component_id = '${other}'`,
      `update erp.boms set output_quantity = 2 where id = '${id}'`,
      `update erp.boms set type = 'phantom' where id = '${id}'`,
      `update erp.boms set revision = 'Z' where id = '${id}'`,
      `update erp.boms set valid_from = '2020-01-01' where id = '${id}'`,
      `delete from erp.boms where id = '${id}'`,
    ];
    for (const statement of statements) {
      expect({ statement, ...(await refusal(pool.query(statement))) }).toMatchObject({
        statement,
        code: 'PB409',
        constraint: 'BOM_NOT_DRAFT',
      });
    }
    await pool.query(`update erp.boms set valid_to = '2030-01-01', notes = 'x' where id = $1`, [id]);
  });

  it('cannot get a line from a session that began while it was a draft', async () => {
    const id = await draft(await product(), { components: [await product()] });
    const late = await product();
    await twoSessions(async (a, b) => {
      await setState(id, 'active', a);
      const line = addLines(id, [late], b);
      line.catch(() => undefined);
      expect(await blocked(line)).toBe(true);
      await a.query('commit');
      expect(await refusal(line)).toMatchObject({ constraint: 'BOM_NOT_DRAFT' });
    });
  });
});

describe('one active revision', () => {
  it('is all that a product has on any day', async () => {
    const made = await product();
    const used = [await product()];
    const first = await draft(made, { components: used, valid_to: '2026-06-30' });
    const second = await draft(made, { components: used, valid_from: '2026-06-30' });
    const third = await draft(made, { components: used, valid_from: '2026-07-01' });
    await setState(first, 'active');
    expect(await refusal(setState(second, 'active'))).toMatchObject({
      code: '23P01',
      constraint: 'ex_boms_one_active',
    });
    await setState(third, 'active');
    await setState(first, 'obsolete');
    expect(await refusal(setState(second, 'active'))).toMatchObject({ constraint: 'ex_boms_one_active' });
    await setState(third, 'obsolete');
    await setState(second, 'active');
  });

  it('of 20 sessions that activate 20 revisions at once exactly one gets through', async () => {
    const made = await product();
    const used = [await product()];
    const drafts = await Promise.all(Array.from({ length: 20 }, () => draft(made, { components: used })));
    const results = await Promise.allSettled(drafts.map((id) => setState(id, 'active')));
    const codes = results.map((result) =>
      result.status === 'fulfilled' ? 'done' : (result.reason as { code: string }).code,
    );
    expect(codes.sort()).toEqual([...Array.from({ length: 19 }, () => '23P01'), 'done']);
    const { rows } = await pool.query(
      `select count(*)::int as active from erp.boms where product_id = $1 and state = 'active'`,
      [made],
    );
    expect(rows).toEqual([{ active: 1 }]);
  });

  it('of another product is no matter', async () => {
    const used = [await product()];
    await setState(await draft(await product(), { components: used }), 'active');
    await setState(await draft(await product(), { components: used }), 'active');
  });
});

describe('a circle', () => {
  it('of one product is refused', async () => {
    const made = await product('SELF');
    expect(await refusal(draft(made, { components: [made] }))).toMatchObject({
      code: 'PB409',
      constraint: 'BOM_CYCLE',
      detail: JSON.stringify({ cycle: ['SELF', 'SELF'] }).replace(/([:,])/g, '$1 '),
    });
  });

  it('of three is refused, and named', async () => {
    const [a, b, c] = [await product('CA'), await product('CB'), await product('CC')];
    await draft(a, { components: [await product(), b] });
    await draft(b, { components: [c, await product()] });
    const { constraint, detail } = await refusal(draft(c, { components: [await product(), a] }));
    expect(constraint).toBe('BOM_CYCLE');
    const { cycle } = JSON.parse(detail!) as { cycle: string[] };
    expect(cycle[0]).toBe(cycle.at(-1));
    expect(cycle.slice(1).sort()).toEqual(['CA', 'CB', 'CC']);
  });

  it('is refused for drafts and active bills alike, whatever their dates, and not through obsolete ones', async () => {
    const [a, b] = [await product(), await product()];
    const old = await draft(a, { components: [b], valid_to: '2020-12-31' });
    await setState(old, 'active');
    const closing = (): Promise<string> => draft(b, { components: [a], valid_from: '2026-01-01' });
    expect(await refusal(closing())).toMatchObject({ constraint: 'BOM_CYCLE' });
    await setState(old, 'obsolete');
    await closing();
  });

  it('through an update or a substitute is refused too; an output draws no edge', async () => {
    const [a, b, c, d] = [await product(), await product(), await product(), await product()];
    await draft(a, { components: [b] });
    const bom = await draft(b, { components: [c] });
    expect(
      await refusal(app.query('update erp.bom_lines set component_id = $2 where bom_id = $1', [bom, a])),
    ).toMatchObject({ constraint: 'BOM_CYCLE' });
    const substitute = app.query(
      `insert into erp.bom_line_substitutes (bom_line_id, preference, component_id, quantity) select id, 1, $2, 1 from erp.bom_lines where bom_id = $1`,
      [bom, a],
    );
    expect(await refusal(substitute)).toMatchObject({ constraint: 'BOM_CYCLE' });
    await app.query(
      `insert into erp.bom_lines (bom_id, line_no, kind, component_id, quantity) values ($1, 50, 'by_product', $2, 1)`,
      [bom, a],
    );
    await draft(d, { components: [a, b] });
  });

  it('that two sessions close together is refused to the one that commits last', async () => {
    const [a, b] = [await product(), await product()];
    const [bomA, bomB] = [await draft(a), await draft(b)];
    await twoSessions(async (first, second) => {
      await addLines(bomA, [b], first);
      const closing = addLines(bomB, [a], second);
      closing.catch(() => undefined);
      expect(await blocked(closing)).toBe(true);
      await first.query('commit');
      expect(await refusal(closing)).toMatchObject({ code: 'PB409', constraint: 'BOM_CYCLE' });
    });
  });

  it('is never closed, and nobody deadlocks, when 16 sessions link 8 products in all directions', async () => {
    const products = await Promise.all(Array.from({ length: 8 }, () => product()));
    const boms = await Promise.all(products.map((id) => draft(id)));
    let seed = 7;
    const random = (): number => (seed = (seed * 48271) % 2147483647) % 8;
    const codes: (string | undefined)[] = [];
    await Promise.all(
      Array.from({ length: 16 }, async (_, session) => {
        for (let i = 0; i < 10; i++) {
          const [from, to] = [random(), random()];
          try {
            await app.query(
              'insert into erp.bom_lines (bom_id, line_no, component_id, quantity) values ($1, $2, $3, 1)',
              [boms[from], session * 100 + i + 1, products[to]],
            );
            codes.push('added');
          } catch (error) {
            codes.push((error as { constraint?: string; code: string }).constraint ?? (error as { code: string }).code);
          }
        }
      }),
    );
    expect(new Set(codes)).toEqual(new Set(['added', 'BOM_CYCLE']));
    const { rows } = await pool.query(
      `with recursive below (top, id) as (
         select product_id, component_id from erp.bom_edges where product_id = any ($1)
         union select w.top, e.component_id from below w join erp.bom_edges e on e.product_id = w.id)
       select * from below where top = id`,
      [products],
    );
    expect(rows).toEqual([]);
  });

  it('cannot slip by under another isolation level', async () => {
    const id = await draft(await product());
    const component = await product();
    const client = await app.connect();
    try {
      await client.query('begin isolation level repeatable read');
      expect(await refusal(addLines(id, [component], client))).toMatchObject({ code: '0A000' });
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

describe('figures that no bill can hold', () => {
  const line = async (columns: string, values: string): Promise<{ constraint?: string; code: string }> => {
    const id = await draft(await product());
    return refusal(
      pool.query(
        `insert into erp.bom_lines (bom_id, line_no, component_id, ${columns}) values ('${id}', 1, '${await product()}', ${values})`,
      ),
    );
  };

  it.each([
    ['quantity', '0', 'ck_bom_lines_quantity'],
    ['quantity', '9007199254740992', 'ck_bom_lines_quantity'],
    ['quantity, scrap_percent', `1, 'NaN'`, 'ck_bom_lines_scrap_percent'],
    ['quantity, scrap_percent', `1, 100.0001`, 'ck_bom_lines_scrap_percent'],
    ['quantity, scrap_percent', `1, -0.0001`, 'ck_bom_lines_scrap_percent'],
    ['quantity, kind, cost_share_percent', `1, 'co_product', 'NaN'`, 'ck_bom_lines_cost_share_percent'],
    ['quantity, kind, cost_share_percent', `1, 'component', 1`, 'ck_bom_lines_cost_share_of_outputs'],
    ['quantity, kind, scrap_percent', `1, 'by_product', 1`, 'ck_bom_lines_scrap_of_components'],
    ['quantity, kind', `1, 'waste'`, 'ck_bom_lines_kind'],
    ['quantity, valid_from, valid_to', `1, '2026-02-01', '2026-01-31'`, 'ck_bom_lines_validity'],
  ])('%s = %s break %s', async (columns, values, constraint) => {
    expect(await line(columns, values)).toMatchObject({ code: '23514', constraint });
  });

  it('are cost shares above 100 together', async () => {
    const id = await draft(await product());
    const outputs = (one: number, two: number): Promise<unknown> =>
      pool.query(
        `insert into erp.bom_lines (bom_id, line_no, kind, component_id, quantity, cost_share_percent)
         values ($1, 1, 'co_product', $2, 1, $4), ($1, 2, 'by_product', $3, 1, $5)`,
        [id, a, b, one, two],
      );
    const [a, b] = [await product(), await product()];
    expect(await refusal(outputs(60, 40.0001))).toMatchObject({ code: 'PB422', constraint: 'COST_SHARE_TOO_HIGH' });
    await outputs(60, 40);
  });

  it('are an output of 0, a revision twice, an output that is the product', async () => {
    const made = await product();
    await draft(made, { revision: 'A' });
    expect(await refusal(draft(made, { revision: 'a' }))).toMatchObject({
      code: '23505',
      constraint: 'uq_boms_product_id_revision',
    });
    expect(
      await refusal(
        pool.query(`insert into erp.boms (product_id, revision, output_quantity) values ($1, 'B', 0)`, [made]),
      ),
    ).toMatchObject({
      constraint: 'ck_boms_output_quantity',
    });
    const id = await draft(made);
    const itself = pool.query(
      `insert into erp.bom_lines (bom_id, line_no, kind, component_id, quantity) values ($1, 1, 'co_product', $2, 1)`,
      [id, made],
    );
    expect(await refusal(itself)).toMatchObject({ code: 'PB422' });
  });
});
