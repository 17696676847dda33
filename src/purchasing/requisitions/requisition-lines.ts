import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { PURCHASING_ERRORS } from '../purchasing.errors.js';
import { FollowingRepository } from './following.repository.js';
import type { LineChange } from './following.repository.js';
import { lastDays, leftOf, leftToOrder, leftToTakeBack, lineExcess, summed } from './line-quantities.js';
import type { FollowedPieces, FollowedStage, LineFigures } from './line-quantities.js';
import { REQUISITION_LINE, STAGES } from './requisition-line.machine.js';
import type { RequisitionLineStage } from './requisition-line.machine.js';

/**
 * What the other documents of purchasing do to lines of requisitions, in their own transaction. All lines of a call in a fixed number of
 * statements; requisitions are locked first and lines after them, both by id. Never over HTTP.
 */
@Injectable()
export class RequisitionLines {
  constructor(
    private readonly db: Database,
    private readonly rows: FollowingRepository,
    private readonly history: DocumentHistory,
  ) {}

  /** Locks lines, to look at before something is ordered of them. Those that are not there are left out. */
  lock(ids: readonly string[]): Promise<LineFigures[]> {
    return this.db.transaction(() => this.rows.lock(ids));
  }

  /**
   * Pieces have reached a stage: ordered, confirmed, shipped, received or put away. What a cancelled line would have got is left to its order
   * and belongs to nobody; of such a line nothing is ordered.
   * @returns the lines that have followed, as they are now
   * @throws REQUISITION_QUANTITY_EXCEEDED with every line that has too much; INVALID_STATE for ordering what is not approved
   */
  follow(stage: FollowedStage, pieces: readonly FollowedPieces[], reason?: string): Promise<LineFigures[]> {
    return this.move(stage, pieces, (line) => leftOf(stage, line), stage, 1, reason);
  }

  /**
   * Takes back what `follow` has counted: an order that was cancelled or made smaller, a receipt that was reversed, goods that went back to the
   * supplier (first `put_away`, then `receive`, and `order` when they are not sent again). The lines are open to be ordered again.
   * @throws REQUISITION_QUANTITY_EXCEEDED with every line of which so much cannot be taken back
   */
  takeBack(stage: FollowedStage, pieces: readonly FollowedPieces[], reason?: string): Promise<LineFigures[]> {
    return this.move(stage, pieces, (line) => leftToTakeBack(stage, line), 'fall_back', -1, reason);
  }

  /**
   * Pieces are no longer to come. A line of which nothing is wanted any more is cancelled.
   * @param fromOrders they were on an order, which is short: what `follow` counted as ordered goes too
   * @throws REQUISITION_QUANTITY_EXCEEDED
   */
  giveUp(
    pieces: readonly FollowedPieces[],
    { fromOrders = false, reason }: { fromOrders?: boolean; reason?: string } = {},
  ): Promise<LineFigures[]> {
    return this.db.transaction(async () => {
      const { sums, lines } = await this.followable(pieces);
      this.refuseExcess(sums, lines, fromOrders ? (line) => leftToTakeBack('order', line) : leftToOrder);
      const changes = lines.map(({ id }) => ({
        id,
        give_up: sums.get(id)!,
        ...(fromOrders && { order: -sums.get(id)! }),
      }));
      return this.apply(changes, lines, 'give_up', reason);
    });
  }

  private move(
    stage: FollowedStage,
    pieces: readonly FollowedPieces[],
    left: (line: LineFigures) => number,
    event: string,
    sign: 1 | -1,
    reason?: string,
  ): Promise<LineFigures[]> {
    return this.db.transaction(async () => {
      const { sums, lines } = await this.followable(pieces, stage === 'order' && sign === 1);
      this.refuseExcess(sums, lines, left);
      const days = lastDays(pieces);
      const changes = lines.map(({ id }) => ({ id, [stage]: sign * sums.get(id)!, expected_on: days.get(id) }));
      return this.apply(changes, lines, event, reason);
    });
  }

  /** The lines that take part, locked. @throws INVALID_STATE where none may be left out */
  private async followable(
    pieces: readonly FollowedPieces[],
    isStrict = false,
  ): Promise<{ sums: Map<string, number>; lines: LineFigures[] }> {
    const sums = summed(pieces);
    const found = await this.rows.lock([...sums.keys()]);
    const lines = found.filter(({ state }) => STAGES.includes(state as RequisitionLineStage));
    const others = found.filter((line) => !lines.includes(line));
    if (isStrict && others.length > 0)
      throw KERNEL_ERRORS.INVALID_STATE('Only what is approved is ordered', {
        event: 'order',
        lines: others.map(({ id, requisition_number, line_no, state }) => ({
          line_id: id,
          requisition_number,
          line_no,
          state,
        })),
      });
    return { sums, lines };
  }

  private refuseExcess(
    sums: ReadonlyMap<string, number>,
    known: readonly LineFigures[],
    left: (line: LineFigures) => number,
  ): void {
    const lines = lineExcess(sums, known, left);
    if (lines.length > 0) throw PURCHASING_ERRORS.REQUISITION_QUANTITY_EXCEEDED(undefined, { lines });
  }

  private async apply(
    changes: readonly LineChange[],
    before: readonly LineFigures[],
    event: string,
    reason?: string,
  ): Promise<LineFigures[]> {
    if (changes.length === 0) return [];
    const after = await this.rows.change(changes);
    const was = new Map(before.map(({ id, state }) => [id, state]));
    await this.history.record(
      ...after.map(({ id, state }) => ({
        machine: REQUISITION_LINE,
        id,
        event: state === 'cancelled' ? 'cancel' : event,
        from: was.get(id)!,
        to: state,
        reason,
      })),
    );
    return after;
  }
}
