import fc from 'fast-check';
import { Rational } from '../../kernel/numbers/index.js';
import { UnitGraph, exactQuantity } from './unit-graph.js';
import type { UnitEdge } from './unit-graph.js';

const edge = (
  from: string,
  to: string,
  numerator: number,
  denominator = 1,
  product: string | null = null,
): UnitEdge => ({
  from_unit_id: from,
  to_unit_id: to,
  product_id: product,
  numerator,
  denominator,
});
const shown = (factor: Rational | null): string | null => factor && `${factor.numerator}/${factor.denominator}`;

const GENERAL = [
  edge('GRO', 'DZ', 12),
  edge('DZ', 'EA', 12),
  edge('LB', 'MG', 45_359_237, 100),
  edge('LB', 'OZ', 16),
  edge('KG', 'G', 1000),
  edge('G', 'MG', 1000),
];

describe('the graph of unit conversions', () => {
  const graph = new UnitGraph([
    ...GENERAL,
    edge('BOX', 'EA', 24, 1, 'teddy'),
    edge('DZ', 'EA', 13, 1, 'bread'),
    edge('M', 'G', 3, 2, 'ribbon'),
  ]);

  it('follows a path of several conversions, forwards and backwards', () => {
    expect(shown(graph.factor('GRO', 'EA'))).toBe('144/1');
    expect(shown(graph.factor('EA', 'GRO'))).toBe('1/144');
    // 1 oz = 453,592.37 mg / 16 = 28,349.523125 mg, exactly
    expect(graph.factor('OZ', 'MG')?.toFixed(6)).toBe('28349.523125');
    expect(shown(graph.factor('OZ', 'KG'))).toBe('45359237/1600000000');
  });

  it('is one for a unit and itself, known or not', () => {
    expect(shown(graph.factor('EA', 'EA'))).toBe('1/1');
    expect(shown(graph.factor('unheard of', 'unheard of'))).toBe('1/1');
  });

  it('says null where no path leads', () => {
    expect(graph.factor('EA', 'KG')).toBeNull();
    expect(graph.factor('BOX', 'EA')).toBeNull();
    expect(graph.factor('BOX', 'EA', 'bread')).toBeNull();
  });

  it("lets a product's own conversion replace the general one between the same units, and only for it", () => {
    expect(shown(graph.factor('GRO', 'EA', 'bread'))).toBe('156/1');
    expect(shown(graph.factor('GRO', 'EA', 'teddy'))).toBe('144/1');
    expect(shown(graph.factor('BOX', 'DZ', 'teddy'))).toBe('2/1');
    expect(shown(graph.factor('M', 'KG', 'ribbon'))).toBe('3/2000');
  });

  it('lists every unit that can be reached', () => {
    const units = graph.reachable('EA', 'teddy');
    expect([...units.keys()].sort()).toEqual(['BOX', 'DZ', 'EA', 'GRO']);
    expect(shown(units.get('BOX')!)).toBe('1/24');
  });
});

describe('an exact quantity', () => {
  it('is refused where a rounding would be needed', () => {
    expect(exactQuantity(24, Rational.of(1, 12))).toBe(2n);
    expect(exactQuantity(25, Rational.of(1, 12))).toBeNull();
    expect(exactQuantity(2, Rational.of(45_359_237, 100))).toBeNull();
    expect(exactQuantity(100, Rational.of(45_359_237, 100))).toBe(45_359_237n);
  });

  it('stays exact past 2^53', () => {
    expect(exactQuantity(Number.MAX_SAFE_INTEGER, Rational.of(3))).toBe(27_021_597_764_222_973n);
  });
});

describe('any set of units with true sizes', () => {
  /** Units have a size each, and conversions between random pairs of them tell the truth: then every answer must be the ratio of sizes. */
  const world = fc.record({
    sizes: fc.array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 })), {
      minLength: 2,
      maxLength: 8,
    }),
    pairs: fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 14 }),
  });

  it('is converted by the ratio of the sizes, whatever path is found, and back again', () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 1_000_000 }), ({ sizes, pairs }, quantity) => {
        const size = sizes.map(([n, d]) => Rational.of(n, d));
        const edges = pairs
          .map(([a, b]) => [a % size.length, b % size.length] as const)
          .filter(([a, b]) => a !== b)
          .map(([a, b]) => {
            const ratio = size[a]!.div(size[b]!);
            return edge(`u${a}`, `u${b}`, Number(ratio.numerator), Number(ratio.denominator));
          });
        const graph = new UnitGraph(edges);
        const group = connected(size.length, edges);
        for (let a = 0; a < size.length; a++) {
          for (let b = 0; b < size.length; b++) {
            const factor = graph.factor(`u${a}`, `u${b}`);
            if (group[a] !== group[b]) {
              expect(factor).toBeNull();
              continue;
            }
            expect(shown(factor)).toBe(shown(size[a]!.div(size[b]!)));
            const there = exactQuantity(quantity, factor!);
            if (there !== null && there <= BigInt(Number.MAX_SAFE_INTEGER)) {
              expect(exactQuantity(Number(there), graph.factor(`u${b}`, `u${a}`)!)).toBe(BigInt(quantity));
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Which units hang together: labels spread until nothing changes, unlike the search under test. */
function connected(count: number, edges: readonly UnitEdge[]): number[] {
  const label = Array.from({ length: count }, (_, index) => index);
  for (let round = 0; round < count; round++) {
    for (const { from_unit_id, to_unit_id } of edges) {
      const [a, b] = [Number(from_unit_id.slice(1)), Number(to_unit_id.slice(1))];
      label[a] = label[b] = Math.min(label[a]!, label[b]!);
    }
  }
  return label;
}
