import { IntegrityRuns, IntegrityService } from '../../src/operations/index.js';
import type { TestApp } from './app.js';

/** Everything that `pabrik check` looks at holds, and every order shows where its value is. */
export async function expectIntegrity(app: TestApp): Promise<void> {
  const invariants = await app.nest.get(IntegrityService, { strict: false }).check();
  expect(invariants.filter(({ violations }) => violations > 0)).toEqual([]);
  const unexplained = await app.db.query(
    `select number, material_value, conversion_value, output_value, settled_value, variance_value, work_in_progress
       from erp.manufacturing_order_details
      where material_value + conversion_value <> output_value + settled_value + variance_value + work_in_progress`,
  );
  expect(unexplained.rows).toEqual([]);
}

/** Has the check run as the job does, and answers what its route then shows. */
export async function integrityNow(app: TestApp): Promise<any> {
  await app.nest.get(IntegrityRuns, { strict: false }).work();
  return (await app.as(app.admin).get('/operations/integrity')).body;
}
