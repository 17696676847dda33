import type { FieldError } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { LoopReferences, NamedByLoop } from './loops.repository.js';

/** The figures of a loop that depend on one another. */
export interface DemandFigures {
  readonly demand_source: string;
  readonly daily_demand?: string | null;
  readonly demand_days?: number | null;
  readonly min_cards: number;
  readonly max_cards: number;
}

const fault = (field: string, code: string, message: string): FieldError => ({ pointer: `/${field}`, code, message });

/** What a loop names and is not there, or has no meaning for its kind: all of it at once. */
export function referenceFaults(kind: string, named: NamedByLoop, found: LoopReferences): FieldError[] {
  const missing = (field: keyof NamedByLoop & keyof LoopReferences, what: string): FieldError[] =>
    named[field] !== null && found[field] === null
      ? [fault(field, 'REFERENCE_NOT_FOUND', `There is no such ${what}`)]
      : [];
  const needed = (field: 'to_location_id' | 'from_location_id', message: string): FieldError[] =>
    named[field] === null && found[field] === null ? [fault(field, 'REQUIRED', message)] : [];
  const onlyOf = (of: string, field: 'supplier_id' | 'from_location_id' | 'source_department_id'): FieldError[] =>
    kind !== of && named[field] !== null ? [fault(field, 'NOT_ALLOWED', `Only a ${of} loop has one`)] : [];
  const isTransfer = kind === 'transfer';
  return [
    ...missing('product_id', 'active product with stock'),
    ...missing('department_id', 'department in the company'),
    ...missing('to_location_id', 'location in a warehouse of the company'),
    ...needed('to_location_id', 'Name the place, or a department whose board has one'),
    ...outside(found),
    ...onlyOf('supplier', 'supplier_id'),
    ...(kind === 'supplier' ? missing('supplier_id', 'active supplier') : []),
    ...(kind === 'supplier' && named.supplier_id === null
      ? [fault('supplier_id', 'REQUIRED', 'Name the supplier')]
      : []),
    ...onlyOf('transfer', 'from_location_id'),
    ...(isTransfer ? missing('from_location_id', 'location in a warehouse of the company') : []),
    ...(isTransfer ? needed('from_location_id', 'Name the source, or a department whose board has one') : []),
    ...(isTransfer && found.from_location_id !== null && found.from_location_id === found.to_location_id
      ? [fault('from_location_id', 'SAME_LOCATION', 'Is where it is used')]
      : []),
    ...onlyOf('production', 'source_department_id'),
    ...missing('source_department_id', 'department in the company'),
    ...missing('calendar_id', 'active calendar'),
  ];
}

/** A caller limited to warehouses sets up loops for them only. */
function outside({ to_warehouse_id }: LoopReferences): FieldError[] {
  const { warehouse_ids } = currentActor();
  return to_warehouse_id !== null && warehouse_ids !== null && !warehouse_ids.includes(to_warehouse_id)
    ? [fault('to_location_id', 'REFERENCE_NOT_FOUND', 'There is no such location in a warehouse of the company')]
    : [];
}

/** What figures say against one another. */
export function demandFaults(figures: DemandFigures): FieldError[] {
  const isStated = figures.demand_source === 'stated';
  const [own, other] = isStated
    ? (['daily_demand', 'demand_days'] as const)
    : (['demand_days', 'daily_demand'] as const);
  return [
    ...(figures[own] == null ? [fault(own, 'REQUIRED', `A demand that is ${figures.demand_source} needs it`)] : []),
    ...(figures[other] != null
      ? [fault(other, 'EXCLUSIVE', `Has no meaning for a demand that is ${figures.demand_source}`)]
      : []),
    ...(figures.min_cards > figures.max_cards
      ? [fault('max_cards', 'TOO_SMALL', `Is less than the least number of cards, ${figures.min_cards}`)]
      : []),
  ];
}
