import { Rational, sumAmounts } from '../../kernel/numbers/index.js';
import { cumulativeRequirement } from '../orders/cumulative-requirements.js';
import type { Ratio } from '../orders/cumulative-requirements.js';
import { costOf, minutesFor } from '../routings/operation-figures.js';
import type { CentreFigures, OperationTimes } from '../routings/operation-figures.js';

/** A component line of the order with the pieces that have been processed where it is used. */
export interface SheetComponent extends Ratio {
  readonly product_id: string;
  readonly required_quantity: number;
  readonly issued_quantity: number;
  /** What a piece was worth at release; null for what was issued beside the bill. */
  readonly planned_unit_cost: string | null;
  readonly processed_quantity: number;
}

/** What a product cost that was taken for the order, net of what went back, by the ledger. */
export interface SheetMaterial {
  readonly product_id: string;
  readonly sku: string;
  readonly name: string;
  readonly actual_value: string;
}

/** An operation with what was planned and done there. */
export interface SheetOperation extends OperationTimes, CentreFigures {
  readonly price_per_piece: string | null;
  readonly planned_quantity: number;
  readonly processed_quantity: number;
  readonly good_quantity: number;
  readonly labour_cost: string;
  readonly machine_cost: string;
  readonly overhead_cost: string;
  readonly subcontract_cost: string;
}

export interface SheetOutput {
  readonly quantity: number;
  readonly planned_unit_cost: string | null;
}

export interface MaterialLine {
  readonly product_id: string;
  readonly sku: string;
  readonly name: string;
  readonly planned_quantity: number;
  readonly standard_quantity: number;
  readonly actual_quantity: number;
  readonly planned_value: string;
  readonly standard_value: string;
  readonly actual_value: string;
  readonly usage_variance: string;
  readonly price_variance: string;
}

export interface OperationCostLine {
  readonly standard_machine_minutes: number;
  readonly standard_labour_minutes: number;
  readonly standard_cost: string;
  readonly actual_cost: string;
  readonly time_variance: string;
}

export interface Variances {
  readonly material_usage: string;
  readonly material_price: string;
  readonly time: string;
  readonly yield: string;
  readonly total: string;
}

/**
 * Material of an order by product. Usage: pieces taken beyond what the processed pieces need by the bill, at the price of the release. Price: what
 * the pieces taken cost beyond that price. What was issued beside the bill had no plan: all of it is usage.
 */
export function materialLines(
  materials: readonly SheetMaterial[],
  components: readonly SheetComponent[],
): MaterialLine[] {
  return materials.map(({ product_id, sku, name, actual_value }) => {
    const own = components.filter((component) => component.product_id === product_id);
    const sum = (count: (component: SheetComponent) => number): number =>
      own.reduce((total, component) => total + count(component), 0);
    const worth = (count: (component: SheetComponent) => number): Rational =>
      own.reduce(
        (total, component) =>
          total.add(Rational.of(count(component)).mul(Rational.parse(component.planned_unit_cost ?? '0'))),
        Rational.ZERO,
      );
    const standard = (component: SheetComponent): number =>
      cumulativeRequirement(component, component.processed_quantity);
    const actual = Rational.parse(actual_value);
    const planned = own.every(({ planned_unit_cost }) => planned_unit_cost === null);
    const atPlan = worth(({ issued_quantity }) => issued_quantity);
    const standardValue = worth(standard).toFixed(2);
    const price = planned ? Rational.ZERO : Rational.parse(actual.sub(atPlan).toFixed(2));
    return {
      product_id,
      sku,
      name,
      planned_quantity: sum(({ required_quantity }) => required_quantity),
      standard_quantity: sum(standard),
      actual_quantity: sum(({ issued_quantity }) => issued_quantity),
      planned_value: worth(({ required_quantity }) => required_quantity).toFixed(2),
      standard_value: standardValue,
      actual_value,
      usage_variance: actual.sub(price).sub(Rational.parse(standardValue)).toFixed(2),
      price_variance: price.toFixed(2),
    };
  });
}

/**
 * Time and cost of an operation beside what the plan says for the pieces that were processed there; a supplier is paid for good ones. Rates are
 * those of the release, so that all of the difference is time (or a supplier's price).
 */
export function operationLine(operation: SheetOperation): OperationCostLine {
  const { processed_quantity, good_quantity, price_per_piece } = operation;
  const minutes =
    processed_quantity === 0
      ? { places: 0, duration_minutes: 0, machine_minutes: 0, labour_minutes: 0 }
      : minutesFor(operation, operation, processed_quantity);
  const { total_cost } = costOf(minutes, operation, good_quantity, price_per_piece);
  const { labour_cost, machine_cost, overhead_cost, subcontract_cost } = operation;
  const actual_cost = sumAmounts([labour_cost, machine_cost, overhead_cost, subcontract_cost]);
  return {
    standard_machine_minutes: minutes.machine_minutes,
    standard_labour_minutes: minutes.labour_minutes,
    standard_cost: total_cost,
    actual_cost,
    time_variance: difference(actual_cost, total_cost),
  };
}

/** What the output would be worth at the unit costs of the release. */
export function plannedOutputValue({ quantity, planned_unit_cost }: SheetOutput): string {
  return Rational.of(quantity)
    .mul(Rational.parse(planned_unit_cost ?? '0'))
    .toFixed(2);
}

/**
 * Why an order cost more (or less) than what came out of it was planned at: material used and paid, time, and yield. Yield is what the plan allows
 * for all processed pieces less the planned cost of those that came out: pieces that were lost, set-ups spread over more or fewer pieces than
 * planned, whole pieces of components. The four add up to the total, to the cent. Source of the terms: three-variance analysis of standard costing
 * (usage, price, efficiency), with yield for process loss.
 */
export function variancesOf(
  material: readonly MaterialLine[],
  operations: readonly OperationCostLine[],
  plannedOutput: readonly string[],
): Variances {
  const usage = sumAmounts(material.map(({ usage_variance }) => usage_variance));
  const price = sumAmounts(material.map(({ price_variance }) => price_variance));
  const time = sumAmounts(operations.map(({ time_variance }) => time_variance));
  const actual = sumAmounts([
    ...material.map(({ actual_value }) => actual_value),
    ...operations.map(({ actual_cost }) => actual_cost),
  ]);
  const total = difference(actual, sumAmounts(plannedOutput));
  return {
    material_usage: usage,
    material_price: price,
    time,
    yield: difference(total, sumAmounts([usage, price, time])),
    total,
  };
}

function difference(amount: string, less: string): string {
  return Rational.parse(amount).sub(Rational.parse(less)).toFixed(2);
}
