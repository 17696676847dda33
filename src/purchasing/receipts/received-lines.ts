import type { FieldError } from '../../kernel/errors/index.js';
import { Rational, allocateByLargestRemainder } from '../../kernel/numbers/index.js';
import { converted, deliveredAmount } from '../orders/order-amounts.js';
import type { PurchaseOrder, PurchaseOrderLine } from '../orders/purchase-order.entity.js';

/** Pieces that came of an order line, counted, with their lot; as they will lie in the ledger. */
export interface ArrivedPieces {
  /** Place of the line in the document, counted from one. */
  readonly place: number;
  readonly order_line_id: string;
  readonly product_id: string;
  readonly lot_id: string | null;
  readonly quantity: number;
  readonly to_location_id: string | null;
  readonly is_rejected: boolean;
  readonly rejection_reason: string | null;
}

/** The same with what it is worth. */
export interface ValuedPieces extends ArrivedPieces {
  /** In the currency of the order. */
  readonly amount: string;
  /** In the currency of the company. */
  readonly value: string;
}

/** An order line of which more would have come than is taken. */
export interface ReceiptExcess {
  readonly order_number: string;
  readonly line_no: number;
  readonly quantity: number;
  readonly left: number;
}

/** How many pieces of a line may still come: up to the tolerance, and what the supplier owes for what went back. */
export function leftToReceive(
  line: Pick<PurchaseOrderLine, 'is_closed_short' | 'most_quantity' | 'reopened_quantity' | 'received_quantity'>,
): number {
  return line.is_closed_short ? 0 : line.most_quantity + line.reopened_quantity - line.received_quantity;
}

/** Lines of which more is named than may come, all of a line together. */
export function receiptExcess(
  pieces: readonly { order_line_id: string; quantity: number }[],
  lines: ReadonlyMap<string, PurchaseOrderLine>,
  orders: ReadonlyMap<string, Pick<PurchaseOrder, 'number'>>,
): ReceiptExcess[] {
  return [...piecesByLine(pieces)].flatMap(([id, quantity]) => {
    const line = lines.get(id)!;
    const left = leftToReceive(line);
    const order_number = orders.get(line.order_id)!.number;
    return quantity > left ? [{ order_number, line_no: line.line_no, quantity, left }] : [];
  });
}

export function piecesByLine(pieces: readonly { order_line_id: string; quantity: number }[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { order_line_id, quantity } of pieces) sums.set(order_line_id, (sums.get(order_line_id) ?? 0) + quantity);
  return sums;
}

/**
 * What arrived pieces are worth. The pieces of one order line in one document are worth the difference of two shares of its net amount, at the
 * rate of the day; within the document that is shared out by their number, so that no cent is lost to their lots.
 */
export function valued(
  pieces: readonly ArrivedPieces[],
  lines: ReadonlyMap<string, PurchaseOrderLine>,
  rateOf: (line: PurchaseOrderLine) => Rational,
): ValuedPieces[] {
  const worth = new Map<ArrivedPieces, { amount: string; value: string }>();
  for (const [id, quantity] of piecesByLine(pieces)) {
    const line = lines.get(id)!;
    const own = pieces.filter(({ order_line_id }) => order_line_id === id);
    const weights = own.map((each) => each.quantity);
    const amount = deliveredAmount(line, line.received_quantity, quantity);
    const amounts = allocateByLargestRemainder(amount, weights);
    const values = allocateByLargestRemainder(converted(amount, rateOf(line)), weights);
    own.forEach((each, n) => worth.set(each, { amount: amounts[n]!, value: values[n]! }));
  }
  return pieces.map((each) => ({ ...each, ...worth.get(each)! }));
}

/** What is said of pieces that are not taken, and cannot be. */
export function rejectionFaults(
  lines: readonly {
    quantity: number;
    rejected_quantity?: number | undefined;
    rejection_reason?: string | null | undefined;
    serials?: readonly string[] | null | undefined;
    serial_range?: object | null | undefined;
  }[],
): FieldError[] {
  return lines.flatMap(
    ({ quantity, rejected_quantity = 0, rejection_reason, serials, serial_range }, n): FieldError[] => {
      const at = (field: string, code: string, message: string): FieldError => ({
        pointer: `/lines/${n}/${field}`,
        code,
        message,
      });
      if (rejected_quantity === 0) return [];
      return [
        ...(rejected_quantity > quantity
          ? [at('rejected_quantity', 'TOO_LARGE', `Only ${quantity} came: it counts those that are not taken too`)]
          : []),
        ...(rejection_reason == null ? [at('rejection_reason', 'REQUIRED', 'Say why they are not taken')] : []),
        ...((serials ?? serial_range) && rejected_quantity < quantity
          ? [
              at(
                'rejected_quantity',
                'NOT_ALLOWED',
                'Give pieces with serial numbers that are not taken a line of their own',
              ),
            ]
          : []),
      ];
    },
  );
}
