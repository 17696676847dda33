import { Rational, UNIT_COST_SCALE, allocateByLargestRemainder, sumAmounts } from '../../kernel/numbers/index.js';

const HUNDRED = Rational.of(100);

/** A component of the whole order and what one piece of it is worth now. */
export interface ComponentCost {
  readonly required_quantity: number;
  /** Decimal text, six places. */
  readonly unit_cost: string;
}

/** A co- or by-product: the pieces that the whole order yields, exact, and its percent of the order's cost. */
export interface OutputShare {
  readonly numerator: string;
  readonly denominator: string;
  readonly cost_share_percent: string;
}

export interface PlannedCosts {
  /** What a good (or rejected, reworkable) piece is received at. */
  readonly unit_cost: string;
  /** The same for each co- and by-product, in the order given. */
  readonly output_unit_costs: readonly string[];
}

/**
 * What the output of an order is received at until the order closes: the components' worth at release and what its operations cost by the
 * plan, spread over the pieces planned, after the shares of co- and by-products.
 * @param conversionCost planned cost of labour, machines, overhead and subcontractors, to the cent
 * @returns unit costs with six places, rounded half up
 */
export function plannedUnitCosts(
  plannedQuantity: number,
  components: readonly ComponentCost[],
  outputs: readonly OutputShare[],
  conversionCost = '0.00',
): PlannedCosts {
  const total = components.reduce(
    (sum, { required_quantity, unit_cost }) => sum.add(Rational.of(required_quantity).mul(Rational.parse(unit_cost))),
    Rational.parse(conversionCost),
  );
  const planned = Rational.of(plannedQuantity);
  const share = (percent: Rational, pieces: Rational): string =>
    pieces.compare(Rational.ZERO) === 0
      ? Rational.ZERO.toFixed(UNIT_COST_SCALE)
      : total.mul(percent).div(HUNDRED).div(pieces).toFixed(UNIT_COST_SCALE);
  return {
    unit_cost: share(mainShare(outputs), planned),
    output_unit_costs: outputs.map(({ numerator, denominator, cost_share_percent }) =>
      share(Rational.parse(cost_share_percent), planned.mul(Rational.of(BigInt(numerator), BigInt(denominator)))),
    ),
  };
}

/** What is left of the cost for the product itself, in percent. @throws RangeError when the shares exceed 100 % */
export function mainShare(outputs: readonly { readonly cost_share_percent: string }[]): Rational {
  const rest = outputs.reduce((left, output) => left.sub(Rational.parse(output.cost_share_percent)), HUNDRED);
  if (rest.compare(Rational.ZERO) < 0) throw new RangeError('Cost shares exceed 100 %');
  return rest;
}

/** One product that an order has put into stock: the pieces, what they were received at, and its percent of the cost. */
export interface ReceivedOutput {
  readonly product_id: string;
  readonly quantity: number;
  readonly value: string;
  readonly share: Rational;
}

export interface Correction {
  readonly product_id: string;
  readonly quantity: number;
  /** What its value is short of (or, negative, has too much of), to the cent. */
  readonly amount: string;
}

/**
 * What the close of an order still has to give to each of its outputs, so that everything that went in is on what came out: the
 * order's whole cost (received value plus what is left in progress) is split by the shares, to the cent, by largest remainder;
 * an output that never came gives its share to the others.
 * @param workInProgress the value left in progress
 * @returns corrections that sum to `workInProgress`; none when nothing came out that could carry it
 */
export function trueUp(workInProgress: string, outputs: readonly ReceivedOutput[]): Correction[] {
  const carriers = outputs.filter(({ quantity, share }) => quantity > 0 && share.compare(Rational.ZERO) > 0);
  if (carriers.length === 0) return [];
  const idle = outputs.filter((output) => output.quantity > 0 && !carriers.includes(output));
  const total = sumAmounts([workInProgress, ...carriers.map(({ value }) => value), ...idle.map(({ value }) => value)]);
  const targets = allocateByLargestRemainder(
    total,
    carriers.map(({ share }) => share),
  );
  const correct = ({ product_id, quantity, value }: ReceivedOutput, target: string): Correction => ({
    product_id,
    quantity,
    amount: Rational.parse(target).sub(Rational.parse(value)).toFixed(2),
  });
  return [
    ...carriers.map((output, index) => correct(output, targets[index]!)),
    ...idle.map((output) => correct(output, '0.00')),
  ].filter(({ amount }) => Rational.parse(amount).compare(Rational.ZERO) !== 0);
}
