/** Five-level explosion of every assembly of AdventureWorks, imported as it is. Left out where the real data is absent. */
import { importAdventureWorks } from '../adventureworks.mjs';
import { median } from '../load.mjs';

const PAGE = 200;

export async function explosion(bench) {
  const imported = await importAdventureWorks(bench);
  if (!imported) return { 'explosion of AdventureWorks': { left_out: 'the real data is not beside the project' } };
  const { call } = bench.stock;
  const bills = [];
  let cursor = '';
  do {
    const page = await call(
      'GET',
      `/warehouse/bom?state=active&limit=${PAGE}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    bills.push(...page.data);
    cursor = page.next_cursor ?? '';
  } while (cursor);
  const times = [];
  const started = performance.now();
  for (const { id } of bills) {
    const before = performance.now();
    await call('GET', `/warehouse/bom/${id}/explosion?quantity=10`);
    times.push(performance.now() - before);
  }
  return {
    'explosion of every assembly, one after another': {
      assemblies: bills.length,
      total_ms: performance.now() - started,
      median_ms: median(times),
      slowest_ms: Math.max(...times),
    },
    ...imported,
  };
}
