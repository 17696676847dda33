import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { Reservations, StockPosting, VirtualSides, ledgerLinesOf, warehouseLimit } from '../../warehouse/index.js';
import type { MovementDraft, MovementLineDraft } from '../../warehouse/index.js';
import { SHIPPABLE_STATES } from '../orders/sales-order.machine.js';
import type { SalesOrderState } from '../orders/sales-order.machine.js';
import { SALES_DELIVERY_SOURCE, SALES_ORDER_SOURCE } from './deliveries-limits.js';
import type { PackInput, PickInput, ShipInput } from './deliveries.dto.js';
import { SalesDelivery, SalesDeliveryPackage } from './delivery.entity.js';
import { givenPlaces, joinedPicks, pickFaults, surplusOf, takeGiven, takeHeld } from './delivery-lines.js';
import type { GivenPlace, HeldPieces, LackingLine, PickedPlace, PickableLine } from './delivery-lines.js';
import { SALES_DELIVERY } from './delivery.machine.js';
import { DeliveryWritingRepository } from './delivery-writing.repository.js';
import type { PostedPick, ShippableLine } from './delivery-writing.repository.js';

interface Shared {
  readonly picks: readonly PickedPlace[];
  /** What named places have beyond what is held there. */
  readonly beyond: readonly GivenPlace[];
  readonly missing: readonly LackingLine[];
  /** What is held and no delivery takes, in the order in which it is given back. */
  readonly unpicked: readonly HeldPieces[];
}

/** What the store does with a delivery: picks it, packs it, lets it go. */
@Injectable()
export class DeliveryShipping {
  constructor(
    private readonly db: Database,
    private readonly rows: DeliveryWritingRepository,
    private readonly reservations: Reservations,
    private readonly ledger: StockPosting,
    private readonly sides: VirtualSides,
    private readonly history: DocumentHistory,
  ) {}

  /**
   * Says from which bin and lot each line is taken: what is held for its order first, then free stock, which is held for the order from now on. What
   * is held for it elsewhere and wanted no more is given back. Orders are locked by the caller.
   * @throws INVALID_STATE, VALIDATION_FAILED with every fault, INSUFFICIENT_STOCK with every short product
   */
  pick(id: string, { picks: named = [] }: PickInput): Promise<void> {
    return this.history.step(
      { entity: SalesDelivery, machine: SALES_DELIVERY, id, event: 'pick' },
      async (delivery) => {
        const all = await this.rows.linesOf(id);
        refuseOrders(all, 'pick');
        const lines = all.filter(({ is_service }) => !is_service);
        refuse(pickFaults(named, lines, await this.rows.placesAmong(named, delivery)));
        const given = givenPlaces(lines, named);
        const { picks, beyond, missing, unpicked } = await this.share(delivery, lines, given);
        const wanted = [
          ...beyond.map((each) => ({ ...each, within_location_id: each.location_id })),
          ...missing.map((each) => ({ ...each, lot_id: null, within_location_id: delivery.warehouse_id })),
        ];
        await this.giveBack(delivery, wanted, unpicked);
        const { reserved } = await this.reservations.reserve(
          wanted.map(({ line, quantity, within_location_id, lot_id }) => ({
            source_type: SALES_ORDER_SOURCE,
            source_id: line.order_id,
            source_line_id: line.order_line_id,
            product_id: line.product_id,
            quantity,
            within_location_id,
            lot_id,
          })),
        );
        // Whoever names a zone is told of its bins: what was found there is what is picked.
        const lineOf = new Map(lines.map((line) => [line.order_line_id, line.id]));
        const found = reserved.map(({ source_line_id, location_id, lot_id, quantity }) => ({
          ...{ location_id, lot_id, quantity },
          delivery_line_id: lineOf.get(source_line_id!)!,
        }));
        await this.rows.replacePicks(id, joinedPicks([...picks, ...found]));
      },
    );
  }

  /** What is held for the orders of lines, shared out to them: to places that are named as far as it lies there, then to the other lines. */
  private async share(
    { id, warehouse_id }: SalesDelivery,
    lines: readonly PickableLine[],
    given: readonly GivenPlace[],
  ): Promise<Shared> {
    const held = await this.rows.heldFor([...new Set(lines.map(({ order_id }) => order_id))], warehouse_id, id);
    const usable = held.filter(({ is_usable }) => is_usable);
    const { picks: named, beyond, rest: left } = takeGiven(given, usable);
    const others = lines.filter((line) => !given.some((each) => each.line === line));
    const { picks, missing, rest } = takeHeld(others, left);
    // What may not leave is given back first, then what would have been taken last.
    return {
      picks: [...named, ...picks],
      beyond,
      missing,
      unpicked: [...held.filter(({ is_usable }) => !is_usable), ...rest.toReversed()],
    };
  }

  /** What orders hold too much once so much more is held, or leaves, for them. */
  private async giveBack(
    { id, warehouse_id }: SalesDelivery,
    wanted: readonly LackingLine[],
    unpicked: readonly HeldPieces[],
    products = wanted.map(({ line }) => line.product_id),
  ): Promise<void> {
    if (wanted.length === 0 || unpicked.length === 0) return;
    const surplus = surplusOf(unpicked, wanted, await this.rows.standingsOf(id, warehouse_id));
    if (surplus.length === 0) return;
    await this.reservations.releasePieces(
      surplus.map(({ order_id, product_id, location_id, lot_id, quantity }) => ({
        ...{ source_type: SALES_ORDER_SOURCE, source_id: order_id },
        ...{ product_id, location_id, lot_id, quantity },
      })),
      { within_location_id: warehouse_id, product_ids: [...new Set(products)] },
    );
  }

