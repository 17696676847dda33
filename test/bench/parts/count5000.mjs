/**
 * A stock count of 5,000 lines over HTTP, all of them entered in one request and every one with a difference, step by step: beside the same
 * database functions called in one session in the role of the server.
 */
import pg from 'pg';
import { logIn } from '../environment.mjs';
import { median } from '../load.mjs';
import { caller, insertProducts, receive } from '../prepare.mjs';
import { asApplication } from '../sql-alone.mjs';

const LINES = 5_000;
const CHIEF = { username: 'bench-chief', password: 'bench-chief-correct-horse-battery' };

export async function count5000(bench) {
  const { app, database, sql, stock, rounds } = bench;
  await stock.call('POST', '/auth/users', { ...CHIEF, must_change_password: false, roles: ['super_admin'] });
  const chief = caller({ base: app.base, token: await logIn(app.base, CHIEF) });
  const products = await insertProducts(sql, 'CNT-', LINES);
  const { rows } = await sql.query(`select id from erp.users where username = 'bench'`);
  const session = new pg.Client({ connectionString: database.url, options: asApplication(rows[0].id) });
  await session.connect();
  const runs = [];
  try {
    for (let round = 0; round < rounds; round++) {
      runs.push({ ...(await overHttp(sql, stock, chief, products)), ...(await bySql(sql, stock, session, products)) });
    }
  } finally {
    await session.end();
  }
  const figure = Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(runs.map((run) => run[key]))]));
  const beside = (step, alone) => ({
    ms: figure[step],
    sql_alone_ms: figure[alone],
    of_sql_alone: figure[alone] / figure[step],
  });
  return {
    'whole count over HTTP': {
      seconds: figure.total / 1000,
      sql_alone_seconds: (figure.enterSql + figure.judgeSql + figure.postSql) / 1000,
    },
    'plan it': { ms: figure.plan },
    'start: draw the lines': { ms: figure.start },
    'enter 5,000 lines in one request': beside('enter', 'enterSql'),
    'finish: judge every line': beside('finish', 'judgeSql'),
    'approve, by another person': { ms: figure.approve },
    'post 5,000 differences': beside('post', 'postSql'),
  };
}

/** A bin of its own with three of each. */
async function aFullBin(sql, stock, products) {
  const { parent_id } = await stock.call('GET', `/warehouse/locations/${stock.location}`);
  const code = `CNT-${performance.now().toFixed(3).replace('.', '-')}`;
  const bin = await stock.call('POST', '/warehouse/locations', { code, name: code, type: 'bin', parent_id });
  await receive({ sql, stock }, products, bin.id, 3);
  return bin.id;
}

const entriesOf = (products, bin) => products.map((product_id) => ({ product_id, location_id: bin, quantity: 2 }));

async function overHttp(sql, stock, chief, products) {
  const bin = await aFullBin(sql, stock, products);
  const times = {};
  const step = async (name, work) => {
    const before = performance.now();
    const answer = await work();
    times[name] = performance.now() - before;
    return answer;
  };
  const { id } = await step('plan', () => stock.call('POST', '/warehouse/counts', { location_id: bin }));
  const path = `/warehouse/counts/${id}`;
  await step('start', () => stock.call('POST', `${path}/start`, {}));
  await step('enter', () => stock.call('POST', `${path}/entries`, { entries: entriesOf(products, bin) }));
  await step('finish', () => stock.call('POST', `${path}/finish`, {}));
  await step('approve', () => chief('POST', `${path}/approve`, { accept_differences: true, reason: 'bench' }));
  const posted = await step('post', () => chief('POST', `${path}/post`, {}));
  if (posted.state !== 'posted' || !posted.movement_id) throw new Error(`The count ended as ${posted.state}`);
  times.total = Object.values(times).reduce((sum, ms) => sum + ms, 0);
  return times;
}

/** The same functions on a count that HTTP has begun, and that is cancelled afterwards. */
async function bySql(sql, stock, session, products) {
  const bin = await aFullBin(sql, stock, products);
  const { id, company_id } = await stock.call('POST', '/warehouse/counts', { location_id: bin });
  await stock.call('POST', `/warehouse/counts/${id}/start`, {});
  const place = (await session.query('select path from locations where id = $1', [bin])).rows[0];
  const entries = JSON.stringify(entriesOf(products, bin));
  const times = {};
  const step = async (name, text, values) => {
    const before = performance.now();
    const { rows } = await session.query(text, values);
    times[name] = performance.now() - before;
    return rows;
  };
  const faults = await step('enterSql', 'select * from erp.enter_stock_count($1, $2, $3::jsonb, false)', [
    id,
    place.path,
    entries,
  ]);
  const [judged] = await step('judgeSql', 'select * from erp.judge_stock_count($1)', [id]);
  if (faults.length > 0 || Number(judged.recount) !== LINES) throw new Error('The count by SQL went another way');
  const side = (
    await session.query(`select id from locations where company_id = $1 and type = 'adjustment'`, [company_id])
  ).rows[0].id;
  const lines = products.map((product_id) => ({
    product_id,
    quantity: 1,
    from_location_id: bin,
    to_location_id: side,
  }));
  const movement = {
    type: 'adjustment',
    company_id,
    source_type: 'stock_count',
    source_id: id,
    reason: 'bench',
    pointer: '',
    lines,
  };
  await step('postSql', 'select erp.post_stock_movement($1::jsonb)', [JSON.stringify({ movements: [movement] })]);
  await stock.call('POST', `/warehouse/counts/${id}/cancel`, { reason: 'bench' });
  return times;
}
