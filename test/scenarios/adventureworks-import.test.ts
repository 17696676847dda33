import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../src/kernel/config/index.js';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { describeWithSharedData, sharedData } from '../support/data.js';
import { ended, findings } from '../support/imports.js';

/** The files of the manufacturer in the order in which they lean on each other, and what each has to come to. */
const STEPS = [
  { mapping: 'units', file: 'unit_measure.csv', rows: 38, warnings: 0, skipped: 0 },
  { mapping: 'categories', file: 'product_category.csv', rows: 4, warnings: 0, skipped: 0 },
  { mapping: 'subcategories', file: 'product_subcategory.csv', rows: 37, warnings: 0, skipped: 0 },
  { mapping: 'products', file: 'product.csv', rows: 504, warnings: 0, skipped: 0 },
  { mapping: 'suppliers', file: 'vendor.csv', rows: 104, warnings: 0, skipped: 0 },
  { mapping: 'supplier-prices', file: 'product_vendor.csv', rows: 460, warnings: 299, skipped: 0 },
  { mapping: 'bills', file: 'bill_of_materials.csv', rows: 2679, warnings: 0, skipped: 103 },
] as const;

describeWithSharedData('AdventureWorks, imported as it is', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    for (const { mapping } of STEPS) {
      const path = join(PROJECT_ROOT, `test/scenarios/adventureworks/mappings/${mapping}.json`);
      const kept = await app
        .as(app.admin)
        .put(`/imports/mappings/aw-${mapping}`, { mapping: JSON.parse(readFileSync(path, 'utf8')) as object });
      expect([mapping, kept.status, kept.body]).toMatchObject([mapping, 200, { version: 1 }]);
    }
  }, 120_000);
  afterAll(() => app.close());

  for (const round of ['first', 'second'] as const) {
    it.each(STEPS)(
      `the ${round} time $file has no row at fault`,
      async ({ mapping, file, rows, warnings, skipped }) => {
        const stored = await app.as(app.admin).get(`/imports/mappings/aw-${mapping}`);
        const sent = await app
          .as(app.admin)
          .post(
            `/imports/${stored.body.resource}?mapping=aw-${mapping}`,
            readFileSync(sharedData(`adventureworks/${file}`), 'utf8'),
            {
              'content-type': 'text/csv',
            },
          );
        expect(sent).toMatchObject({ status: 202 });
        const { body: job } = await ended(app, sent.body.id as string);
        expect([job, job.errors ? (await findings(app, job.id as string)).slice(0, 5) : []]).toMatchObject([
          { status: 'succeeded', rows_read: rows, rejected: 0, warnings, skipped, merged: 0 },
          [],
        ]);
        if (round === 'second') expect(job).toMatchObject({ inserted: 0, updated: 0, unchanged: rows - skipped });
        else expect(job.inserted + job.updated).toBe(rows - skipped - job.unchanged);
      },
    );
  }
});
