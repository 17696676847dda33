/** Rows a second of a long product file, from the first byte sent to the job's end. */
import { importAndWait } from '../adventureworks.mjs';

const ROWS = 50_000;

export async function imports({ app, stock: { call } }) {
  const stamp = Date.now();
  const lines = Array.from({ length: ROWS }, (_, n) => `IMP-${stamp}-${n},Imported product ${n},material,EA`);
  const csv = `sku,name,type,unit\n${lines.join('\n')}\n`;
  const before = app.residentMegabytes();
  const started = performance.now();
  await importAndWait(call, '/imports/products', csv);
  const seconds = (performance.now() - started) / 1000;
  const again = performance.now();
  await importAndWait(call, '/imports/products', csv);
  return {
    [`import of ${ROWS} products`]: {
      rows_per_second: ROWS / seconds,
      again_unchanged_rows_per_second: ROWS / ((performance.now() - again) / 1000),
      resident_growth_megabytes: app.residentMegabytes() - before,
    },
  };
}
