import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import { negated } from '../../kernel/numbers/index.js';
import { LineUnits, LotIntake, Reservations, StockPosting } from '../../warehouse/index.js';
import type { MovementDraft, PostedMovement } from '../../warehouse/index.js';
import {
  ORDER_SOURCE,
  componentReturn,
  consumption,
  conversion,
  output,
  outputLines,
  settlement,
} from './order-movements.js';
import { DebtCover } from '../material-debts/debt-cover.js';
import type { DebtSplit } from '../material-debts/debt-split.js';
import type { ConsumptionPlace, IssueLine, Occasion, OrderPlace, WorkedCost } from './order-movements.js';
import type { ComponentReturn } from './component-returns.js';
import type { Correction } from './output-cost.js';
import type { Production } from './order-movements.js';
import { inLots, outputLotFaults } from './output-lots.js';

/** The movements that one production posting made. */
export interface ProductionMovements {
  readonly consumption_movement_id: string | null;
  readonly output_movement_id: string | null;
}

/** How an order ends with a posting: what it holds is let go, and what lies at subcontractors comes home first. */
export interface EndOfOrder {
  readonly homeward: readonly MovementDraft[];
  readonly came_home: (posted: readonly PostedMovement[]) => Promise<void>;
}

/** Whether anything was taken, made or owed. */
export function hasMoved({
  consumption_movement_id,
  output_movement_id,
  owed,
}: ProductionMovements & DebtSplit): boolean {
  return consumption_movement_id !== null || output_movement_id !== null || owed.length > 0;
}

/** Pieces that an order owes to stock, and where they are taken. */
export interface OwedBy {
  readonly place: ConsumptionPlace;
  readonly product_id: string;
  readonly lines: readonly { location_id: string | null; lot_id: string | null; quantity: number }[];
  readonly reason: string;
}

/** What an order does to stock, each in one call of the ledger. */
@Injectable()
export class OrderStock {
  constructor(
    private readonly posting: StockPosting,
    private readonly reservations: Reservations,
    private readonly lots: LotIntake,
    private readonly units: LineUnits,
    private readonly cover: DebtCover,
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
   * @param worked what labour, machines and subcontractors cost for it: in progress before the output comes out
   * @param end the order ends with it: lets go of whatever it still holds, after that
   * @returns the movements, with what was taken out of stock and what is owed on material debts instead
   * @throws VALIDATION_FAILED, LOT_DIFFERS, SERIAL_IN_STOCK, INSUFFICIENT_STOCK, PERIOD_CLOSED
   */
  async produce(
    place: OrderPlace,
    production: Production,
    occasion: Occasion,
    worked: readonly WorkedCost[] = [],
    end: EndOfOrder | null = null,
  ): Promise<ProductionMovements & DebtSplit> {
    const { tracked_outputs, named } = production;
    const lines = outputLines(place, production);
    const faults = outputLotFaults(lines, place, tracked_outputs, named);
    refuse(faults);
    const made = await this.lots.resolve(inLots(lines, place, tracked_outputs, named), {
      effective_at: occasion.effective_at,
      made_here: true,
    });
    const releases = end ? { releases: [sourceOf(place)] } : {};
    return this.cover.posted(place, production, async (consumed) => {
      const movements = [
        ...consumption(place, consumed, occasion),
        ...output(place, made, occasion),
        ...(end?.homeward ?? []),
      ];
      const posted = await this.posting.post(movements, conversion(place, worked, occasion), releases);
      await end?.came_home(posted);
      return movementIds(posted);
    });
  }

  /** Components taken out for the order by hand. @throws INSUFFICIENT_STOCK, PERIOD_CLOSED */
  async issue(place: OrderPlace, lines: readonly IssueLine[], occasion: Occasion): Promise<string> {
    const { consumption_movement_id } = movementIds(
      await this.posting.post(consumption(place, lines, occasion), [], { warehouses: [place.warehouse_id] }),
    );
    return consumption_movement_id!;
  }

  /**
   * Takes owed pieces out of stock for their orders, from where they lie or from anywhere in the order's warehouse.
   * @returns the movements, one for each debt, in their order
   * @throws INSUFFICIENT_STOCK, PERIOD_CLOSED
   */
  async settleDebts(debts: readonly OwedBy[], warehouses?: readonly string[]): Promise<string[]> {
    const drafts = debts.flatMap(({ place, product_id, lines, reason }) =>
      consumption(
        place,
        lines.map(({ location_id, lot_id, quantity }) => ({
          product_id,
          from_location_id: location_id,
          lot_id,
          quantity,
        })),
        { reason },
      ),
    );
    const posted = await this.posting.post(drafts, [], warehouses ? { warehouses } : {});
    return posted.map(({ id }) => id);
  }

  /**
   * The counter-posting of a report or issue.
   * @param worked what its time had cost, to be taken out of work in progress
   * @returns the counter-movements
   * @throws INSUFFICIENT_STOCK when the output has moved on
   */
  async reverse(
    place: Pick<OrderPlace, 'id' | 'company_id'>,
    movementIds: readonly string[],
    worked: readonly WorkedCost[],
    reason: string,
  ): Promise<PostedMovement[]> {
    const back = worked.map(({ work_order_id, amount }) => ({ work_order_id, amount: negated(amount) }));
    await this.posting.postValue(conversion(place, back, { reason }));
    return movementIds.length > 0 ? this.posting.reverse(movementIds, { reason }) : [];
  }

  /**
   * Lets go of what is held and puts unused components back, those at subcontractors too.
   * @param writeOff something is left in progress after that, and becomes a variance
   */
  async giveBack(
    place: OrderPlace,
    returns: readonly ComponentReturn[],
    writeOff: boolean,
    reason: string,
    homeward: readonly MovementDraft[] = [],
  ): Promise<PostedMovement[]> {
    const adjustments = writeOff ? settlement(place, [], reason) : [];
    const movements = [...componentReturn(place, returns, { reason }), ...homeward];
    return this.posting.post(movements, adjustments, { releases: [sourceOf(place)] });
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
