import { Injectable } from '@nestjs/common';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { invalid, notFound } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { Reservations } from '../stock/reservations.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import type { ReservationDto, ReservationInput, ReservationResultDto } from './reservations.dto.js';
import { ReservationsRepository } from './reservations.repository.js';

/** Reservations made and given back by hand. */
@Injectable()
export class ReservationsService {
  constructor(
    private readonly stock: Reservations,
    private readonly reservations: ReservationsRepository,
  ) {}

  page(query: ListParameters): Promise<Page<ReservationDto>> {
    return this.reservations.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<ReservationDto> {
    const reservation = await this.reservations.find(id);
    if (!reservation) throw notFound('Reservation', id);
    return reservation;
  }

  /** @throws VALIDATION_FAILED for locations out of the caller's scope; INSUFFICIENT_STOCK unless partial */
  async reserve({ lines, partial, source_id }: ReservationInput): Promise<ReservationResultDto> {
    const { company_ids, warehouse_ids } = currentActor();
    const places = [...new Set(lines.map(({ within_location_id }) => within_location_id))];
    const visible = await this.reservations.visible(places, company_ids, warehouse_ids);
    const faults = lines.flatMap(({ within_location_id }, index) =>
      visible.has(within_location_id)
        ? []
        : [
            {
              pointer: `/lines/${index}/within_location_id`,
              code: 'REFERENCE_NOT_FOUND',
              message: 'There is no such location',
            },
          ],
    );
    if (faults.length > 0) throw invalid(faults);
    const source = { source_type: 'manual', source_id: source_id ?? (await this.reservations.newSource()) };
    const requests = lines.map((line) => ({ ...line, ...source }));
    return { source_id: source.source_id, ...(await this.stock.reserve(requests, { partial: partial ?? false })) };
  }

  /**
   * Gives back what a reservation still holds; one that holds nothing any more stays as it is.
   * @throws RESERVATION_OF_DOCUMENT for stock that is held for an order
   */
  async release(id: string): Promise<ReservationDto> {
    const { source_type, source_id } = await this.get(id);
    if (source_type !== 'manual') throw WAREHOUSE_ERRORS.RESERVATION_OF_DOCUMENT(undefined, { source_type, source_id });
    await this.stock.releaseThese([id]);
    return this.get(id);
  }
}
