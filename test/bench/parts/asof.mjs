/**
 * What stock there was and what it was worth, over a long ledger: over HTTP, by the database function of the route alone, and by a scan of the
 * whole ledger, which knows no snapshots. That both say the same is part of the measure: the bench fails where they do not.
 */
import { logIn } from '../environment.mjs';
import { writeLedger } from '../ledger.mjs';
import { median } from '../load.mjs';
import { caller } from '../prepare.mjs';

const RUNS = 7;
const SCANS = 1;

export async function asof(bench) {
  const { sql, stock, ledgerRows } = bench;
  const ledger = await writeLedger(sql, stock.location, ledgerRows);
  const before = performance.now();
  const { taken } = (await sql.query('select erp.take_stock_snapshots() as taken')).rows[0];
  const figures = {
    [`${ledger.rows} ledger rows of ${ledger.months.length} months`]: {
      written_in_seconds: ledger.seconds,
      snapshots: taken,
      snapshots_in_seconds: (performance.now() - before) / 1000,
      database_megabytes: await megabytes(sql),
    },
  };
  await sql.query('vacuum analyze erp.stock_snapshot_quantities');
  await sql.query('vacuum analyze erp.stock_snapshot_values');
  Object.assign(figures, await askAll(bench, ledger));
  await sql.query('drop table bench_products, bench_places, bench_movements');
  return figures;

  function megabytes() {
    return sql
      .query('select pg_database_size(current_database()) / 1048576.0 as megabytes')
      .then(({ rows }) => Number(rows[0].megabytes));
  }
}

/** Every kind of question about the end and the middle of a month. */
export async function askAll({ app, sql }, ledger) {
  const figures = {};
  const call = caller({ base: app.base, token: await logIn(app.base) });
  const month = ledger.months.at(-3);
  const moments = {
    'at the end of a month': new Date(Date.parse(`${ledger.months.at(-2)}T00:00:00Z`) - 1),
    'in the middle of a month': new Date(Date.parse(`${month}T00:00:00Z`) + 15 * 86_400_000),
  };
  for (const [what, kind] of Object.entries(KINDS)) {
    for (const [when, at] of Object.entries(moments)) {
      for (const by of ['effective', 'recorded']) {
        for (const [whose, product] of [
          ['one product', ledger.product],
          ['all', null],
        ]) {
          const name = `${what} ${when} by ${by} time, ${whose}`;
          figures[name] = await question({ sql, call, name, kind, at, by, product });
        }
      }
    }
  }
  return figures;
}

/** One question by all three ways. @throws where the scan says something else */
async function question({ sql, call, name, kind, at, by, product }) {
  const values = [at, by === 'effective', product];
  const path = `/warehouse/${kind.path}?at=${at.toISOString()}&by=${by}${product ? `&product_id=${product}` : ''}`;
  const http = await timed(RUNS, () => call('GET', path));
  const alone = await timed(RUNS, () => sql.query(kind.ours, values));
  const scan = await timed(SCANS, () => sql.query(kind.scan, values));
  const [ours, all] = [alone.answer.rows[0], scan.answer.rows[0]];
  if (ours.said !== all.said || Number(ours.rows) === 0)
    throw new Error(`${name}: ${ours.rows} rows from the function, ${all.rows} from the ledger, and they differ`);
  return {
    rows: Number(ours.rows),
    p50_ms: http.p50,
    max_ms: http.max,
    sql_alone_ms: alone.p50,
    scan_ms: scan.p50,
    of_sql_alone: alone.p50 / http.p50,
    times_faster_than_scan: scan.p50 / http.p50,
  };
}

/** The first run is not counted: it warms what every later one finds warm. */
async function timed(runs, work) {
  let answer = runs > 1 ? await work() : undefined;
  const times = [];
  for (let run = 0; run < runs; run++) {
    const before = performance.now();
    answer = await work();
    times.push(performance.now() - before);
  }
  return { answer, p50: median(times), max: Math.max(...times) };
}

const LINES_OF_THEN = `
  with line as materialized (
    select l.* from erp.stock_ledgers l join erp.stock_movements m on m.id = l.movement_id
     where ($3::uuid is null or l.product_id = $3) and case when $2 then m.effective_at <= $1 else l.recorded_at <= $1 end)`;
const SAID = (key) => `count(*) as rows, md5(string_agg(concat_ws(' ', ${key}), ',' order by ${key})) as said`;

const KINDS = {
  stock: {
    path: 'stock-as-of',
    ours: `select ${SAID('product_id, location_id, lot_id, quantity')} from erp.stock_as_of($1, $2, $3)`,
    scan: `
      ${LINES_OF_THEN}
      select ${SAID('product_id, location_id, lot_id, quantity')} from (
        select product_id, location_id, lot_id, sum(quantity)::bigint as quantity from (
          select product_id, from_location_id as location_id, lot_id, -quantity as quantity from line where from_area_id is not null
          union all select product_id, to_location_id, lot_id, quantity from line where to_area_id is not null) leg
         group by 1, 2, 3 having sum(quantity) <> 0) then_`,
  },
  value: {
    path: 'value-as-of',
    ours: `select ${SAID('product_id, area_id, quantity, value')} from erp.stock_value_as_of($1, $2, $3)`,
    scan: `
      ${LINES_OF_THEN}
      select ${SAID('product_id, area_id, quantity, value')} from (
        select product_id, area_id, sum(quantity)::bigint as quantity, sum(value)::numeric as value from (
          select product_id, from_area_id as area_id, -quantity as quantity, -value as value from line where from_area_id is not null
          union all select product_id, to_area_id, quantity, value from line where to_area_id is not null
          union all select product_id, area_id, 0, value from erp.stock_value_adjustments
           where value <> 0 and ($3::uuid is null or product_id = $3) and case when $2 then effective_at <= $1 else recorded_at <= $1 end) leg
         group by 1, 2 having sum(quantity) <> 0 or sum(value) <> 0) then_`,
  },
};
