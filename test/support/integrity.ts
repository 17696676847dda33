import { OrderIntegrity } from '../../src/ppic/index.js';
import { LedgerIntegrity } from '../../src/warehouse/index.js';
import type { TestApp } from './app.js';

/** Every invariant of stock and of manufacturing orders holds, and every order shows where its value is. */
export async function expectIntegrity(app: TestApp): Promise<void> {
  const ledger = await app.nest.get(LedgerIntegrity, { strict: false }).check();
  const orders = await app.nest.get(OrderIntegrity, { strict: false }).check();
  expect([...ledger, ...orders].filter(({ violations }) => violations > 0)).toEqual([]);
  const unexplained = await app.db.query(
    `select number, material_value, output_value, settled_value, variance_value, work_in_progress
       from erp.manufacturing_order_details
      where material_value <> output_value + settled_value + variance_value + work_in_progress`,
  );
  expect(unexplained.rows).toEqual([]);
}
