import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import type { UnitLine } from '../../warehouse/index.js';
import { PURCHASING_ERRORS } from '../purchasing.errors.js';
import { lineExcess } from '../requisitions/line-quantities.js';
import type { LineFigures } from '../requisitions/line-quantities.js';
import { STAGES } from '../requisitions/requisition-line.machine.js';
import type { RequisitionLineStage } from '../requisitions/requisition-line.machine.js';

/** Put away and not looked at by the requester. */
export function leftToAccept(line: LineFigures): number {
  return isAlive(line) ? line.put_away_quantity - line.accepted_quantity - line.rejected_quantity : 0;
}

/** Accepted and not issued. */
export function leftToIssue(line: LineFigures): number {
  return isAlive(line) ? line.accepted_quantity - line.issued_quantity : 0;
}

/** Issued and not back. */
export function leftToTakeBack(line: LineFigures): number {
  return line.issued_quantity;
}

export function isAlive({ state }: Pick<LineFigures, 'state'>): boolean {
  return STAGES.includes(state as RequisitionLineStage);
}

/** Lines that are not the requisition's. */
export function unknownLines(lines: readonly { line_no: number }[], known: readonly LineFigures[]): FieldError[] {
  return lines.flatMap(({ line_no }, n) =>
    known.some((line) => line.line_no === line_no)
      ? []
      : [{ pointer: `/lines/${n}/line_no`, code: 'REFERENCE_NOT_FOUND', message: 'There is no such line' }],
  );
}

/** @throws INVALID_STATE with every line that was never approved or is cancelled */
export function refuseStates(
  event: string,
  lines: readonly { line_no: number }[],
  known: readonly LineFigures[],
): void {
  const wrong = known.filter((line) => !isAlive(line) && lines.some(({ line_no }) => line_no === line.line_no));
  if (wrong.length > 0)
    throw KERNEL_ERRORS.INVALID_STATE('Not all of the lines are approved', {
      event,
      lines: wrong.map(({ line_no, state }) => ({ line_no, state })),
    });
}

/** @throws REQUISITION_QUANTITY_EXCEEDED with every line of which more is named than is left, all of a line together */
export function refuseExcess(
  lines: readonly { line_no: number; quantity: number }[],
  known: readonly LineFigures[],
  left: (line: LineFigures) => number,
): void {
  const sums = new Map<string, number>();
  for (const { line_no, quantity } of lines) {
    const { id } = known.find((line) => line.line_no === line_no)!;
    sums.set(id, (sums.get(id) ?? 0) + quantity);
  }
  const over = lineExcess(sums, known, left);
  if (over.length > 0) throw PURCHASING_ERRORS.REQUISITION_QUANTITY_EXCEEDED(undefined, { lines: over });
}

/** What a hand-out names of a line. */
interface NamedLine {
  readonly line_no: number;
  readonly quantity?: number | undefined;
  readonly unit_quantity?: string | null | undefined;
  readonly unit_id?: string | null | undefined;
  readonly unit_code?: string | null | undefined;
}

/** The lines of an issue or return with their products, to be counted in pieces; one that the requisition does not have counts none. */
export function countable<Line extends NamedLine>(
  lines: readonly Line[],
  known: readonly LineFigures[],
  left: (line: LineFigures) => number,
): (Line & UnitLine)[] {
  return lines.map((line, n) => {
    const found = known.find(({ line_no }) => line_no === line.line_no);
    const sum_of = String(n);
    if (found) return { ...line, product_id: found.product_id, sum_of, rest: left(found) };
    return { ...line, product_id: '', sum_of, quantity: 1, unit_quantity: null, unit_id: null, unit_code: null };
  });
}

/** Pieces that one ledger line took for a requisition, and how many of them are not back. */
export interface OpenIssue {
  readonly id: string;
  readonly line_no: number;
  readonly ledger_line_id: string;
  readonly location_id: string;
  readonly lot_id: string | null;
  readonly left: number;
}

/** Pieces that come back, said of the ledger line that took them. */
export interface ReturnedPiece {
  readonly place: number;
  readonly line_no: number;
  readonly product_id: string;
  readonly issue: OpenIssue;
  readonly quantity: number;
  readonly to_location_id: string;
}

/**
 * Shares what comes back out to the ledger lines that took it, the last one first: of the lot named, or of any.
 * @param issues the last one first
 * @returns the pieces, and the places of lines of which a lot has less left than is said
 */
export function shareOut(
  lines: readonly {
    line_no: number;
    product_id: string;
    quantity: number;
    lot_id?: string | null;
    to_location_id?: string;
  }[],
  issues: readonly OpenIssue[],
): { pieces: ReturnedPiece[]; short: number[] } {
  const left = new Map(issues.map(({ id, left: open }) => [id, open]));
  const short: number[] = [];
  const pieces = lines.flatMap(({ line_no, product_id, quantity, lot_id, to_location_id }, n) => {
    let wanted = quantity;
    const parts = issues.flatMap((issue): ReturnedPiece[] => {
      const fits = issue.line_no === line_no && (lot_id == null || lot_id === issue.lot_id);
      const some = fits ? Math.min(wanted, left.get(issue.id)!) : 0;
      if (some === 0) return [];
      wanted -= some;
      left.set(issue.id, left.get(issue.id)! - some);
      return [
        {
          place: n + 1,
          line_no,
          product_id,
          issue,
          quantity: some,
          to_location_id: to_location_id ?? issue.location_id,
        },
      ];
    });
    if (wanted > 0) short.push(n);
    return parts;
  });
  return { pieces, short };
}
