import { Injectable } from '@nestjs/common';
import { Reservations, StockPosting } from '../../warehouse/index.js';
import type { PostedMovement } from '../../warehouse/index.js';
import { componentReturn, consumption, counterPosting, output, settlement, ORDER_SOURCE } from './order-movements.js';
import type { IssueLine, Occasion, OrderPlace, OrderSource, PostedLine } from './order-movements.js';
import type { ComponentReturn } from './component-returns.js';
import type { Correction } from './output-cost.js';
import type { OrderOutput } from './order-parts.js';
import type { ProductionPlan, Processed } from './production-plan.js';

/** The movements that one production posting made. */
export interface ProductionMovements {
  readonly consumption_movement_id: string | null;
  readonly output_movement_id: string | null;
}

/** What an order does to stock, each in one call of the ledger. */
@Injectable()
export class OrderStock {
  constructor(
    private readonly posting: StockPosting,
    private readonly reservations: Reservations,
  ) {}

  /**
   * Holds components for the order, anywhere in its warehouse.
   * @throws INSUFFICIENT_STOCK listing every short product, unless `partial`
   */
  async reserve(order: { id: string; warehouse_id: string }, needs: readonly { product_id: string; quantity: number }[], partial: boolean): Promise<void> {
    const requests = needs
      .filter(({ quantity }) => quantity > 0)
      .map(({ product_id, quantity }) => ({
        product_id,
        quantity,
        within_location_id: order.warehouse_id,
        source_type: ORDER_SOURCE,
        source_id: order.id,
      }));
    if (requests.length > 0) await this.reservations.reserve(requests, { partial });
  }

  /** Lets go of whatever the order still holds. */
  async release(orderId: string): Promise<void> {
    await this.reservations.release(ORDER_SOURCE, orderId);
  }

  /** Consumption and output of one report, together. @throws INSUFFICIENT_STOCK, PERIOD_CLOSED */
  async produce(
    place: OrderPlace,
    now: Processed,
    plan: ProductionPlan,
    outputs: readonly OrderOutput[],
    occasion: Occasion,
  ): Promise<ProductionMovements> {
    const movements = [
      ...consumption(place, plan.consumed, occasion),
      ...output(place, now, plan.yielded, outputs, occasion),
    ];
    return movementIds(movements.length > 0 ? await this.posting.post(movements) : []);
  }

  /** Components taken out for the order by hand. @throws INSUFFICIENT_STOCK, PERIOD_CLOSED */
  async issue(place: OrderPlace, lines: readonly IssueLine[], occasion: Occasion): Promise<string> {
    const { consumption_movement_id } = movementIds(await this.posting.post(consumption(place, lines, occasion)));
    return consumption_movement_id!;
  }

  /** The counter-posting of a report or issue. @throws INSUFFICIENT_STOCK when the output has moved on */
  async reverse(order: OrderSource, lines: readonly PostedLine[], reason: string): Promise<void> {
    if (lines.length > 0) await this.posting.post(counterPosting(order, lines, reason));
  }

  /** Puts unused components back and writes off what is left in progress. */
  async giveBack(place: OrderPlace, returns: readonly ComponentReturn[], reason: string): Promise<void> {
    await this.posting.post(componentReturn(place, returns, { reason }), settlement(place, [], reason));
  }

  /** Empties work in progress into the output's value and a variance. */
  async settle(place: OrderPlace, corrections: readonly Correction[], reason: string): Promise<void> {
    await this.posting.post([], settlement(place, corrections, reason));
  }
}

function movementIds(posted: readonly PostedMovement[]): ProductionMovements {
  const idOf = (type: string): string | null => posted.find((movement) => movement.type === type)?.id ?? null;
  return { consumption_movement_id: idOf('production_consumption'), output_movement_id: idOf('production_output') };
}
