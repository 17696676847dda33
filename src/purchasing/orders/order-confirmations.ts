import type { FieldError } from '../../kernel/errors/index.js';
import type { OrderConfirmationLineInput } from './orders.dto.js';
import type { PurchaseOrderLine } from './purchase-order.entity.js';

export interface ConfirmedLine {
  readonly id: string;
  readonly confirmed_on: string | null;
  readonly confirmed_quantity: number;
}

type Known = Pick<
  PurchaseOrderLine,
  'id' | 'line_no' | 'quantity' | 'promised_on' | 'needed_on' | 'confirmed_at' | 'is_closed_short' | 'most_quantity'
>;

/** What a supplier says of lines; of those it has not spoken of yet, as they were ordered, where it names none. */
export function confirmations(
  named: readonly OrderConfirmationLineInput[] | undefined,
  known: readonly Known[],
): { confirmed: ConfirmedLine[]; faults: FieldError[] } {
  const lines =
    named ??
    known.filter((line) => line.confirmed_at === null && !line.is_closed_short).map(({ line_no }) => ({ line_no }));
  const faults = lineNumberFaults(
    lines.map(({ line_no }) => line_no),
    known.filter(({ is_closed_short }) => !is_closed_short),
    '/line_no',
  );
  const confirmed = lines.flatMap((line: OrderConfirmationLineInput, n): ConfirmedLine[] => {
    const found = known.find(({ line_no }) => line_no === line.line_no);
    if (!found) return [];
    const { confirmed_on = found.promised_on ?? found.needed_on, confirmed_quantity = found.quantity } = line;
    if (confirmed_quantity > found.most_quantity)
      faults.push({
        pointer: `/lines/${n}/confirmed_quantity`,
        code: 'TOO_LARGE',
        message: `No more than ${found.most_quantity} are taken`,
      });
    return [{ id: found.id, confirmed_on, confirmed_quantity }];
  });
  return { confirmed, faults };
}

/** Lines that are not the order's, not open, or named twice. */
export function lineNumberFaults(
  numbers: readonly number[],
  open: readonly { line_no: number }[],
  field = '',
): FieldError[] {
  return numbers.flatMap((line_no, n) => {
    const pointer = `/lines/${n}${field}`;
    if (!open.some((line) => line.line_no === line_no))
      return [{ pointer, code: 'REFERENCE_NOT_FOUND', message: 'There is no such line that is open' }];
    return numbers.indexOf(line_no) < n ? [{ pointer, code: 'DUPLICATE', message: 'is named twice' }] : [];
  });
}
