/** How a product says that it is ordered. Its other methods need demand by period; here they are taken as lot for lot. */
export interface LotRule {
  readonly lot_sizing: string;
  readonly lot_size: number | null;
  readonly lot_minimum: number | null;
  readonly lot_maximum: number | null;
}

/** What there will be, and the level at or below which more is ordered, in pieces. */
export interface ReorderPosition {
  readonly projected: number;
  readonly level: number;
}

export const SIZING_METHODS = ['lot_for_lot', 'fixed', 'multiple', 'min_max'] as const;
export type SizingMethod = (typeof SIZING_METHODS)[number];

export interface SizedLot {
  readonly method: SizingMethod;
  readonly quantity: number;
  /** In so many orders; one, unless lots are fixed or have a maximum. */
  readonly orders: number;
  /** The arithmetic, one step a line. */
  readonly steps: readonly string[];
}

const MOST = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * How much to order of a product that is due. Lot for lot brings stock just above the level, so that it is not due at once again; a multiple
 * rounds that up; fixed lots are repeated until it is reached; min/max fills up to the maximum (its bounds are levels of stock, elsewhere they
 * are the smallest and the largest lot).
 * @throws Error for a product that is above its level
 */
export function sizeLot(rule: LotRule, { projected, level }: ReorderPosition): SizedLot {
  if (projected > level) throw new Error('Stock is above its level: there is nothing to order');
  const missing = BigInt(level) + 1n - BigInt(projected);
  const above = `Up to just above the level: ${level} + 1 - ${signed(projected)} = ${missing}`;
  switch (rule.lot_sizing) {
    case 'min_max':
      return fillUp(BigInt(rule.lot_maximum!), BigInt(level), projected);
    case 'fixed':
      return fixedLots(missing, BigInt(rule.lot_size!), above);
    case 'multiple':
      return multiples(missing, rule, above);
    default:
      return lotForLot(missing, rule, above);
  }
}

function fillUp(maximum: bigint, level: bigint, projected: number): SizedLot {
  const target = maximum > level ? maximum : level + 1n;
  const quantity = target - BigInt(projected);
  const what = maximum > level ? 'Up to the maximum' : 'Up to just above the level, which is not below the maximum';
  return sized('min_max', quantity, 1n, [`${what}: ${target} - ${signed(projected)} = ${quantity}`]);
}

function fixedLots(missing: bigint, size: bigint, above: string): SizedLot {
  const orders = ceil(missing, size);
  return sized('fixed', orders * size, orders, [above, `In lots of ${size}: ${orders} x ${size} = ${orders * size}`]);
}

function multiples(missing: bigint, { lot_size, lot_minimum, lot_maximum }: LotRule, above: string): SizedLot {
  const size = BigInt(lot_size!);
  const least = atLeast(missing, lot_minimum);
  const quantity = ceil(least.quantity, size) * size;
  const steps = [above, ...least.steps, `In multiples of ${size}: ${quantity}`];
  const largest = lot_maximum === null ? null : (BigInt(lot_maximum) / size || 1n) * size;
  return split('multiple', quantity, largest, steps);
}

function lotForLot(missing: bigint, { lot_minimum, lot_maximum }: LotRule, above: string): SizedLot {
  const { quantity, steps } = atLeast(missing, lot_minimum);
  return split('lot_for_lot', quantity, lot_maximum === null ? null : BigInt(lot_maximum), [above, ...steps]);
}

function atLeast(missing: bigint, minimum: number | null): { quantity: bigint; steps: string[] } {
  if (minimum === null || missing >= BigInt(minimum)) return { quantity: missing, steps: [] };
  return { quantity: BigInt(minimum), steps: [`The smallest lot is ${minimum}`] };
}

function split(method: SizingMethod, quantity: bigint, largest: bigint | null, steps: string[]): SizedLot {
  if (largest === null || quantity <= largest) return sized(method, quantity, 1n, steps);
  const orders = ceil(quantity, largest);
  return sized(method, quantity, orders, [...steps, `No lot is above ${largest}: ${orders} orders`]);
}

function sized(method: SizingMethod, quantity: bigint, orders: bigint, steps: string[]): SizedLot {
  return { method, quantity: toNumber(quantity), orders: toNumber(orders), steps };
}

function ceil(quantity: bigint, size: bigint): bigint {
  return (quantity + size - 1n) / size;
}

function signed(value: number): string {
  return value < 0 ? `(${value})` : String(value);
}

/** What is exact in JSON: a larger order than that stays there. */
function toNumber(value: bigint): number {
  return Number(value > MOST ? MOST : value);
}
