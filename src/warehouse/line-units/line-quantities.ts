import type { FieldError } from '../../kernel/errors/index.js';
import { AMOUNT_SCALE, Rational, UNIT_COST_SCALE } from '../../kernel/numbers/index.js';
import { UnitGraph, roundedParts } from '../../master-data/index.js';
import type { RoundingRule } from '../../master-data/index.js';

/** A line of a document that says how much in pieces, or in a unit of its own. */
export interface UnitLine {
  readonly product_id: string;
  readonly quantity?: number | undefined;
  readonly unit_id?: string | null | undefined;
  /** Instead of `unit_id`. */
  readonly unit_code?: string | null | undefined;
  readonly unit_quantity?: string | null | undefined;
  readonly unit_cost?: string | null | undefined;
  readonly value?: string | null | undefined;
  /** Adjustments: pieces that enter and pieces that leave are not one sum. */
  readonly direction?: string;
  /** Where the line stands in its document; `/lines/{index}` when not given. */
  readonly at?: string;
  /** Which of several quantities of a line it is: `good` is `good_quantity` and `good_unit_quantity`. */
  readonly name?: string;
  /** What is rounded as one sum, beside the product and direction. */
  readonly sum_of?: string;
  /** Pieces that are left of an earlier step: a sum that comes within less than a rounding step of them is all of them. */
  readonly rest?: number;
}

/** The line in pieces; what was said in a unit has its value outright, never through a rounded cost of a piece. */
export type CountedLine<Line> = Omit<Line, 'quantity'> & { quantity: number };

/** What a line said in a unit. */
export interface SaidQuantity {
  /** Place of the line in its document, counted from one. */
  readonly line_no: number;
  /** Which quantity of the line was said: `quantity`, `accepted_quantity`. */
  readonly field: string;
  readonly product_id: string;
  readonly unit_id: string;
  readonly unit_code: string;
  readonly unit_quantity: string;
  readonly unit_cost: string | null;
  readonly quantity: number;
  readonly factor: Rational;
}

/** The units of a product, with the rounding rule of the one that stock is kept in. */
export interface ProductUnits extends RoundingRule {
  readonly id: string;
  readonly unit_id: string;
  readonly purchase_unit_id: string | null;
  readonly sales_unit_id: string | null;
}

/** The unit that a document means when a line names none. */
export type UsualUnit = 'purchase' | 'sales' | 'stock';
/** The same for all lines, or line by line. */
export type Usual<Line> = UsualUnit | ((line: Line) => UsualUnit);

/** What is known for the lines of one document. */
export interface UnitFacts {
  readonly products: ReadonlyMap<string, ProductUnits>;
  /** Codes of units by their ids, and ids by their codes. */
  readonly codes: ReadonlyMap<string, string>;
  readonly ids: ReadonlyMap<string, string>;
  readonly graph: UnitGraph;
}

export interface Counted<Line> {
  readonly lines: CountedLine<Line>[];
  readonly said: SaidQuantity[];
  readonly faults: FieldError[];
}

interface Conversion {
  readonly index: number;
  readonly unit_id: string;
  readonly said: Rational;
  readonly factor: Rational;
  readonly exact: Rational;
}

/** What lines say of their quantity twice, or not at all. */
export function unitFaults(lines: readonly UnitLine[]): FieldError[] {
  return lines.flatMap((line, index) => {
    const { quantity, unit_quantity, unit_id, unit_code } = line;
    const at = placeOf(line, index);
    if (quantity !== undefined && unit_quantity != null)
      return [at('unit_quantity', 'EXCLUSIVE', 'Give pieces or a quantity in a unit, not both')];
    if (quantity === undefined && unit_quantity == null)
      return [at('quantity', 'REQUIRED', 'Give pieces, or a quantity in a unit')];
    if (unit_id != null && unit_code != null)
      return [at('unit_code', 'EXCLUSIVE', 'Name the unit by its id or by its code, not both')];
    return (unit_id ?? unit_code) != null && unit_quantity == null
      ? [at('unit_quantity', 'REQUIRED', 'A unit needs its quantity; `quantity` is in the stock unit')]
      : [];
  });
}

/**
 * The quantities of a line that has several, such as accepted and damaged ones, each as a line of its own. The unit is that of those that are said in one.
 */
