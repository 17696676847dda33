import { sumAmounts } from '../../kernel/numbers/index.js';
import { costOf } from '../routings/operation-figures.js';
import type { CentreFigures, OperationMinutes } from '../routings/operation-figures.js';
import type { NetworkOperation } from '../routings/routing-network.js';
import { endsOf } from '../routings/routing-network.js';

/** An operation of a routing with what it is to do for an order. */
export interface OperationPlan {
  readonly operation: NetworkOperation & {
    readonly id: string;
    readonly name: string;
    readonly department_id: string | null;
    readonly work_centre_id: string;
    readonly setup_minutes: number;
    readonly run_minutes: number;
    readonly run_quantity: number;
    readonly places: number | null;
    readonly overlap_quantity: number | null;
    readonly quality_gate: boolean;
    readonly supplier_id: string | null;
    readonly instruction: string | null;
  };
  readonly centre: CentreFigures & { readonly price: string | null };
  readonly quantity: number;
  readonly minutes: OperationMinutes;
  readonly start: string | null;
  readonly finish: string | null;
}

/** A work order about to be made. */
export interface NewWorkOrder {
  readonly number: string;
  /** null: the whole order. */
  readonly operation_id: string | null;
  readonly operation_no: number;
  readonly name: string;
  readonly is_last: boolean;
  readonly planned_quantity: number;
  readonly planned_cost: string;
  readonly planned_start: string | null;
  readonly planned_finish: string | null;
  readonly [figure: string]: unknown;
}

/**
 * The work orders of an order, one for each operation, with the figures of today: what a work centre costs tomorrow does not change what this
 * order was planned at.
 * @returns them, and what they cost together by the plan, in the company's currency
 */
export function workOrdersOf(
  order: { readonly number: string; readonly department_id: string | null },
  operations: readonly OperationPlan[],
): { work_orders: NewWorkOrder[]; planned_cost: string } {
  const last = new Set(endsOf(operations.map(({ operation }) => operation)));
  const work_orders = operations.map(({ operation, centre, quantity, minutes, start, finish }) => ({
    number: `${order.number}-${operation.number}`,
    operation_id: operation.id,
    operation_no: operation.number,
    name: operation.name,
    is_last: last.has(operation.number),
    department_id: operation.department_id,
    order_department_id: order.department_id,
    work_centre_id: operation.work_centre_id,
    kind: centre.kind,
    supplier_id: operation.supplier_id,
    price_per_piece: centre.price,
    setup_minutes: operation.setup_minutes,
    run_minutes: operation.run_minutes,
    run_quantity: operation.run_quantity,
    places: operation.places,
    overlap_quantity: operation.overlap_quantity,
    quality_gate: operation.quality_gate,
    instruction: operation.instruction,
    capacity: centre.capacity,
    people_per_place: centre.people_per_place,
    efficiency_percent: centre.efficiency_percent,
    labour_rate: centre.labour_rate,
    machine_rate: centre.machine_rate,
    overhead_percent: centre.overhead_percent,
    planned_quantity: quantity,
    planned_minutes: minutes.duration_minutes,
    planned_machine_minutes: minutes.machine_minutes,
    planned_labour_minutes: minutes.labour_minutes,
    planned_cost: costOf(minutes, centre, quantity, centre.price).total_cost,
    planned_start: start,
    planned_finish: finish,
  }));
  return { work_orders, planned_cost: sumAmounts(work_orders.map(({ planned_cost }) => planned_cost)) };
}
