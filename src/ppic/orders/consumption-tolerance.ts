import { Rational } from '../../kernel/numbers/index.js';
import { requirePermission } from '../../kernel/security/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { PPIC } from '../ppic.permissions.js';
import { cumulativeRequirement, sumQuantities } from './cumulative-requirements.js';
import type { OrderComponent, OrderParts } from './order-parts.js';
import type { ProcessedWith } from './production-plan.js';

const HUNDRED = Rational.of(100);

/** The most pieces that may be taken where so many are required: `floor(required * (1 + percent / 100))`, in exact arithmetic. */
export function mostConsumed(required: number, percent: string): number {
  return Number(
    Rational.of(required)
      .mul(Rational.ONE.add(Rational.parse(percent).div(HUNDRED)))
      .floor(),
  );
}

/** The least pieces that have to be taken where so many are needed: `ceil(needed * (1 - percent / 100))`, in exact arithmetic. */
export function leastConsumed(needed: number, percent: string): number {
  return needed - Number(Rational.of(needed).mul(Rational.parse(percent).div(HUNDRED)).floor());
}

/** A product of which more would be taken than the tolerance allows. */
export interface OverConsumed {
  readonly product_id: string;
  readonly sku: string | null;
  /** For the planned quantity, over all lines of the product; nothing of a product beside the bill. */
  readonly required_quantity: number;
  /** Taken and owed, with what was to be issued. */
  readonly issued_quantity: number;
  readonly most: number;
}

/** A component issued by hand of which less was taken than the tolerance allows. */
export interface UnderConsumed {
  readonly component_id: string;
  readonly product_id: string;
  readonly sku: string;
  readonly needed_quantity: number;
  readonly issued_quantity: number;
  readonly least: number;
}

/** @param wanted pieces to be issued, by product @param percent null: any quantity may be taken */
export function overConsumed(
  components: readonly OrderComponent[],
  wanted: ReadonlyMap<string, number>,
  percent: string | null,
): OverConsumed[] {
  if (percent === null) return [];
  return [...wanted].flatMap(([product_id, quantity]) => {
    const lines = components.filter((component) => component.product_id === product_id);
    const required_quantity = sumQuantities(...lines.map((line) => line.required_quantity));
    const before = lines.flatMap((line) => [line.issued_quantity, line.owed_quantity]);
    const issued_quantity = sumQuantities(quantity, ...before);
    const most = mostConsumed(required_quantity, percent);
    const sku = lines[0]?.sku ?? null;
    return issued_quantity > most ? [{ product_id, sku, required_quantity, issued_quantity, most }] : [];
  });
}

/** @param processedWith pieces of the whole order by its end @param percent null: any quantity will do */
export function underConsumed(
  components: readonly OrderComponent[],
  processedWith: ProcessedWith,
  percent: string | null,
): UnderConsumed[] {
  if (percent === null) return [];
  return components.flatMap((component) => {
    if (component.issue_method !== 'manual') return [];
    const { id, product_id, sku, issued_quantity } = component;
    const needed_quantity = cumulativeRequirement(component, processedWith(component));
    const least = leastConsumed(needed_quantity, percent);
    return issued_quantity < least
      ? [{ component_id: id, product_id, sku, needed_quantity, issued_quantity, least }]
      : [];
  });
}

/** @throws OVER_CONSUMPTION with the figures; FORBIDDEN when it is overridden by somebody who may not */
export function assertNotOverConsumed(
  { components, over_consumption_percent }: Pick<OrderParts, 'components' | 'over_consumption_percent'>,
  wanted: ReadonlyMap<string, number>,
  override: boolean,
): void {
  const over = overConsumed(components, wanted, over_consumption_percent);
  if (over.length === 0) return;
  if (override) return requirePermission(PPIC.manufacturing_orders.override_consumption);
  const words = over.map(
    ({ sku, product_id, issued_quantity, most }) => `${issued_quantity} of ${sku ?? product_id}, at most ${most}`,
  );
  throw PPIC_ERRORS.OVER_CONSUMPTION(`More than the tolerance allows: ${words.join('; ')}`, {
    over_consumption_percent,
    components: over,
  });
}

/** @throws UNDER_CONSUMPTION with the figures; FORBIDDEN when it is overridden by somebody who may not */
export function assertNotUnderConsumed(
  { components, under_consumption_percent }: Pick<OrderParts, 'components' | 'under_consumption_percent'>,
  processedWith: ProcessedWith,
  override: boolean,
): void {
  const under = underConsumed(components, processedWith, under_consumption_percent);
  if (under.length === 0) return;
  if (override) return requirePermission(PPIC.manufacturing_orders.override_consumption);
  const words = under.map(({ sku, issued_quantity, least }) => `${issued_quantity} of ${sku}, at least ${least}`);
  throw PPIC_ERRORS.UNDER_CONSUMPTION(`Less than the tolerance allows: ${words.join('; ')}`, {
    under_consumption_percent,
    components: under,
  });
}
