import type { FieldError } from '../../kernel/errors/index.js';
import { endsOf } from './routing-network.js';

const MADE_TYPES: readonly string[] = ['part', 'wip', 'finished_good'];

/** The facts about a row that the rules need. */
export interface RuleFact {
  readonly what: string;
  readonly company_id: string | null;
  readonly is_active: boolean;
  readonly type: string | null;
}

type Facts = ReadonlyMap<string, RuleFact>;

export interface RuleAlternative {
  readonly work_centre_id: string;
  readonly price_per_piece: string | null;
}

export interface RuleOperation {
  readonly number: number;
  readonly name: string;
  readonly department_id: string | null;
  readonly work_centre_id: string;
  readonly predecessors: readonly number[];
  readonly supplier_id: string | null;
  readonly price_per_piece: string | null;
  readonly alternatives: readonly RuleAlternative[];
}

export interface RuleRouting {
  readonly product_id: string;
  readonly company_id: string;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly operations: readonly RuleOperation[];
}

/** Every row that a routing names. */
export function namedIn({ product_id, operations }: RuleRouting): string[] {
  const named = operations.flatMap((o) => [
    o.work_centre_id,
    o.department_id,
    o.supplier_id,
    ...o.alternatives.map((a) => a.work_centre_id),
  ]);
  return [...new Set([product_id, ...named.filter((id) => id !== null)])];
}

/** Everything that is wrong with a routing as written, at once. A circle is the database's to find. */
export function checkRouting(routing: RuleRouting, facts: Facts): FieldError[] {
  const { operations, valid_from, valid_to } = routing;
  const faults = checkProduct(routing, facts);
  if (valid_from && valid_to && valid_from > valid_to) {
    faults.push({ pointer: '/valid_to', code: 'TOO_SMALL', message: 'must not be before valid_from' });
  }
  const numbers = operations.map(({ number }) => number);
  const names = operations.map(({ name }) => name.toLowerCase());
  operations.forEach((operation, index) => {
    const at = `/operations/${index}`;
    if (numbers.indexOf(operation.number) < index) faults.push(twice(`${at}/number`));
    if (names.indexOf(operation.name.toLowerCase()) < index) faults.push(twice(`${at}/name`));
    faults.push(...checkPredecessors(at, operation, numbers), ...checkPlaces(at, operation, routing, facts));
  });
  return faults;
}

/** Everything that stands in the way of a routing being used, at once. */
export function checkActivation(routing: RuleRouting, facts: Facts): FieldError[] {
  const { operations } = routing;
  if (operations.length === 0) {
    return [{ pointer: '/operations', code: 'REQUIRED', message: 'A routing needs at least one operation' }];
  }
  const faults = checkRouting(routing, facts);
  const ends = endsOf(operations);
  if (ends.length > 1) {
    const message = `The operations have to come together in one last one; nothing comes after ${ends.join(', ')}`;
    faults.push({ pointer: '/operations', code: 'SEVERAL_ENDS', message });
  }
  const active = (pointer: string, id: string | null): void => {
    if (id !== null && facts.get(id)?.is_active === false) {
      faults.push({ pointer, code: 'NOT_ACTIVE', message: 'is deactivated' });
    }
  };
  active('/product_id', routing.product_id);
  operations.forEach(({ work_centre_id, department_id, supplier_id, alternatives }, index) => {
    active(`/operations/${index}/work_centre_id`, work_centre_id);
    active(`/operations/${index}/department_id`, department_id);
    active(`/operations/${index}/supplier_id`, supplier_id);
    alternatives.forEach((each, position) =>
      active(`/operations/${index}/alternatives/${position}/work_centre_id`, each.work_centre_id),
    );
  });
  return faults;
}

function checkProduct({ product_id }: RuleRouting, facts: Facts): FieldError[] {
  const product = facts.get(product_id);
  if (product?.what !== 'product') return [missing('/product_id')];
  if (MADE_TYPES.includes(product.type!)) return [];
  const message = `is a ${product.type}; it must be one of ${MADE_TYPES.join(', ')}`;
  return [{ pointer: '/product_id', code: 'NOT_ALLOWED', message }];
}

function checkPredecessors(
  at: string,
  { number, predecessors }: RuleOperation,
  numbers: readonly number[],
): FieldError[] {
  return predecessors.flatMap((before, index) => {
    const pointer = `${at}/predecessors/${index}`;
    if (before === number) return [{ pointer, code: 'NOT_ALLOWED', message: 'is the operation itself' }];
    if (!numbers.includes(before)) return [missing(pointer)];
    return predecessors.indexOf(before) < index ? [twice(pointer)] : [];
  });
}

function checkPlaces(at: string, operation: RuleOperation, { company_id }: RuleRouting, facts: Facts): FieldError[] {
  const faults: FieldError[] = [];
  const in_company = (pointer: string, id: string | null, what: string): RuleFact | undefined => {
    if (id === null) return undefined;
    const fact = facts.get(id);
    // What belongs to another company is as unknown as what does not exist.
    const known = fact?.what === what && (fact.company_id ?? company_id) === company_id;
    if (!known) faults.push(missing(pointer));
    return known ? fact : undefined;
  };
  const ofSupplier = (pointer: string, given: string | null, centre: RuleFact | undefined): void => {
    if (given === null || !centre || centre.type === 'subcontract') return;
    faults.push({ pointer, code: 'NOT_ALLOWED', message: 'is for a subcontract work centre only' });
  };
  const centre = in_company(`${at}/work_centre_id`, operation.work_centre_id, 'work_centre');
  in_company(`${at}/department_id`, operation.department_id, 'department');
  in_company(`${at}/supplier_id`, operation.supplier_id, 'supplier');
  ofSupplier(`${at}/supplier_id`, operation.supplier_id, centre);
  ofSupplier(`${at}/price_per_piece`, operation.price_per_piece, centre);
  const seen = new Set([operation.work_centre_id]);
  operation.alternatives.forEach(({ work_centre_id, price_per_piece }, index) => {
    const pointer = `${at}/alternatives/${index}`;
    const other = in_company(`${pointer}/work_centre_id`, work_centre_id, 'work_centre');
    ofSupplier(`${pointer}/price_per_piece`, price_per_piece, other);
    if (seen.has(work_centre_id)) faults.push(twice(`${pointer}/work_centre_id`));
    seen.add(work_centre_id);
  });
  return faults;
}

function missing(pointer: string): FieldError {
  return { pointer, code: 'REFERENCE_NOT_FOUND', message: 'does not exist' };
}

function twice(pointer: string): FieldError {
  return { pointer, code: 'DUPLICATE', message: 'is there already' };
}
