/**
 * The shop floor: release of an order with 100 components, an entry that consumes 100 components, a list of 50 work orders and a board of 500
 * cards; one person at a time, each beside what the database alone takes for the same: the reservation, the posting, the rows.
 */
import { median } from '../load.mjs';
import { insertProducts, receive } from '../prepare.mjs';

const COMPONENTS = 100;
const CARDS = 500;
const ROUNDS = 20;

export async function floor({ sql, stock }) {
  const made = await prepare(sql, stock);
  const alone = await sides(sql, stock, made);
  const times = { release: [], reserve: [], entry: [], post: [], list: [], listAlone: [], board: [], boardAlone: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const { id } = await stock.call('POST', '/ppic/manufacturing-orders', {
      product_id: made.product,
      planned_quantity: 10,
    });
    await stock.call('POST', `/ppic/manufacturing-orders/${id}/approve`, {});
    times.release.push(await timed(() => stock.call('POST', `/ppic/manufacturing-orders/${id}/release`, {})));
    times.reserve.push(await alone.inTransaction('select erp.reserve_stock($1::jsonb)', alone.requests()));
    const { data } = await stock.call('GET', `/ppic/work-orders?order_id=${id}&sort=number`);
    await stock.call('POST', `/ppic/work-orders/${data[0].id}/start`, {});
    times.entry.push(
      await timed(() => stock.call('POST', `/ppic/work-orders/${data[0].id}/entries`, { good_quantity: 10 })),
    );
    times.post.push(await alone.inTransaction('select erp.post_stock_movement($1::jsonb)', alone.posting()));
    times.list.push(await timed(() => stock.call('GET', '/ppic/work-orders?limit=50')));
    times.listAlone.push(await alone.inTransaction(ROWS_OF_WORK_ORDERS));
    times.board.push(await timed(() => stock.call('GET', '/ppic/kanban/cards/all')));
    times.boardAlone.push(await alone.inTransaction(ROWS_OF_CARDS));
  }
  return {
    [`release of an order with ${COMPONENTS} components`]: beside(times.release, times.reserve),
    [`entry that consumes ${COMPONENTS} components`]: beside(times.entry, times.post),
    'list of 50 work orders': beside(times.list, times.listAlone),
    [`board of ${CARDS} cards`]: beside(times.board, times.boardAlone),
  };
}

/** A product of 100 components made in three operations, the first of which uses all of them; and a board full of cards. */
async function prepare(sql, stock) {
  const stem = `FLOOR-${Date.now()}-`;
  const components = await insertProducts(sql, stem, COMPONENTS);
  await receive({ sql, stock }, components, stock.location, 1_000_000);
  const product = await stock.call('POST', '/products', {
    sku: `${stem}MADE`,
    name: 'Bench product of a hundred components',
    type: 'finished_good',
    unit_id: (await stock.call('GET', `/products/${components[0]}`)).unit_id,
    is_manufactured: true,
  });
  const bill = await stock.call('POST', '/warehouse/bom', {
    product_id: product.id,
    lines: components.map((component_id) => ({ component_id, quantity: 1, operation: 'CUTTING' })),
  });
  await stock.call('POST', `/warehouse/bom/${bill.id}/activate`, {});
  const centre = await stock.call('POST', '/ppic/work-centres', {
    code: `${stem}WC`,
    name: 'Bench work centre',
    labour_rate: '6',
    machine_rate: '3',
  });
  const routing = await stock.call('POST', '/ppic/routings', {
    product_id: product.id,
    operations: ['CUTTING', 'SEWING', 'PACKING'].map((name) => ({ name, work_centre_id: centre.id, run_minutes: 1 })),
  });
  await stock.call('POST', `/ppic/routings/${routing.id}/activate`, {});
  for (let n = 0; n < 17; n++) {
    const { id } = await stock.call('POST', '/ppic/manufacturing-orders', {
      product_id: product.id,
      planned_quantity: 1,
    });
    await stock.call('POST', `/ppic/tasks/${id}/approve`, {});
    await stock.call('POST', `/ppic/tasks/${id}/start`, {});
  }
  for (let n = 0; n < CARDS; n++)
    await stock.call('POST', '/ppic/kanban/cards', { product_id: components[n % COMPONENTS], quantity: 1 + n });
  await sql.query('analyze');
  return { product: product.id, components };
}

/** The same work by SQL alone, by the person who posts, undone each time. */
async function sides(sql, stock, { components }) {
  const { rows } = await sql.query(
    `select l.company_id, l.warehouse_id, p.id as production, (select id from erp.users where username = 'bench') as actor
       from erp.locations l join erp.locations p on p.company_id = l.company_id and p.type = 'production' where l.id = $1`,
    [stock.location],
  );
  const { company_id, warehouse_id, production, actor } = rows[0];
  const source = { source_type: 'bench', source_id: '00000000-0000-7000-8000-000000000002' };
  return {
    requests: () => [
      JSON.stringify({
        requests: components.map((product_id) => ({
          product_id,
          quantity: 10,
          within_location_id: warehouse_id,
          ...source,
        })),
      }),
    ],
    posting: () => [
      JSON.stringify({
        movements: [
          {
            type: 'production_consumption',
            company_id,
            pointer: '',
            ...source,
            lines: components.map((product_id) => ({
              product_id,
              quantity: 10,
              pick_within: warehouse_id,
              to_location_id: production,
            })),
          },
        ],
      }),
    ],
    async inTransaction(text, values = []) {
      await sql.query('begin');
      await sql.query(`select set_config('erp.actor', $1, true), set_config('erp.request_id', 'bench', true)`, [actor]);
      const ms = await timed(() => sql.query(text, values));
      await sql.query('rollback');
      return ms;
    },
  };
}

const ROWS_OF_WORK_ORDERS = `
select w.*, o.number, p.sku, c.code, d.code,
       (select min(l.accepted_quantity) from erp.work_order_links l where l.to_work_order_id = w.id) as input
  from erp.work_orders w join erp.manufacturing_orders o on o.id = w.order_id join erp.products p on p.id = o.product_id
  join erp.work_centres c on c.id = w.work_centre_id left join erp.departments d on d.id = w.department_id
 order by coalesce(w.planned_start, timestamptz '9999-12-31 00:00+00'), w.id limit 51`;

const ROWS_OF_CARDS = `
select k.*, p.sku, p.name, f.code, t.code from erp.request_cards k join erp.products p on p.id = k.product_id
  join erp.locations f on f.id = k.from_location_id join erp.locations t on t.id = k.to_location_id
 where k.state in ('pending', 'approved', 'in_progress') order by k.priority, k.needed_by nulls last, k.id limit 500`;

async function timed(work) {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

function beside(http, alone) {
  const [ms, sql_alone_ms] = [median(http), median(alone)];
  return { ms, sql_alone_ms, of_sql_alone: sql_alone_ms / ms };
}
