import { Injectable } from '@nestjs/common';
import { Reservations, StockPosting } from '../../warehouse/index.js';
import type { MovementDraft, PostedMovement } from '../../warehouse/index.js';
import type { Occasion } from '../orders/order-movements.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import type { HeldWorkOrder } from '../work-orders/floor-access.js';
import { holding, homeward, outward } from './dispatch-movements.js';
import type { AskedLine, PlannedLine } from './dispatch-plan.js';
import { SubcontractFlowRepository } from './subcontract-flow.repository.js';
import type { ComponentOutside } from './subcontract-flow.repository.js';
import { SubcontractorPlaces } from './subcontractor-places.repository.js';

/** A work order with its subcontractor's place, and what its components look like there. */
export interface OutsideWork extends HeldWorkOrder {
  readonly place: string;
  readonly components: readonly ComponentOutside[];
}

/** The way of components to a subcontractor and back: one movement each, and its note. Under the order's lock. */
@Injectable()
export class SubcontractTravel {
  constructor(
    private readonly places: SubcontractorPlaces,
    private readonly flow: SubcontractFlowRepository,
    private readonly posting: StockPosting,
    private readonly reservations: Reservations,
  ) {}

  /** @throws NOT_SUBCONTRACTED for an operation of our own */
  async at({ order, work }: HeldWorkOrder): Promise<OutsideWork> {
    const { kind, supplier_id, number } = work;
    if (kind !== 'subcontract' || supplier_id === null)
      throw PPIC_ERRORS.NOT_SUBCONTRACTED(`No subcontractor does ${number}`);
    const places = await this.places.of(order.company_id, [supplier_id]);
    const place = places.get(supplier_id)!;
    return { order, work, place, components: await this.flow.components(work, place) };
  }

  /** Those of the locations that are not in the order's warehouse. */
  strange({ order }: OutsideWork, locationIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.flow.outside(order.warehouse_id, locationIds);
  }

  /**
   * Moves pieces out and holds them for the order there. @returns the id of the note
   * @throws INSUFFICIENT_STOCK, PERIOD_CLOSED, LOT_ON_HOLD
   */
  async send(at: OutsideWork, lines: readonly PlannedLine[], occasion: Occasion): Promise<string> {
    const posted = await this.move(outward(at.order, at.place, lines, occasion));
    await this.reservations.reserve(holding(at.order, posted.lines));
    return this.note(at, 'dispatch', posted, occasion);
  }

  /** Moves pieces back, to where they came from unless their line names a place. @returns the id of the note */
  async fetch(at: OutsideWork, lines: readonly AskedLine[], occasion: Occasion): Promise<string> {
    const origins = new Map(at.components.map(({ product_id, origin_id }) => [product_id, origin_id]));
    const home = lines.map((line) => ({
      ...line,
      location_id: line.location_id ?? origins.get(line.product_id) ?? at.order.output_location_id,
    }));
    return this.note(at, 'return', await this.move(homeward(at.order, at.place, home, occasion)), occasion);
  }

  private async move(draft: MovementDraft): Promise<PostedMovement> {
    const [posted] = await this.posting.post([draft]);
    return posted!;
  }

  private async note(
    { order, work }: OutsideWork,
    kind: 'dispatch' | 'return',
    { id }: PostedMovement,
    { reason }: Occasion,
  ): Promise<string> {
    const [note] = await this.flow.note({
      kind,
      order_id: order.id,
      work_order_id: work.id,
      movement_id: id,
      is_automatic: false,
      notes: reason ?? null,
    });
    return note!;
  }
}
