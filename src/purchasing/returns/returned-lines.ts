import { AMOUNT_SCALE, Rational, negated, sumAmounts } from '../../kernel/numbers/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import type { SupplierReturnLineInput } from './returns.dto.js';
import type { ReturnableReceiptLine } from './returns.repository.js';

/** A line of a return with what it takes from. */
export interface WantedReturn {
  readonly found: ReturnableReceiptLine;
  readonly quantity: number;
  readonly from_location_id: string | null;
  readonly reopen: boolean;
}

/** What cannot be: lines that are not there, named twice, or of different suppliers and warehouses. */
export function returnFaults(
  lines: readonly SupplierReturnLineInput[],
  known: ReadonlyMap<string, ReturnableReceiptLine>,
): FieldError[] {
  const first = known.get(lines[0]!.receipt_line_id);
  const same = ({ company_id, supplier_id, warehouse_id }: ReturnableReceiptLine): boolean =>
    company_id === first?.company_id && supplier_id === first.supplier_id && warehouse_id === first.warehouse_id;
  return lines.flatMap(({ receipt_line_id }, n): FieldError[] => {
    const pointer = `/lines/${n}/receipt_line_id`;
    const found = known.get(receipt_line_id);
    if (!found) return [{ pointer, code: 'REFERENCE_NOT_FOUND', message: 'There is no such line of a receipt' }];
    if (lines.findIndex((line) => line.receipt_line_id === receipt_line_id) < n)
      return [{ pointer, code: 'DUPLICATE', message: 'is named twice' }];
    return first && !same(found)
      ? [{ pointer, code: 'NOT_ALLOWED', message: 'All are of one supplier, company and warehouse' }]
      : [];
  });
}

/** Lines of which more would go back than is left. */
export function returnExcess(
  wanted: readonly WantedReturn[],
): { receipt_line_id: string; quantity: number; left: number }[] {
  return wanted.flatMap(({ found, quantity }) => {
    const left = found.quantity - found.returned_quantity;
    return quantity > left || quantity < 1 ? [{ receipt_line_id: found.id, quantity, left }] : [];
  });
}

/** What pieces are worth that go back, of an amount that all of the line came in at: the difference of two rounded shares. */
export function returnedShare(
  total: string,
  { quantity: all, returned_quantity }: Pick<ReturnableReceiptLine, 'quantity' | 'returned_quantity'>,
  quantity: number,
): string {
  const upTo = (pieces: number): string => Rational.parse(total).mul(Rational.of(pieces, all)).toFixed(AMOUNT_SCALE);
  return sumAmounts([upTo(returned_quantity + quantity), negated(upTo(returned_quantity))]);
}
