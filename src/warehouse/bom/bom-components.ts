import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Rational, allocateByLargestRemainder } from '../../kernel/numbers/index.js';
import { BOM_ERRORS } from './bom.errors.js';
import type { BomStructure, IssueMethod, LineKind, StructureBom, StructureLine } from './bom-structure.js';

/** Bills are followed this deep and no deeper. */
export const MAX_LEVELS = 50;

/** A product passed through on the way to a real component. */
export interface PassedPhantom {
  readonly product_id: string;
  readonly sku: string;
  readonly bom_id: string;
}

/** A substitute with its own exact quantity for one piece of the product. */
export interface RequirementSubstitute {
  readonly component_id: string;
  readonly sku: string;
  readonly preference: number;
  readonly per_output: Rational;
}

/** What one order of a bill needs of one real component. */
export interface Requirement {
  readonly component_id: string;
  readonly sku: string;
  readonly name: string;
  /** Exactly this much for one piece of the product, scrap included: `line * (1 + scrap) / output`, multiplied along the phantoms. */
  readonly per_output: Rational;
  readonly lines: readonly StructureLine[];
  readonly phantoms: readonly PassedPhantom[];
  readonly operation: string | null;
  readonly issue_method: IssueMethod;
  readonly substitutes: readonly RequirementSubstitute[];
}

/** What comes out besides the product. */
export interface Output {
  readonly product_id: string;
  readonly sku: string;
  readonly name: string;
  readonly kind: Exclude<LineKind, 'component'>;
  readonly per_output: Rational;
  readonly cost_share_percent: string;
  readonly line: StructureLine;
  readonly phantoms: readonly PassedPhantom[];
}

/**
 * `ceil(quantity * per_output)`: what has to be there for a quantity, and, since it grows with the quantity only, what has been
 * needed so far: ten reports of 1 come to what one report of 10 does.
 * @throws VALUE_OUT_OF_RANGE past 2^53 - 1
 */
export function requiredFor(perOutput: Rational, quantity: number): number {
  return safeCount(perOutput.mul(Rational.of(quantity)).ceil());
}

/** Whole pieces that come out for a quantity: `floor(quantity * per_output)`, never more than there is. */
export function yieldedBy(perOutput: Rational, quantity: number): number {
  return safeCount(perOutput.mul(Rational.of(quantity)).floor());
}

/**
 * The real components of one level. A phantom's lines take its place, without a ceiling of its own; what comes through phantoms
 * is gathered exactly for each component, operation, issue method and set of substitutes, and rounded once. A line of the bill
 * itself is rounded by itself.
 * @throws BOM_TOO_DEEP when phantoms lie in each other more than 50 levels deep
 */
export function requirementsOf(bom: StructureBom, structure: BomStructure): Requirement[] {
  return componentsOf(bom, structure, perPiece);
}

function componentsOf(
  bom: StructureBom,
  structure: BomStructure,
  share: (line: StructureLine, bom: StructureBom) => Rational,
): Requirement[] {
  const direct: Requirement[] = [];
  const passed = new Map<string, Requirement>();
  const walk = (from: StructureBom, factor: Rational, phantoms: readonly PassedPhantom[]): void => {
    if (phantoms.length > MAX_LEVELS) throw tooDeep();
    for (const line of from.lines) {
      if (line.kind !== 'component') continue;
      const perOutput = factor.mul(share(line, from));
      const phantom = phantomOf(line.component_id, structure);
      if (phantom) {
        walk(phantom, perOutput, [...phantoms, passedBy(phantom)]);
        continue;
      }
      const requirement = requirementOf(line, perOutput, phantoms);
      if (phantoms.length === 0) direct.push(requirement);
      else gather(passed, requirement);
    }
  };
  walk(bom, Rational.ONE, []);
  return [...direct, ...passed.values()];
}

/** Co-products and by-products of a bill. One that is a phantom stands for what it consists of; its cost share is divided by pieces. */
export function outputsOf(bom: StructureBom, structure: BomStructure): Output[] {
  return bom.lines.flatMap((line) => (line.kind === 'component' ? [] : outputsOfLine(line, bom, structure)));
}

/** Each bill's requirements are worked out once, however often it is used. */
export function memoized(structure: BomStructure): (bom: StructureBom) => Requirement[] {
  const known = new Map<string, Requirement[]>();
  return (bom) => {
    let requirements = known.get(bom.id);
    if (!requirements) known.set(bom.id, (requirements = requirementsOf(bom, structure)));
    return requirements;
  };
}

