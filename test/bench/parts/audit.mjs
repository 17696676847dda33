/**
 * What the audit costs: a patch of a product and the whole life of an order, with the audit triggers and without them, turn by turn
 * in the same run; and how fast rows are sealed and held against their seals.
 */
import { orders } from './orders.mjs';

const CLIENTS = 8;

export async function audit(bench) {
  const { sql, seconds, rounds } = bench;
  const figures = { patch: { with: [], without: [] }, order: { with: [], without: [] } };
  await switchTriggers(sql, 'enable');
  await patches(bench, 1);
  try {
    for (let round = 0; round < rounds; round++) {
      for (const mode of round % 2 === 0 ? ['without', 'with'] : ['with', 'without']) {
        await switchTriggers(sql, mode === 'with' ? 'enable' : 'disable');
        figures.patch[mode].push(await patches(bench, seconds));
        const [life] = Object.values(await orders(bench));
        figures.order[mode].push(life.per_second);
      }
    }
  } finally {
    await switchTriggers(sql, 'enable');
  }
  return {
    'patch of a product, eight clients': ratio(figures.patch),
    'whole life of an order, eight clients': ratio(figures.order),
    'sealing and checking': await sealing(sql),
  };
}

async function switchTriggers(sql, what) {
  const { rows } = await sql.query(
    `select format('alter table %s ${what} trigger %I', t.tgrelid::regclass, t.tgname) as statement
       from pg_trigger t where t.tgfoid = 'erp.fn_audit'::regproc`,
  );
  await sql.query(rows.map(({ statement }) => statement).join(';'));
}

async function patches({ stock }, seconds) {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const client = async (_, nr) => {
    const id = stock.products[nr + 20];
    for (let n = 0; performance.now() < end; n++, done++)
      await stock.call('PATCH', `/products/${id}`, {
        name: `Bench product ${nr} ${n}`,
        description: `Patched ${n} times`,
      });
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return done / seconds;
}

function ratio({ with: on, without: off }) {
  const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  return { per_second: median(on), without_audit: median(off), ratio: median(on) / median(off) };
}

/** Rows a second, one at a time: the ledger and the audit as they are by now. */
async function sealing(sql) {
  const begin = performance.now();
  let rows = 0;
  // A place becomes final at the look after the one that chose it.
  for (const stream of ['audit_logs', 'stock_ledgers'])
    for (let empty = 0; empty < 3;) {
      const sealed = (await sql.query('select erp.seal_rows($1, 10000, 0) as n', [stream])).rows[0].n ?? 0;
      rows += sealed;
      empty = sealed === 0 ? empty + 1 : 0;
    }
  const sealed = performance.now();
  let checked = 0;
  for (let last = 0; last !== null;) {
    const { rows: found } = await sql.query('select last_batch, checked from erp.check_seals($1, 50000)', [last]);
    checked += Number(found[0].checked);
    last = found[0].last_batch;
  }
  return {
    rows,
    sealed_per_second: (rows * 1000) / (sealed - begin),
    checked,
    checked_per_second: (checked * 1000) / (performance.now() - sealed),
  };
}
