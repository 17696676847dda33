import { Injectable } from '@nestjs/common';
import type { ReservationRequest, ReservedStock, Shortage } from './movement-draft.js';
import { StockPostingRepository } from './stock-posting.repository.js';

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
    return this.repository.reserve(requests, options.partial ?? false);
  }

  /** Gives back whatever a source still holds. To post and release together, use `releases` of `StockPosting.post`. */
  async release(sourceType: string, sourceId: string): Promise<void> {
    await this.repository.release({ source_type: sourceType, source_id: sourceId });
  }

  /** Gives back these reservations, as far as they are still open. */
  async releaseThese(ids: readonly string[]): Promise<void> {
    await this.repository.release({ ids });
  }
}
