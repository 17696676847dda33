import { Rational } from '../../kernel/numbers/index.js';
import type { OperationInput, RoutingDto, RoutingInput } from './routing.dto.js';
import type { Routing } from './routing.entity.js';
import type { NewOperation } from './routing.repository.js';

const STEP = 10;

export type RoutingHeader = Pick<Routing, 'valid_from' | 'valid_to' | 'notes' | 'external_id'>;

export function headerOf(input: Pick<RoutingInput, keyof RoutingHeader>): RoutingHeader {
  const { valid_from = null, valid_to = null, notes = null, external_id = null } = input;
  return { valid_from, valid_to, notes, external_id };
}

/**
 * Operations as they are kept: every column, in the order of their numbers; those without a number follow in steps of ten. What is
 * kept always names its predecessors, so that a snapshot needs no rule to be read.
 */
export function operationsOf(operations: readonly OperationInput[]): NewOperation[] {
  let last = 0;
  const numbered = operations.map((operation) => {
    last = operation.number ?? (Math.floor(last / STEP) + 1) * STEP;
    return { ...operation, number: last };
  });
  const numbers = numbered.map(({ number }) => number).sort((a, b) => a - b);
  return numbered.map((operation) => ({
    number: operation.number,
    name: operation.name,
    department_id: operation.department_id ?? null,
    work_centre_id: operation.work_centre_id,
    predecessors: operation.predecessors ?? numbers.slice(0, numbers.indexOf(operation.number)).slice(-1),
    setup_minutes: operation.setup_minutes,
    run_minutes: operation.run_minutes,
    run_quantity: operation.run_quantity,
    queue_minutes: operation.queue_minutes,
    move_minutes: operation.move_minutes,
    places: operation.places ?? null,
    overlap_quantity: operation.overlap_quantity ?? null,
    buffer_percent: operation.buffer_percent,
    scrap_percent: operation.scrap_percent,
    quality_gate: operation.quality_gate,
    supplier_id: operation.supplier_id ?? null,
    price_per_piece: operation.price_per_piece ?? null,
    instruction: operation.instruction ?? null,
    alternatives: (operation.alternatives ?? []).map((alternative) => ({
      work_centre_id: alternative.work_centre_id,
      setup_minutes: alternative.setup_minutes,
      run_minutes: alternative.run_minutes,
      run_quantity: alternative.run_quantity,
      price_per_piece: alternative.price_per_piece ?? null,
    })),
  }));
}

/** One figure that differs, as text. */
export interface RoutingChange {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** An operation that is in one of two routings only, or differs; it is the same operation when its name is. */
export interface OperationChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly name: string;
  readonly from_number: number | null;
  readonly to_number: number | null;
  readonly fields: RoutingChange[];
}

/** Whether what is kept says the same as what is given, down to notes. */
export function sameContent(
  kept: RoutingDto,
  header: RoutingHeader & { readonly revision: string },
  operations: readonly NewOperation[],
): boolean {
  const { revision } = kept;
  const same = compareFields({ revision, ...headerOf(kept) }, header).length === 0;
  return same && compareOperations(operationsOf(kept.operations), operations).length === 0;
}

/** What differs in the headers of two routings. */
export function compareHeaders(from: RoutingDto, to: RoutingDto): RoutingChange[] {
  const shown = ({ sku, revision, valid_from, valid_to, notes }: RoutingDto): object => ({
    sku,
    revision,
    valid_from,
    valid_to,
    notes,
  });
  return compareFields(shown(from), shown(to));
}

/** What differs in the operations of two routings. */
export function compareOperations(from: readonly NewOperation[], to: readonly NewOperation[]): OperationChange[] {
  const key = ({ name }: NewOperation): string => name.toLowerCase();
  const others = new Map(to.map((operation) => [key(operation), operation]));
  const known = new Set(from.map(key));
  const changes = from.flatMap((operation): OperationChange[] => {
    const other = others.get(key(operation));
    if (!other) return [change('removed', operation, undefined, [])];
    const fields = compareFields(operation, other);
    return fields.length === 0 ? [] : [change('changed', operation, other, fields)];
  });
  return [
    ...changes,
    ...to.filter((each) => !known.has(key(each))).map((each) => change('added', undefined, each, [])),
  ];
}

function change(
  what: OperationChange['change'],
  from: NewOperation | undefined,
  to: NewOperation | undefined,
  fields: RoutingChange[],
): OperationChange {
  const name = (from ?? to)!.name;
  return { change: what, name, from_number: from?.number ?? null, to_number: to?.number ?? null, fields };
}

function compareFields(from: object, to: object): RoutingChange[] {
  const right = new Map(Object.entries(to));
  return Object.entries(from)
    .map(([field, value]) => ({ field, from: text(field, value), to: text(field, right.get(field)) }))
    .filter((each) => each.from !== each.to);
}

/** A value as people read it; decimals are equal as numbers, not as texts. */
function text(field: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (field.endsWith('_percent')) return Rational.parse(value as string).toFixed(4);
  if (field.startsWith('price_')) return Rational.parse(value as string).toFixed(6);
  if (field === 'predecessors') return [...(value as number[])].sort((a, b) => a - b).join(', ');
  if (field === 'alternatives') {
    return (value as NewOperation['alternatives'])
      .map((each) =>
        Object.entries(each)
          .map(([name, part]) => text(name, part) ?? '-')
          .join(' '),
      )
      .join('; ');
  }
  return String(value as string | number | boolean);
}
