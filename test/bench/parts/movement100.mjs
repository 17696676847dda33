/**
 * A stock movement of 100 lines over HTTP, by moving average (one statement does it all) and by FIFO (layers are made or used up): beside
 * the same call of the database function in the role of the server, and beside the barest SQL that keeps a ledger and a balance.
 */
import { inTurn, load, pick, seededRandom } from '../load.mjs';
import { insertProducts, receive } from '../prepare.mjs';
import { asApplication, sessions } from '../sql-alone.mjs';

const LINES = 100;
// Four movements at once touch a fifth of them, as sixteen of five lines do among 500.
const PRODUCTS = 2_000;
const CLIENTS = 4;
const KINDS = {
  'moving average, receipt': ['moving_average', 'receipts'],
  'FIFO, receipt': ['fifo', 'receipts'],
  'FIFO, issue': ['fifo', 'issues'],
};

export async function movement100({ app, database, sql, stock, seconds, rounds }) {
  const products = {};
  for (const method of ['moving_average', 'fifo']) {
    products[method] = await insertProducts(sql, `M100-${method}-`, PRODUCTS, method);
    await receive({ sql, stock }, products[method], stock.location, 1_000_000);
  }
  await sql.query(
    `insert into bare.balances select p, 1, 1000000 from generate_series(1, ${PRODUCTS}) p on conflict do nothing`,
  );
  await sql.query('analyze');
  const side = await sides(sql, stock.location);
  const watch = { pids: [app.pid], dataDir: database.dataDir };
  const session = { url: database.url, options: asApplication(side.actor), seconds };
  const measures = {
    bare: () => sessions({ url: database.url, clients: CLIENTS, seconds }, bareStatement()),
    bareAlone: () => sessions({ url: database.url, clients: 1, seconds: seconds / 2 }, bareStatement()),
  };
  for (const [name, [method, kind]] of Object.entries(KINDS)) {
    const lines = linesOf(products[method], kind, stock.location);
    measures[`${name} sql`] = () => sessions({ ...session, clients: CLIENTS }, callOf(kind, side, lines));
    measures[`${name} sqlAlone`] = () =>
      sessions({ ...session, clients: 1, seconds: seconds / 2 }, callOf(kind, side, lines));
    measures[`${name} http`] = () =>
      load({ base: app.base, clients: CLIENTS, seconds, makeRequest: requestOf(kind, app.token, lines), watch });
    measures[`${name} httpAlone`] = () =>
      load({ base: app.base, clients: 1, seconds: seconds / 2, makeRequest: requestOf(kind, app.token, lines) });
  }
  const results = await inTurn(rounds, measures);
  const figures = { 'limit: bare SQL': { ...results.bare, one_client_ms: results.bareAlone.p50_ms } };
  for (const name of Object.keys(KINDS)) {
    const [http, alone] = [results[`${name} http`], results[`${name} sql`]];
    figures[`limit: ${name}, the function alone`] = {
      ...alone,
      one_client_ms: results[`${name} sqlAlone`].p50_ms,
      of_bare_sql: alone.per_second / results.bare.per_second,
    };
    figures[`${LINES} lines, ${name}`] = {
      ...http,
      one_client_ms: results[`${name} httpAlone`].p50_ms,
      of_function_alone: http.per_second / alone.per_second,
      of_bare_sql: http.per_second / results.bare.per_second,
    };
  }
  return figures;
}

/** The company of a place, where things come from and go to, and the person who posts. */
async function sides(sql, location) {
  const { rows } = await sql.query(
    `select l.company_id, s.id as supplier, c.id as customer, (select id from erp.users where username = 'bench') as actor
       from erp.locations l join erp.locations s on s.company_id = l.company_id and s.type = 'supplier'
       join erp.locations c on c.company_id = l.company_id and c.type = 'customer' where l.id = $1`,
    [location],
  );
  return rows[0];
}

/** A generator of lines as a person sends them; the other side is the server's to name. */
function linesOf(products, kind, location) {
  const random = seededRandom(19);
  return () =>
    pick(random, LINES, PRODUCTS).map((n) => ({
      product_id: products[n],
      quantity: 1 + (n % 5),
      ...(kind === 'receipts' ? { to_location_id: location, unit_cost: '2.500000' } : { from_location_id: location }),
    }));
}

function requestOf(kind, token, lines) {
  return () => ({
    method: 'POST',
    path: `/api/v1/warehouse/${kind}`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ reference: 'bench', lines: lines() }),
  });
}

function callOf(kind, { company_id, supplier, customer }, lines) {
  const other = kind === 'receipts' ? { from_location_id: supplier } : { to_location_id: customer };
  return () => ({
    name: 'post',
    text: 'select erp.post_stock_movement($1::jsonb)',
    values: [
      JSON.stringify({
        movements: [
          {
            type: kind.slice(0, -1),
            company_id,
            reference: 'bench',
            pointer: '',
            lines: lines().map((line) => ({ ...line, ...other })),
          },
        ],
      }),
    ],
  });
}

function bareStatement() {
  const random = seededRandom(23);
  const quantities = Array.from({ length: LINES }, (_, n) => 1 + (n % 5));
  return () => ({
    name: 'bare',
    text: 'select bare.post($1::integer[], $2::bigint[])',
    values: [pick(random, LINES, PRODUCTS).map((n) => n + 1), quantities],
  });
}
