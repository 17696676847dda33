import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { LineUnits, documentUnits } from '../line-units/index.js';
import type { DocumentUnitDto } from '../line-units/index.js';
import { Reservations } from '../stock/reservations.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import type { ReservationRequest } from '../stock/movement-draft.js';
import type {
  ReallocationDto,
  ReallocationInput,
  ReallocationResultDto,
  ReservationDto,
  ReservationInput,
  ReservationResultDto,
} from './reservations.dto.js';
import { ReservationsRepository } from './reservations.repository.js';

/** Reservations made and given back by hand. */
@Injectable()
export class ReservationsService {
  constructor(
    private readonly db: Database,
    private readonly stock: Reservations,
    private readonly reservations: ReservationsRepository,
    private readonly units: LineUnits,
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
  async reserve({ partial = false, ...input }: ReservationInput): Promise<ReservationResultDto> {
    const { source_id, requests, units } = await this.requests(input);
    const { reserved, shortages } = await this.stock.reserve(requests, { partial });
    return { source_id, reserved, shortages, ...units };
  }

  /**
   * Reserves for what weighs more, out of what others hold.
   * @throws VALIDATION_FAILED for locations out of the caller's scope; INSUFFICIENT_STOCK unless partial
   */
  async reallocate({ partial = false, reason, ...input }: ReallocationInput): Promise<ReallocationResultDto> {
    const { source_id, requests, units } = await this.requests(input);
    return { source_id, ...(await this.stock.reallocate(requests, reason, { partial })), ...units };
  }

  /** What was taken from a reservation, or given to it. @throws NOT_FOUND */
  async reallocationsOf(id: string): Promise<ReallocationDto[]> {
    await this.get(id);
    return this.reservations.reallocationsOf(id);
  }

  /**
   * Makes a soft reservation a hard one: free pieces are held for it from now on.
   * @throws RESERVATION_NOT_SOFT, RESERVATION_OF_DOCUMENT, INSUFFICIENT_STOCK
   */
  firm(id: string): Promise<ReservationResultDto> {
    return this.db.transaction(async () => {
      const { source_type, source_id, kind, open_quantity: quantity, location_id, ...claim } = await this.get(id);
      if (kind !== 'soft' || quantity === 0) throw WAREHOUSE_ERRORS.RESERVATION_NOT_SOFT();
      if (source_type !== 'manual')
        throw WAREHOUSE_ERRORS.RESERVATION_OF_DOCUMENT(undefined, { source_type, source_id });
      if ((await this.stock.releaseThese([id])) === 0) throw WAREHOUSE_ERRORS.RESERVATION_NOT_SOFT();
      const { product_id, lot_id, priority, needed_at, expires_at, source_line_id } = claim;
      const request = {
        product_id,
        quantity,
        within_location_id: location_id,
        lot_id,
        priority,
        needed_at,
        expires_at,
        source_line_id,
      };
      const { reserved } = await this.stock.reserve([{ ...request, source_type, source_id }]);
      return { source_id, reserved, shortages: [] };
    });
  }

  private async requests({ lines, source_id, ...terms }: Omit<ReservationInput, 'partial'>): Promise<{
    source_id: string;
    requests: ReservationRequest[];
    units: { units?: DocumentUnitDto[] };
  }> {
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
    const { lines: counted, said } = await this.units.counted(lines, 'sales', faults);
    const source = { source_type: 'manual', source_id: source_id ?? (await this.db.newId()) };
    return {
      source_id: source.source_id,
      requests: counted.map(({ product_id, quantity, within_location_id, lot_id }) => ({
        ...terms,
        product_id,
        quantity,
        within_location_id,
        lot_id: lot_id ?? null,
        ...source,
      })),
      units: said.length > 0 ? { units: documentUnits(said) } : {},
    };
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
