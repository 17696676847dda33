import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { PROJECT_ROOT } from '../../src/kernel/config/index.js';
import type { TestApp } from './app.js';
import { sharedData } from './data.js';
import { ended, findings } from './imports.js';

/** One file of the manufacturer and the mapping by which it is read. */
export interface ImportStep {
  readonly mapping: string;
  readonly file: string;
  readonly rows: number;
  readonly warnings?: number;
  readonly skipped?: number;
  readonly merged?: number;
}

/** The files of the manufacturer in the order in which they lean on each other, and what each has to come to. */
export const IMPORT_STEPS: readonly ImportStep[] = [
  { mapping: 'units', file: 'unit_measure.csv', rows: 38 },
  { mapping: 'categories', file: 'product_category.csv', rows: 4 },
  { mapping: 'subcategories', file: 'product_subcategory.csv', rows: 37 },
  { mapping: 'products', file: 'product.csv', rows: 504 },
  { mapping: 'suppliers', file: 'vendor.csv', rows: 104 },
  // 306 offers are in packing units; the 7 in dozens have the factor that a dozen always has.
  { mapping: 'supplier-prices', file: 'product_vendor.csv', rows: 460, warnings: 299 },
  { mapping: 'locations', file: 'location.csv', rows: 14 },
  // 290 rows lie on no shelf; the other 779 lie in 745 bins.
  { mapping: 'bins', file: 'product_inventory.csv', rows: 1069, skipped: 290, merged: 34 },
  { mapping: 'opening-stock', file: 'product_inventory.csv', rows: 1069, warnings: 582 },
  { mapping: 'bills', file: 'bill_of_materials.csv', rows: 2679, skipped: 103 },
];

const TABLES = [
  'units',
  'product_categories',
  'products',
  'suppliers',
  'supplier_prices',
  'locations',
  'boms',
  'external_ids',
  'bom_lines',
  'stock_movements',
  'stock_ledgers',
  'stock_balances',
  'stock_valuations',
  'document_history',
  'import_mappings',
];

/** Stores every mapping under the name `aw-<mapping>`. */
export async function keepMappings(app: TestApp): Promise<void> {
  for (const { mapping } of IMPORT_STEPS) {
    const path = join(PROJECT_ROOT, `test/scenarios/adventureworks/mappings/${mapping}.json`);
    const document = { mapping: JSON.parse(readFileSync(path, 'utf8')) as object };
    const kept = await app.as(app.admin).put(`/imports/mappings/aw-${mapping}`, document);
    if (kept.status !== 200) throw new Error(`Mapping ${mapping} was refused: ${kept.text}`);
  }
}

/** Imports one file as it is. @returns the finished job; the test fails when a row is at fault */
export async function importStep(app: TestApp, { mapping, file }: ImportStep): Promise<any> {
  const stored = await app.as(app.admin).get(`/imports/mappings/aw-${mapping}`);
  const csv = readFileSync(sharedData(`adventureworks/${file}`), 'utf8');
  const url = `/imports/${stored.body.resource}?mapping=aw-${mapping}`;
  const sent = await app.as(app.admin).post(url, csv, { 'content-type': 'text/csv' });
  expect(sent).toMatchObject({ status: 202 });
  const { body } = await ended(app, sent.body.id as string);
  expect([mapping, body.errors === 0 ? [] : (await findings(app, body.id as string)).slice(0, 5)]).toEqual([
    mapping,
    [],
  ]);
  return body;
}

/** Imports all files, in order; the mappings must be stored. @returns the finished jobs */
export async function importAdventureWorks(app: TestApp): Promise<any[]> {
  const jobs: unknown[] = [];
  for (const step of IMPORT_STEPS) jobs.push(await importStep(app, step));
  return jobs;
}

/** Everything that a second import could touch, by table: how many rows and what is in them, versions included. */
export async function fingerprint(app: TestApp): Promise<string[]> {
  const hashes: string[] = [];
  for (const table of TABLES) {
    const { rows } = await app.db.query(
      `select count(*) as n, md5(string_agg(t::text, '|' order by t.id)) as hash from erp.${table} t`,
    );
    hashes.push(`${table} ${rows[0].n} ${rows[0].hash}`);
  }
  return hashes;
}

/** The rows of one of their files, as text. */
export function theirTable(name: string): Record<string, string>[] {
  return parse(readFileSync(sharedData(`adventureworks/${name}.csv`)), { columns: true });
}
