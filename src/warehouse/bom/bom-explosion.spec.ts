import fc from 'fast-check';
import { Rational } from '../../kernel/numbers/index.js';
import { outputsOf, requiredFor, requirementsOf } from './bom-components.js';
import { explodeFlat, explodeTree } from './bom-explosion.js';
import type { TreeNode } from './bom-explosion.js';
import { requirementsFor } from './bom-requirements.js';
import { structure } from '../../../test/support/bom-structure.js';
import type { BomGiven } from '../../../test/support/bom-structure.js';
import type { StructureBom } from './bom-structure.js';

const needs = (boms: Record<string, BomGiven>, quantity: number): Record<string, number> =>
  Object.fromEntries(
    requirementsFor(structure(boms), quantity).components.map((row) => [row.component_id, row.quantity]),
  );
const flat = (boms: Record<string, BomGiven>, quantity: number): Record<string, number> =>
  Object.fromEntries(explodeFlat(structure(boms), quantity).map((row) => [row.component_id, row.quantity]));

describe('the requirement of a line', () => {
  it.each([
    // quantity, line, scrap %, output, by hand
    [1, 4, '0', 1, 4],
    [7, 4, '0', 1, 28],
    [1, 5, '0', 12, 1], // 5/12 rounded up
    [12, 5, '0', 12, 5],
    [13, 5, '0', 12, 6], // 65/12 = 5.41…
    [100, 1, '2.5', 1, 103], // 102.5
    [40, 1, '2.5', 1, 41], // exactly 41: nothing is added to a whole number
    [3, 1, '33.3333', 1, 4], // 3.999999 is still 4, not 3
    [3, 1, '33.3334', 1, 5], // 4.000002 is 5
    [1, 1, '0.0001', 1, 2],
    [9_007_199_254_740_991, 1, '0', 1, 9_007_199_254_740_991],
  ])('is ceil(%d * %d * (1 + %s %%) / %d) = %d', (quantity, lineQuantity, scrap_percent, output, expected) => {
    expect(
      needs({ A: { output, lines: [{ component_id: 'X', quantity: lineQuantity, scrap_percent }] } }, quantity),
    ).toEqual({ X: expected });
  });

  it('is refused when no number can hold it exactly', () => {
    const boms = { A: { lines: [{ component_id: 'X', quantity: 2 }] } };
    expect(() => needs(boms, 9_007_199_254_740_991)).toThrow(expect.objectContaining({ code: 'VALUE_OUT_OF_RANGE' }));
  });

  it('is for each line by itself where two lines ask for one product', () => {
    const half = { component_id: 'X', quantity: 1 };
    const rows = requirementsFor(
      structure({
        A: {
          output: 2,
          lines: [
            { ...half, operation: 'CUT' },
            { ...half, operation: 'SEW' },
          ],
        },
      }),
      1,
    ).components;
    expect(rows.map(({ line_no, operation, quantity }) => [line_no, operation, quantity])).toEqual([
      [10, 'CUT', 1],
      [20, 'SEW', 1],
    ]);
  });

  it('is cumulative: ten reports of 1 come to what one report of 10 does', () => {
    const [row] = requirementsOf(
      structure({ A: { output: 12, lines: [{ component_id: 'X', quantity: 5 }] } }).root,
      structure({ A: { lines: [] } }),
    );
    const consumed = [];
    for (let made = 1; made <= 10; made++)
      consumed.push(requiredFor(row!.per_output, made) - requiredFor(row!.per_output, made - 1));
    // 5/12 of a piece each: 1 at once, then whenever the next whole one is begun.
    expect(consumed).toEqual([1, 0, 1, 0, 1, 0, 0, 1, 0, 1]);
    expect(consumed.reduce((a, b) => a + b)).toBe(requiredFor(row!.per_output, 10));
  });
});

