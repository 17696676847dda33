/** The stock of a product and a list of 50 rows against bare Fastify handlers of the same shape. */
import { inTurn, load, seededRandom } from '../load.mjs';

const CLIENTS = 16;

export async function reads({ app, bare, database, stock, seconds, rounds }) {
  const watch = { pids: [app.pid], dataDir: database.dataDir };
  const random = seededRandom(17);
  const authorization = { authorization: `Bearer ${app.token}` };
  const run = (base, makeRequest, watched) => load({ base, clients: CLIENTS, seconds, makeRequest, watch: watched });
  const results = await inTurn(rounds, {
    bareBalance: () => run(bare.base, () => ({ method: 'GET', path: `/balances/${1 + Math.floor(random() * 500)}` })),
    stock: () =>
      run(
        app.base,
        () => ({
          method: 'GET',
          path: `/api/v1/warehouse/stock/${stock.products[Math.floor(random() * stock.products.length)]}`,
          headers: authorization,
        }),
        watch,
      ),
    bareList: () => run(bare.base, () => ({ method: 'GET', path: '/orders' })),
    list: () =>
      run(
        app.base,
        () => ({ method: 'GET', path: '/api/v1/warehouse/movements?limit=50', headers: authorization }),
        watch,
      ),
  });
  return {
    'limit: balance by bare Fastify': results.bareBalance,
    'stock of a product (aim 0.7)': {
      ...results.stock,
      of_bare_fastify: results.stock.per_second / results.bareBalance.per_second,
    },
    'limit: 50 rows by bare Fastify': results.bareList,
    '50 stock movements (aim 0.7)': {
      ...results.list,
      of_bare_fastify: results.list.per_second / results.bareList.per_second,
    },
  };
}