  /** @throws INVALID_STATE */
  pack(id: string, { packages = [] }: PackInput): Promise<void> {
    return this.history.step({ entity: SalesDelivery, machine: SALES_DELIVERY, id, event: 'pack' }, async () => {
      if (packages.length > 0)
        await this.db.insertMany(
          SalesDeliveryPackage,
          packages.map((each, n) => ({ ...each, delivery_id: id, package_no: n + 1 })),
        );
    });
  }

  /**
   * Lets the goods go: one movement to the customer's side, at what the ledger says they are worth. What was not picked before is taken as
   * picking would. Orders are locked by the caller, who settles them. @returns the orders
   * @throws INVALID_STATE, INSUFFICIENT_STOCK, SALES_QUANTITY_EXCEEDED, PERIOD_CLOSED
   */
  async ship(id: string, { carrier, tracking_number, shipped_at = null }: ShipInput): Promise<string[]> {
    const lines = await this.rows.linesOf(id);
    const orderIds = [...new Set(lines.map(({ order_id }) => order_id))];
    await this.history.step({ entity: SalesDelivery, machine: SALES_DELIVERY, id, event: 'ship' }, async (delivery) => {
      refuseOrders(lines, 'ship');
      const movement_id = await this.issue(delivery, lines, shipped_at, orderIds);
      await this.rows.countShipped(id);
      return {
        columns: {
          movement_id,
          shipped_at: shipped_at ?? new Date().toISOString(),
          ...(carrier !== undefined && { carrier }),
          ...(tracking_number !== undefined && { tracking_number }),
        },
      };
    });
    return orderIds;
  }

  private async issue(
    delivery: SalesDelivery,
    all: readonly ShippableLine[],
    effective_at: string | null,
    orderIds: readonly string[],
  ): Promise<string | null> {
    const lines = all.filter(({ is_service }) => !is_service);
    if (lines.length === 0) return null;
    const { id, number, company_id, warehouse_id } = delivery;
    const to_location_id = await this.sides.of(company_id, 'customer');
    const { picks, missing, unpicked } =
      delivery.state === 'draft'
        ? await this.share(delivery, lines, [])
        : { picks: await this.rows.picksOf(id), missing: [], unpicked: [] };
    await this.giveBack(
      delivery,
      missing,
      unpicked,
      lines.map(({ product_id }) => product_id),
    );
    const draft: MovementDraft = {
      type: 'issue',
      company_id,
      source_type: SALES_DELIVERY_SOURCE,
      source_id: id,
      reference: number,
      effective_at,
      pointer: '',
      lines: lines.flatMap((line) =>
        issuedLines(line, picks, missing, warehouse_id).map((each) => ({ ...each, to_location_id })),
      ),
    };
    const whole = await this.rows.wholeAfter(id, orderIds);
    const releases = whole.map((source_id) => ({ source_type: SALES_ORDER_SOURCE, source_id }));
    const [movement] = await this.ledger.post([draft], [], { ...warehouseLimit(), releases });
    const places = ledgerLinesOf(movement!, draft.lines);
    await this.rows.replacePicks(
      id,
      lines.flatMap((line): PostedPick[] => {
        const { first_line_no, last_line_no } = places.get(line.line_no)!;
        return movement!.lines
          .filter(({ line_no }) => line_no >= first_line_no && line_no <= last_line_no)
          .map((leg) => ({
            delivery_line_id: line.id,
            location_id: leg.from_location_id,
            lot_id: leg.lot_id,
            quantity: leg.quantity,
            ledger_line_id: leg.id,
            value: leg.value,
          }));
      }),
    );
    return movement!.id;
  }
}

/** What is picked leaves out of what is held for the order; what it lacks out of what is free, and never of what another delivery has picked. */
function issuedLines(
  { id, line_no, order_id, product_id }: ShippableLine,
  picks: readonly PickedPlace[],
  missing: readonly LackingLine[],
  pick_within: string,
): MovementLineDraft[] {
  const line = { place: line_no, product_id };
  return [
    ...picks
      .filter(({ delivery_line_id }) => delivery_line_id === id)
      .map(({ quantity, lot_id, location_id }) => ({
        ...{ ...line, quantity, lot_id },
        reserved_for: order_id,
        from_location_id: location_id,
      })),
    ...missing.filter((each) => each.line.id === id).map(({ quantity }) => ({ ...line, quantity, pick_within })),
  ];
}

/** @throws INVALID_STATE with every order that nothing may leave of */
function refuseOrders(lines: readonly ShippableLine[], event: string): void {
  const wrong = lines.filter(({ order_state }) => !SHIPPABLE_STATES.includes(order_state as SalesOrderState));
  if (wrong.length > 0)
    throw KERNEL_ERRORS.INVALID_STATE(`${wrong[0]!.order_number} is ${wrong[0]!.order_state}: nothing leaves of it`, {
      state: wrong[0]!.order_state,
      event,
      allowed_from: SHIPPABLE_STATES,
    });
}
