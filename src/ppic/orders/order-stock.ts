import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import { LineUnits, LotIntake, Reservations, StockPosting } from '../../warehouse/index.js';
import type { PostedMovement } from '../../warehouse/index.js';
import { ORDER_SOURCE, componentReturn, consumption, output, outputLines, settlement } from './order-movements.js';
import type { IssueLine, Occasion, OrderPlace } from './order-movements.js';
import type { ComponentReturn } from './component-returns.js';
import type { Correction } from './output-cost.js';
import type { Production } from './order-movements.js';
import { inLots, outputLotFaults } from './output-lots.js';

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
    private readonly lots: LotIntake,
    private readonly units: LineUnits,
  ) {}

  /** A quantity that is said of the whole order, in pieces; words in a unit are kept beside it. @throws VALIDATION_FAILED */
  async counted<Name extends string>(
    { id, product_id }: { id: string; product_id: string },
    source: object,
    name: Name,
  ): Promise<Record<`${Name}_quantity`, number>> {
    const { pieces, said, faults } = await this.units.named(source, product_id, [name]);
    refuse(faults);
    await this.units.keepOf('manufacturing_order', id, said);
    return pieces;
  }

  /**
   * Holds components for the order, anywhere in its warehouse.
   * @throws INSUFFICIENT_STOCK listing every short product, unless `partial`
   */
  async reserve(
    order: { id: string; warehouse_id: string },
    needs: readonly { product_id: string; quantity: number }[],
    partial: boolean,
  ): Promise<void> {
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

  /**
   * Consumption and output of one report, together. Tracked output gets its lots: those named, or the order's own.
   * @param last lets go of whatever the order still holds, after that
   * @throws VALIDATION_FAILED, LOT_DIFFERS, SERIAL_IN_STOCK, INSUFFICIENT_STOCK, PERIOD_CLOSED
   */
  async produce(
    place: OrderPlace,
    production: Production,
    occasion: Occasion,
    last = false,
  ): Promise<ProductionMovements> {
    const { tracked_outputs, named } = production;
    const lines = outputLines(place, production);
    const faults = outputLotFaults(lines, place, tracked_outputs, named);
    refuse(faults);
    const made = await this.lots.resolve(inLots(lines, place, tracked_outputs, named), {
      effective_at: occasion.effective_at,
      made_here: true,
    });
    const movements = [...consumption(place, production.consumed, occasion), ...output(place, made, occasion)];
    return movementIds(await this.posting.post(movements, [], last ? { releases: [sourceOf(place)] } : {}));
  }

  /** Components taken out for the order by hand. @throws INSUFFICIENT_STOCK, PERIOD_CLOSED */
  async issue(place: OrderPlace, lines: readonly IssueLine[], occasion: Occasion): Promise<string> {
    const { consumption_movement_id } = movementIds(
      await this.posting.post(consumption(place, lines, occasion), [], { warehouses: [place.warehouse_id] }),
    );
    return consumption_movement_id!;
  }

  /** The counter-posting of a report or issue. @throws INSUFFICIENT_STOCK when the output has moved on */
  async reverse(movementIds: readonly string[], reason: string): Promise<void> {
    if (movementIds.length > 0) await this.posting.reverse(movementIds, { reason });
  }

  /**
   * Lets go of what is held and puts unused components back.
   * @param writeOff something is left in progress after that, and becomes a variance
   */
  async giveBack(
    place: OrderPlace,
    returns: readonly ComponentReturn[],
    writeOff: boolean,
    reason: string,
  ): Promise<void> {
    const adjustments = writeOff ? settlement(place, [], reason) : [];
    await this.posting.post(componentReturn(place, returns, { reason }), adjustments, { releases: [sourceOf(place)] });
  }

  /** Empties work in progress into the output's value and a variance. */
  async settle(place: OrderPlace, corrections: readonly Correction[], reason: string): Promise<void> {
    await this.posting.post([], settlement(place, corrections, reason));
  }
}

function sourceOf({ id }: OrderPlace): { source_type: string; source_id: string } {
  return { source_type: ORDER_SOURCE, source_id: id };
}

function movementIds(posted: readonly PostedMovement[]): ProductionMovements {
  const idOf = (type: string): string | null => posted.find((movement) => movement.type === type)?.id ?? null;
  return { consumption_movement_id: idOf('production_consumption'), output_movement_id: idOf('production_output') };
}