export function namedQuantities(
  source: object,
  names: readonly string[],
  line: Omit<UnitLine, 'name' | 'quantity' | 'unit_quantity' | 'unit_id' | 'unit_code'>,
  optional: boolean,
): UnitLine[] {
  const said = source as Readonly<Record<string, unknown>> & Pick<UnitLine, 'unit_id' | 'unit_code'>;
  const inUnit = names.filter((name) => said[`${name}_unit_quantity`] != null);
  return names.map((name): UnitLine => {
    const unit = inUnit.length === 0 || inUnit.includes(name) ? pick(said, 'unit_id', 'unit_code') : {};
    const quantity = said[`${name}_quantity`] as number | undefined;
    if (!inUnit.includes(name))
      return { ...line, ...unit, name, ...(quantity === undefined ? optional && { quantity: 0 } : { quantity }) };
    const unit_quantity = said[`${name}_unit_quantity`] as string;
    return { ...line, ...unit, name, unit_quantity, ...(quantity !== undefined && { quantity }) };
  });
}

/**
 * Lines in pieces of the stock unit. Lines of one product that do not come out even are rounded together, by the rule of its stock unit, so
 * that the document holds the pieces of its total; under the rule `exact` each of them is a fault. A cost is for one of the unit that the line
 * names, and becomes the value of the line: `round(unit_quantity * unit_cost, 2)`.
 */
export function countedLines<Line extends UnitLine>(
  lines: readonly Line[],
  facts: UnitFacts,
  usual: Usual<Line>,
): Counted<Line> {
  const faults: Fault[] = [];
  const sums = new Map<string, Conversion[]>();
  const wrong = new Set(unitFaults(lines).map(({ pointer }) => pointer));
  lines.forEach((line, index) => {
    const at = placeOf(line, index);
    if (line.unit_quantity == null || wrong.has(at('unit_quantity', '', '').pointer)) return;
    const conversion = converted(line, index, facts, typeof usual === 'string' ? usual : usual(line), faults);
    if (!conversion) return;
    const key = [line.product_id, line.direction, line.sum_of].join(' ');
    const sum = sums.get(key);
    if (sum) sum.push(conversion);
    else sums.set(key, [conversion]);
  });
  const pieces = new Map<number, { conversion: Conversion; quantity: number }>();
  for (const conversions of sums.values()) {
    const { product_id, rest } = lines[conversions[0]!.index]!;
    const rule = facts.products.get(product_id)!;
    const exact = conversions.map((conversion) => conversion.exact);
    (restIn(exact, rule, rest) ?? roundedParts(exact, rule)).forEach((part, n) => {
      const conversion = conversions[n]!;
      const fault = pieceFault(part, conversion, rule, placeOf(lines[conversion.index]!, conversion.index));
      if (fault) faults.push({ index: conversion.index, fault });
      else pieces.set(conversion.index, { conversion, quantity: Number(part) });
    });
  }
  const said = [...pieces.values()].map(({ conversion, quantity }) =>
    saidOf(lines[conversion.index]!, conversion, quantity, facts),
  );
  return {
    lines: lines.map((line, index) => inPieces(line, pieces.get(index))),
    said: said.sort((a, b) => a.line_no - b.line_no),
    faults: faults.sort((a, b) => a.index - b.index).map(({ fault }) => fault),
  };
}

/** What is left of an earlier step, shared out over the quantities that together come within less than a rounding step of it. */
function restIn(exact: readonly Rational[], rule: RoundingRule, rest: number | undefined): bigint[] | null {
  if (rule.rounding === 'exact' || !rest) return null;
  const total = exact.reduce((sum, part) => sum.add(part), Rational.ZERO);
  const gap = total.sub(Rational.of(rest));
  const step = Rational.of(rule.rounding_increment);
  if (gap.compare(step) >= 0 || gap.compare(Rational.ZERO.sub(step)) <= 0) return null;
  const shares = exact.map((part) => part.mul(Rational.of(rest)).div(total));
  return roundedParts(shares, { rounding: 'down', rounding_increment: 1 }) as bigint[];
}

/** By how much the pieces are more or (below zero) less than what was said. */
export function differenceOf(said: Pick<SaidQuantity, 'quantity' | 'unit_quantity' | 'factor'>): Rational {
  return Rational.of(said.quantity).sub(Rational.parse(said.unit_quantity).mul(said.factor));
}

