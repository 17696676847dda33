import type { FieldError } from '../../kernel/errors/index.js';
import { namedQuantities } from '../../warehouse/index.js';
import type { UnitLine } from '../../warehouse/index.js';

/** Under this name, with the request's id, what is issued for general use is found in the ledger. */
export const REQUEST_SOURCE = 'material_request';

/** A line of a locked request. */
export interface RequestLine {
  readonly id: string;
  readonly line_no: number;
  readonly product_id: string;
  readonly quantity: number;
  readonly approved_quantity: number | null;
  readonly issued_quantity: number;
  readonly returned_quantity: number;
}

/** What is decided of a line. */
export interface DecidedLine {
  readonly line_no: number;
  readonly approved_quantity: number;
  readonly approval_reason: string | null;
}

/** A line with too much, and what is left of it. */
export interface Excess {
  readonly line_no: number;
  readonly quantity: number;
  readonly left: number;
}

/** What an issue or return names of a line. */
export interface NamedLine {
  readonly line_no: number;
  readonly quantity?: number | undefined;
  readonly unit_quantity?: string | null | undefined;
  readonly unit_id?: string | null | undefined;
  readonly unit_code?: string | null | undefined;
}

/** Approved and not issued yet. */
export function leftToIssue({ approved_quantity, issued_quantity }: RequestLine): number {
  return (approved_quantity ?? 0) - issued_quantity;
}

/** Issued and not back yet. */
export function leftToReturn({ issued_quantity, returned_quantity }: RequestLine): number {
  return issued_quantity - returned_quantity;
}

/** Lines that are not the request's. */
export function unknownLines(lines: readonly { line_no: number }[], known: readonly RequestLine[]): FieldError[] {
  return lines.flatMap(({ line_no }, n) =>
    known.some((line) => line.line_no === line_no)
      ? []
      : [{ pointer: `/lines/${n}/line_no`, code: 'REFERENCE_NOT_FOUND', message: 'There is no such line' }],
  );
}

/**
 * The lines of an issue or return, with the products of those of the request, to be counted in pieces. One that the request does not have
 * is a fault of its own, and no piece is counted of it.
 * @param left of a line: a quantity in a unit that comes within less than a rounding step of it is all of it
 */
export function countable<Line extends NamedLine>(
  lines: readonly Line[],
  known: readonly RequestLine[],
  left: (line: RequestLine) => number,
): (Line & UnitLine)[] {
  return lines.map((line, n) => {
    const found = known.find(({ line_no }) => line_no === line.line_no);
    const sum_of = String(n);
    if (found) return { ...line, product_id: found.product_id, sum_of, rest: left(found) };
    return { ...line, product_id: '', sum_of, quantity: 1, unit_quantity: null, unit_id: null, unit_code: null };
  });
}

/** Lines of which more is named than is left, all of a line together. */
export function excess(
  lines: readonly { line_no: number; quantity: number }[],
  known: readonly RequestLine[],
  left: (line: RequestLine) => number,
): Excess[] {
  const sums = new Map<number, number>();
  for (const { line_no, quantity } of lines) sums.set(line_no, (sums.get(line_no) ?? 0) + quantity);
  return known.flatMap((line) => {
    const quantity = sums.get(line.line_no) ?? 0;
    return quantity > left(line) ? [{ line_no: line.line_no, quantity, left: left(line) }] : [];
  });
}

/** The quantities that an approval names, to be counted in pieces. */
export function approvedQuantities(lines: readonly { line_no: number }[], known: readonly RequestLine[]): UnitLine[] {
  return lines.flatMap((line, n) => {
    const found = known.find(({ line_no }) => line_no === line.line_no);
    const place = { product_id: found?.product_id ?? '', at: `/lines/${n}`, sum_of: String(n) };
    if (!found) return [{ ...place, name: 'approved', quantity: 0 }];
    return namedQuantities(line, ['approved'], { ...place, rest: found.quantity }, false);
  });
}

/** What an approval decides of every line: what it names, and all of the others. */
export function decisions(
  lines: readonly { line_no: number; reason?: string | null }[],
  counted: readonly { quantity: number }[],
  known: readonly RequestLine[],
  reason: string | null,
): DecidedLine[] {
  return known.map(({ line_no, quantity }) => {
    const n = lines.findIndex((line) => line.line_no === line_no);
    const approved_quantity = n < 0 ? quantity : counted[n]!.quantity;
    const why = n < 0 ? reason : (lines[n]!.reason ?? reason);
    return { line_no, approved_quantity, approval_reason: approved_quantity < quantity ? why : null };
  });
}

/** What an approval says that cannot be: lines named twice, more than was asked for, less without a reason, nothing at all. */
export function decisionFaults(
  lines: readonly { line_no: number }[],
  decided: readonly DecidedLine[],
  known: readonly RequestLine[],
): FieldError[] {
  const faults = lines.flatMap(({ line_no }, n): FieldError[] => {
    if (lines.findIndex((other) => other.line_no === line_no) < n)
      return [{ pointer: `/lines/${n}/line_no`, code: 'DUPLICATE', message: 'is named twice' }];
    const decision = decided.find((line) => line.line_no === line_no);
    const asked = known.find((line) => line.line_no === line_no)?.quantity ?? 0;
    if (decision && decision.approved_quantity > asked)
      return [{ pointer: `/lines/${n}/approved_quantity`, code: 'TOO_LARGE', message: `${asked} were asked for` }];
    return decision && decision.approved_quantity < asked && decision.approval_reason === null
      ? [{ pointer: `/lines/${n}/reason`, code: 'REQUIRED', message: 'Less than was asked for needs a reason' }]
      : [];
  });
  if (faults.length === 0 && decided.every(({ approved_quantity }) => approved_quantity === 0))
    faults.push({
      pointer: '/lines',
      code: 'TOO_SMALL',
      message: 'Of nothing is anything approved: reject the request',
    });
  return faults;
}
