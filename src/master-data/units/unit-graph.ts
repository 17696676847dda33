import { Rational } from '../../kernel/numbers/index.js';

/** One conversion: one `from_unit_id` is `numerator / denominator` of `to_unit_id`, for one product or (null) for all. */
export interface UnitEdge {
  readonly from_unit_id: string;
  readonly to_unit_id: string;
  readonly product_id: string | null;
  readonly numerator: number;
  readonly denominator: number;
}

interface Step {
  readonly to: string;
  readonly factor: Rational;
}

type Steps = ReadonlyMap<string, readonly Step[]>;

/**
 * The conversions between units as a graph. Every conversion can be walked both ways; a product's own conversion stands in place of
 * the general one between the same two units. The database keeps the conversions free of contradiction, so whichever path is
 * found gives the one factor.
 */
export class UnitGraph {
  private readonly general: readonly UnitEdge[];
  private readonly own = new Map<string, UnitEdge[]>();
  private readonly steps = new Map<string | null, Steps>();

  constructor(edges: readonly UnitEdge[]) {
    this.general = edges.filter((edge) => edge.product_id === null);
    for (const edge of edges) {
      if (edge.product_id === null) continue;
      const edgesOfProduct = this.own.get(edge.product_id);
      if (edgesOfProduct) edgesOfProduct.push(edge);
      else this.own.set(edge.product_id, [edge]);
    }
  }

  /** How many of `to` one `from` is; null when no path of conversions leads there. Breadth first: the shortest path answers. */
  factor(from: string, to: string, productId: string | null = null): Rational | null {
    if (from === to) return Rational.ONE;
    return this.reach(from, productId, to).get(to) ?? null;
  }

  /** Every unit that one `from` can be expressed in, itself included, with how many of it that is. */
  reachable(from: string, productId: string | null = null): ReadonlyMap<string, Rational> {
    return this.reach(from, productId);
  }

  private reach(from: string, productId: string | null, until?: string): Map<string, Rational> {
    const steps = this.stepsOf(productId);
    const factors = new Map([[from, Rational.ONE]]);
    for (const [unit, factor] of factors) {
      if (unit === until) break;
      for (const step of steps.get(unit) ?? []) {
        if (!factors.has(step.to)) factors.set(step.to, factor.mul(step.factor));
      }
    }
    return factors;
  }

  private stepsOf(productId: string | null): Steps {
    const scope = productId !== null && this.own.has(productId) ? productId : null;
    let steps = this.steps.get(scope);
    if (!steps) this.steps.set(scope, (steps = stepsBetween(this.applicable(scope))));
    return steps;
  }

  private applicable(productId: string | null): readonly UnitEdge[] {
    const own = productId === null ? [] : (this.own.get(productId) ?? []);
    const replaced = new Set(own.map(pairOf));
    return [...own, ...this.general.filter((edge) => !replaced.has(pairOf(edge)))];
  }
}

/**
 * `quantity * factor` when that is a whole number, null when it is not: a quantity is never rounded.
 * @param quantity whole number in the unit converted from
 */
export function exactQuantity(quantity: number, factor: Rational): bigint | null {
  const result = Rational.of(quantity).mul(factor);
  return result.isInteger ? result.numerator : null;
}

function pairOf(edge: UnitEdge): string {
  return [edge.from_unit_id, edge.to_unit_id].sort().join();
}

function stepsBetween(edges: readonly UnitEdge[]): Steps {
  const steps = new Map<string, Step[]>();
  const add = (from: string, to: string, factor: Rational): void => {
    const known = steps.get(from);
    if (known) known.push({ to, factor });
    else steps.set(from, [{ to, factor }]);
  };
  for (const edge of edges) {
    const factor = Rational.of(edge.numerator, edge.denominator);
    add(edge.from_unit_id, edge.to_unit_id, factor);
    add(edge.to_unit_id, edge.from_unit_id, Rational.ONE.div(factor));
  }
  return steps;
}
