import type { BomState } from './bom.machine.js';

/** How a bill is used: made in one's own factory, passed through without ever being made, or made by another from our material. */
export const BOM_TYPES = ['manufacturing', 'phantom', 'subcontract'] as const;
export type BomType = (typeof BOM_TYPES)[number];

/** What goes in, and what comes out besides the product itself. */
export const LINE_KINDS = ['component', 'co_product', 'by_product'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

export const ISSUE_METHODS = ['manual', 'backflush'] as const;
export type IssueMethod = (typeof ISSUE_METHODS)[number];

/** A product that may stand in for a line's component; `quantity` of it replace the quantity of the line. */
export interface StructureSubstitute {
  readonly component_id: string;
  readonly sku: string;
  readonly preference: number;
  readonly quantity: number;
}

/** One line of a bill as it holds on the day asked about. */
export interface StructureLine {
  readonly id: string;
  readonly line_no: number;
  readonly kind: LineKind;
  readonly component_id: string;
  readonly sku: string;
  readonly name: string;
  /** In the component's stock unit, for `output_quantity` of the bill. */
  readonly quantity: number;
  readonly scrap_percent: string;
  readonly cost_share_percent: string;
  readonly operation: string | null;
  readonly issue_method: IssueMethod;
  readonly substitutes: readonly StructureSubstitute[];
}

/** One bill with the lines that hold on the day asked about. */
export interface StructureBom {
  readonly id: string;
  readonly product_id: string;
  readonly sku: string;
  readonly name: string;
  readonly revision: string;
  readonly type: BomType;
  readonly state: BomState;
  readonly version: number;
  readonly output_quantity: number;
  readonly lines: readonly StructureLine[];
}

/** A bill and, for every product below it that has one on that day, its active bill. */
export interface BomStructure {
  readonly date: string;
  readonly root: StructureBom;
  readonly bom_of: ReadonlyMap<string, StructureBom>;
}
