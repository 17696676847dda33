import { Metrics } from '../../kernel/metrics/index.js';
import { MOVEMENT_TYPES } from './movement-draft.js';
import type { MovementType } from './movement-draft.js';

const MOVEMENTS = Metrics.counter({
  name: 'erp_stock_movements_total',
  help: 'Stock movements posted and committed, by type',
  labels: ['type'],
});
const LINES = Metrics.counter({
  name: 'erp_stock_ledger_lines_total',
  help: 'Lines of the stock ledger posted and committed',
});
for (const type of MOVEMENT_TYPES) MOVEMENTS.inc({ type }, 0);

/** Counts what was posted, once it is committed. */
export function countMovements(movements: readonly { type: MovementType; lines: readonly unknown[] }[]): void {
  for (const { type, lines } of movements) {
    MOVEMENTS.inc({ type });
    LINES.inc({}, lines.length);
  }
}
