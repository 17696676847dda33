import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { aProduct, aReceipt } from '../support/makers.js';

/** A migration under a running server gives tables columns that its prepared statements did not have. */
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ env: { DATABASE_POOL_SIZE: '3' } });
  // Lists show the columns there are: this is about whether they answer.
  app.checkContract = false;
});

afterAll(() => app.close());

it('reads and posts go on when tables get a column and lose it again, on every connection', async () => {
  const product = await aProduct(app);
  const work = async (): Promise<void> => {
    const reads = ['/products', `/products/${product.id}`, '/warehouse/movements', '/warehouse/locations'];
    const answers = await Promise.all([...reads, ...reads, ...reads].map((path) => app.as(app.admin).get(path)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    await aReceipt(app, product.id, 1);
  };
  const tables = [
    'products',
    'stock_movements',
    'stock_balances',
    'locations',
    'users',
    'sessions',
    'idempotency_keys',
  ];
  const alter = (how: string): Promise<unknown> =>
    app.db.query(tables.map((table) => `alter table erp.${table} ${how}`).join('; '));
  for (let round = 0; round < 3; round++) await work();
  await alter('add column of_next_version text');
  for (let round = 0; round < 3; round++) await work();
  await alter('drop column of_next_version');
  for (let round = 0; round < 3; round++) await work();
});