describe('phantoms', () => {
  it('BOM-09: a table of a top and four leg-and-foot kits needs 1 top, 4 legs, 4 feet', () => {
    const boms = {
      table: {
        lines: [
          { component_id: 'top', quantity: 1 },
          { component_id: 'leg+foot', quantity: 4 },
          { component_id: 'extension+hooks', quantity: 2, kind: 'co_product', cost_share_percent: '10' },
        ],
      },
      'leg+foot': {
        type: 'phantom',
        lines: [
          { component_id: 'leg', quantity: 1 },
          { component_id: 'foot', quantity: 1 },
        ],
      },
      'extension+hooks': {
        type: 'phantom',
        lines: [
          { component_id: 'extension', quantity: 1 },
          { component_id: 'hook', quantity: 2 },
        ],
      },
    } satisfies Record<string, BomGiven>;
    expect(needs(boms, 1)).toEqual({ top: 1, leg: 4, foot: 4 });
    const { outputs } = requirementsFor(structure(boms), 1);
    expect(
      outputs.map(({ product_id, quantity, cost_share_percent }) => [product_id, quantity, cost_share_percent]),
    ).toEqual([
      ['extension', 2, '3.3333'],
      ['hook', 4, '6.6667'],
    ]);
  });

  it('round once, at the real component: thirds of thirds are not rounded on the way', () => {
    const boms: Record<string, BomGiven> = {
      A: { output: 3, lines: [{ component_id: 'K', quantity: 1 }] },
      K: { type: 'phantom', output: 3, lines: [{ component_id: 'L', quantity: 1 }] },
      L: { type: 'phantom', lines: [{ component_id: 'screw', quantity: 9 }] },
    };
    expect(needs(boms, 1)).toEqual({ screw: 1 });
    expect(needs(boms, 2)).toEqual({ screw: 2 });
    expect(needs(boms, 10)).toEqual({ screw: 10 });
  });

  it('are gathered exactly: half a screw through each of two kits is one screw', () => {
    const kit = (): BomGiven => ({ type: 'phantom', output: 2, lines: [{ component_id: 'screw', quantity: 1 }] });
    const boms = {
      A: {
        lines: [
          { component_id: 'K1', quantity: 1 },
          { component_id: 'K2', quantity: 1 },
        ],
      },
      K1: kit(),
      K2: kit(),
    };
    const [row, ...others] = requirementsFor(structure(boms), 1).components;
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      quantity: 1,
      per_output: { numerator: '1', denominator: '1' },
      line_ids: ['K1/1', 'K2/1'],
    });
    expect(row!.phantoms.map(({ sku }) => sku)).toEqual(['K1', 'K2']);
  });

  it('are not gathered where they are used at different operations', () => {
    const kit = (operation: string): BomGiven => ({
      type: 'phantom',
      output: 2,
      lines: [{ component_id: 'screw', quantity: 1, operation }],
    });
    const boms = {
      A: {
        lines: [
          { component_id: 'K1', quantity: 1 },
          { component_id: 'K2', quantity: 1 },
        ],
      },
      K1: kit('CUT'),
      K2: kit('SEW'),
    };
    expect(requirementsFor(structure(boms), 1).components.map(({ quantity }) => quantity)).toEqual([1, 1]);
  });

  it('pass their scrap on, multiplied', () => {
    const boms: Record<string, BomGiven> = {
      A: { lines: [{ component_id: 'K', quantity: 10, scrap_percent: '10' }] },
      K: { type: 'phantom', lines: [{ component_id: 'X', quantity: 10, scrap_percent: '10' }] },
    };
    expect(needs(boms, 1)).toEqual({ X: 121 });
  });

  it('that lie in each other 51 deep are refused', () => {
    const boms = Object.fromEntries(
      Array.from({ length: 52 }, (_, i) => [
        `P${i}`,
        { type: 'phantom', lines: [{ component_id: `P${i + 1}`, quantity: 1 }] } satisfies BomGiven,
      ]),
    );
    expect(() => needs(boms, 1)).toThrow(expect.objectContaining({ code: 'BOM_TOO_DEEP' }));
  });
});

describe('outputs', () => {
  it('come out in whole pieces, never more than there are, and scrap of the input does not multiply them', () => {
    const boms: Record<string, BomGiven> = {
      A: {
        output: 4,
        lines: [
          { component_id: 'X', quantity: 4, scrap_percent: '50' },
          { component_id: 'offcut', quantity: 3, kind: 'by_product' },
        ],
      },
    };
    const of = (quantity: number): number => requirementsFor(structure(boms), quantity).outputs[0]!.quantity;
    expect([of(1), of(2), of(4), of(5)]).toEqual([0, 1, 3, 3]);
    expect(outputsOf(structure(boms).root, structure(boms))[0]!.per_output).toEqual(Rational.of(3, 4));
  });
});

describe('substitutes', () => {
  it('come in order of preference, each with the quantity that replaces the line', () => {
    const substitutes = [
      { component_id: 'S2', sku: 'S2', preference: 2, quantity: 3 },
      { component_id: 'S1', sku: 'S1', preference: 1, quantity: 2 },
    ];
    const [row] = requirementsFor(
      structure({ A: { output: 4, lines: [{ component_id: 'X', quantity: 2, scrap_percent: '25', substitutes }] } }),
      4,
    ).components;
    // 2 * 1.25 = 2.5 -> 3 of the component; 2.5 -> 3 of the first, 3 * 1.25 = 3.75 -> 4 of the second.
    expect(row!.quantity).toBe(3);
    expect(row!.substitutes.map(({ component_id, quantity }) => [component_id, quantity])).toEqual([
      ['S1', 3],
      ['S2', 4],
    ]);
  });
});

