import { OrderIntegrity } from '../../src/ppic/index.js';
import type { TestApp } from './app.js';

/** Every invariant of stock and of manufacturing orders holds. */
export async function expectIntegrity(app: TestApp): Promise<void> {
  const { rows } = await app.db.query<{ name: string; violations: string; sample: unknown }>('select * from erp.check_stock_integrity()');
  expect(rows.filter(({ violations }) => Number(violations) > 0)).toEqual([]);
  const orders = await app.nest.get(OrderIntegrity, { strict: false }).check();
  expect(orders.filter(({ violations }) => violations > 0)).toEqual([]);
}
