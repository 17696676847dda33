import type { FieldError } from '../../kernel/errors/index.js';
import { AMOUNT_SCALE, Rational, UNIT_COST_SCALE } from '../../kernel/numbers/index.js';
import { UnitGraph, roundedParts } from '../../master-data/index.js';
import type { RoundingRule } from '../../master-data/index.js';

/** A line of a document that says how much in pieces, or in a unit of its own. */
export interface UnitLine {
  readonly product_id: string;
  readonly quantity?: number | undefined;
  readonly unit_id?: string | null | undefined;
  readonly unit_quantity?: string | null | undefined;
  readonly unit_cost?: string | null | undefined;
  readonly value?: string | null | undefined;
  /** Adjustments: pieces that enter and pieces that leave are not one sum. */
  readonly direction?: string;
}

/** The line in pieces; what was said in a unit has its value outright, never through a rounded cost of a piece. */
export type CountedLine<Line> = Omit<Line, 'quantity'> & { quantity: number };

/** What a line said in a unit. */
export interface SaidQuantity {
  /** Place of the line in its document, counted from one. */
  readonly line_no: number;
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

/** What is known for the lines of one document. */
export interface UnitFacts {
  readonly products: ReadonlyMap<string, ProductUnits>;
  readonly codes: ReadonlyMap<string, string>;
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
  return lines.flatMap(({ quantity, unit_quantity, unit_id }, index) => {
    if (quantity !== undefined && unit_quantity != null)
      return [at(index, 'unit_quantity', 'EXCLUSIVE', 'Give pieces or a quantity in a unit, not both')];
    if (quantity === undefined && unit_quantity == null)
      return [at(index, 'quantity', 'REQUIRED', 'Give pieces, or a quantity in a unit')];
    return unit_id != null && unit_quantity == null
      ? [at(index, 'unit_quantity', 'REQUIRED', 'A unit needs its quantity; `quantity` is in the stock unit')]
      : [];
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
  usual: UsualUnit,
): Counted<Line> {
  const faults: FieldError[] = [];
  const sums = new Map<string, Conversion[]>();
  lines.forEach((line, index) => {
    if (line.unit_quantity == null) return;
    const conversion = converted(line, index, facts, usual, faults);
    if (!conversion) return;
    const key = `${line.product_id} ${line.direction ?? ''}`;
    sums.set(key, [...(sums.get(key) ?? []), conversion]);
  });
  const pieces = new Map<number, { conversion: Conversion; quantity: number }>();
  for (const conversions of sums.values()) {
    const rule = facts.products.get(lines[conversions[0]!.index]!.product_id)!;
    roundedParts(
      conversions.map(({ exact }) => exact),
      rule,
    ).forEach((part, n) => {
      const conversion = conversions[n]!;
      const fault = pieceFault(part, conversion, rule);
      if (fault) faults.push(fault);
      else pieces.set(conversion.index, { conversion, quantity: Number(part) });
    });
  }
  const said = [...pieces.values()].map(({ conversion, quantity }) =>
    saidOf(lines[conversion.index]!, conversion, quantity, facts),
  );
  return {
    lines: lines.map((line, index) => inPieces(line, pieces.get(index))),
    said: said.sort((a, b) => a.line_no - b.line_no),
    faults: faults.sort((a, b) => Number(a.pointer.split('/')[2]) - Number(b.pointer.split('/')[2])),
  };
}

/** By how much the pieces are more or (below zero) less than what was said. */
export function differenceOf(said: Pick<SaidQuantity, 'quantity' | 'unit_quantity' | 'factor'>): Rational {
  return Rational.of(said.quantity).sub(Rational.parse(said.unit_quantity).mul(said.factor));
}

function converted(
  line: UnitLine,
  index: number,
  { products, codes, graph }: UnitFacts,
  usual: UsualUnit,
  faults: FieldError[],
): Conversion | null {
  const product = products.get(line.product_id);
  if (!product) {
    faults.push(at(index, 'product_id', 'REFERENCE_NOT_FOUND', 'There is no such product'));
    return null;
  }
  const usualId = { purchase: product.purchase_unit_id, sales: product.sales_unit_id, stock: product.unit_id }[usual];
  const unit_id = line.unit_id ?? usualId ?? product.unit_id;
  if (!codes.has(unit_id)) {
    faults.push(at(index, 'unit_id', 'REFERENCE_NOT_FOUND', 'There is no such unit'));
    return null;
  }
  const factor = graph.factor(unit_id, product.unit_id, line.product_id);
  if (!factor) {
    const message = `No conversions lead from ${codes.get(unit_id)} to the stock unit of the product`;
    faults.push(at(index, 'unit_id', 'NO_CONVERSION', message));
    return null;
  }
  const said = Rational.parse(line.unit_quantity!);
  return { index, unit_id, said, factor, exact: said.mul(factor) };
}

function pieceFault(part: bigint | null, { index, factor }: Conversion, rule: RoundingRule): FieldError | null {
  if (part === null) {
    const multiple = Rational.of(rule.rounding_increment).div(factor);
    const message = `Does not come out in steps of ${rule.rounding_increment} of the stock unit; give a multiple of ${multiple.numerator}/${multiple.denominator}`;
    return at(index, 'unit_quantity', 'INEXACT_CONVERSION', message);
  }
  if (part < 1n) return at(index, 'unit_quantity', 'TOO_SMALL', 'Is less than one piece, and nothing after rounding');
  return part > BigInt(Number.MAX_SAFE_INTEGER)
    ? at(index, 'unit_quantity', 'TOO_LARGE', 'Is more than 9007199254740991 pieces')
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

function at(index: number, field: string, code: string, message: string): FieldError {
  return { pointer: `/lines/${index}/${field}`, code, message };
}
