/**
 * `npm run bench`: every figure beside the limit measured in the same run, so that only ratios matter. Prints a table and writes
 * bench-results.json. `npm run bench -- posting reads` runs only those parts; BENCH_SECONDS and BENCH_ROUNDS make it longer. The part
 * `asof` asks about the past of 200,000 ledger rows, of 10,000,000 where it is named, or of BENCH_LEDGER_ROWS; `check` checks as many, and
 * runs only where it is named: it waits for the looks of minutes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, connect, startApplication, startDatabase, startProcess } from './environment.mjs';
import { asof } from './parts/asof.mjs';
import { audit } from './parts/audit.mjs';
import { books } from './parts/books.mjs';
import { check } from './parts/check.mjs';
import { count5000 } from './parts/count5000.mjs';
import { explosion } from './parts/explosion.mjs';
import { floor } from './parts/floor.mjs';
import { genealogy } from './parts/genealogy.mjs';
import { imports } from './parts/imports.mjs';
import { movement100 } from './parts/movement100.mjs';
import { orders } from './parts/orders.mjs';
import { posting } from './parts/posting.mjs';
import { reads } from './parts/reads.mjs';
import { prepareStock } from './prepare.mjs';

const PARTS = {
  posting,
  movement100,
  reads,
  orders,
  count5000,
  explosion,
  genealogy,
  imports,
  asof,
  audit,
  floor,
  books,
  check,
};
const PORT = 3901;
const BARE_PORT = 3902;

const chosen = process.argv.slice(2).length
  ? process.argv.slice(2)
  : Object.keys(PARTS).filter((part) => part !== 'check');
const seconds = Number(process.env.BENCH_SECONDS ?? 6);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const named = ['asof', 'check'].some((part) => process.argv.includes(part));
const ledgerRows = Number(process.env.BENCH_LEDGER_ROWS ?? (named ? 10_000_000 : 200_000));

const database = await startDatabase();
const stops = [() => database.stop()];
try {
  const first = await startApplication(database, PORT);
  await first.stop();
  // The second start finds its migrations applied: that is what a restart costs.
  const app = await startApplication(database, PORT);
  stops.unshift(() => app.stop());
  const sql = await connect(database.url);
  await sql.query(readFileSync(join(ROOT, 'test/bench/bare.sql'), 'utf8'));
  const bare = await startProcess(
    'test/bench/bare-server.mjs',
    { DATABASE_URL: database.url, PORT: String(BARE_PORT) },
    `http://127.0.0.1:${BARE_PORT}/ready`,
  );
  stops.unshift(
    () => bare.stop(),
    () => sql.end(),
  );

  const bench = {
    app,
    bare: { ...bare, base: `http://127.0.0.1:${BARE_PORT}` },
    database,
    sql,
    seconds,
    rounds,
    ledgerRows,
  };
  bench.stock = await prepareStock(bench);
  const results = {
    start: {
      'first start to ready, migrations included': { ms: first.ready_ms },
      'restart to ready': { ms: app.ready_ms },
    },
  };
  for (const name of chosen) {
    process.stderr.write(`${name} ...\n`);
    results[name] = await PARTS[name](bench);
  }
  results.memory = { 'resident after the run': { megabytes: app.residentMegabytes(), limit_megabytes: 250 } };
  print(results);
  writeFileSync(
    join(ROOT, 'bench-results.json'),
    `${JSON.stringify({ node: process.version, seconds, rounds, results }, null, 2)}\n`,
  );
} finally {
  for (const stop of stops) await stop();
}

function print(results) {
  const rows = Object.entries(results).flatMap(([part, figures]) =>
    Object.entries(figures).map(([name, figure]) => [`${part}: ${name}`, describe(figure)]),
  );
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, text] of rows) process.stdout.write(`${name.padEnd(width)}  ${text}\n`);
}

function describe(figure) {
  return Object.entries(figure)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? round(value) : value}`)
    .join(', ');
}

function round(value) {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}
