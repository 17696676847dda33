import type { FieldError } from '../../kernel/errors/index.js';
import { allocateByLargestRemainder } from '../../kernel/numbers/index.js';
import type { CountedLine } from '../line-units/index.js';
import { serialsOf } from '../lots/index.js';
import type { LotLine } from '../lots/index.js';
import type { MovementDraft, MovementLineDraft } from '../stock/movement-draft.js';
import type { ReturnableLine } from './movements.repository.js';
import type { AdjustmentInput, IssueInput, ReceiptInput, ReturnInput, TransferInput } from './movements.dto.js';

/** A line of a document in pieces. */
type Lines<Document extends { lines: readonly object[] }> = CountedLine<Document['lines'][number]>;

/** A line with its place, counted from one, in the document it came from. */
export type Placed<Line> = Line & { readonly place: number };

/**
 * The lines of a document, each with its place; one that names serial numbers becomes a line for each piece, and a value given for all of
 * them is shared out so that the cents add up again.
 */
export function placed<Line extends LotLine & { value?: string | null }>(lines: readonly Line[]): Placed<Line>[] {
  return lines.flatMap((line, index): Placed<Line>[] => {
    const place = index + 1;
    const serials = line.serials ?? (line.serial_range ? serialsOf(line.serial_range) : null);
    if (!serials) return [{ ...line, place }];
    const shares =
      line.value == null
        ? []
        : allocateByLargestRemainder(
            line.value,
            serials.map(() => 1),
          );
    return serials.map((code, n) => ({
      ...line,
      place,
      quantity: 1,
      lot: { code },
      serials: null,
      ...(line.value != null && { value: shares[n]! }),
    }));
  });
}

/** What every movement posted by hand says of itself. */
function head(
  type: MovementDraft['type'],
  companyId: string,
  document: Pick<ReceiptInput, 'reference' | 'reason' | 'effective_at' | 'when_closed'>,
) {
  const { reference = null, reason = null, effective_at = null, when_closed } = document;
  const head = { type, company_id: companyId, source_type: 'manual', reference, reason, effective_at, pointer: '' };
  return when_closed ? { ...head, when_closed } : head;
}

/** Stock that comes in, from the supplier side unless another is named. */
export function receiptOf(
  companyId: string,
  document: Omit<ReceiptInput, 'lines'>,
  lines: readonly Placed<Lines<ReceiptInput> & { value?: string | null }>[],
  supplierSide: string,
): MovementDraft {
  const from_location_id = document.from_location_id ?? supplierSide;
  return {
    ...head('receipt', companyId, document),
    lines: lines.map(({ product_id, lot_id, place, quantity, to_location_id, unit_cost, value }) => ({
      product_id,
      lot_id: lot_id ?? null,
      place,
      quantity,
      from_location_id,
      to_location_id,
      unit_cost: unit_cost ?? null,
      value: value ?? null,
    })),
  };
}

/** Stock that leaves, to the customer side unless another is named. */
export function issueOf(
  companyId: string,
  document: Omit<IssueInput, 'lines'>,
  lines: readonly Lines<IssueInput>[],
  customerSide: string,
): MovementDraft {
  const to_location_id = document.to_location_id ?? customerSide;
  return { ...head('issue', companyId, document), lines: lines.map((line) => taken(line, to_location_id)) };
}

/** Stock that moves from place to place. */
export function transferOf(
  companyId: string,
  document: Omit<TransferInput, 'lines'>,
  lines: readonly Lines<TransferInput>[],
): MovementDraft {
  return {
    ...head('transfer', companyId, document),
    lines: lines.map((line) => taken(line, line.to_location_id)),
  };
}

/** Stock that turned out to be more or less than was known. */
export function adjustmentOf(
  companyId: string,
  document: Omit<AdjustmentInput, 'lines'>,
  lines: readonly Placed<Lines<AdjustmentInput> & { value?: string | null }>[],
  adjustmentSide: string,
): MovementDraft {
  return {
    ...head('adjustment', companyId, document),
    lines: lines.map(({ product_id, lot_id, place, quantity, location_id, direction, unit_cost, value }) => ({
      product_id,
      lot_id: lot_id ?? null,
      place,
      quantity,
      ...(direction === 'increase'
        ? {
            from_location_id: adjustmentSide,
            to_location_id: location_id,
            unit_cost: unit_cost ?? null,
            value: value ?? null,
          }
        : { from_location_id: location_id, to_location_id: adjustmentSide, unit_cost: unit_cost ?? null }),
    })),
  };
}

/** Pieces that come back from where they went, or go back to where they came from. */
export function returnOf(
  companyId: string,
  document: Omit<ReturnInput, 'lines'>,
  lines: readonly { returns_line_id: string; quantity: number; location_id: string; original: ReturnableLine }[],
): MovementDraft {
  return {
    ...head('return', companyId, document),
    lines: lines.map(({ returns_line_id, quantity, location_id, original }) => {
      const { product_id, lot_id, from_location_id, to_location_id, left_stock } = original;
      const sides = left_stock
        ? { from_location_id: to_location_id, to_location_id: location_id }
        : { from_location_id: location_id, to_location_id: from_location_id };
      return { product_id, lot_id, quantity, ...sides, returns_line_id };
    }),
  };
}

/** What the fields of a line cannot say of one another: both or neither of two that exclude each other. */
export function lineFaults(lines: readonly object[]): FieldError[] {
  return lines.flatMap((line, index): FieldError[] => {
    const { from_location_id, pick_within, unit_cost, value } = line as Partial<MovementLineDraft>;
    const at = (field: string, code: string, message: string): FieldError => ({
      pointer: `/lines/${index}/${field}`,
      code,
      message,
    });
    return [
      ...(unit_cost != null && value != null
        ? [at('value', 'EXCLUSIVE', 'Give a unit cost or a value, not both')]
        : []),
      ...(from_location_id && pick_within
        ? [at('pick_within', 'EXCLUSIVE', 'Name a location to take from or one to pick within, not both')]
        : []),
    ];
  });
}

/** For lines that take stock from somewhere: one of the two ways must be named. */
export function originFaults(lines: readonly { from_location_id?: string; pick_within?: string }[]): FieldError[] {
  return lines.flatMap(({ from_location_id, pick_within }, index) =>
    from_location_id || pick_within
      ? []
      : [
          {
            pointer: `/lines/${index}/from_location_id`,
            code: 'REQUIRED',
            message: 'Name a location to take from, or one to pick within',
          },
        ],
  );
}

function taken(line: Lines<IssueInput>, to_location_id: string): MovementLineDraft {
  const { product_id, lot_id, quantity, from_location_id, pick_within, reserved_for } = line;
  return {
    product_id,
    lot_id: lot_id ?? null,
    quantity,
    ...(pick_within ? { pick_within } : { from_location_id: from_location_id! }),
    to_location_id,
    reserved_for: reserved_for ?? null,
  };
}
