import { Injectable } from '@nestjs/common';
import type { ManufacturingOrder } from '../orders/manufacturing-order.entity.js';
import type { OrderParts } from '../orders/order-parts.js';
import type { Processed } from '../orders/production-plan.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { backflow, processedAt } from './floor-flow.js';
import type { Floor } from './floor-flow.js';
import { FloorPosting } from './floor-posting.js';
import type { FloorEntry, FloorPosted, FloorReport } from './floor-posting.js';
import { FloorRepository } from './floor.repository.js';
import type { WorkOrder } from './work-order.entity.js';

/** Pieces that were told of the whole order, with their reasons. */
export interface OrderPieces extends Processed {
  readonly rejected_reason_id: string | null;
  readonly lost_reason_id: string | null;
}

type Told = Omit<FloorReport, 'entries' | 'passed'>;

/** What an order does to its work orders when it is reported, completed or given up as a whole. */
@Injectable()
export class OrderFloor {
  constructor(
    private readonly floor: FloorRepository,
    private readonly posting: FloorPosting,
  ) {}

  of(order: ManufacturingOrder): Promise<Floor<WorkOrder>> {
    return this.floor.of(order);
  }

  /**
   * Pieces that came out of the last operation: nobody need have told of those before. What they have made more is written down for them, at
   * the time of the plan.
   * @throws QUALITY_GATE where the pieces would have gone round an inspection; INSUFFICIENT_STOCK
   */
  async report(
    order: ManufacturingOrder,
    parts: OrderParts,
    floor: Floor<WorkOrder>,
    pieces: OrderPieces,
    told: Told,
  ): Promise<FloorPosted> {
    const end = floor.work_orders.find(({ is_last }) => is_last)!;
    const count = pieces.good_quantity + pieces.rejected_quantity + pieces.lost_quantity;
    const { made, passed, gates } = backflow(floor, count);
    refuseGates(floor, end.quality_gate && pieces.good_quantity > 0 ? [...gates, end.id] : gates);
    const entry = (work: WorkOrder, what: OrderPieces): FloorEntry => ({
      ...what,
      rework_quantity: 0,
      reworked_quantity: 0,
      rework_reason_id: null,
      production_date: null,
      shift: null,
      notes: told.notes,
      work,
      is_automatic: true,
    });
    const before = floor.work_orders.flatMap((work) =>
      made.has(work.id) ? [entry(work, { ...NOTHING, good_quantity: made.get(work.id)! })] : [],
    );
    const entries = count > 0 ? [...before, entry(end, pieces)] : before;
    await this.begin(
      order.id,
      entries.map(({ work }) => work.id),
    );
    const posted = await this.posting.post(order, parts, floor, { ...told, entries, passed });
    if (passed.length > 0) await this.floor.makeReady(order.id);
    return posted;
  }

  /** @throws WORK_ORDERS_OPEN while pieces wait to be done again or to be accepted */
  assertNothingWaits({ work_orders, links }: Floor<WorkOrder>): void {
    const waiting = work_orders.flatMap(({ id, number, rework_quantity }) => {
      const offered = links
        .filter(({ from_work_order_id }) => from_work_order_id === id)
        .reduce((sum, { offered_quantity }) => sum + offered_quantity, 0);
      return rework_quantity > 0 || offered > 0 ? [{ number, rework_quantity, offered_quantity: offered }] : [];
    });
    if (waiting.length > 0) throw PPIC_ERRORS.WORK_ORDERS_OPEN(undefined, { work_orders: waiting });
  }

  /** Ends the work orders with their order: those that made something are completed, the others left out. */
  async end(order: ManufacturingOrder, reason: string): Promise<void> {
    const { work_orders } = await this.floor.of(order);
    if (work_orders.length === 0) return;
    await this.floor.withdrawOffers(order.id, reason);
    const worked = work_orders.filter((work) => processedAt(work) > 0).map(({ id }) => id);
    await this.begin(order.id, worked);
    await this.floor.advance(
      order.id,
      { event: 'complete', from: ['in_progress', 'paused'], to: 'completed', reason },
      worked,
    );
    await this.leaveOut(order.id, work_orders, reason);
  }

  /** Gives up the work orders of an order that is cancelled. */
  async giveUp(order: ManufacturingOrder, reason: string): Promise<void> {
    const { work_orders } = await this.floor.of(order);
    if (work_orders.length === 0) return;
    await this.floor.withdrawOffers(order.id, reason);
    await this.leaveOut(order.id, work_orders, reason);
  }

  private async leaveOut(orderId: string, workOrders: readonly WorkOrder[], reason: string): Promise<void> {
    await this.floor.advance(
      orderId,
      { event: 'cancel', from: ['pending', 'ready', 'in_progress', 'paused'], to: 'cancelled', reason },
      workOrders.map(({ id }) => id),
    );
  }

  private async begin(orderId: string, ids: readonly string[]): Promise<void> {
    if (ids.length > 0)
      await this.floor.advance(orderId, { event: 'start', from: ['pending', 'ready'], to: 'in_progress' }, ids);
  }
}

const NOTHING: OrderPieces = {
  good_quantity: 0,
  rejected_quantity: 0,
  lost_quantity: 0,
  rejected_reason_id: null,
  lost_reason_id: null,
};

function refuseGates({ work_orders }: Floor<WorkOrder>, gates: readonly string[]): void {
  if (gates.length === 0) return;
  const numbers = work_orders.filter(({ id }) => gates.includes(id)).map(({ number }) => number);
  throw PPIC_ERRORS.QUALITY_GATE(
    `What ${numbers.join(' and ')} made is inspected before it goes on: tell of it there, and hand it over`,
    { work_orders: numbers },
  );
}
