import { Rational } from '../../kernel/numbers/index.js';
import { requiredFor, safeCount } from './bom-components.js';
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
  /** What could stand in, and how many of it there are: shown, not counted. */
  readonly substitutes: readonly AvailableSubstitute[];
}

export interface AvailableSubstitute {
  readonly component_id: string;
  readonly sku: string;
  readonly preference: number;
  readonly available: number;
}

/** Whether a quantity can be built from what is there, and how many can. */
export interface Availability {
  /** null when nothing is needed: there is no limit then. */
  readonly can_build: number | null;
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
  const components = [...byProduct.values()].map((lines) => componentAvailability(lines, quantity, available));
  return {
    can_build: components.length === 0 ? null : Math.min(...components.map((each) => each.can_build)),
    components,
  };
}

function componentAvailability(
  lines: readonly Requirement[],
  quantity: number,
  available: ReadonlyMap<string, number>,
): ComponentAvailability {
  const { component_id, sku, name } = lines[0]!;
  const there = available.get(component_id) ?? 0;
  const required = safeCount(lines.reduce((sum, line) => sum + BigInt(requiredFor(line.per_output, quantity)), 0n));
  const substitutes = new Map(
    lines.flatMap((line) => line.substitutes).map((substitute) => [substitute.component_id, substitute]),
  );
  return {
    component_id,
    sku,
    name,
    required,
    available: there,
    short: Math.max(0, required - there),
    can_build: buildable(lines, there),
    substitutes: [...substitutes.values()].map((substitute) => ({
      component_id: substitute.component_id,
      sku: substitute.sku,
      preference: substitute.preference,
      available: available.get(substitute.component_id) ?? 0,
    })),
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
