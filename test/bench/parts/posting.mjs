/** A 5-line stock movement over HTTP against the same work done by SQL alone and by bare Fastify. */
import { randomUUID } from 'node:crypto';
import { inTurn, load, pick, seededRandom } from '../load.mjs';
import { sqlAlone } from '../sql-alone.mjs';

const CLIENTS = 16;
const HOT = 20;

export async function posting(bench) {
  const { app, bare, database, sql, seconds, rounds } = bench;
  const ours = { pids: [app.pid], dataDir: database.dataDir };
  const deadlocksBefore = await deadlocks(sql);
  const results = await inTurn(rounds, {
    sql: () => sqlAlone({ url: database.url, clients: CLIENTS, seconds, products: 500 }),
    sqlHot: () => sqlAlone({ url: database.url, clients: CLIENTS, seconds, products: HOT }),
    bare: () => load({ base: bare.base, clients: CLIENTS, seconds, makeRequest: bareRequest(500) }),
    spread: () =>
      load({ base: app.base, clients: CLIENTS, seconds, makeRequest: movement(bench, 500, false), watch: ours }),
    keyed: () =>
      load({ base: app.base, clients: CLIENTS, seconds, makeRequest: movement(bench, 500, true), watch: ours }),
    hot: () =>
      load({ base: app.base, clients: CLIENTS, seconds, makeRequest: movement(bench, HOT, false), watch: ours }),
  });
  const figure = (name, limit) => ({
    ...results[name],
    of_sql_alone: results[name].per_second / results[limit].per_second,
    of_bare_fastify: results[name].per_second / results.bare.per_second,
  });
  return {
    'limit: SQL alone': results.sql,
    'limit: SQL alone, 20 hot products': results.sqlHot,
    'limit: bare Fastify + pg': results.bare,
    '5 lines over 500 products (aim 0.6 of SQL)': figure('spread', 'sql'),
    '5 lines with an Idempotency-Key': figure('keyed', 'sql'),
    '5 lines over 20 hot products (aim half of 500)': {
      ...figure('hot', 'sqlHot'),
      of_uncontended: results.hot.per_second / results.spread.per_second,
      deadlocks: (await deadlocks(sql)) - deadlocksBefore,
    },
  };
}

function bareRequest(products) {
  const random = seededRandom(11);
  return () => ({
    method: 'POST',
    path: '/postings',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ lines: pick(random, 5, products).map((n) => ({ product: n + 1, quantity: 1 + (n % 5) })) }),
  });
}

function movement({ app, stock }, products, keyed) {
  const random = seededRandom(13);
  return () => ({
    method: 'POST',
    path: '/api/v1/warehouse/receipts',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${app.token}`,
      ...(keyed && { 'idempotency-key': randomUUID() }),
    },
    body: JSON.stringify({
      reference: 'bench',
      lines: pick(random, 5, products).map((n) => ({
        product_id: stock.products[n],
        to_location_id: stock.location,
        quantity: 1 + (n % 5),
        unit_cost: '2.500000',
      })),
    }),
  });
}

async function deadlocks(sql) {
  const { rows } = await sql.query('select sum(deadlocks)::integer as n from pg_stat_database');
  return rows[0].n;
}
