import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { invalid, notFound } from '../../kernel/errors/index.js';
import { can } from '../../kernel/security/index.js';
import { WAREHOUSE } from '../warehouse.permissions.js';
import { Reservations } from './reservations.service.js';
import type {
  LedgerRowDto,
  ProductStockDto,
  ReservationDto,
  ReservationInput,
  ReservationsMadeDto,
} from './stock.dto.js';
import { StockRepository } from './stock.repository.js';

/** What there is, how it came about, and what of it is promised. */
@Injectable()
export class StockService {
  constructor(
    private readonly db: Database,
    private readonly stock: StockRepository,
    private readonly reservations: Reservations,
  ) {}

  /** @throws NOT_FOUND for an unknown product; one without stock has zeros */
  async ofProduct(productId: string): Promise<ProductStockDto> {
    return (await this.stock.ofProduct(productId)) ?? this.noProduct(productId);
  }

  /** Ledger lines; their values only for those who may see what stock is worth. */
  async ledger(query: ListParameters): Promise<Page<LedgerRowDto>> {
    const page = await this.stock.ledger(query);
    if (!can(WAREHOUSE.stock.read_value)) for (const row of page.data) row.value = null;
    return page;
  }

  /**
   * Reserves stock by hand.
   * @throws INSUFFICIENT_STOCK with every short product, unless `partial`; VALIDATION_FAILED for locations the caller does not see
   */
  async reserve({ lines, source_id = randomUUID(), partial }: ReservationInput): Promise<ReservationsMadeDto> {
    return this.db.transaction(async () => {
      const unseen = await this.stock.locationsOutOfSight([...new Set(lines.map((line) => line.within_location_id))]);
      const faults = lines.flatMap(({ within_location_id }, index) =>
        unseen.includes(within_location_id)
          ? [{ pointer: `/lines/${index}/within_location_id`, code: 'REFERENCE_NOT_FOUND', message: 'does not exist' }]
          : [],
      );
      if (faults.length > 0) throw invalid(faults);
      const requests = lines.map((line) => ({ ...line, source_type: 'manual', source_id }));
      return { source_id, ...(await this.reservations.reserve(requests, { partial })) };
    });
  }

  /** Gives back what a reservation still holds. @throws NOT_FOUND */
  async release(id: string): Promise<ReservationDto> {
    return this.db.transaction(async () => {
      await this.reservation(id);
      await this.reservations.releaseThese([id]);
      return this.reservation(id);
    });
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async reservation(id: string): Promise<ReservationDto> {
    const reservation = await this.stock.reservation(id);
    if (!reservation) throw notFound('Reservation', id);
    return reservation;
  }

  private noProduct(id: string): never {
    throw notFound('Product', id);
  }
}
