import type { IndexFigures, SlowStatement, TableFigures } from './findings.repository.js';

export interface Report {
  lines: string[];
  /** What is wrong, and what to do about it; empty when nothing is. */
  faults: string[];
}

const MANY_DEAD_PERCENT = 20;
const MANY_DEAD_ROWS = 10_000;
const SLOW_MEAN_MS = 500;
const LARGE_INDEX_BYTES = 10 * 1024 * 1024;
const SHOWN = 15;

/** Slow statements, sizes and dead rows. @param statements null when they cannot be had, for the reason given */
export function performanceReport(
  statements: readonly SlowStatement[] | null,
  reason: string,
  tables: readonly TableFigures[],
): Report {
  const slow = (statements ?? []).filter(({ mean_ms, calls }) => mean_ms > SLOW_MEAN_MS && calls >= 5);
  const bloated = tables.filter((table) => table.dead_percent > MANY_DEAD_PERCENT && table.dead_rows > MANY_DEAD_ROWS);
  return {
    lines: [
      'Statements on which most time was spent',
      ...(statements === null
        ? [`  not known: ${reason}`]
        : statements.map(
            ({ statement, calls, mean_ms, total_ms }) =>
              `  ${(total_ms / 1000).toFixed(1).padStart(9)} s  ${String(calls).padStart(9)} calls  ${mean_ms.toFixed(1).padStart(8)} ms each  ${statement.slice(0, 120)}`,
          )),
      '',
      'Largest tables, with their indexes',
      ...tables
        .slice(0, SHOWN)
        .map(
          ({ table, size_bytes, live_rows, dead_percent, last_analyzed }) =>
            `  ${megabytes(size_bytes)}  ${String(live_rows).padStart(11)} rows  ${dead_percent.toFixed(0).padStart(3)} % dead  ${table}${last_analyzed ? '' : '  (never analyzed)'}`,
        ),
    ],
    faults: [
      ...slow.map(
        ({ statement, mean_ms }) => `a statement takes ${mean_ms.toFixed(0)} ms each time: ${statement.slice(0, 120)}`,
      ),
      ...bloated.map(
        ({ table, dead_percent }) => `${table}: ${dead_percent.toFixed(0)} % of the rows are dead; run pabrik maintain`,
      ),
    ],
  };
}

/** Invalid indexes, foreign keys without one, and large ones that nobody reads. */
export function indexReport(
  indexes: readonly IndexFigures[],
  keysWithoutIndex: readonly { constraint: string; table: string }[],
): Report {
  const invalid = indexes.filter(({ valid }) => !valid);
  const unused = indexes.filter((index) => !index.needed && index.scans === 0 && index.size_bytes > LARGE_INDEX_BYTES);
  return {
    lines: [
      `${indexes.length} indexes, ${megabytes(indexes.reduce((sum, { size_bytes }) => sum + size_bytes, 0)).trim()}`,
      'Largest',
      ...indexes
        .slice(0, SHOWN)
        .map(
          ({ index, table, size_bytes, scans }) =>
            `  ${megabytes(size_bytes)}  ${String(scans).padStart(11)} scans  ${index} on ${table}`,
        ),
      ...(unused.length > 0
        ? [
            'Large, never read since the statistics began, and keeping no rule',
            ...unused.map(({ index }) => `  ${index}`),
          ]
        : []),
    ],
    faults: [
      ...invalid.map(
        ({ index }) => `${index} is invalid, from a build that was broken off; run pabrik maintain --reindex`,
      ),
      ...keysWithoutIndex.map(
        ({ constraint, table }) => `${constraint} on ${table} has no index that begins with its column`,
      ),
    ],
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`.padStart(12);
}
