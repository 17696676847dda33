import type { OrderState } from './manufacturing-order.machine.js';

/** An order in a list. */
export interface OrderSummaryRow {
  readonly id: string;
  readonly number: string;
  readonly company_id: string;
  readonly warehouse_id: string;
  readonly department_id: string | null;
  readonly product_id: string;
  readonly state: OrderState;
  readonly planned_quantity: number;
  readonly good_quantity: number;
  readonly created_by: string | null;
  readonly version: number;
}

/** A product the order is short of in its warehouse. */
export interface OrderShortage {
  readonly product_id: string;
  readonly sku: string;
  readonly requested: number;
  readonly reserved: number;
  readonly available: number;
  readonly short: number;
}

/** An order with its snapshot and everything derived: `erp.manufacturing_order_details`. */
export interface OrderRow extends OrderSummaryRow {
  readonly rejected_quantity: number;
  readonly lost_quantity: number;
  readonly output_value: string;
  readonly settled_value: string;
  readonly variance_value: string;
  readonly work_in_progress: string;
  readonly duration_hours: string | null;
  readonly shortages: readonly OrderShortage[];
  readonly components: readonly { readonly id: string }[];
  /** Pieces owed to stock by component, where there are any. */
  readonly owed: Readonly<Record<string, number>>;
  /** The component that a substitute stands for, by the substitute's own. */
  readonly stands_for: Readonly<Record<string, string>>;
}