const BICYCLE: Record<string, BomGiven> = {
  bike: {
    lines: [
      { component_id: 'wheel', quantity: 2 },
      { component_id: 'frame', quantity: 1 },
      { component_id: 'bolt', quantity: 3 },
    ],
  },
  wheel: {
    output: 10,
    lines: [
      { component_id: 'spoke', quantity: 365 },
      { component_id: 'hub', quantity: 10 },
    ],
  },
  hub: { output: 4, lines: [{ component_id: 'bolt', quantity: 5 }] },
  frame: { lines: [{ component_id: 'tube', quantity: 7, scrap_percent: '5' }] },
};

describe('an explosion over levels', () => {
  it('shows every level with its own ceiling in a tree', () => {
    const tree = explodeTree(structure(BICYCLE), 3);
    const shape = (nodes: readonly TreeNode[]): unknown =>
      nodes.map(({ level, requirement, quantity, children }) => [level, requirement.sku, quantity, shape(children)]);
    expect(shape(tree)).toEqual([
      [
        1,
        'wheel',
        6,
        [
          [2, 'spoke', 219, []],
          [2, 'hub', 6, [[3, 'bolt', 8, []]]], // 6 * 5 / 4 = 7.5
        ],
      ],
      [1, 'frame', 3, [[2, 'tube', 23, []]]], // 3 * 7 * 1.05 = 22.05
      [1, 'bolt', 9, []],
    ]);
  });

  it('gathers all that is needed of a product in the flat form, at its deepest level', () => {
    expect(explodeFlat(structure(BICYCLE), 3).map(({ sku, level, quantity }) => [sku, level, quantity])).toEqual([
      ['frame', 1, 3],
      ['wheel', 1, 6],
      ['hub', 2, 6],
      ['spoke', 2, 219],
      ['tube', 2, 23],
      ['bolt', 3, 17], // 9 of its own and 8 in hubs
    ]);
  });

  it('explodes a sub-assembly used twice once, from all that is needed of it', () => {
    const boms: Record<string, BomGiven> = {
      A: {
        lines: [
          { component_id: 'B', quantity: 1 },
          { component_id: 'C', quantity: 1 },
        ],
      },
      B: { lines: [{ component_id: 'C', quantity: 1 }] },
      C: { output: 2, lines: [{ component_id: 'X', quantity: 1 }] },
    };
    expect(flat(boms, 1)).toEqual({ B: 1, C: 2, X: 1 });
  });

  it('stops where it is told to', () => {
    expect(explodeTree(structure(BICYCLE), 1, 1).every(({ children }) => children.length === 0)).toBe(true);
    expect(explodeFlat(structure(BICYCLE), 1, 1).map(({ sku }) => sku)).toEqual(['bolt', 'frame', 'wheel']);
  });

  const chain = (levels: number): Record<string, BomGiven> =>
    Object.fromEntries(
      Array.from({ length: levels }, (_, i) => [
        `L${i}`,
        { lines: [{ component_id: `L${i + 1}`, quantity: 1 }] } satisfies BomGiven,
      ]),
    );

  it('follows 50 levels and refuses the 51st', () => {
    expect(flat(chain(50), 1)).toMatchObject({ L50: 1 });
    expect(explodeTree(structure(chain(50)), 1)).toHaveLength(1);
    expect(() => flat(chain(51), 1)).toThrow(expect.objectContaining({ code: 'BOM_TOO_DEEP' }));
    expect(() => explodeTree(structure(chain(51)), 1)).toThrow(expect.objectContaining({ code: 'BOM_TOO_DEEP' }));
    expect(explodeTree(structure(chain(51)), 1, 50)).toHaveLength(1);
  });

  it('refuses a tree that would never end on paper, and still answers in the flat form', () => {
    const doubling = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `L${i}`,
        {
          lines: [
            { component_id: `L${i + 1}`, quantity: 1 },
            { component_id: `L${i + 1}`, quantity: 1 },
          ],
        } satisfies BomGiven,
      ]),
    );
    expect(() => explodeTree(structure(doubling), 1)).toThrow(expect.objectContaining({ code: 'BOM_TOO_LARGE' }));
    expect(flat(doubling, 1)['L40']).toBe(2 ** 40);
  });
});