interface Fault {
  readonly index: number;
  readonly fault: FieldError;
}

function converted(
  line: UnitLine,
  index: number,
  { products, codes, ids, graph }: UnitFacts,
  usual: UsualUnit,
  faults: Fault[],
): Conversion | null {
  const refused = (...fault: Parameters<At>): null => {
    faults.push({ index, fault: placeOf(line, index)(...fault) });
    return null;
  };
  const product = products.get(line.product_id);
  if (!product) return refused('product_id', 'REFERENCE_NOT_FOUND', 'There is no such product');
  const usualId = { purchase: product.purchase_unit_id, sales: product.sales_unit_id, stock: product.unit_id }[usual];
  const unit_id = line.unit_code != null ? ids.get(line.unit_code) : (line.unit_id ?? usualId ?? product.unit_id);
  const unit = line.unit_code != null ? 'unit_code' : 'unit_id';
  if (unit_id === undefined || !codes.has(unit_id))
    return refused(unit, 'REFERENCE_NOT_FOUND', 'There is no such unit');
  const factor = graph.factor(unit_id, product.unit_id, line.product_id);
  if (!factor) {
    const message = `No conversions lead from ${codes.get(unit_id)} to the stock unit of the product`;
    return refused(unit, 'NO_CONVERSION', message);
  }
  const said = Rational.parse(line.unit_quantity!);
  return { index, unit_id, said, factor, exact: said.mul(factor) };
}

function pieceFault(part: bigint | null, { factor }: Conversion, rule: RoundingRule, at: At): FieldError | null {
  if (part === null) {
    const multiple = Rational.of(rule.rounding_increment).div(factor);
    const message = `Does not come out in steps of ${rule.rounding_increment} of the stock unit; give a multiple of ${multiple.numerator}/${multiple.denominator}`;
    return at('unit_quantity', 'INEXACT_CONVERSION', message);
  }
  if (part < 1n) return at('unit_quantity', 'TOO_SMALL', 'Is less than one piece, and nothing after rounding');
  return part > BigInt(Number.MAX_SAFE_INTEGER)
    ? at('unit_quantity', 'TOO_LARGE', 'Is more than 9007199254740991 pieces')
    : null;
}

function saidOf(
  line: UnitLine,
  { index, unit_id, said, factor }: Conversion,
  quantity: number,
  facts: UnitFacts,
): SaidQuantity {
  return {
    line_no: index + 1,
    field: line.name === undefined ? 'quantity' : `${line.name}_quantity`,
    product_id: line.product_id,
    unit_id,
    unit_code: facts.codes.get(unit_id)!,
    unit_quantity: said.toFixed(6).replace(/\.?0+$/, ''),
    unit_cost: line.unit_cost == null ? null : Rational.parse(line.unit_cost).toFixed(UNIT_COST_SCALE),
    quantity,
    factor,
  };
}

function inPieces<Line extends UnitLine>(
  line: Line,
  found: { conversion: Conversion; quantity: number } | undefined,
): CountedLine<Line> {
  if (!found) return { ...line, quantity: line.quantity ?? 0 };
  const { quantity, conversion } = found;
  if (line.unit_cost == null || line.value != null) return { ...line, quantity };
  const value = conversion.said.mul(Rational.parse(line.unit_cost)).toFixed(AMOUNT_SCALE);
  return { ...line, quantity, unit_cost: null, value };
}

type At = (
  field: 'product_id' | 'quantity' | 'unit_quantity' | 'unit_id' | 'unit_code',
  code: string,
  message: string,
) => FieldError;

function placeOf({ at, name }: UnitLine, index: number): At {
  return (field, code, message) => {
    const own = name !== undefined && field.endsWith('quantity') ? `${name}_${field}` : field;
    return { pointer: `${at ?? `/lines/${index}`}/${own}`, code, message };
  };
}

function pick(
  source: Pick<UnitLine, 'unit_id' | 'unit_code'>,
  ...keys: ('unit_id' | 'unit_code')[]
): Partial<UnitLine> {
  return Object.fromEntries(keys.flatMap((key) => (source[key] == null ? [] : [[key, source[key]]])));
}
