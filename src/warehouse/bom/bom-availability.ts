import { Rational } from '../../kernel/numbers/index.js';
import { requiredFor } from './bom-components.js';
import type { Requirement } from './bom-components.js';

/** One product as a quantity to build needs it, over all lines that ask for it. */
export interface ComponentAvailability {
  readonly component_id: string;
  readonly sku: string;
  readonly name: string;
  readonly required: number;
  readonly available: number;
  readonly short: number;
  /** How many can be built as far as this product goes. */
  readonly can_build: number;
}

/** Whether a quantity can be built from what is there, and how many can. */
export interface Availability {
  readonly can_build: number;
  readonly components: readonly ComponentAvailability[];
}

/**
 * Holds the needs of `quantity` against what is available of each component. Every line is rounded up by itself, so the largest
 * quantity that can be built is not a division where several lines ask for one product: it is found by halving, exactly, since
 * the need never falls as the quantity grows.
 * @param available pieces by product id; a product that is not there has none
 */
export function availabilityFor(
  requirements: readonly Requirement[],
  quantity: number,
  available: ReadonlyMap<string, number>,
): Availability {
  const byProduct = new Map<string, Requirement[]>();
  for (const requirement of requirements) {
    byProduct.set(requirement.component_id, [...(byProduct.get(requirement.component_id) ?? []), requirement]);
  }
  const components = [...byProduct.values()].map((lines): ComponentAvailability => {
    const { component_id, sku, name } = lines[0]!;
    const there = available.get(component_id) ?? 0;
    const required = lines.reduce((sum, line) => sum + requiredFor(line.per_output, quantity), 0);
    return {
      component_id,
      sku,
      name,
      required,
      available: there,
      short: Math.max(0, required - there),
      can_build: buildable(lines, there),
    };
  });
  return {
    can_build: Math.min(...components.map((component) => component.can_build), Number.MAX_SAFE_INTEGER),
    components,
  };
}

/** The largest quantity whose lines, each rounded up, together take no more than is there. */
function buildable(lines: readonly Requirement[], available: number): number {
  const perOutput = lines.reduce((sum, line) => sum.add(line.per_output), Rational.ZERO);
  const bound = Rational.of(available).div(perOutput).floor();
  let enough = 0n;
  let tooMany = (bound < BigInt(Number.MAX_SAFE_INTEGER) ? bound : BigInt(Number.MAX_SAFE_INTEGER)) + 1n;
  while (tooMany - enough > 1n) {
    const middle = (enough + tooMany) / 2n;
    const need = lines.reduce((sum, line) => sum + line.per_output.mul(Rational.of(middle)).ceil(), 0n);
    if (need <= BigInt(available)) enough = middle;
    else tooMany = middle;
  }
  return Number(enough);
}
