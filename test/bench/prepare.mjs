/** What the measures stand on: products with stock in one bin, made over HTTP like any user would. */
const PRODUCTS = 500;
const BATCH = 100;

/** @returns the ids of products and of the bin that holds 1,000,000 of each */
export async function prepareStock({ app }) {
  const call = caller(app);
  const units = await call('GET', '/units?q=EA&limit=10');
  const unit = units.data.find(({ code }) => code === 'EA') ?? units.data[0];
  const products = [];
  for (let start = 0; start < PRODUCTS; start += BATCH) {
    const rows = Array.from({ length: BATCH }, (_, index) => ({
      sku: `BENCH-${String(start + index).padStart(5, '0')}`,
      name: `Bench product ${start + index}`,
      type: 'part',
      unit_id: unit.id,
    }));
    for (const row of rows) products.push((await call('POST', '/products', row)).id);
  }
  const locations = await call('GET', '/warehouse/locations?q=STOCK&limit=100');
  const location = locations.data.find(({ code }) => code === 'STOCK' || code.endsWith('STOCK'));
  for (let start = 0; start < PRODUCTS; start += BATCH) {
    const lines = products.slice(start, start + BATCH).map((product_id) => ({
      product_id,
      to_location_id: location.id,
      quantity: 1_000_000,
      unit_cost: '2.500000',
    }));
    await call('POST', '/warehouse/receipts', { reference: 'bench', lines });
  }
  return { products, location: location.id, call };
}

/** Products by the thousand, past HTTP: their making is not what is measured. @returns their ids */
export async function insertProducts(sql, stem, many, method = 'moving_average') {
  const { rows } = await sql.query(
    `insert into erp.products (sku, name, type, unit_id, costing_method)
     select $1::text || n, 'Bench product ' || n, 'material', (select id from erp.units where code = 'EA'), $3 from generate_series(1, $2::integer) n returning id`,
    [stem, many, method],
  );
  return rows.map(({ id }) => id);
}

/**
 * Receipts of 1,000 lines each, so that each product lies there `quantity` times. Statistics are kept as the server's autovacuum has them a
 * minute later: a session that made its plans while the tables were all but empty keeps them until then.
 */
export async function receive({ sql, stock: { call } }, products, location, quantity) {
  for (let start = 0; start < products.length; start += 1000) {
    const lines = products
      .slice(start, start + 1000)
      .map((product_id) => ({ product_id, to_location_id: location, quantity, unit_cost: '2.500000' }));
    await call('POST', '/warehouse/receipts', { reference: 'bench', lines });
    await sql.query('analyze erp.products, erp.stock_balances, erp.stock_valuations, erp.stock_layers');
  }
}

/** Calls the application and insists on success. */
export function caller(app) {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${app.base}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${app.token}`,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}
