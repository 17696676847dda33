/**
 * What became of a lot and what it was made of, over ten levels of 10,000 lots each: over HTTP, by the SQL of the route alone, and by a
 * recursive query over a bare table of edges, which knows no ledger, quantity or reversal.
 */
import { median } from '../load.mjs';

const LEVELS = 10;
const LOTS = 10_000;
const ROUNDS = 20;

export async function genealogy({ sql, stock }) {
  const products = await trackedProducts(stock);
  await writeHistory(sql, products, stock.location);
  const company = (await sql.query('select company_id from erp.locations where id = $1', [stock.location])).rows[0];
  const questions = {
    'forward, raw lot to all products of ten levels': ['forward', 0, 17],
    'backward, finished lot to all raw lots': ['backward', LEVELS - 1, 17],
    'forward, a raw lot that is in everything (20,000 steps, then cut)': ['forward', 0, 0],
  };
  const figures = {};
  for (const [name, [direction, level, n]] of Object.entries(questions)) {
    const lot = (
      await sql.query('select id from erp.lots where product_id = $1 and code = $2', [
        products[level],
        `L${level}-${n}`,
      ])
    ).rows[0].id;
    let answer;
    const rounds = n === 0 ? 3 : ROUNDS;
    const http = await timed(rounds, async () => {
      answer = await stock.call('GET', `/warehouse/lots/${lot}/genealogy?direction=${direction}`);
    });
    const alone = await timed(rounds, () =>
      sql.query('select count(*) from erp.lot_genealogy($1, $2, 20, 20001, $3)', [
        [lot],
        direction === 'forward',
        [company.company_id],
      ]),
    );
    const bare = await timed(rounds, () => sql.query(BARE[direction], [`${level}-${n}`]));
    figures[name] = {
      lots: answer.lots.length,
      steps: answer.steps.length,
      levels: Math.max(...answer.lots.map(({ depth }) => depth)) + 1,
      truncated: String(answer.truncated),
      median_ms: http,
      sql_alone_ms: alone,
      bare_edges_ms: bare,
    };
  }
  return { [`${LEVELS * LOTS} lots in ten levels`]: { history_lines: await lines(sql, products) }, ...figures };
}

async function timed(rounds, work) {
  await work();
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const before = performance.now();
    await work();
    times.push(performance.now() - before);
  }
  return median(times);
}

async function trackedProducts({ call, products }) {
  const { unit_id } = await call('GET', `/products/${products[0]}`);
  const made = [];
  for (let level = 0; level < LEVELS; level++) {
    const row = { sku: `GEN-${Date.now()}-${level}`, name: `Level ${level}`, type: 'wip', unit_id, tracking: 'lot' };
    made.push((await call('POST', '/products', row)).id);
  }
  return made;
}

/**
 * Lot n of a level is made by its own order of two lots of the level below; every fifth lot of the second level also of lot 0. Written
 * as the ledger would hold it, set by set, past its function: a hundred thousand orders are not what is measured here.
 */
async function writeHistory(sql, products, location) {
  await sql.query(HISTORY_TABLES);
  for (let level = 0; level < LEVELS; level++) {
    await sql.query(
      `insert into erp.lots (product_id, code) select $1, 'L${level}-' || n from generate_series(0, ${LOTS - 1}) n`,
      [products[level]],
    );
    await sql.query('set session_replication_role = replica');
    await sql.query(MADE, [products[level], location, level, LOTS]);
    if (level > 0) {
      await sql.query(EDGES, [level, LOTS]);
      await sql.query(USED, [products[level - 1], location, level, LOTS]);
    }
    await sql.query('set session_replication_role = origin');
  }
  await sql.query('analyze erp.lots; analyze erp.stock_movements; analyze erp.stock_ledgers; analyze bench_edges');
}

async function lines(sql, products) {
  const { rows } = await sql.query('select count(*)::integer as n from erp.stock_ledgers where product_id = any($1)', [
    products,
  ]);
  return rows[0].n;
}

const HISTORY_TABLES = `
  create table if not exists bench_edges (from_lot text not null, to_lot text not null);
  truncate bench_edges;
  create index if not exists bench_edges_from on bench_edges (from_lot, to_lot);
  create index if not exists bench_edges_to on bench_edges (to_lot, from_lot);
  create table if not exists bench_orders (level integer, n integer, id uuid default erp.uuid_v7(), used uuid default erp.uuid_v7(), made uuid default erp.uuid_v7(), primary key (level, n));
  truncate bench_orders`;

const EDGES = `
  insert into bench_edges
  select distinct ($1::integer - 1) || '-' || used.n, $1::integer || '-' || o.n
    from bench_orders o
   cross join lateral (values (o.n), ((o.n * 7 + $1) % $2), (case when $1 = 1 and o.n % 5 = 0 then 0 end)) used (n)
   where o.level = $1 and used.n is not null`;

const movement = (id, type, where) => `
  insert into erp.stock_movements (id, number, company_id, type, source_type, source_id, effective_at, recorded_at, created_by, request_id)
  select ${id}, 'GEN-' || ${id}, l.company_id, ${type}, 'bench', o.id, now(), now(), (select id from erp.users limit 1), 'bench'
    from bench_orders o join erp.locations l on l.id = $2 ${where}`;

const ledger = (id, area, from, to, rest) => `
  insert into erp.stock_ledgers (recorded_at, movement_id, line_no, product_id, lot_id, quantity, from_location_id, to_location_id, ${area}, value)
  select now(), ${id}, row_number() over (partition by ${id}), $1, t.id, 3, ${from}, ${to}, l.valuation_area_id, 0 ${rest}`;

const MADE = `
  with orders as (insert into bench_orders (level, n) select $3, n from generate_series(0, $4 - 1) n returning *),
  movement as (${movement('o.made', "case when $3 = 0 then 'receipt' else 'production_output' end", '').replace('bench_orders', 'orders')})
  ${ledger(
    'o.made',
    'to_area_id',
    's.id',
    '$2',
    `from orders o join erp.lots t on t.product_id = $1 and t.code = 'L' || $3 || '-' || o.n join erp.locations l on l.id = $2
     join erp.locations s on s.company_id = l.company_id and s.type = case when $3 = 0 then 'supplier' else 'production' end`,
  )}`;

const USED = `
  with movement as (${movement('o.used', "'production_consumption'", 'where o.level = $3 and $4 > 0')})
  ${ledger(
    'o.used',
    'from_area_id',
    '$2',
    's.id',
    `from bench_orders o join bench_edges e on e.to_lot = o.level || '-' || o.n join erp.lots t on t.product_id = $1 and t.code = 'L' || e.from_lot
     join erp.locations l on l.id = $2 join erp.locations s on s.company_id = l.company_id and s.type = 'production' where o.level = $3`,
  )}`;

const bare = (known, found) => `
  with recursive family (lot, depth) as (
    select $1::text, 0 union select e.${found}, f.depth + 1 from family f join bench_edges e on e.${known} = f.lot where f.depth < 20)
  select count(*) from family`;
const BARE = { forward: bare('from_lot', 'to_lot'), backward: bare('to_lot', 'from_lot') };
