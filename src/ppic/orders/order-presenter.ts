import type { OrderRow, OrderSummaryRow } from './order-rows.js';
import type { ManufacturingOrderDto, ManufacturingOrderSummaryDto } from './orders.dto.js';
import { quantityVariance } from './variance.js';

/** The quantity made, and how far it is from the plan: known once the order is completed. */
function outcome({ state, planned_quantity, good_quantity }: OrderSummaryRow): object {
  return state === 'completed' || state === 'closed'
    ? { actual_quantity: good_quantity, ...quantityVariance(planned_quantity, good_quantity) }
    : { actual_quantity: null, variance_percent: null, variance_status: null };
}

/** An order of a list, as the API answers it. */
export function presentSummary(row: OrderSummaryRow): ManufacturingOrderSummaryDto {
  return { ...row, ...outcome(row) } as unknown as ManufacturingOrderSummaryDto;
}

/** One order, as the API answers it. */
export function presentOrder({ owed, stands_for, ...row }: OrderRow): ManufacturingOrderDto {
  const components = row.components.map((component) => ({
    ...component,
    owed_quantity: owed[component.id] ?? 0,
    substitutes_component_id: stands_for[component.id] ?? null,
  }));
  return { ...row, ...outcome(row), components } as unknown as ManufacturingOrderDto;
}
