import { Injectable } from '@nestjs/common';
import { Reservations } from '../../warehouse/index.js';
import type { MovementDraft, PostedMovement } from '../../warehouse/index.js';
import type { ComponentReturn } from '../orders/component-returns.js';
import type { Occasion } from '../orders/order-movements.js';
import type { OrderComponent } from '../orders/order-parts.js';
import type { LineQuantity } from '../orders/production-plan.js';
import type { WorkOrder } from '../work-orders/work-order.entity.js';
import { endOfOrder, holding } from './dispatch-movements.js';
import type { TravellingOrder } from './dispatch-movements.js';
import { SubcontractFlowRepository } from './subcontract-flow.repository.js';
import { SubcontractorPlaces } from './subcontractor-places.repository.js';

/** A line that is consumed, and at which subcontractor; in the order's warehouse when that is not said. */
export type PlacedLine = LineQuantity & { readonly pick_within?: string };

type Outside = Pick<WorkOrder, 'id' | 'kind' | 'supplier_id'>;

/** What it means for an order that some of its operations are done by subcontractors: where is consumed, and what comes home at the end. */
@Injectable()
export class SubcontractFloor {
  constructor(
    private readonly places: SubcontractorPlaces,
    private readonly flow: SubcontractFlowRepository,
    private readonly reservations: Reservations,
  ) {}

  /** Says of what is consumed at a subcontractor's operation that it lies with that one. No statement where there is no such operation. */
  async placed(
    companyId: string,
    consumed: readonly LineQuantity[],
    components: readonly OrderComponent[],
    workOrders: readonly Outside[],
  ): Promise<PlacedLine[]> {
    const supplierAt = new Map(workOrders.filter(isOutside).map(({ id, supplier_id }) => [id, supplier_id!]));
    if (supplierAt.size === 0) return [...consumed];
    const workOf = new Map(components.map(({ id, work_order_id }) => [id, work_order_id]));
    const supplierOf = ({ id }: LineQuantity): string | undefined => supplierAt.get(workOf.get(id) ?? '');
    const suppliers = [...new Set(consumed.flatMap((line) => supplierOf(line) ?? []))];
    if (suppliers.length === 0) return [...consumed];
    const places = await this.places.of(companyId, suppliers);
    return consumed.map((line) => {
      const supplier = supplierOf(line);
      return supplier === undefined ? line : { ...line, pick_within: places.get(supplier)! };
    });
  }

  /** Brings home, in the call of the ledger that ends an order, what lies at its subcontractors and is not consumed by that call. */
  async homeward(
    order: TravellingOrder,
    workOrders: readonly Outside[],
    consumed: readonly PlacedLine[],
    occasion: Occasion,
  ): Promise<MovementDraft[]> {
    if (!workOrders.some(isOutside)) return [];
    return endOfOrder(order, await this.flow.lying(order.id), consumed, occasion);
  }

  /** Writes the notes of what came home with the end of an order. */
  async noteHome(order: TravellingOrder, posted: readonly PostedMovement[], notes: string | null): Promise<void> {
    const movement = posted.find(({ type }) => type === 'transfer');
    if (!movement) return;
    await this.flow.note({
      kind: 'return',
      order_id: order.id,
      work_order_id: null,
      movement_id: movement.id,
      is_automatic: true,
      notes,
    });
  }

  /** Sends what was issued out of a subcontractor's stock, and never used, on to where it was sent from. */
  async redirected(
    workOrders: readonly Outside[],
    returns: readonly ComponentReturn[],
    home: string,
  ): Promise<ComponentReturn[]> {
    if (!workOrders.some(isOutside)) return [...returns];
    const outside = await this.places.among(returns.map(({ location_id }) => location_id));
    return returns.map((line) => (outside.has(line.location_id) ? { ...line, location_id: home } : line));
  }

  /** What a reversal put back at subcontractors is held for the order again, while that is being made. */
  async holdAgain(order: TravellingOrder, posted: readonly PostedMovement[]): Promise<void> {
    const lines = posted.flatMap((movement) => movement.lines);
    const places = await this.places.among(lines.map(({ to_location_id }) => to_location_id));
    const back = lines.filter(({ to_location_id }) => places.has(to_location_id));
    if (back.length > 0) await this.reservations.reserve(holding(order, back));
  }

  /** Whether components of an order lie at the subcontractor of a work order. */
  async liesAt(work: WorkOrder): Promise<boolean> {
    return isOutside(work) && (await this.flow.liesFor(work));
  }
}

function isOutside({ kind, supplier_id }: Pick<Outside, 'kind' | 'supplier_id'>): boolean {
  return kind === 'subcontract' && supplier_id !== null;
}
