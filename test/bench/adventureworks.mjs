/** Imports the real manufacturer's files through their mapping files, over HTTP. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './environment.mjs';

const FOLDER = join(process.env.PABRIK_SHARED_DATA ?? join(ROOT, '../shared/data'), 'adventureworks');
const FILES = [
  ['units', 'unit_measure.csv'],
  ['categories', 'product_category.csv'],
  ['subcategories', 'product_subcategory.csv'],
  ['products', 'product.csv'],
  ['bills', 'bill_of_materials.csv'],
];

/** @returns figures of the import, or nothing where the data is absent */
export async function importAdventureWorks({ stock: { call } }) {
  if (!existsSync(FOLDER)) return undefined;
  const started = performance.now();
  let rows = 0;
  for (const [mapping, file] of FILES) {
    const path = join(ROOT, `test/scenarios/adventureworks/mappings/${mapping}.json`);
    const definition = JSON.parse(readFileSync(path, 'utf8'));
    await call('PUT', `/imports/mappings/bench-${mapping}`, { mapping: definition });
    const csv = readFileSync(join(FOLDER, file), 'utf8');
    const job = await importAndWait(call, `/imports/${definition.resource}?mapping=bench-${mapping}`, csv);
    rows += job.rows_read;
  }
  const seconds = (performance.now() - started) / 1000;
  return { 'import of AdventureWorks up to its bills': { rows, seconds, rows_per_second: rows / seconds } };
}

/** Sends a file and waits until its job has ended well. */
export async function importAndWait(call, path, csv) {
  let job = await call('POST', path, csv, { 'content-type': 'text/csv' });
  while (!['succeeded', 'failed'].includes(job.status)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    job = await call('GET', `/imports/${job.id}`);
  }
  if (job.status === 'failed') throw new Error(`The import failed: ${JSON.stringify(job)}`);
  return job;
}
