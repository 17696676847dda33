import { Injectable } from '@nestjs/common';
import type { FieldError } from '../../kernel/errors/index.js';
import { SalesLinesRepository } from '../lines/sales-lines.repository.js';
import type { SoldProduct } from '../lines/sales-lines.repository.js';
import { SalesLines } from '../lines/sales-lines.js';
import type { ResolvedSalesLine, SalesTerms } from '../lines/sales-lines.js';
import type { SalesOrderLineInput } from './sales-orders.dto.js';
import type { SalesOrderLine } from './sales-order.entity.js';
import type { SupplyMode } from './sales-words.js';

/** A line about to be written. */
export type NewSalesOrderLine = Omit<
  SalesOrderLine,
  | 'id'
  | 'order_id'
  | 'shipped_quantity'
  | 'returned_quantity'
  | 'reopened_quantity'
  | 'invoiced_quantity'
  | 'cancelled_quantity'
  | 'open_quantity'
>;

/** Lines of orders: priced as all lines of sales, and beside that from where and how they are supplied. */
@Injectable()
export class SalesOrderLines {
  constructor(
    private readonly lines: SalesLines,
    private readonly rows: SalesLinesRepository,
  ) {}

  /** @param warehouseId of the order; null: it has none, and its fault is told already */
  async resolve(
    terms: SalesTerms,
    warehouseId: string | null,
    inputs: readonly SalesOrderLineInput[],
  ): Promise<{ lines: NewSalesOrderLine[]; faults: FieldError[] }> {
    const { lines, products, faults } = await this.lines.resolve(terms, inputs);
    const named = [...new Set(inputs.flatMap(({ warehouse_id }) => warehouse_id ?? []))];
    const warehouses = await this.rows.warehouses(terms.company_id, named);
    faults.push(...inputs.flatMap((input, n) => supplyFaults(input, n, products.get(input.product_id), warehouses)));
    return { lines: lines.map((line) => supplied(line, inputs[line.line_no - 1]!, warehouseId)), faults };
  }
}

function supplied(line: ResolvedSalesLine, input: SalesOrderLineInput, warehouseId: string | null): NewSalesOrderLine {
  return {
    ...line,
    warehouse_id: (input.warehouse_id ?? warehouseId)!,
    promised_on: input.promised_on ?? null,
    supply: (input.supply ?? 'stock') as SupplyMode,
    reserve_on: input.reserve_on ?? null,
  };
}

function supplyFaults(
  { warehouse_id, supply = 'stock', reserve_on }: SalesOrderLineInput,
  n: number,
  product: SoldProduct | undefined,
  warehouses: ReadonlySet<string>,
): FieldError[] {
  const fault = (field: string, code: string, message: string): FieldError[] => [
    { pointer: `/lines/${n}/${field}`, code, message },
  ];
  return [
    ...(warehouse_id && !warehouses.has(warehouse_id)
      ? fault('warehouse_id', 'REFERENCE_NOT_FOUND', 'There is no such warehouse in the company')
      : []),
    ...(reserve_on && supply !== 'stock'
      ? fault('reserve_on', 'NOT_ALLOWED', 'Only what comes from stock is reserved from a day on')
      : []),
    ...(product && supply === 'make' && !product.is_manufactured
      ? fault('supply', 'NOT_ALLOWED', 'The product is not manufactured')
      : []),
    ...(product && supply === 'buy' && !product.is_purchased
      ? fault('supply', 'NOT_ALLOWED', 'The product is not bought')
      : []),
  ];
}
