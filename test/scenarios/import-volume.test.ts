import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { RequestContext, systemActor } from '../../src/kernel/security/index.js';
import { ImportRunner } from '../../src/operations/index.js';
import type { ImportFileProgress } from '../../src/operations/index.js';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';

const ROWS = 100_000;
const MEGABYTE = 1024 * 1024;
/** What is garbage already does not count; all rows as objects would take more than 150 MB. */
const ALLOWED_GROWTH = 90 * MEGABYTE;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('a file of 100,000 rows', () => {
  let app: TestApp;
  let folder: string;
  beforeAll(async () => {
    app = await startTestApp();
    folder = mkdtempSync(join(tmpdir(), 'pabrik-import-'));
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function write(name: string, rows: number, faulty: (row: number) => boolean = () => false): Promise<string> {
    const path = join(folder, name);
    await pipeline(function* () {
      yield 'sku,name,type,unit,category,standard_cost,list_price,safety_stock,reorder_point,lead_time_days,is_sold,attributes.colour\n';
      for (let i = 0; i < rows; i++) {
        const unit = faulty(i) ? 'NOPE' : 'EA';
        yield `VOL-${i},"Product, number ${i}",part,${unit},GENERAL,${i % 977}.${i % 10},${i % 1999}.5,${i % 50},${i % 90},${i % 30},${i % 2},colour ${i % 12}\n`;
      }
    }, createWriteStream(path));
    return path;
  }

  function run(path: string, progress: (progress: ImportFileProgress) => void = () => undefined): Promise<any> {
    const context = RequestContext.forSystem(systemActor(new Set(), [app.company_id]), 'volume');
    return RequestContext.run(context, () =>
      app.nest.get(ImportRunner, { strict: false }).importFile({ resource: 'products', path }, progress),
    );
  }

  /** The most that the heap grew by while something ran, besides what is garbage already. */
  async function growth(work: () => Promise<void>): Promise<number> {
    collectGarbage();
    const before = process.memoryUsage();
    let most = 0;
    const look = setInterval(() => {
      collectGarbage();
      const now = process.memoryUsage();
      most = Math.max(most, now.heapUsed + now.external - before.heapUsed - before.external);
    }, 500);
    await work();
    clearInterval(look);
    return most;
  }

  it('is imported without being held in memory, fast, and with progress that everybody sees', async () => {
    const path = await write('all.csv', ROWS);
    const phases = new Map<string, number[]>();
    let seen = 0;
    const watch = setInterval(() => {
      void app.db
        .query(`select rows_applied from erp.import_jobs where status = 'running' and rows_applied between 1 and $1`, [
          ROWS - 1,
        ])
        .then(({ rowCount }) => {
          seen += rowCount ?? 0;
        });
    }, 50);
    const started = performance.now();
    let job: any;
    const grown = await growth(async () => {
      job = await run(path, ({ phase, rows }) => phases.set(phase, [...(phases.get(phase) ?? []), rows]));
    });
    const seconds = (performance.now() - started) / 1000;
    clearInterval(watch);
    expect(job).toMatchObject({
      status: 'succeeded',
      rows_read: ROWS,
      inserted: ROWS,
      rejected: 0,
      rows_applied: ROWS,
    });
    process.stderr.write(
      `Import: ${Math.round(ROWS / seconds)} rows/s, heap and buffers grew by ${Math.round(grown / MEGABYTE)} MB at most\n`,
    );
    expect(grown).toBeLessThan(ALLOWED_GROWTH);
    expect([...phases.keys()]).toEqual(['reading', 'checking', 'applying']);
    expect(phases.get('reading')!.length).toBeGreaterThan(20);
    expect(phases.get('applying')!.length).toBeGreaterThan(10);
    expect(seen).toBeGreaterThan(0);
    expect((await app.db.query(`select count(*)::int as n from erp.products where sku like 'VOL-%'`)).rows[0].n).toBe(
      ROWS,
    );
  }, 180_000);

  it('changes nothing the second time', async () => {
    const started = performance.now();
    const job = await run(join(folder, 'all.csv'));
    process.stderr.write(`Again: ${Math.round((ROWS * 1000) / (performance.now() - started))} rows/s\n`);
    expect(job).toMatchObject({ status: 'succeeded', inserted: 0, updated: 0, unchanged: ROWS });
  }, 180_000);

  it('tells each of 20,000 faults', async () => {
    const path = await write('faulty.csv', 40_000, (row) => row % 2 === 1);
    const job = await run(path);
    expect(job).toMatchObject({ status: 'failed', rejected: 20_000, errors: 20_000, inserted: 0, updated: 0 });
    const runner = app.nest.get(ImportRunner, { strict: false });
    let count = 0;
    let last = 0;
    const context = RequestContext.forSystem(systemActor(new Set(), [app.company_id]), 'volume');
    await RequestContext.run(context, async () => {
      for await (const { line, column, code } of runner.findings(job.id as string, 'error')) {
        count++;
        if (column !== 'unit' || code !== 'REFERENCE_NOT_FOUND' || line <= last)
          throw new Error(`Unexpected at line ${line}`);
        last = line;
      }
    });
    expect([count, last]).toEqual([20_000, 40_001]);
  }, 180_000);
});