describe('properties', () => {
  /** Products 0..n-1, each with lines to higher numbers only: no circles. */
  const anyStructure = fc.integer({ min: 2, max: 8 }).chain((size) =>
    fc
      .tuple(
        ...Array.from({ length: size }, (_, product) =>
          fc.record({
            phantom: fc.boolean(),
            output: fc.integer({ min: 1, max: 12 }),
            lines: fc.array(
              fc.record({
                component_id: fc.integer({ min: product + 1, max: size }).map(String),
                quantity: fc.integer({ min: 1, max: 20 }),
                scrap_percent: fc.integer({ min: 0, max: 1_000_000 }).map((n) => (n / 10_000).toFixed(4)),
              }),
              { minLength: 1, maxLength: 4 },
            ),
          }),
        ),
      )
      .map((boms) =>
        structure(
          Object.fromEntries(
            // Keys that are no numbers keep their order: the root comes first.
            boms.map(({ phantom, output, lines }, product) => [
              `P${product}`,
              {
                type: phantom && product > 0 ? 'phantom' : 'manufacturing',
                output,
                lines: lines.map((each) => ({ ...each, component_id: `P${each.component_id}` })),
              } satisfies BomGiven,
            ]),
          ),
        ),
      ),
  );
  const quantities = fc.integer({ min: 1, max: 1000 });

  it('reports of any sizes consume together what one report of the total does', () => {
    fc.assert(
      fc.property(anyStructure, fc.array(quantities, { minLength: 1, maxLength: 6 }), (boms, reports) => {
        for (const { per_output } of requirementsOf(boms.root, boms)) {
          let made = 0;
          let consumed = 0;
          for (const report of reports) {
            consumed += requiredFor(per_output, made + report) - requiredFor(per_output, made);
            made += report;
          }
          expect(consumed).toBe(requiredFor(per_output, made));
        }
      }),
    );
  });

  it('what is asked for covers the exact need, by less than one piece', () => {
    fc.assert(
      fc.property(anyStructure, quantities, (boms, quantity) => {
        for (const { per_output } of requirementsOf(boms.root, boms)) {
          const excess = Rational.of(requiredFor(per_output, quantity)).sub(per_output.mul(Rational.of(quantity)));
          expect(excess.compare(Rational.ZERO)).toBeGreaterThanOrEqual(0);
          expect(excess.compare(Rational.ONE)).toBe(-1);
        }
      }),
    );
  });

  it('no phantom is ever asked for, and every exact need is the sum over all paths', () => {
    fc.assert(
      fc.property(anyStructure, (boms) => {
        const byPaths = new Map<string, Rational>();
        const walk = (bom: StructureBom, factor: Rational): void => {
          for (const { component_id, quantity, scrap_percent } of bom.lines) {
            const scrap = Rational.ONE.add(Rational.parse(scrap_percent).div(Rational.of(100)));
            const share = factor.mul(Rational.of(quantity, bom.output_quantity)).mul(scrap);
            const below = boms.bom_of.get(component_id);
            if (below?.type === 'phantom') walk(below, share);
            else byPaths.set(component_id, (byPaths.get(component_id) ?? Rational.ZERO).add(share));
          }
        };
        walk(boms.root, Rational.ONE);
        const gathered = new Map<string, Rational>();
        for (const { component_id, per_output } of requirementsOf(boms.root, boms)) {
          gathered.set(component_id, (gathered.get(component_id) ?? Rational.ZERO).add(per_output));
        }
        expect(gathered).toEqual(byPaths);
      }),
    );
  });

  it('the tree of one level is what an order needs, and the flat form never needs more than the tree', () => {
    fc.assert(
      fc.property(anyStructure, fc.integer({ min: 1, max: 5 }), (boms, quantity) => {
        const order = requirementsFor(boms, quantity).components;
        expect(explodeTree(boms, quantity, 1).map((node) => node.quantity)).toEqual(order.map((row) => row.quantity));
        const inTree = new Map<string, number>();
        const add = (nodes: readonly TreeNode[]): void =>
          nodes.forEach((node) => {
            inTree.set(node.requirement.component_id, (inTree.get(node.requirement.component_id) ?? 0) + node.quantity);
            add(node.children);
          });
        try {
          add(explodeTree(boms, quantity));
        } catch {
          return; // more than a tree shows
        }
        for (const row of explodeFlat(boms, quantity))
          expect(row.quantity).toBeLessThanOrEqual(inTree.get(row.component_id)!);
      }),
    );
  });
});
