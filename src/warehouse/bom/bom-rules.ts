import type { FieldError } from '../../kernel/errors/index.js';
import { Rational } from '../../kernel/numbers/index.js';
import type { BomInput, BomLineInput } from './bom.dto.js';

/** What is made has to be something that a factory makes: materials are bought, services are not kept in stock. */
export const MADE_TYPES: readonly string[] = ['part', 'wip', 'finished_good'];
/** What goes in or comes out has to be something that is kept in stock. */
export const USED_TYPES: readonly string[] = ['material', 'part', 'wip', 'finished_good'];

/** The facts about a product that the rules need. */
export interface RuleProduct {
  readonly type: string;
  readonly is_active: boolean;
}

/** Every product that a bill names. */
export function productIdsOf({ product_id, lines = [] }: BomInput): string[] {
  const used = lines.flatMap((line) => [line.component_id, ...(line.substitutes ?? []).map((s) => s.component_id)]);
  return [...new Set([product_id, ...used])];
}

/**
 * Everything that is wrong with a bill as written, at once. A circle is not looked for here: only the database can see the
 * other bills as they will be.
 */
export function checkBom(bom: BomInput, products: ReadonlyMap<string, RuleProduct>): FieldError[] {
  const lines = bom.lines ?? [];
  return [
    ...checkProduct('/product_id', bom.product_id, MADE_TYPES, products),
    ...checkValidity('', bom),
    ...lines.flatMap((line, index) => checkLine(`/lines/${index}`, line, bom, products)),
    ...repeated('line_no', lines),
    ...repeated('external_id', lines),
    ...checkCostShares(lines),
  ];
}

function checkLine(
  at: string,
  line: BomLineInput,
  bom: BomInput,
  products: ReadonlyMap<string, RuleProduct>,
): FieldError[] {
  const faults = [
    ...checkProduct(`${at}/component_id`, line.component_id, USED_TYPES, products),
    ...checkValidity(at, line),
  ];
  const refuse = (pointer: string, message: string): void =>
    void faults.push({ pointer: `${at}/${pointer}`, code: 'NOT_ALLOWED', message });
  if (line.kind === 'component') {
    if (!isZero(line.cost_share_percent)) refuse('cost_share_percent', 'only a co-product or by-product carries cost');
  } else {
    if (bom.type === 'phantom') refuse('kind', 'a phantom is never made, so nothing else comes out of it');
    if (line.component_id === bom.product_id) refuse('component_id', 'is the product itself');
    if (!isZero(line.scrap_percent)) refuse('scrap_percent', 'only a component is lost on the way');
    if (line.substitutes?.length) refuse('substitutes', 'only a component can be replaced');
  }
  const seen = new Set([line.component_id]);
  (line.substitutes ?? []).forEach(({ component_id }, index) => {
    const pointer = `substitutes/${index}/component_id`;
    faults.push(...checkProduct(`${at}/${pointer}`, component_id, USED_TYPES, products));
    if (seen.has(component_id)) refuse(pointer, 'is the component itself or a substitute named before');
    seen.add(component_id);
  });
  return faults;
}

function checkProduct(
  pointer: string,
  id: string,
  types: readonly string[],
  products: ReadonlyMap<string, RuleProduct>,
): FieldError[] {
  const product = products.get(id);
  if (!product) return [{ pointer, code: 'REFERENCE_NOT_FOUND', message: 'does not exist' }];
  if (!types.includes(product.type)) {
    return [{ pointer, code: 'NOT_ALLOWED', message: `is a ${product.type}; it must be one of ${types.join(', ')}` }];
  }
  return product.is_active ? [] : [{ pointer, code: 'NOT_ACTIVE', message: 'is deactivated' }];
}

function checkValidity(
  at: string,
  { valid_from, valid_to }: { valid_from?: string | null; valid_to?: string | null },
): FieldError[] {
  if (!valid_from || !valid_to || valid_from <= valid_to) return [];
  return [{ pointer: `${at}/valid_to`, code: 'TOO_SMALL', message: 'must not be before valid_from' }];
}

function repeated(field: 'line_no' | 'external_id', lines: readonly BomLineInput[]): FieldError[] {
  const seen = new Set<unknown>();
  return lines.flatMap((line, index) => {
    const value = line[field];
    if (value === undefined || value === null) return [];
    if (seen.size < seen.add(value).size) return [];
    return [{ pointer: `/lines/${index}/${field}`, code: 'DUPLICATE', message: 'must be unique in the bill' }];
  });
}

function checkCostShares(lines: readonly BomLineInput[]): FieldError[] {
  const total = lines.reduce((sum, line) => sum.add(Rational.parse(line.cost_share_percent)), Rational.ZERO);
  if (total.compare(Rational.of(100)) <= 0) return [];
  return [{ pointer: '/lines', code: 'COST_SHARE_TOO_HIGH', message: 'carry more than 100 percent of the cost' }];
}

function isZero(percent: string): boolean {
  return Rational.parse(percent).compare(Rational.ZERO) === 0;
}
