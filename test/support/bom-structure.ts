import type { BomStructure, StructureBom, StructureLine } from '../../src/warehouse/bom/bom-structure.js';

type LineGiven = Partial<StructureLine> & { component_id: string; quantity: number };
export interface BomGiven {
  type?: StructureBom['type'];
  output?: number;
  lines: LineGiven[];
}

const line = (bom: string, given: LineGiven, index: number): StructureLine => ({
  id: `${bom}/${index + 1}`,
  line_no: (index + 1) * 10,
  kind: 'component',
  sku: given.component_id,
  name: given.component_id,
  scrap_percent: '0',
  cost_share_percent: '0',
  operation: null,
  issue_method: 'backflush',
  substitutes: [],
  ...given,
});

/** A structure in short: product -> its bill. The first product is the root. */
export function structure(boms: Record<string, BomGiven>): BomStructure {
  const all = Object.entries(boms).map(([product, { type = 'manufacturing', output = 1, lines }]): StructureBom => ({
    id: `bom of ${product}`,
    product_id: product,
    sku: product,
    name: product,
    revision: '1',
    type,
    state: 'active',
    version: 1,
    output_quantity: output,
    lines: lines.map((given, index) => line(product, given, index)),
  }));
  return { date: '2026-01-26', root: all[0]!, bom_of: new Map(all.map((bom) => [bom.product_id, bom])) };
}
