import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors/index.js';
import { GoodsArrivals } from './goods-arrivals.js';
import type {
  MovementDraft,
  PostedAdjustment,
  PostedMovement,
  Posting,
  SourceRef,
  ValueAdjustmentDraft,
} from './movement-draft.js';
import { reversalOf } from './reversal.js';
import type { ReversalOccasion } from './reversal.js';
import { softClosed } from './soft-closed.js';
import { StockPostingRepository } from './stock-posting.repository.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';

/**
 * The only way into the stock ledger. Everything that one transaction posts goes in one call: the database takes its locks in one
 * order within a call, and two calls would cross those of another transaction.
 */
@Injectable()
export class StockPosting {
  constructor(
    private readonly repository: StockPostingRepository,
    private readonly arrivals: GoodsArrivals,
  ) {}

  /**
   * Posts movements, then value adjustments, then lets go of the reservations of `releases`; then tells who listens of goods that arrived.
   * @returns the movements as posted, each line with the value that moved
   * @throws VALIDATION_FAILED with all faults of all lines; INSUFFICIENT_STOCK with all short products; PERIOD_CLOSED;
   *   MOVEMENT_ALREADY_REVERSED; VALUE_EXCEEDS_STOCK; STOCK_OVERFLOW
   */
  async post(
    movements: MovementDraft[],
    adjustments: ValueAdjustmentDraft[] = [],
    more: { releases?: SourceRef[]; warehouses?: readonly string[] } = {},
  ): Promise<PostedMovement[]> {
    const { releases, warehouses } = more;
    const posting: Posting = {
      movements,
      ...(adjustments.length > 0 && { adjustments }),
      ...(releases?.length && { releases }),
      ...(warehouses && { warehouses }),
      ...softClosed(),
    };
    if (movements.length === 0 && adjustments.length === 0 && !releases?.length) return [];
    const posted = await this.repository.post(posting, {
      asks: this.arrivals.concern(movements),
    });
    if (posted.goods_are_awaited) await this.arrivals.tell(posted.movements);
    return posted.movements;
  }

  /**
   * Posts value without quantity.
   * @throws VALUE_EXCEEDS_STOCK, PERIOD_CLOSED, STOCK_OVERFLOW
   */
  async postValue(adjustments: ValueAdjustmentDraft[]): Promise<PostedAdjustment[]> {
    if (adjustments.length === 0) return [];
    return (await this.repository.post({ movements: [], adjustments, ...softClosed() })).adjustments;
  }

  /**
   * Takes movements back, the last one first: each line the other way round, at its original value as far as value remains.
   * @param movementIds in the order they were posted
   * @throws NOT_FOUND, ARCHIVED, MOVEMENT_ALREADY_REVERSED, INSUFFICIENT_STOCK when what came in has moved on
   */
  async reverse(
    movementIds: readonly string[],
    occasion: ReversalOccasion & { warehouses?: readonly string[] } = {},
  ): Promise<PostedMovement[]> {
    const originals = await this.repository.movements(movementIds);
    const missing = movementIds.find((id) => !originals.some((movement) => movement.id === id));
    if (missing !== undefined) throw notFound('Stock movement', missing);
    const drafts = originals.reverse().map(({ lines, ...movement }) => {
      if (lines === null)
        throw WAREHOUSE_ERRORS.ARCHIVED('The lines of the movement are archived', { movement_id: movement.id });
      return reversalOf({ ...movement, lines }, occasion);
    });
    return this.post(drafts, [], occasion.warehouses ? { warehouses: occasion.warehouses } : {});
  }

  /** Value that is in progress for a source, such as a manufacturing order: amount with two decimals. */
  workInProgress(sourceId: string): Promise<string> {
    return this.repository.workInProgress(sourceId);
  }
}
