import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { LineUnits } from '../../warehouse/index.js';
import { lineAmounts, orderTotals, toleratedQuantities } from './order-amounts.js';
import type { ChangedLine } from './order-changes.repository.js';
import { differences, unconfirmedBy } from './order-differences.js';
import type { Difference } from './order-differences.js';
import { OrderLines } from './order-lines.js';
import type { NewOrderLine } from './order-lines.js';
import { OrderWritingRepository } from './order-writing.repository.js';
import type { OrderedProduct } from './order-writing.repository.js';
import type { OrderChangeInput, OrderLineChangeInput } from './orders.dto.js';
import type { PurchaseOrder, PurchaseOrderLine } from './purchase-order.entity.js';

/** A revision as it is asked for: what of the lines changes, what comes in addition, and what it comes to. */
export interface Revision {
  readonly lines: ChangedLine[];
  readonly added: NewOrderLine[];
  readonly changes: Difference[];
  readonly total_amount: string;
}

/** Works out what a change makes of an order. */
@Injectable()
export class OrderRevisions {
  constructor(
    private readonly units: LineUnits,
    private readonly lines: OrderLines,
    private readonly rows: OrderWritingRepository,
  ) {}

  /** @throws VALIDATION_FAILED with every fault */
  async of(order: PurchaseOrder, known: readonly PurchaseOrderLine[], input: OrderChangeInput): Promise<Revision> {
    const wanted = input.lines ?? [];
    const faults = numberFaults(wanted, known);
    const pieces = await this.pieces(wanted, known, faults);
    const products = await this.rows.products(
      [...new Set(known.map(({ product_id }) => product_id))],
      order.company_id,
      order.supplier_id,
    );
    const after = known.map((line) => {
      const n = wanted.findIndex(({ line_no }) => line_no === line.line_no);
      return n < 0 ? line : changed(line, wanted[n]!, pieces.get(n) ?? null, products.get(line.product_id)!);
    });
    faults.push(...shortageFaults(after, wanted));
    const first_line_no = Math.max(...known.map(({ line_no }) => line_no)) + 1;
    const added = await this.lines.resolve(order, input.added_lines ?? [], { at: '/added_lines', first_line_no });
    refuse([...faults, ...added.faults]);
    const changes = differences(known, [...after, ...added.lines.map((line) => ({ ...line, is_closed_short: false }))]);
    const unconfirmed = unconfirmedBy(changes);
    const touched = new Set(changes.map(({ line_no }) => line_no));
    const counting = after.filter((line) => !(line.is_closed_short && line.received_quantity === 0));
    if (counting.length + added.lines.length === 0)
      refuse([{ pointer: '/lines', code: 'NOT_ALLOWED', message: 'Nothing is left of the order: cancel it' }]);
    return {
      lines: after
        .filter(({ line_no }) => touched.has(line_no))
        .map((line) => ({ ...line, is_unconfirmed: unconfirmed.has(line.line_no) })),
      added: added.lines,
      changes,
      total_amount: orderTotals([...counting, ...added.lines]).total_amount,
    };
  }

  /** The new quantities in pieces, by their place in the change. */
  private async pieces(
    wanted: readonly OrderLineChangeInput[],
    known: readonly PurchaseOrderLine[],
    faults: FieldError[],
  ): Promise<ReadonlyMap<number, number>> {
    const named = wanted.flatMap(({ line_no, unit_quantity }, n) => {
      const line = known.find((each) => each.line_no === line_no);
      const { product_id, unit_id } = line ?? {};
      return line && unit_quantity != null
        ? [{ product_id: product_id!, unit_id: unit_id!, unit_quantity, at: `/lines/${n}`, sum_of: String(n), n }]
        : [];
    });
    if (named.length === 0) return new Map();
    const counted = await this.units.count(named, 'purchase');
    faults.push(...counted.faults);
    return new Map(counted.lines.map(({ n, quantity }) => [n, quantity]));
  }
}

function changed(
  line: PurchaseOrderLine,
  wanted: OrderLineChangeInput,
  pieces: number | null,
  product: OrderedProduct,
): PurchaseOrderLine {
  const { line_no: _, cancel = false, unit_quantity, unit_price, ...words } = wanted;
  const priced = {
    unit_quantity: unit_quantity ?? line.unit_quantity,
    unit_price: unit_price ?? line.unit_price,
    discount_percent: words.discount_percent ?? line.discount_percent,
    tax_percent: words.tax_percent ?? line.tax_percent,
  };
  return {
    ...line,
    ...words,
    ...priced,
    ...lineAmounts(priced),
    ...(pieces !== null && pieces > 0 && { quantity: pieces, ...toleratedQuantities(pieces, product) }),
    is_closed_short: line.is_closed_short || cancel,
  };
}

function numberFaults(wanted: readonly OrderLineChangeInput[], known: readonly PurchaseOrderLine[]): FieldError[] {
  return wanted.flatMap(({ line_no }, n): FieldError[] => {
    const pointer = `/lines/${n}/line_no`;
    const line = known.find((each) => each.line_no === line_no);
    if (!line) return [{ pointer, code: 'REFERENCE_NOT_FOUND', message: 'There is no such line' }];
    if (line.is_closed_short) return [{ pointer, code: 'NOT_ALLOWED', message: 'The line is closed' }];
    return wanted.findIndex((each) => each.line_no === line_no) < n
      ? [{ pointer, code: 'DUPLICATE', message: 'is named twice' }]
      : [];
  });
}

/** Lines that would become smaller than what came of them. */
function shortageFaults(after: readonly PurchaseOrderLine[], wanted: readonly OrderLineChangeInput[]): FieldError[] {
  return wanted.flatMap(({ line_no, unit_quantity }, n) => {
    const line = after.find((each) => each.line_no === line_no);
    const came = line ? line.received_quantity - line.reopened_quantity : 0;
    return line && unit_quantity != null && line.quantity < came
      ? [{ pointer: `/lines/${n}/unit_quantity`, code: 'TOO_SMALL', message: `${came} pieces have come already` }]
      : [];
  });
}
