/** A manufacturing order with five components through its whole life, by several clients at once, against what it posts by SQL alone. */
import { cpuSeconds } from '../environment.mjs';

const CLIENTS = 8;
const COMPONENTS = 5;

export async function orders({ app, database, stock, sql, seconds }) {
  const product = await stock.call('POST', '/products', {
    sku: `BENCH-MADE-${Date.now()}`,
    name: 'Bench product that is made',
    type: 'finished_good',
    unit_id: (await stock.call('GET', `/products/${stock.products[0]}`)).unit_id,
    is_manufactured: true,
  });
  const lines = stock.products
    .slice(0, COMPONENTS)
    .map((component_id, index) => ({ component_id, quantity: index + 1 }));
  const bill = await stock.call('POST', '/warehouse/bom', { product_id: product.id, output_quantity: 1, lines });
  await stock.call('POST', `/warehouse/bom/${bill.id}/activate`, {});

  const watch = { pids: [app.pid], dataDir: database.dataDir };
  const statements = await statementCount(sql);
  const before = cpuSeconds(watch);
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const client = async () => {
    while (performance.now() < end) {
      const { id } = await stock.call('POST', '/ppic/manufacturing-orders', {
        product_id: product.id,
        planned_quantity: 10,
      });
      await stock.call('POST', `/ppic/tasks/${id}/approve`, {});
      await stock.call('POST', `/ppic/tasks/${id}/start`, {});
      await stock.call('POST', `/ppic/tasks/${id}/complete`, { actual_quantity: 10 });
      await stock.call('POST', `/ppic/manufacturing-orders/${id}/close`, {});
      done++;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return {
    'whole life of an order, five components, five requests': {
      per_second: done / seconds,
      cpu_ms_per_order: ((cpuSeconds(watch) - before) * 1000) / done,
      transactions_per_order: ((await statementCount(sql)) - statements) / done,
    },
  };
}

async function statementCount(sql) {
  const { rows } = await sql.query(
    'select sum(xact_commit)::integer as n from pg_stat_database where datname = current_database()',
  );
  return rows[0].n;
}
