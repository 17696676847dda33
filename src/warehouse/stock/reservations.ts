import { Injectable } from '@nestjs/common';
import type {
  HeldPiece,
  LockedAlong,
  ReservationRequest,
  ReservedStock,
  Shortage,
  TakenOver,
} from './movement-draft.js';
import { StockPostingRepository } from './stock-posting.repository.js';

/** As many as the database gives back in one go. */
const BATCH = 1000;

/** Promises of free stock to a source. A reserved piece leaves only for that source, or when it is released. */
@Injectable()
export class Reservations {
  constructor(private readonly repository: StockPostingRepository) {}

  /**
   * Reserves free stock, place by place in the order of the location codes.
   * @param options.partial take what there is and answer the shortages, instead of all or nothing
   * @throws INSUFFICIENT_STOCK listing every short product, unless partial
   */
  reserve(
    requests: readonly ReservationRequest[],
    options: { partial?: boolean } = {},
  ): Promise<{ reserved: ReservedStock[]; shortages: Shortage[] }> {
    return this.repository.reserve(requests, { partial: options.partial ?? false });
  }

  /**
   * Reserves, and takes what is missing over from reservations of other sources that weigh less, or as much and are needed later.
   * @returns what was reserved, and from whom it was taken
   * @throws INSUFFICIENT_STOCK listing every short product, unless partial
   */
  reallocate(
    requests: readonly ReservationRequest[],
    reason: string,
    options: { partial?: boolean } = {},
  ): Promise<{ reserved: ReservedStock[]; taken: TakenOver[]; shortages: Shortage[] }> {
    return this.repository.reserve(requests, { partial: options.partial ?? false, take_over: true, reason });
  }

  /** Gives back what reservations past their time still hold. @returns how many they were */
  async releaseExpired(): Promise<number> {
    let released = 0;
    for (let some = BATCH; some === BATCH; released += some) some = await this.repository.releaseExpired();
    return released;
  }

  /** Gives back whatever a source still holds. To post and release together, use `releases` of `StockPosting.post`. */
  async release(sourceType: string, sourceId: string): Promise<void> {
    await this.repository.release({ source_type: sourceType, source_id: sourceId });
  }

  /** Gives back these reservations, as far as they are still open. @returns how many of them were */
  async releaseThese(ids: readonly string[]): Promise<number> {
    return (await this.repository.release({ ids })).length;
  }

  /**
   * Gives back so many pieces of what sources hold in places, no more than they hold there. Balances are locked in key order, together with
   * those of `along`: who reserves of these products in that place afterwards, in the same transaction, waits for nobody who waits for him.
   */
  async releasePieces(pieces: readonly HeldPiece[], along: LockedAlong): Promise<void> {
    await this.repository.release({ pieces, along });
  }
}
