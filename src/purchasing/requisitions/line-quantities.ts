import type { RequisitionLineState } from './requisition-line.machine.js';

/** What other documents do to the lines of requisitions, stage by stage. */
export const FOLLOWED_STAGES = ['order', 'confirm', 'ship', 'receive', 'put_away'] as const;
export type FollowedStage = (typeof FOLLOWED_STAGES)[number];

/** A locked line with what it counts: pieces of the product's stock unit. */
export interface LineFigures {
  readonly id: string;
  readonly requisition_id: string;
  readonly requisition_number: string;
  readonly line_no: number;
  readonly product_id: string;
  readonly state: RequisitionLineState;
  /** Asked for. */
  readonly quantity: number;
  readonly approved_quantity: number | null;
  readonly given_up_quantity: number;
  readonly ordered_quantity: number;
  readonly confirmed_quantity: number;
  readonly shipped_quantity: number;
  readonly received_quantity: number;
  readonly put_away_quantity: number;
  readonly accepted_quantity: number;
  readonly rejected_quantity: number;
  readonly issued_quantity: number;
}

/** Pieces of a line that another document moves. */
export interface FollowedPieces {
  readonly line_id: string;
  readonly quantity: number;
  /** The day that the supplier has named for them; not said: nothing new is known. */
  readonly expected_on?: string | null | undefined;
}

/** A line of which more is named than is left. */
export interface LineExcess {
  readonly line_id: string;
  readonly requisition_number: string;
  readonly line_no: number;
  readonly quantity: number;
  readonly left: number;
}

/** Approved and still wanted. */
export function wantedOf({ approved_quantity, given_up_quantity }: LineFigures): number {
  return (approved_quantity ?? 0) - given_up_quantity;
}

/** Approved, wanted and on no order yet. */
export function leftToOrder(line: LineFigures): number {
  return wantedOf(line) - line.ordered_quantity;
}

/** How much more a stage can have: no stage has more than the one before it. */
export function leftOf(stage: FollowedStage, line: LineFigures): number {
  switch (stage) {
    case 'order':
      return leftToOrder(line);
    case 'confirm':
      return line.ordered_quantity - line.confirmed_quantity;
    case 'ship':
      return line.ordered_quantity - line.shipped_quantity;
    case 'receive':
      return line.ordered_quantity - line.received_quantity;
    case 'put_away':
      return line.received_quantity - line.put_away_quantity;
  }
}

/**
 * How much of a stage can be taken back: what the stages after it have not used. Confirmed and shipped pieces of an order that is taken back
 * go with it; pieces that the requester has refused go with what was put away.
 */
export function leftToTakeBack(stage: FollowedStage, line: LineFigures): number {
  switch (stage) {
    case 'order':
      return line.ordered_quantity - line.received_quantity;
    case 'confirm':
      return line.confirmed_quantity;
    case 'ship':
      return line.shipped_quantity;
    case 'receive':
      return line.received_quantity - line.put_away_quantity;
    case 'put_away':
      return line.put_away_quantity - line.accepted_quantity;
  }
}

/** Pieces line by line, a line that is named several times once. */
export function summed(pieces: readonly FollowedPieces[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { line_id, quantity } of pieces) sums.set(line_id, (sums.get(line_id) ?? 0) + quantity);
  return sums;
}

/** The last of the days that are named for each line. */
export function lastDays(pieces: readonly FollowedPieces[]): Map<string, string> {
  const days = new Map<string, string>();
  for (const { line_id, expected_on } of pieces)
    if (expected_on && expected_on > (days.get(line_id) ?? '')) days.set(line_id, expected_on);
  return days;
}

/** Lines of which more is named than is left. */
export function lineExcess(
  pieces: ReadonlyMap<string, number>,
  lines: readonly LineFigures[],
  left: (line: LineFigures) => number,
): LineExcess[] {
  return lines.flatMap((line) => {
    const quantity = pieces.get(line.id) ?? 0;
    const { id: line_id, requisition_number, line_no } = line;
    return quantity > left(line) ? [{ line_id, requisition_number, line_no, quantity, left: left(line) }] : [];
  });
}
