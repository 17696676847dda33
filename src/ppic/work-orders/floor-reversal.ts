import { Injectable } from '@nestjs/common';
import type { WorkedCost } from '../orders/order-movements.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { hasFloor, impossibleAt, without } from './floor-flow.js';
import type { FlowingOrder } from './floor-flow.js';
import { FloorRepository } from './floor.repository.js';
import { FloorReversalRepository } from './floor-reversal.repository.js';
import type { Reversible } from './floor-reversal.repository.js';

/** Takes back what work orders were told, as far as the pieces have not gone on. Stock is the caller's, in the same transaction. */
@Injectable()
export class FloorReversal {
  constructor(
    private readonly floor: FloorRepository,
    private readonly reversals: FloorReversalRepository,
  ) {}

  /** Everything that one posting told of work orders and handed on. @returns what its time had cost @throws PIECES_GONE_ON */
  async ofPosting(order: FlowingOrder, postingId: string, reason: string): Promise<WorkedCost[]> {
    if (!hasFloor(order)) return [];
    return this.takeBack(order, await this.reversals.of({ posting_id: postingId, entry_id: null }), reason);
  }

  /** An entry that nothing was posted for. @returns what its time had cost @throws PIECES_GONE_ON */
  async ofEntry(order: FlowingOrder, entryId: string, reason: string): Promise<WorkedCost[]> {
    return this.takeBack(order, await this.reversals.of({ posting_id: null, entry_id: entryId }), reason);
  }

  private async takeBack(order: FlowingOrder, what: Reversible, reason: string): Promise<WorkedCost[]> {
    if (what.entries.length === 0 && what.hand_overs.length === 0) return [];
    const floor = await this.floor.of(order);
    const impossible = impossibleAt(without(floor, { pieces: what.entries, passed: what.hand_overs }));
    if (impossible.length > 0) {
      const numbers = impossible.map(({ number }) => number);
      throw PPIC_ERRORS.PIECES_GONE_ON(`The pieces have gone on at ${numbers.join(', ')}`, { work_orders: numbers });
    }
    await this.reversals.takeBack(what, reason);
    return what.entries.map(({ work_order_id, total_cost }) => ({ work_order_id, amount: total_cost }));
  }
}