/** `line * (1 + scrap / 100) / output`, exactly. */
function perPiece(line: StructureLine, bom: StructureBom): Rational {
  const withScrap = Rational.ONE.add(Rational.parse(line.scrap_percent).div(Rational.of(100)));
  return perPieceWithoutScrap(line, bom).mul(withScrap);
}

/** `line / output`: what comes out is not multiplied by what is lost. */
function perPieceWithoutScrap(line: StructureLine, bom: StructureBom): Rational {
  return Rational.of(line.quantity, bom.output_quantity);
}

function requirementOf(line: StructureLine, perOutput: Rational, phantoms: readonly PassedPhantom[]): Requirement {
  const { component_id, sku, name, operation, issue_method } = line;
  const substitutes = [...line.substitutes]
    .sort((a, b) => a.preference - b.preference)
    .map((substitute) => ({
      component_id: substitute.component_id,
      sku: substitute.sku,
      preference: substitute.preference,
      per_output: perOutput.mul(Rational.of(substitute.quantity, line.quantity)),
    }));
  return {
    component_id,
    sku,
    name,
    per_output: perOutput,
    lines: [line],
    phantoms,
    operation,
    issue_method,
    substitutes,
  };
}

/** Adds what comes through a phantom to what came through others, exactly. Only equals are put together. */
function gather(passed: Map<string, Requirement>, requirement: Requirement): void {
  const ratios = requirement.substitutes.map(({ component_id, preference, per_output }) => {
    const ratio = per_output.div(requirement.per_output);
    return [component_id, preference, `${ratio.numerator}/${ratio.denominator}`];
  });
  const key = JSON.stringify([requirement.component_id, requirement.operation, requirement.issue_method, ratios]);
  const before = passed.get(key);
  if (!before) {
    passed.set(key, requirement);
    return;
  }
  const lines = [...before.lines, ...requirement.lines.filter((line) => !before.lines.includes(line))];
  const phantoms = [...before.phantoms, ...requirement.phantoms];
  passed.set(key, {
    ...before,
    per_output: before.per_output.add(requirement.per_output),
    lines,
    phantoms: phantoms.filter(({ bom_id }, index) => phantoms.findIndex((other) => other.bom_id === bom_id) === index),
    substitutes: before.substitutes.map((substitute, index) => ({
      ...substitute,
      per_output: substitute.per_output.add(requirement.substitutes[index]!.per_output),
    })),
  });
}

function outputsOfLine(line: StructureLine, bom: StructureBom, structure: BomStructure): Output[] {
  const kind = line.kind as Output['kind'];
  const perOutput = perPieceWithoutScrap(line, bom);
  const phantom = phantomOf(line.component_id, structure);
  if (!phantom) {
    const { component_id, sku, name, cost_share_percent } = line;
    return [
      { product_id: component_id, sku, name, kind, per_output: perOutput, cost_share_percent, line, phantoms: [] },
    ];
  }
  const parts = componentsOf(phantom, structure, perPieceWithoutScrap);
  const shares = divideShare(
    line.cost_share_percent,
    parts.map((part) => part.per_output),
  );
  return parts.map((part, index) => ({
    product_id: part.component_id,
    sku: part.sku,
    name: part.name,
    kind,
    per_output: perOutput.mul(part.per_output),
    cost_share_percent: shares[index]!,
    line,
    phantoms: [passedBy(phantom), ...part.phantoms],
  }));
}

/** A share of four places in proportion to pieces; the parts sum to the whole. */
function divideShare(share: string, pieces: readonly Rational[]): string[] {
  if (pieces.length === 0) return [];
  const hundred = Rational.of(100);
  const parts = allocateByLargestRemainder(Rational.parse(share).mul(hundred).toFixed(2), pieces);
  return parts.map((part) => Rational.parse(part).div(hundred).toFixed(4));
}

function phantomOf(productId: string, structure: BomStructure): StructureBom | undefined {
  const bom = structure.bom_of.get(productId);
  return bom?.type === 'phantom' ? bom : undefined;
}

function passedBy({ product_id, sku, id }: StructureBom): PassedPhantom {
  return { product_id, sku, bom_id: id };
}

/** A count as a JSON number. @throws VALUE_OUT_OF_RANGE past 2^53 - 1 */
export function safeCount(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw KERNEL_ERRORS.VALUE_OUT_OF_RANGE();
  return Number(value);
}

export function tooDeep(): Error {
  return BOM_ERRORS.BOM_TOO_DEEP(undefined, { max_levels: MAX_LEVELS });
}
