import { outputsOf, requiredFor, requirementsOf, yieldedBy } from './bom-components.js';
import type { Output, PassedPhantom, Requirement } from './bom-components.js';
import type { BomStructure, BomType, IssueMethod } from './bom-structure.js';
import type { Rational } from '../../kernel/numbers/index.js';

/** An exact ratio as two whole numbers in decimal text: they may be larger than a JSON number holds. */
export interface Ratio {
  readonly numerator: string;
  readonly denominator: string;
}

export interface SubstituteRequirement {
  readonly component_id: string;
  readonly sku: string;
  /** 1 is preferred. */
  readonly preference: number;
  readonly quantity: number;
  readonly per_output: Ratio;
}

/**
 * What one order needs of one real component. For any quantity `q` reported so far, `ceil(q * per_output)` has been needed so far:
 * keep `per_output` with the order and take differences, then ten reports of 1 consume what one report of 10 does.
 */
export interface ComponentRequirement {
  readonly component_id: string;
  readonly sku: string;
  readonly name: string;
  /** For the whole quantity asked for, scrap included. */
  readonly quantity: number;
  readonly per_output: Ratio;
  /** The lines of the bill, or of the phantoms passed through, that ask for it. */
  readonly line_ids: readonly string[];
  readonly line_no: number;
  /** Of the line; along phantoms, that of the last line. */
  readonly scrap_percent: string;
  readonly operation: string | null;
  readonly issue_method: IssueMethod;
  readonly phantoms: readonly PassedPhantom[];
  readonly substitutes: readonly SubstituteRequirement[];
}

/** What comes out besides the product: `floor(q * per_output)` for any quantity made so far. */
export interface OutputYield {
  readonly product_id: string;
  readonly sku: string;
  readonly name: string;
  readonly kind: 'co_product' | 'by_product';
  readonly quantity: number;
  readonly per_output: Ratio;
  readonly cost_share_percent: string;
  readonly line_id: string;
}

/** What an order takes as its snapshot of the bill: one level, phantoms passed through, sub-assemblies taken from stock. */
export interface BomRequirements {
  readonly bom_id: string;
  readonly bom_version: number;
  readonly revision: string;
  readonly type: BomType;
  readonly product_id: string;
  readonly sku: string;
  readonly output_quantity: number;
  readonly quantity: number;
  /** The day for which lines and sub-bills were chosen. */
  readonly date: string;
  readonly components: readonly ComponentRequirement[];
  readonly outputs: readonly OutputYield[];
}

/** The needs of one order for `quantity` of the root. @throws VALUE_OUT_OF_RANGE, BOM_TOO_DEEP */
export function requirementsFor(structure: BomStructure, quantity: number): BomRequirements {
  const { root, date } = structure;
  return {
    bom_id: root.id,
    bom_version: root.version,
    revision: root.revision,
    type: root.type,
    product_id: root.product_id,
    sku: root.sku,
    output_quantity: root.output_quantity,
    quantity,
    date,
    components: requirementsOf(root, structure).map((requirement) => componentRequirement(requirement, quantity)),
    outputs: outputYields(structure, quantity),
  };
}

/** What comes out besides `quantity` of the root. */
export function outputYields(structure: BomStructure, quantity: number): OutputYield[] {
  return outputsOf(structure.root, structure).map((output) => outputYield(output, quantity));
}

/** The two whole numbers of an exact fraction, as text. */
export function ratio({ numerator, denominator }: Rational): Ratio {
  return { numerator: numerator.toString(), denominator: denominator.toString() };
}

export function componentRequirement(requirement: Requirement, quantity: number): ComponentRequirement {
  const { component_id, sku, name, per_output, lines, phantoms, operation, issue_method } = requirement;
  return {
    component_id,
    sku,
    name,
    quantity: requiredFor(per_output, quantity),
    per_output: ratio(per_output),
    line_ids: lines.map((line) => line.id),
    line_no: lines[0]!.line_no,
    scrap_percent: lines[0]!.scrap_percent,
    operation,
    issue_method,
    phantoms,
    substitutes: requirement.substitutes.map((substitute) => ({
      component_id: substitute.component_id,
      sku: substitute.sku,
      preference: substitute.preference,
      quantity: requiredFor(substitute.per_output, quantity),
      per_output: ratio(substitute.per_output),
    })),
  };
}

function outputYield(
  { product_id, sku, name, kind, per_output, cost_share_percent, line }: Output,
  quantity: number,
): OutputYield {
  return {
    product_id,
    sku,
    name,
    kind,
    quantity: yieldedBy(per_output, quantity),
    per_output: ratio(per_output),
    cost_share_percent,
    line_id: line.id,
  };
}
