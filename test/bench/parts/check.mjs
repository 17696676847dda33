/**
 * The check of every invariant over a long ledger, pass by pass, as the server itself measures it; then the look of every minute: after all of
 * the ledger was written anew, after one posting, and after nothing. What the check finds must be nothing: the bench fails otherwise.
 */
import { cpuSeconds, logIn } from '../environment.mjs';
import { writeLedger } from '../ledger.mjs';
import { caller } from '../prepare.mjs';

const LOOK = /^erp_integrity_check_duration_seconds\{pass="incremental"\} (\S+)$/m;
const LOOKED_AT = /^erp_integrity_checked_timestamp_seconds\{pass="incremental"\} (\S+)$/m;

export async function check(bench) {
  const { sql, app, stock, ledgerRows } = bench;
  const ledger = await writeLedger(sql, stock.location, ledgerRows);
  const figures = {};
  figures['look of a minute, after all of it'] = { seconds: await nextLook(app.base) };
  const snapshots = await seconds(() => sql.query('select erp.take_stock_snapshots()'));
  const sealing = await seconds(() => sealed(sql));
  await sql.query('vacuum analyze erp.stock_snapshot_quantities');
  await sql.query('vacuum analyze erp.stock_snapshot_values');
  figures[`${ledger.rows} ledger rows of ${ledger.months.length} months`] = {
    written_in_seconds: ledger.seconds,
    snapshots_in_seconds: snapshots,
    waited_for_seals_in_seconds: sealing,
  };
  for (const round of ['first', 'second']) Object.assign(figures, await whole(bench, round));
  const call = caller({ base: app.base, token: await logIn(app.base) });
  const line = { product_id: ledger.product, quantity: 1, unit_cost: '1.00', to_location_id: stock.location };
  await call('POST', '/warehouse/receipts', { lines: [line] });
  figures['look of a minute, after one posting'] = { seconds: await nextLook(app.base) };
  figures['look of a minute, after nothing'] = { seconds: await nextLook(app.base) };
  await sql.query('drop table bench_products, bench_places, bench_movements');
  return figures;
}

/** @throws where anything is violated */
async function whole({ app: { base, pid }, database: { dataDir } }, round) {
  const call = caller({ base, token: await logIn(base) });
  const before = await call('GET', '/operations/integrity');
  const cpu = cpuSeconds({ pids: [pid], dataDir });
  await call('POST', '/operations/integrity', {});
  const fresh = caller({ base, token: await logIn(base) });
  let run;
  let job;
  do {
    await pause(1000);
    job = await fresh('GET', '/operations/jobs/integrity-check');
    run = await fresh('GET', '/operations/integrity');
  } while (job.state !== 'idle');
  if (job.result !== 'succeeded' || run.id === before.id) throw new Error(`the run failed: ${job.fault}`);
  const violated = run.invariants.filter(({ violations }) => violations > 0);
  if (violated.length > 0) throw new Error(`violated: ${JSON.stringify(violated.slice(0, 3))}`);
  const passes = new Map(run.invariants.map(({ pass, duration_ms }) => [pass, duration_ms]));
  const figures = {
    [`${round} whole check`]: {
      seconds: run.duration_ms / 1000,
      cpu_seconds_in_server_and_database: cpuSeconds({ pids: [pid], dataDir }) - cpu,
      invariants: run.invariants.length,
    },
  };
  for (const [pass, ms] of passes) figures[`${round} whole check: ${pass}`] = { seconds: ms / 1000 };
  return figures;
}

/** How long the next look takes that begins after now. */
async function nextLook(base) {
  const now = Date.now() / 1000;
  for (;;) {
    const text = await (await fetch(`${base}/metrics`)).text();
    const took = Number(LOOK.exec(text)?.[1]);
    if (Number(LOOKED_AT.exec(text)?.[1] ?? 0) - took > now) return took;
    await pause(1000);
  }
}

/** Waits until the server has sealed the ledger. */
async function sealed(sql) {
  const { rows } = await sql.query('select id from erp.stock_ledgers order by id desc limit 1');
  for (;;) {
    const state = await sql.query(
      `select sealed_id >= $1 as done from erp.seal_streams where stream = 'stock_ledgers'`,
      [rows[0].id],
    );
    if (state.rows[0].done) return;
    await pause(1000);
  }
}

async function seconds(work) {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1000;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
