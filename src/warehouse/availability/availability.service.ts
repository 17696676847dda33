import { Injectable } from '@nestjs/common';
import { notFound, refuse } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import type {
  AvailabilityAtQuery,
  AvailabilityQuestionInput,
  StockAvailabilityDto,
  StockAvailabilityFiguresDto,
} from './availability.dto.js';
import { AvailabilityRepository } from './availability.repository.js';
import type { Outlook, Place } from './availability.repository.js';
import { projectionOf, stockEvents } from './stock-events.js';
import type { StockEvent } from './stock-events.js';
import type { StockProjection } from './stock-projection.js';

/** What there is of products now, and what can be promised of them at a date. */
@Injectable()
export class AvailabilityService {
  constructor(private readonly stock: AvailabilityRepository) {}

  /** One product with every document that plays a part. @throws NOT_FOUND, VALIDATION_FAILED for a day that has passed */
  async of({ product_id, at, quantity, ...where }: AvailabilityAtQuery): Promise<StockAvailabilityDto> {
    const place = await this.place(where);
    const [outlook] = await this.stock.outlook([product_id], place);
    if (!outlook) throw notFound('Product', product_id);
    refuse(pastFaults('?at', at, outlook.today));
    const { events, projection } = projected(outlook);
    const figures = figuresOf({ outlook, events, projection }, place, at ?? outlook.today, quantity ?? null);
    return { ...figures, lots: outlook.free.filter(({ lot_id }) => lot_id !== null), days: projection.rows, events };
  }

  /** Many products at once. @throws NOT_FOUND for the place, VALIDATION_FAILED with every product that is not there */
  async ofMany({ lines, at, ...where }: AvailabilityQuestionInput): Promise<StockAvailabilityFiguresDto[]> {
    const place = await this.place(where);
    const found = await this.outlooks(
      lines.map(({ product_id }) => product_id),
      place,
    );
    const missing = lines.flatMap(({ product_id }, index) =>
      found.has(product_id)
        ? []
        : [{ pointer: `/lines/${index}/product_id`, code: 'REFERENCE_NOT_FOUND', message: 'There is no such product' }],
    );
    refuse(missing);
    return lines.map(({ product_id, quantity }) => {
      const known = found.get(product_id)!;
      refuse(pastFaults('/at', at, known.outlook.today));
      return figuresOf(known, place, at ?? known.outlook.today, quantity ?? null);
    });
  }

  /**
   * Stock of products from today on, in one statement; products that are not there are left out.
   * @param except a document that does not ask against itself: what it wants is left out
   */
  async outlooks(
    productIds: readonly string[],
    place: Place,
    except: string | null = null,
  ): Promise<ReadonlyMap<string, ProjectedOutlook>> {
    const outlooks = await this.stock.outlook(productIds, place);
    return new Map(outlooks.map((outlook) => [outlook.product_id, projected(without(outlook, except))]));
  }

  /** A warehouse of the caller, or what he sees of a company. @throws NOT_FOUND */
  async place({ company_id, warehouse_id }: { company_id?: string; warehouse_id?: string }): Promise<Place> {
    if (warehouse_id === undefined) {
      const id = company_id ?? defaultCompanyId();
      assertInScope({ company_id: id }, 'Company');
      return { company_id: id, warehouse_id: null };
    }
    const found = await this.stock.companyOf(warehouse_id);
    if (found === null || (company_id ?? found) !== found) throw notFound('Warehouse', warehouse_id);
    assertInScope({ company_id: found, warehouse_id }, 'Warehouse');
    return { company_id: found, warehouse_id };
  }
}

/** The outlook of a product with what counts of it. */
export interface ProjectedOutlook {
  readonly outlook: Outlook;
  readonly events: readonly StockEvent[];
  readonly projection: StockProjection;
}

function without(outlook: Outlook, source_id: string | null): Outlook {
  if (source_id === null) return outlook;
  return { ...outlook, events: outlook.events.filter((event) => event.source_id !== source_id) };
}

function projected(outlook: Outlook): ProjectedOutlook {
  const events = stockEvents(outlook);
  return { outlook, events, projection: projectionOf(outlook, events) };
}

function pastFaults(pointer: string, at: string | undefined, today: string) {
  return at !== undefined && at < today
    ? [{ pointer, code: 'DATE_IN_PAST', message: `must not be before ${today}` }]
    : [];
}

function figuresOf(
  { outlook, events, projection }: ProjectedOutlook,
  place: Place,
  at: string,
  quantity: number | null,
): StockAvailabilityFiguresDto {
  const { product_id, sku, unit_code, on_hand, held, reserved } = outlook;
  const until = projection.rows.filter(({ on }) => on <= at);
  const { on, balance } = projection.lowest;
  const total = (numbers: readonly number[]): number =>
    Math.min(
      numbers.reduce((sum, each) => sum + each, 0),
      Number.MAX_SAFE_INTEGER,
    );
  return {
    product_id,
    sku,
    unit_code,
    ...place,
    on_hand,
    held,
    reserved,
    free: on_hand - held - reserved,
    soft_claims: total(events.filter(({ kind }) => kind === 'soft_reservation').map((event) => event.quantity)),
    available_now: projection.availableOn(outlook.today),
    at,
    expected_receipts: total(until.map(({ supply }) => supply)),
    expected_demands: total(until.map(({ demand }) => demand)),
    expired: total(until.map(({ expired }) => expired)),
    projected: projection.balanceOn(at),
    available_at: projection.availableOn(at),
    lowest: { on, balance },
    quantity,
    earliest_date: quantity === null ? null : projection.earliestFor(quantity),
  };
}
