import { indexReport, performanceReport } from './performance-report.js';

const table = {
  table: 't',
  size_bytes: 3 * 1024 * 1024,
  live_rows: 10,
  dead_rows: 0,
  dead_percent: 0,
  sequential_scans: 0,
  rows_per_sequential_scan: 0,
  last_analyzed: null,
};
const index = { index: 'ix_t', table: 't', size_bytes: 20 * 1024 * 1024, scans: 5, needed: false, valid: true };

it('says why statements are not known, and finds nothing wrong in that', () => {
  const { lines, faults } = performanceReport(null, 'it is not installed', [table]);
  expect(lines.join('\n')).toMatch(/not known: it is not installed[\s\S]*3\.0 MB .*10 rows.*t {2}\(never analyzed\)/);
  expect(faults).toEqual([]);
});

it('finds slow statements that are asked often, and tables with many dead rows', () => {
  const statement = { statement: 'select slow', calls: 9, mean_ms: 900, total_ms: 8100, rows: 1 };
  const { lines, faults } = performanceReport([statement, { ...statement, statement: 'once', calls: 1 }], '', [
    { ...table, table: 'bloated', dead_rows: 20_000, dead_percent: 50 },
    { ...table, table: 'small', dead_rows: 20, dead_percent: 90 },
  ]);
  expect(lines.join('\n')).toContain('8.1 s          9 calls     900.0 ms each  select slow');
  expect(faults).toEqual([
    'a statement takes 900 ms each time: select slow',
    'bloated: 50 % of the rows are dead; run pabrik maintain',
  ]);
});

it('finds invalid indexes and keys without one; names large ones that nobody reads without calling them wrong', () => {
  const { lines, faults } = indexReport(
    [
      index,
      { ...index, index: 'ix_broken', valid: false },
      { ...index, index: 'ix_idle', scans: 0 },
      { ...index, index: 'uq_idle', scans: 0, needed: true },
    ],
    [{ constraint: 'fk_t_x', table: 't' }],
  );
  expect(lines.join('\n')).toMatch(/keeping no rule\n {2}ix_idle$/);
  expect(faults).toEqual([
    'ix_broken is invalid, from a build that was broken off; run pabrik maintain --reindex',
    'fk_t_x on t has no index that begins with its column',
  ]);
});
