import type { PurchaseOrderLineInput } from './orders.dto.js';

/** A line of a requisition, with how much of it is ordered, from whom and in which currency. */
export interface WantedLine {
  readonly requisition_line_id: string;
  readonly company_id: string;
  readonly warehouse_id: string;
  readonly supplier_id: string;
  readonly currency_code: string;
  readonly product_id: string;
  readonly description: string | null;
  readonly needed_by: string | null;
  readonly quantity: number;
  readonly unit_price: string | null;
}

/** Lines of requisitions that become one line of an order. */
export interface MergedLine {
  readonly product_id: string;
  readonly description: string | null;
  readonly needed_on: string | null;
  readonly quantity: number;
  readonly unit_price: string | null;
  readonly parts: readonly { readonly requisition_line_id: string; readonly quantity: number }[];
}

export interface OrderGroup {
  readonly company_id: string;
  readonly warehouse_id: string;
  readonly supplier_id: string;
  readonly currency_code: string;
  readonly lines: readonly MergedLine[];
}

/** How a supplier sells a product: what has to be ordered to cover a need. */
export interface SoldAs {
  readonly unit_id: string;
  readonly order_quantity: number;
}

/**
 * One order for each company, warehouse, supplier and currency; in it one line for each product that is described, and priced by the buyer, alike:
 * together they may reach a better break. It is needed when the first of them is.
 */
export function groupedOrders(wanted: readonly WantedLine[]): OrderGroup[] {
  const groups = new Map<string, WantedLine[]>();
  for (const line of wanted) {
    const key = [line.company_id, line.warehouse_id, line.supplier_id, line.currency_code].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].map((lines) => {
    const { company_id, warehouse_id, supplier_id, currency_code } = lines[0]!;
    return { company_id, warehouse_id, supplier_id, currency_code, lines: merged(lines) };
  });
}

function merged(lines: readonly WantedLine[]): MergedLine[] {
  const same = new Map<string, WantedLine[]>();
  for (const line of lines) {
    const key = JSON.stringify([line.product_id, line.description, line.unit_price]);
    same.set(key, [...(same.get(key) ?? []), line]);
  }
  return [...same.values()].map((parts) => {
    const { product_id, description, unit_price } = parts[0]!;
    const days = parts.flatMap(({ needed_by }) => needed_by ?? []).sort();
    return {
      product_id,
      description,
      unit_price,
      needed_on: days[0] ?? null,
      quantity: parts.reduce((sum, { quantity }) => sum + quantity, 0),
      parts: parts.map(({ requisition_line_id, quantity }) => ({ requisition_line_id, quantity })),
    };
  });
}

/** What is ordered: at the buyer's price so many pieces as are needed, otherwise as the supplier sells it, minimum and multiples included. */
export function orderedAs(line: MergedLine, sold: SoldAs | null): PurchaseOrderLineInput {
  const { product_id, description, needed_on, quantity, unit_price } = line;
  const words = { product_id, description, needed_on };
  return unit_price !== null || sold === null
    ? { ...words, quantity, ...(unit_price !== null && { unit_price }) }
    : { ...words, unit_id: sold.unit_id, unit_quantity: String(sold.order_quantity) };
}
