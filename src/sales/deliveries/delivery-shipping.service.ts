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
import { pickFaults, takeGiven, takeHeld } from './delivery-lines.js';
import type { PickedPlace, PickableLine } from './delivery-lines.js';
import { SALES_DELIVERY } from './delivery.machine.js';
import { DeliveryWritingRepository } from './delivery-writing.repository.js';
import type { PostedPick, ShippableLine } from './delivery-writing.repository.js';

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
   * Says from which bin and lot each line is taken: what is held for its order first, then free stock, which is held for the order from now on.
   * Orders are locked by the caller.
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
        const isNamed = ({ line_no }: PickableLine): boolean => named.some((pick) => pick.line_no === line_no);
        const orderIds = [...new Set(lines.map(({ order_id }) => order_id))];
        const held = await this.rows.heldFor(orderIds, delivery.warehouse_id, id);
        const given = lines.filter(isNamed).flatMap((line) => {
          const own = named.filter(({ line_no }) => line_no === line.line_no);
          return own.map(({ location_id, lot_id = null, quantity }) => ({
            line,
            location_id,
            lot_id: lot_id ?? null,
            quantity,
          }));
        });
        const { beyond, rest } = takeGiven(given, held);
        const { picks, missing } = takeHeld(
          lines.filter((line) => !isNamed(line)),
          rest,
        );
        const wanted = [
          ...beyond.map((each) => ({ ...each, within_location_id: each.location_id })),
          ...missing.map((each) => ({ ...each, lot_id: null, within_location_id: delivery.warehouse_id })),
        ];
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
        const found = takeHeld(
          missing.map(({ line, quantity }) => ({ ...line, quantity })),
          reserved
            .slice(0)
            .map((each) => ({ ...each, order_id: each.source_id }))
            .filter((each) => missing.some(({ line }) => line.order_line_id === each.source_line_id)),
        );
        await this.rows.replacePicks(id, [
          ...picks,
          ...found.picks,
          ...given.map(({ line, ...place }) => ({ ...place, delivery_line_id: line.id })),
        ]);
      },
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
    const picks = delivery.state === 'draft' ? [] : await this.rows.picksOf(id);
    const draft: MovementDraft = {
      type: 'issue',
      company_id,
      source_type: SALES_DELIVERY_SOURCE,
      source_id: id,
      reference: number,
      effective_at,
      pointer: '',
      lines: lines.flatMap((line) =>
        issuedLines(line, picks, warehouse_id).map((each) => ({ ...each, to_location_id })),
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

function issuedLines(
  { id, line_no, order_id, product_id, quantity }: ShippableLine,
  picks: readonly PickedPlace[],
  pick_within: string,
): MovementLineDraft[] {
  const line = { place: line_no, product_id, reserved_for: order_id };
  const own = picks.filter(({ delivery_line_id }) => delivery_line_id === id);
  return own.length === 0
    ? [{ ...line, quantity, pick_within }]
    : own.map((pick) => ({
        ...line,
        quantity: pick.quantity,
        lot_id: pick.lot_id,
        from_location_id: pick.location_id,
      }));
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
